import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startStandIn } from '../server.ts';
import type { StandIn, StandInOptions } from '../server.ts';
import { placeOrder } from '../store/place-order.ts';
import { tinyNow, tinyStore } from '../tiny-store.ts';
import type { AppUnderTest } from '../webhooks/app-under-test.ts';
import { startApp } from '../webhooks/app-under-test.ts';
import { FaultPlan } from './fault-plan.ts';
import type { FaultSettings } from './fault-plan.ts';

let app: AppUnderTest;
let standIn: StandIn;

async function start(options: Partial<StandInOptions> = {}): Promise<void> {
  standIn = await startStandIn({
    store: tinyStore(), frozen: true, restoreRate: 100_000,
    app: { clientId: 'client', clientSecret: 'secret', target: app.target, scopes: ['read_orders', 'read_customers', 'write_customers'], webhooks: [{ topics: ['orders/create', 'bulk_operations/finish'], uri: '/webhooks' }] },
    ...options,
  });
}

const order = (): number => placeOrder(standIn.live, { customer: 11, lines: [{ variantId: 10, quantity: 1 }] }).id;
const orderIds = (): number[] => app.taken.filter((one) => one.topic === 'orders/create').map((one) => Number(one.body['id']));

/** The ids of the orders that a plan of this seed lets through, of so many. */
async function delivered(settings: FaultSettings, count = 30): Promise<number[]> {
  await start({ faultPlan: settings });
  for (let done = 0; done < count; done++) order();
  standIn.webhooks.flush();
  await standIn.office.idle();
  return orderIds();
}

async function graphql(query: string, token = standIn.accessToken): Promise<{ status: number; text: string }> {
  const answer = await fetch(`${standIn.apiUrl}/admin/api/2026-10/graphql.json`, { method: 'POST', headers: { 'Content-Type': 'application/json', 'X-Shopify-Access-Token': token }, body: JSON.stringify({ query }) });
  return { status: answer.status, text: await answer.text() };
}

async function faults(fields: object): Promise<Record<string, unknown>> {
  const answer = await fetch(`${standIn.apiUrl}/__standin/faults`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(fields) });
  return { status: answer.status, ...((await answer.json()) as object) };
}

beforeEach(async () => {
  app = await startApp('secret');
});
afterEach(async () => {
  await standIn.close();
  await app.close();
});

describe('faults of webhooks', () => {
  it('are the same for the same seed, and others for another', async () => {
    const first = await delivered({ seed: 7, rates: { drop: 0.4 } });
    expect(first.length).toBeGreaterThan(5);
    expect(first.length).toBeLessThan(25);
    await standIn.close();
    app.taken.length = 0;
    expect(await delivered({ seed: 7, rates: { drop: 0.4 } })).toEqual(first);
    await standIn.close();
    app.taken.length = 0;
    expect(await delivered({ seed: 8, rates: { drop: 0.4 } })).not.toEqual(first);
    expect(standIn.control.state().faults).toMatchObject({ seed: 8, struck: { drop: 30 - orderIds().length } });
  });

  it('bring a letter twice, with its ids, also at the same moment', async () => {
    const ids = await delivered({ rates: { duplicate: 1 } }, 3);
    expect(ids).toEqual([104, 104, 105, 105, 106, 106]);
    expect(new Set(app.taken.map((one) => `${one.eventId} ${one.webhookId}`)).size).toBe(3);
    await standIn.close();
    app.taken.length = 0;
    expect((await delivered({ rates: { duplicateAtOnce: 1 } }, 3)).sort()).toEqual([104, 104, 105, 105, 106, 106]);
  });

  it('bring letters out of order, late by a day, and old ones anew', async () => {
    const ids = await delivered({ seed: 3, rates: { reorder: 0.5 } }, 20);
    expect(ids).not.toEqual([...ids].sort((a, b) => a - b));
    expect([...ids].sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, index) => 104 + index));
    await standIn.close();
    app.taken.length = 0;
    await start({ faultPlan: { rates: { delay: 1 } } });
    order();
    await standIn.office.idle();
    expect(orderIds()).toEqual([]);
    standIn.live.setNow(tinyNow + 25 * 3_600_000);
    await standIn.office.idle();
    expect(orderIds()).toEqual([104]);
    expect(app.taken[0]?.triggeredAt).toMatch(/^2026-10-01T12/);
    await standIn.close();
    app.taken.length = 0;
    await delivered({ rates: { replay: 1 } }, 4);
    expect(app.taken.length).toBe(7);
    expect(new Set(app.taken.map((one) => one.eventId)).size).toBe(7);
  });

  it('lose the end of a bulk operation, and move the clock', async () => {
    await start();
    expect(await faults({ once: [{ fault: 'finishLost' }, { fault: 'clockMoved' }] })).toMatchObject({ status: 200, once: 2 });
    const before = standIn.live.now();
    order();
    expect(standIn.live.now()).toBeGreaterThan(before + 900);
    const token = standIn.apps.issueOffline({ clientId: 'client', scopes: ['read_orders'], shopDomain: standIn.shopDomain }, false).accessToken;
    const run = async (): Promise<void> => {
      await graphql('mutation { bulkOperationRunQuery(query: "{ orders { edges { node { id } } } }", groupObjects: false) { userErrors { message } } }', token);
      await expect.poll(async () => JSON.parse((await graphql('{ currentBulkOperation { status } }', token)).text) as unknown).toMatchObject({ data: { currentBulkOperation: { status: 'COMPLETED' } } });
    };
    await run();
    await run();
    await expect.poll(() => app.topics().filter((topic) => topic === 'bulk_operations/finish')).toHaveLength(1);
    expect(app.taken.at(-1)?.body).toMatchObject({ admin_graphql_api_id: 'gid://shopify/BulkOperation/1002', status: 'completed', type: 'query' });
  });
});

describe('faults of the API', () => {
  const shop = '{ shop { name } }';

  it('strike once each, where they are told to', async () => {
    await start();
    await faults({ once: [{ fault: 'tooMany' }] });
    expect((await graphql(shop)).status).toBe(429);
    await faults({ once: [{ fault: 'throttled' }] });
    expect((await graphql(shop)).text).toContain('THROTTLED');
    await faults({ once: [{ fault: 'serverError', about: 'Other' }] });
    expect((await graphql(shop)).status).toBe(200);
    expect((await graphql('query Other { shop { name } }')).status).toBeGreaterThanOrEqual(500);
    await faults({ once: [{ fault: 'errorsBesideData' }] });
    expect(JSON.parse((await graphql(shop)).text)).toMatchObject({ data: { shop: { name: 'Tiny & Co' } }, errors: [{ extensions: { code: 'INTERNAL_SERVER_ERROR' } }] });
    expect((await graphql(shop)).text).not.toContain('errors');
  });

  it('lose an answer whose work is done, and cut one in the middle', async () => {
    await start();
    await faults({ once: [{ fault: 'answerLost' }] });
    expect((await graphql('mutation { tagsAdd(id: "gid://shopify/Customer/11", tags: ["Done"]) { userErrors { message } } }')).status).toBe(502);
    expect(standIn.live.customer(11)?.tags).toContain('Done');
    await faults({ once: [{ fault: 'reset' }] });
    await expect(graphql(shop)).rejects.toThrow();
    expect((await graphql(shop)).status).toBe(200);
  });

  it('end an access token whose refresh token lives on', async () => {
    await start();
    const token = standIn.apps.issueOffline({ clientId: 'client', scopes: ['read_orders'], shopDomain: standIn.shopDomain }, true);
    await faults({ once: [{ fault: 'tokenRevoked' }] });
    expect([(await graphql(shop, token.accessToken)).status, (await graphql(shop, token.accessToken)).status]).toEqual([401, 401]);
    expect(typeof standIn.apps.refresh('client', standIn.shopDomain, token.refreshToken ?? '')).toBe('object');
  });

  it('fail bulk runs with and without what there was, and let a result expire or break off', async () => {
    await start();
    type Run = { status: string; url: string | null; partialDataUrl: string | null };
    const run = async (): Promise<Run> => {
      await graphql('mutation { bulkOperationRunQuery(query: "{ orders { edges { node { id name } } } }", groupObjects: false) { userErrors { message } } }');
      for (;;) {
        const { currentBulkOperation } = (JSON.parse((await graphql('{ currentBulkOperation { status url partialDataUrl } }')).text) as { data: { currentBulkOperation: Run } }).data;
        if (!['CREATED', 'RUNNING'].includes(currentBulkOperation.status)) return currentBulkOperation;
      }
    };
    for (let count = 0; count < 60; count++) order();
    await faults({ once: [{ fault: 'bulkFail' }] });
    expect(await run()).toMatchObject({ status: 'FAILED', url: null, partialDataUrl: null });
    await faults({ once: [{ fault: 'bulkFailPartial' }] });
    expect(await run()).toMatchObject({ status: 'FAILED', url: null, partialDataUrl: expect.any(String) as unknown });
    const { url } = await run();
    await faults({ once: [{ fault: 'bulkExpired' }, { fault: 'bulkCut' }] });
    expect((await fetch(url ?? '')).status).toBe(400);
    await expect(fetch(url ?? '').then((answer) => answer.text())).rejects.toThrow();
    expect((await (await fetch(url ?? '')).text()).trim().split('\n')).toHaveLength(63);
  });

  it('are refused by name where there is none of that name, and end at a call', async () => {
    await start();
    expect(await faults({ rates: { rain: 1 } })).toMatchObject({ status: 400, errors: expect.stringContaining('There is no fault "rain"') as unknown });
    expect(await faults({ rates: { drop: 2 } })).toMatchObject({ status: 400 });
    expect(await faults({ rates: { serverError: 1 }, seed: 4 })).toMatchObject({ status: 200, seed: 4 });
    expect((await graphql(shop)).status).toBeGreaterThanOrEqual(500);
    await fetch(`${standIn.apiUrl}/__standin/calm`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{}' });
    expect((await graphql(shop)).status).toBe(200);
  });

  it('hang on the calls of their own kind alone', () => {
    const [one, two] = [new FaultPlan('shop', { seed: 5, rates: { drop: 0.5, throttled: 0.5 } }), new FaultPlan('shop', { seed: 5, rates: { drop: 0.5, throttled: 0.5 } })];
    const alone = Array.from({ length: 50 }, () => one.strikes('drop'));
    const mixed = Array.from({ length: 50 }, () => {
      two.strikes('throttled');
      return two.strikes('drop');
    });
    expect(mixed).toEqual(alone);
  });
});
