import { afterEach, describe, expect, it } from 'vitest';
import { openApi } from './graphql/api-under-test.ts';
import type { ApiUnderTest } from './graphql/api-under-test.ts';
import { allScopes } from './graphql/scopes.ts';
import { keptCustomer } from './store/customer-merge.ts';
import { gid } from './store/model.ts';
import type { StoreCustomer } from './store/model.ts';

const customer = (id: number, changes: Partial<StoreCustomer> = {}): StoreCustomer => ({ id, email: `${id}@example.com`, state: 'DISABLED', emailMarketingState: 'NOT_SUBSCRIBED', ...changes }) as StoreCustomer;

describe('of two customers that are merged', () => {
  it('the one is kept that Shopify’s documentation names', () => {
    const kept = (one: Partial<StoreCustomer>, two: Partial<StoreCustomer>, emailOf?: number) => keptCustomer(customer(1, one), customer(2, two), emailOf === undefined ? {} : { emailOf }).id;
    expect(kept({}, {}, 1)).toBe(1);
    expect(kept({}, { email: null })).toBe(1);
    expect(kept({ email: null }, {})).toBe(2);
    expect(kept({ email: null }, { email: null })).toBe(2);
    expect(kept({ state: 'ENABLED' }, { emailMarketingState: 'SUBSCRIBED' })).toBe(1);
    expect(kept({ emailMarketingState: 'SUBSCRIBED' }, { state: 'INVITED' })).toBe(1);
    expect(kept({ state: 'INVITED' }, {})).toBe(1);
    expect(kept({}, {})).toBe(2);
  });
});

describe('customerMerge', () => {
  let shop: ApiUnderTest;
  afterEach(() => shop.close());
  const merge = (one: string, two: string, more = '') => `mutation { customerMerge(customerOneId: "${one}", customerTwoId: "${two}"${more}) { job { id done } resultingCustomerId userErrors { code field message } } }`;

  it('gives orders and tags of the one to the other, who alone is still there', async () => {
    shop = await openApi({ scopes: [...allScopes] });
    const [one, two] = [...shop.live.store.customers.values()].filter((customer) => customer.orders.length > 0 && customer.email !== null) as [StoreCustomer, StoreCustomer];
    Object.assign(one, { tags: ['VIP', 'only one'], state: 'DISABLED', emailMarketingState: 'NOT_SUBSCRIBED' });
    Object.assign(two, { tags: ['vip'], state: 'ENABLED' });
    const orders = [...one.orders, ...two.orders].map((order) => order.id).sort();
    const answer = await shop.data<{ customerMerge: object }>(merge(gid('Customer', one.id), gid('Customer', two.id)));
    expect(answer.customerMerge).toMatchObject({ job: { done: true }, resultingCustomerId: gid('Customer', two.id), userErrors: [] });
    const after = await shop.data<{ gone: null; kept: { tags: string[] }; order: { customer: { id: string } } }>(
      `{ gone: customer(id: "${gid('Customer', one.id)}") { id } kept: customer(id: "${gid('Customer', two.id)}") { tags } order(id: "${gid('Order', orders[0] ?? 0)}") { customer { id } } }`,
    );
    expect(after).toEqual({ gone: null, kept: { tags: ['vip', 'only one'] }, order: { customer: { id: gid('Customer', two.id) } } });
    expect(two.orders.map((order) => order.id).sort()).toEqual(orders);
    expect(shop.live.list('customers', 'ID').some((customer) => customer.id === one.id)).toBe(false);
  });

  it('refuses customers who are not there or the same, and apps without the scope', async () => {
    shop = await openApi({ scopes: [...allScopes] });
    const [one] = [...shop.live.store.customers.values()];
    const id = gid('Customer', one?.id ?? 0);
    const code = async (query: string) => (await shop.data<{ customerMerge: { userErrors: { code: string }[] } }>(query)).customerMerge.userErrors[0]?.code;
    expect(await code(merge(id, gid('Customer', 1)))).toBe('INVALID_CUSTOMER_ID');
    expect(await code(merge(id, id))).toBe('INVALID_CUSTOMER');
    await shop.close();
    shop = await openApi({ scopes: ['write_customers'] });
    expect((await shop.ask(merge(id, id))).errors?.[0]).toMatchObject({ message: expect.stringContaining('write_customer_merge') as unknown });
  });
});
