import { parse } from 'graphql';
import type { OperationDefinitionNode } from 'graphql';
import { describe, expect, it } from 'vitest';
import { openApi } from './api-under-test.ts';
import { actualCost, requestedCost } from './cost.ts';
import { Bucket } from './throttle.ts';

function requested(query: string, variables: Record<string, unknown> = {}): number {
  const document = parse(query);
  return requestedCost(document, document.definitions[0] as OperationDefinitionNode, variables);
}

describe('the cost of a query', () => {
  const cases: [query: string, cost: number, variables?: Record<string, unknown>][] = [
    ['{ shop { name } }', 1],
    ['{ shop { name plan { shopifyPlus } } }', 2],
    ['{ customers(first: 10) { nodes { id } } }', 2 + 10],
    ['{ customers(first: 10) { edges { cursor node { id } } pageInfo { hasNextPage } } }', 2 + 10],
    ['{ customers(first: 10) { nodes { id amountSpent { amount } } } }', 2 + 10 * 2],
    ['query($n: Int!) { orders(first: $n) { nodes { id lineItems(first: 5) { nodes { id } } } } }', 2 + 20 * (1 + 2 + 5), { n: 20 }],
    ['query($ids: [ID!]!) { nodes(ids: $ids) { id } }', 3, { ids: ['a', 'b', 'c'] }],
    ['query { node(id: "x") { id ... on Customer { amountSpent { amount } } ... on Order { customer { id } refunds(first: 4) { id } } } }', 1 + 5],
    ['query($with: Boolean! = false) { shop { plan { shopifyPlus } ... @include(if: $with) { primaryDomain { host } } } }', 2],
    ['query($with: Boolean!) { shop { plan @skip(if: $with) { shopifyPlus } } }', 1, { with: true }],
    ['mutation { tagsAdd(id: "x", tags: ["a"]) { node { id } userErrors { message } } }', 10],
    ['mutation { a: tagsAdd(id: "x", tags: ["a"]) { node { id } } b: tagsRemove(id: "x", tags: ["a"]) { node { id } } }', 20],
  ];
  for (const [query, cost, variables] of cases) {
    it(`asks ${cost} points for ${query}`, () => {
      expect(requested(query, variables)).toBe(cost);
    });
  }

  it('charges what was answered: nothing for a null object, a connection by its rows', () => {
    const document = parse('{ customer(id: "x") { id } orders(first: 50) { nodes { id customer { id } } } }');
    const data = { customer: null, orders: { nodes: [{ id: '1', customer: { id: 'a' } }, { id: '2', customer: null }] } };
    expect(actualCost(document, document.definitions[0] as OperationDefinitionNode, {}, data)).toBe(2 + 2 + 1);
  });
});

describe('the bucket', () => {
  it('holds twenty seconds of points, gives none that are not there, and fills up at its rate', () => {
    let now = 0;
    const bucket = new Bucket(100, () => now);
    expect(bucket.status()).toEqual({ maximumAvailable: 2000, currentlyAvailable: 2000, restoreRate: 100 });
    expect(bucket.take(1950)).toBe(true);
    expect(bucket.take(51)).toBe(false);
    expect(bucket.status().currentlyAvailable).toBe(50);
    now += 10;
    expect(bucket.take(51)).toBe(true);
    now += 60_000;
    expect(bucket.status().currentlyAvailable).toBe(2000);
  });

  it('never holds more than its size when points are given back', () => {
    const bucket = new Bucket(100, () => 0);
    bucket.take(10);
    bucket.giveBack(500);
    expect(bucket.status().currentlyAvailable).toBe(2000);
  });
});

describe('throttling over the API', () => {
  it('answers THROTTLED with status 200, what it asked for and what is left, and serves again once that is there', async () => {
    let now = 0;
    const shop = await openApi({ restoreRate: 100, throttleClock: () => now });
    const query = '{ customers(first: 250) { nodes { id amountSpent { amount } statistics { rfmGroup } } } }';
    const spent = [];
    for (let index = 0; index < 40; index++) {
      const answer = await shop.ask(query);
      if (answer.errors !== undefined) break;
      spent.push(answer.extensions?.cost.actualQueryCost);
    }
    const customers = shop.live.store.customers.size;
    expect(spent.every((cost) => cost === 2 + 3 * customers)).toBe(true);
    const throttled = await shop.http(query);
    const body = JSON.parse(throttled.body) as { data?: unknown; errors: unknown; extensions: { cost: { throttleStatus: { currentlyAvailable: number } } } };
    expect(throttled.status).toBe(200);
    expect(body.data).toBeUndefined();
    expect(body.errors).toMatchObject([{ message: 'Throttled', extensions: { code: 'THROTTLED' } }]);
    const { currentlyAvailable } = body.extensions.cost.throttleStatus;
    expect(body.extensions.cost).toMatchObject({ requestedQueryCost: 752, actualQueryCost: null });
    now += ((752 - currentlyAvailable) / 100) * 1000;
    expect((await shop.ask(query)).errors).toBeUndefined();
    await shop.close();
  });

  it('does not charge one app for what another asks', async () => {
    const shop = await openApi({ restoreRate: 100, throttleClock: () => 0 });
    await shop.http('{ shop { name } }', {}, 'token-other');
    expect((await shop.ask('{ shop { name } }')).extensions?.cost.throttleStatus.currentlyAvailable).toBe(1999);
    await shop.close();
  });

  it('refuses a query of more than 1,000 points before it runs, at no cost', async () => {
    const shop = await openApi({ restoreRate: 100, throttleClock: () => 0 });
    const answer = await shop.ask('{ orders(first: 100) { nodes { lineItems(first: 10) { nodes { id } } } } }');
    expect(answer.errors?.[0]).toMatchObject({ extensions: { code: 'MAX_COST_EXCEEDED', cost: 2 + 100 * 13, maxCost: 1000 } });
    expect((await shop.ask('{ shop { name } }')).extensions?.cost.throttleStatus.currentlyAvailable).toBe(1999);
    await shop.close();
  });

  it('throttles when a fault says so', async () => {
    const shop = await openApi({ faults: { beforeRespond: (request) => (request.operation === 'Struck' ? 'throttle' : null) } });
    expect((await shop.ask('query Struck { shop { name } }')).errors?.[0]?.extensions?.code).toBe('THROTTLED');
    await shop.close();
  });
});
