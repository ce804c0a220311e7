import { afterEach, describe, expect, it } from 'vitest';
import { openApi } from './api-under-test.ts';
import type { ApiUnderTest, TestApiOptions } from './api-under-test.ts';

let shop: ApiUnderTest;
afterEach(() => shop.close());

interface Segment {
  id: string;
  name: string;
  query: string;
}
interface Payload {
  segment: Segment | null;
  userErrors: { field: string[]; message: string }[];
}

/** A shop whose first three customers carry VIP, and the third At-risk too. */
async function open(options: TestApiOptions = {}): Promise<string[]> {
  shop = await openApi(options);
  const customers = [...shop.live.store.customers.values()];
  for (const customer of customers) customer.tags = [];
  customers.slice(0, 3).forEach((customer) => customer.tags.push('VIP'));
  customers[2]?.tags.push('at-risk');
  return customers.slice(0, 3).map((customer) => `gid://shopify/CustomerSegmentMember/${customer.id}`);
}

const create = async (name: string, query: string): Promise<Payload> => (await shop.data<{ segmentCreate: Payload }>(
  'mutation Create($name: String!, $query: String!) { segmentCreate(name: $name, query: $query) { segment { id name query } userErrors { field message } } }', { name, query },
)).segmentCreate;
const members = async (segmentId: string, more = 'first: 250'): Promise<{ totalCount: number; edges: { cursor: string; node: { id: string } }[]; pageInfo: { hasNextPage: boolean } }> =>
  (await shop.data<{ customerSegmentMembers: Awaited<ReturnType<typeof members>> }>(`{ customerSegmentMembers(${more}, segmentId: "${segmentId}") { totalCount edges { cursor node { id } } pageInfo { hasNextPage } } }`)).customerSegmentMembers;

describe('segments', () => {
  it('hold whoever their query holds for now, page by page', async () => {
    const ids = await open();
    const { segment } = await create('VIPs', "customer_tags CONTAINS 'vip'");
    const id = segment?.id ?? '';
    expect((await members(id)).edges.map((edge) => edge.node.id).sort()).toEqual([...ids].sort());
    const first = await members(id, 'first: 2');
    expect(first).toMatchObject({ totalCount: 3, pageInfo: { hasNextPage: true } });
    expect((await members(id, `first: 2, after: "${first.edges[1]?.cursor}"`)).edges).toHaveLength(1);
    shop.live.removeTags('Customer', Number(ids[0]?.split('/').at(-1)), ['VIP'], null);
    expect((await members(id)).totalCount).toBe(2);
    expect(await shop.data('{ customerSegmentMembers(first: 9, query: "customer_tags CONTAINS \'VIP\' AND customer_tags CONTAINS \'At-risk\'") { totalCount } }')).toEqual({ customerSegmentMembers: { totalCount: 1 } });
  });

  it('of one name get a number behind it, so that a repeated call leaves two', async () => {
    await open();
    await create('VIPs', "customer_tags CONTAINS 'VIP'");
    expect((await create('VIPs', "customer_tags CONTAINS 'VIP'")).segment?.name).toBe('VIPs (2)');
    expect(await shop.data('{ segmentsCount { count } segments(first: 9, reverse: true) { nodes { name } } }')).toEqual({ segmentsCount: { count: 2 }, segments: { nodes: [{ name: 'VIPs (2)' }, { name: 'VIPs' }] } });
    expect(await shop.data('{ segments(first: 9, query: "name:VIPs") { nodes { name } } }')).toEqual({ segments: { nodes: [{ name: 'VIPs' }] } });
  });

  it('are renamed, changed and deleted; one that is not there is refused in Shopify\'s words', async () => {
    await open();
    const id = (await create('VIPs', "customer_tags CONTAINS 'VIP'")).segment?.id ?? '';
    const update = `mutation Update($name: String, $query: String) { segmentUpdate(id: "${id}", name: $name, query: $query) { segment { id name query } userErrors { field message } } }`;
    expect(await shop.data(update, { name: 'Best' })).toEqual({ segmentUpdate: { segment: { id, name: 'Best', query: "customer_tags CONTAINS 'VIP'" }, userErrors: [] } });
    expect(await shop.data(update, { query: 'nonsense' })).toEqual({ segmentUpdate: { segment: null, userErrors: [{ field: ['query'], message: "Query Line 1 Column 0: 'nonsense' filter cannot be found." }] } });
    const remove = `mutation { segmentDelete(id: "${id}") { deletedSegmentId userErrors { field message } } }`;
    expect(await shop.data(remove)).toEqual({ segmentDelete: { deletedSegmentId: id, userErrors: [] } });
    const gone = [{ field: ['id'], message: 'Segment does not exist' }];
    expect(await shop.data(remove)).toEqual({ segmentDelete: { deletedSegmentId: null, userErrors: gone } });
    expect(await shop.data(update, { name: 'x' })).toEqual({ segmentUpdate: { segment: null, userErrors: gone } });
    expect(await shop.data(`{ nodes(ids: ["${id}"]) { id } }`)).toEqual({ nodes: [null] });
    expect((await shop.ask(`{ segment(id: "${id}") { id } }`)).errors?.[0]).toMatchObject({ message: 'Segment does not exist', extensions: { code: 'NOT_FOUND' } });
  });

  it('need a name and a query that can be read, and say by name what is not served', async () => {
    await open();
    expect((await create(' ', '')).userErrors).toEqual([{ field: ['name'], message: "Name can't be blank" }, { field: ['query'], message: "Query can't be blank" }]);
    const refused = await shop.ask('mutation { segmentCreate(name: "a", query: "number_of_orders > 2") { segment { id } } }');
    expect(refused.errors?.[0]).toMatchObject({ message: "The local Shopify does not serve the segment filter 'number_of_orders'.", extensions: { code: 'NOT_SERVED' } });
    expect(shop.live.segments().all()).toEqual([]);
  });

  it('are read with read_customers and written with write_customers', async () => {
    await open({ scopes: ['read_customers'] });
    expect(await shop.data('{ segments(first: 1) { nodes { id } } }')).toEqual({ segments: { nodes: [] } });
    expect((await shop.ask('mutation { segmentCreate(name: "a", query: "customer_tags CONTAINS \'a\'") { segment { id } } }')).errors?.[0]).toMatchObject({ message: expect.stringContaining('write_customers') as unknown });
    await shop.close();
    await open({ scopes: ['read_orders'] });
    expect((await shop.ask('{ segments(first: 1) { nodes { id } } }')).errors?.[0]).toMatchObject({ message: expect.stringContaining('read_customers') as unknown });
  });
});
