import { afterEach, describe, expect, it } from 'vitest';
import { openApi } from './api-under-test.ts';
import type { ApiUnderTest, TestApiOptions } from './api-under-test.ts';

let shop: ApiUnderTest;
afterEach(() => shop.close());

async function open(options: TestApiOptions = {}): Promise<{ customer: string; order: string }> {
  shop = await openApi(options);
  const buyer = [...shop.live.store.customers.values()].find((one) => one.orders.length > 0 && one.email !== null && one.countryCode !== null);
  return { customer: `gid://shopify/Customer/${buyer?.id}`, order: `gid://shopify/Order/${buyer?.orders[0]?.id}` };
}

describe('who may ask what', () => {
  it('knows no stranger, no other version, and no request without a query', async () => {
    await open();
    const body = { query: '{ shop { name } }' };
    const ask = (change: object) => shop.api.execute({ accessToken: 'token-app', body, version: '2026-10', publicUrl: '', ...change });
    expect((await ask({})).status).toBe(200);
    expect((await ask({ accessToken: 'stolen' })).status).toBe(401);
    expect((await ask({ accessToken: null })).status).toBe(401);
    expect(await ask({ version: '2024-01' })).toMatchObject({ status: 404, body: expect.stringContaining('serves Admin API 2026-10 only') as unknown });
    expect((await ask({ body: {} })).status).toBe(400);
    expect(shop.log.entries().map((entry) => entry.status)).toEqual([200, 401, 401, 404, 400]);
  });

  it('refuses fields of objects for which the app has no scope, by the name of the scope', async () => {
    const { order, customer } = await open({ scopes: ['read_orders', 'read_all_orders'] });
    const denied = async (query: string) => (await shop.ask(query)).errors?.[0];
    expect(await denied('{ customers(first: 1) { nodes { id } } }')).toMatchObject({
      message: 'Access denied for customers field. Required access: `read_customers` access scope.',
      extensions: { code: 'ACCESS_DENIED' },
    });
    expect(await denied(`{ order(id: "${order}") { id customer { id } } }`)).toMatchObject({ extensions: { code: 'ACCESS_DENIED' } });
    expect(await denied(`{ node(id: "${customer}") { id } }`)).toMatchObject({ extensions: { code: 'ACCESS_DENIED' } });
    expect(await denied('{ productsCount { count } products(first: 1) { nodes { id } } }')).toMatchObject({ message: expect.stringContaining('read_products') as unknown });
    expect(await denied(`mutation { tagsAdd(id: "${customer}", tags: ["a"]) { userErrors { message } } }`)).toMatchObject({ message: expect.stringContaining('write_customers') as unknown });
    expect((await shop.ask(`{ order(id: "${order}") { id } }`)).errors).toBeUndefined();
  });

  it('shows sixty days of orders without read_all_orders, and all with it', async () => {
    const { order } = await open({ scopes: ['read_orders', 'read_customers'] });
    const { orders } = shop.live.store;
    const recent = [...orders.values()].filter((one) => one.createdAt >= shop.live.now() - 60 * 86_400_000);
    expect(recent.length).toBeGreaterThan(0);
    expect(recent.length).toBeLessThan(orders.size);
    const old = [...orders.values()].find((one) => !recent.includes(one) && one.customer !== null);
    const seen = await shop.data<{ ordersCount: { count: number }; order: null; node: null; customer: { orders: { nodes: { id: string }[] } } }>(
      `{ ordersCount { count } order(id: "gid://shopify/Order/${old?.id}") { id } node(id: "gid://shopify/LineItem/${old?.lines[0]?.id}") { id }
         customer(id: "gid://shopify/Customer/${old?.customer?.id}") { orders(first: 50) { nodes { id } } } }`,
    );
    expect(seen).toMatchObject({ ordersCount: { count: recent.length }, order: null, node: null });
    expect(seen.customer.orders.nodes.map((one) => one.id)).not.toContain(`gid://shopify/Order/${old?.id}`);
    expect(Number((await shop.bulk('{ orders { edges { node { id } } } }')).rootObjectCount)).toBe(recent.length);
    expect(order).toContain('Order');
  });

  it('gives protected fields back as null to an app that is not approved for them', async () => {
    const fields = 'id firstName lastName email phone defaultEmailAddress { emailAddress } defaultAddress { city } numberOfOrders tags';
    const { customer } = await open({ protectedFields: 'none' });
    const { customer: hidden } = await shop.data<{ customer: Record<string, unknown> }>(`{ customer(id: "${customer}") { ${fields} } }`);
    expect(hidden).toMatchObject({ id: customer, firstName: null, lastName: null, email: null, phone: null, defaultEmailAddress: null, defaultAddress: null });
    expect(hidden.tags).toBeInstanceOf(Array);
    await shop.close();
    await open();
    const { customer: shown } = await shop.data<{ customer: Record<string, unknown> }>(`{ customer(id: "${customer}") { ${fields} } }`);
    expect(shown.defaultEmailAddress).toMatchObject({ emailAddress: expect.stringContaining('@') as unknown });
  });
});

describe('what the stand-in does not serve', () => {
  const cases: [what: string, query: string, message: RegExp][] = [
    ['a field', '{ customers(first: 1) { nodes { multipassIdentifier } } }', /^The local Shopify does not serve Customer\.multipassIdentifier\.$/],
    ['a root field', '{ collections(first: 1) { nodes { id } } }', /^The local Shopify does not serve QueryRoot\.collections\.$/],
    ['an argument', '{ orders(first: 1, savedSearchId: "x") { nodes { id } } }', /^The local Shopify does not serve the argument savedSearchId of QueryRoot\.orders\.$/],
    ['a sort key', '{ orders(first: 1, sortKey: TOTAL_PRICE) { nodes { id } } }', /^The local Shopify does not serve orders\(sortKey: TOTAL_PRICE\)\.$/],
    ['a filter', '{ customers(first: 1, query: "accepts_marketing:true") { nodes { id } } }', /does not serve the filter 'accepts_marketing' of customers/],
    ['a kind of node', '{ node(id: "gid://shopify/Metaobject/1") { id } }', /^The local Shopify does not serve node\(gid:\/\/shopify\/Metaobject\/1\)\.$/],
    ['a field behind an interface', '{ currentAppInstallation { app { id } } node(id: "gid://shopify/Shop/1") { ... on Shop { resourceLimits { maxProductVariants } } } }', /does not serve Shop\.resourceLimits/],
    ['a mutation', 'mutation { customerDelete(input: { id: "x" }) { deletedCustomerId } }', /^The local Shopify does not serve Mutation\.customerDelete\.$/],
  ];
  for (const [what, query, message] of cases) {
    it(`is refused by name: ${what}`, async () => {
      await open();
      expect((await shop.ask(query)).errors?.[0]?.message).toMatch(message);
    });
  }

  it("leaves Shopify's own refusals to the schema", async () => {
    await open();
    expect((await shop.ask('{ customers(first: 1) { nodes { shoeSize } } }')).errors?.[0]?.message).toMatch(/^Cannot query field "shoeSize"/);
    expect((await shop.ask('{ customers(first: "x") { nodes { id } } }')).errors?.[0]?.message).toMatch(/Int cannot represent/);
    expect((await shop.ask('{ customers(first: 1) {')).errors?.[0]?.message).toMatch(/Syntax Error/);
  });
});

describe('mutations', () => {
  it('add and remove tags without regard to case, and say what is wrong with a tag', async () => {
    const { customer } = await open();
    const call = async (name: string, tags: string[]) =>
      (await shop.data<{ payload: { node: { tags: string[] } | null; userErrors: { field: string[]; message: string }[] } }>(
        `mutation($id: ID!, $tags: [String!]!) { payload: ${name}(id: $id, tags: $tags) { node { ... on Customer { tags } } userErrors { field message } } }`,
        { id: customer, tags },
      )).payload;
    const before = shop.live.customer(Number(customer.split('/').at(-1)))?.tags ?? [];
    expect((await call('tagsAdd', [' At-risk '])).node?.tags).toEqual([...before, 'At-risk']);
    expect((await call('tagsAdd', ['AT-RISK'])).node?.tags).toEqual([...before, 'At-risk']);
    expect(await call('tagsAdd', ['a,b'])).toMatchObject({ node: null, userErrors: [{ field: ['tags'] }] });
    expect(await call('tagsAdd', ['x'.repeat(256)])).toMatchObject({ node: null, userErrors: [{ field: ['tags'] }] });
    expect((await call('tagsRemove', ['at-RISK'])).node?.tags).toEqual(before);
    expect(shop.live.flowLog().slice(-2)).toMatchObject([{ trigger: 'Customer tags added', source: 'app' }, { trigger: 'Customer tags removed' }]);
  });

  it('set metafields of the app, all or none', async () => {
    const { customer } = await open();
    const set = (inputs: object[]) =>
      shop.data<{ metafieldsSet: { metafields: { id: string }[] | null; userErrors: { code: string }[] } }>(
        'mutation($inputs: [MetafieldsSetInput!]!) { metafieldsSet(metafields: $inputs) { metafields { id namespace value } userErrors { field message code elementIndex } } }',
        { inputs },
      );
    const input = { ownerId: customer, namespace: '$app:regulars', key: 'tier', type: 'single_line_text_field', value: 'Loyal' };
    expect(await set([input, { ...input, key: 'x' }])).toMatchObject({ metafieldsSet: { metafields: null, userErrors: [{ code: 'TOO_SHORT', elementIndex: 1 }] } });
    expect((await set([input])).metafieldsSet.userErrors).toEqual([]);
    const { customer: read } = await shop.data<{ customer: unknown }>(
      `{ customer(id: "${customer}") { metafield(namespace: "$app:regulars", key: "tier") { value } metafields(first: 5, namespace: "$app:regulars") { nodes { key } } } }`,
    );
    expect(read).toEqual({ metafield: { value: 'Loyal' }, metafields: { nodes: [{ key: 'tier' }] } });
    expect((await set(Array.from({ length: 26 }, () => input))).metafieldsSet.userErrors).toMatchObject([{ code: 'LESS_THAN_OR_EQUAL_TO' }]);
  });

  it('subscribe to webhooks once for each topic and address, and drop them', async () => {
    await open();
    const create = (uri: string) =>
      shop.data<{ webhookSubscriptionCreate: { webhookSubscription: { id: string } | null; userErrors: { message: string }[] } }>(
        'mutation($uri: String!) { webhookSubscriptionCreate(topic: ORDERS_CREATE, webhookSubscription: { uri: $uri }) { webhookSubscription { id topic uri format } userErrors { message } } }',
        { uri },
      );
    const { webhookSubscriptionCreate: made } = await create('https://app.example.com/webhooks');
    expect(made).toMatchObject({ webhookSubscription: { topic: 'ORDERS_CREATE', format: 'JSON' }, userErrors: [] });
    expect((await create('https://app.example.com/webhooks')).webhookSubscriptionCreate.userErrors).toEqual([{ message: 'Address for this topic has already been taken' }]);
    expect((await create('http://app.example.com')).webhookSubscriptionCreate.userErrors).toHaveLength(1);
    const id = made.webhookSubscription?.id;
    await shop.data('mutation($id: ID!) { webhookSubscriptionDelete(id: $id) { deletedWebhookSubscriptionId userErrors { message } } }', { id });
    expect(await shop.data('{ webhookSubscriptions(first: 5) { nodes { id } } webhookSubscriptionsCount { count } }')).toEqual({ webhookSubscriptions: { nodes: [] }, webhookSubscriptionsCount: { count: 0 } });
  });
});

describe('the request log', () => {
  it('names an operation by its name or its first root field, with its cost and the codes of its errors', async () => {
    await open();
    await shop.ask('query Greeting { shop { name } }');
    await shop.ask('{ shop { name } }');
    await shop.ask('{ customers { nodes { id } } }');
    expect(shop.log.entries()).toMatchObject([
      { operation: 'Greeting', type: 'query', cost: 1, status: 200 },
      { operation: 'shop', type: 'query', cost: 1, status: 200 },
      { operation: 'customers', errors: ['BAD_REQUEST'] },
    ]);
  });

  it('hands a fault out in place of an answer', async () => {
    await open({ faults: { beforeRespond: () => ({ status: 502, headers: {}, body: 'Bad gateway' }) } });
    expect(await shop.http('{ shop { name } }')).toMatchObject({ status: 502, body: 'Bad gateway' });
    expect(shop.log.entries()).toMatchObject([{ status: 502, cost: 0 }]);
  });
});
