import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openApi } from './api-under-test.ts';
import type { ApiUnderTest } from './api-under-test.ts';

let shop: ApiUnderTest;
beforeAll(async () => {
  shop = await openApi();
});
afterAll(() => shop.close());

interface Connection {
  edges: { cursor: string; node: { id: string } }[];
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string | null; endCursor: string | null };
}

async function onePage(kind: string, args: string): Promise<Connection> {
  const { rows } = await shop.data<{ rows: Connection }>(
    `{ rows: ${kind}(${args}) { edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`,
  );
  return rows;
}

async function walk(kind: string, size: number, sort: string, backwards: boolean, from: string | null = null): Promise<string[]> {
  const ids: string[] = [];
  let cursor = from;
  for (;;) {
    const [count, side] = backwards ? ['last', 'before'] : ['first', 'after'];
    const rows: Connection = await onePage(kind, `${count}: ${size}${cursor === null ? '' : `, ${side}: "${cursor}"`}${sort}`);
    const page = rows.edges.map((edge) => edge.node.id);
    ids.splice(backwards ? 0 : ids.length, 0, ...page);
    expect(rows.pageInfo.startCursor).toBe(rows.edges[0]?.cursor ?? null);
    expect(page.length).toBeGreaterThan(0);
    cursor = backwards ? rows.pageInfo.startCursor : rows.pageInfo.endCursor;
    if (!(backwards ? rows.pageInfo.hasPreviousPage : rows.pageInfo.hasNextPage)) return ids;
  }
}

const kinds = [
  ['customers', ['ID', 'UPDATED_AT', 'CREATED_AT'], 'Customer'],
  ['orders', ['ID', 'UPDATED_AT', 'CREATED_AT', 'PROCESSED_AT'], 'Order'],
  ['products', ['ID', 'UPDATED_AT', 'CREATED_AT', 'TITLE'], 'Product'],
] as const;

describe('paging through a connection', () => {
  for (const [kind, sortKeys, type] of kinds) {
    it(`gives every one of the ${kind} once, whatever the page size, order and direction`, async () => {
      const everyone = [...shop.live.store[kind].keys()].map((id) => `gid://shopify/${type}/${id}`).sort();
      await fc.assert(
        fc.asyncProperty(fc.integer({ min: 3, max: 250 }), fc.constantFrom(...sortKeys), fc.boolean(), fc.boolean(), async (size, key, reverse, backwards) => {
          const sort = `, sortKey: ${key}, reverse: ${reverse}`;
          const ids = await walk(kind, size, sort, backwards);
          expect([...ids].sort()).toEqual(everyone);
          expect(await walk(kind, 250, sort, false)).toEqual(ids);
        }),
        { numRuns: 8 },
      );
    });
  }

  it('turns the order round with reverse', async () => {
    const forward = await walk('orders', 50, ', sortKey: PROCESSED_AT', false);
    expect(await walk('orders', 37, ', sortKey: PROCESSED_AT, reverse: true', false)).toEqual(forward.toReversed());
  });

  it('goes on from a cursor although its customer has moved behind it meanwhile', async () => {
    const first = await onePage('customers', 'first: 5, sortKey: UPDATED_AT');
    const last = first.edges.at(-1)?.node.id ?? '';
    await shop.data('mutation($id: ID!) { tagsAdd(id: $id, tags: ["moved"]) { userErrors { message } } }', { id: last });
    const rest = await walk('customers', 20, ', sortKey: UPDATED_AT', false, first.pageInfo.endCursor);
    expect(rest).toContain(last);
    expect(rest).toHaveLength(shop.live.store.customers.size - 4);
  });

  it('refuses a page of no or too great a size, and a cursor of another list', async () => {
    const message = async (args: string): Promise<string | undefined> => (await shop.ask(`{ customers${args} { nodes { id } } }`)).errors?.[0]?.message;
    expect(await message('')).toBe('you must provide one of first or last');
    expect(await message('(first: 251)')).toBe('first cannot exceed 250');
    expect(await message('(first: 5, after: "nonsense")')).toMatch(/^Invalid cursor/);
  });

  it('counts up to the limit and says when there are more', async () => {
    const size = shop.live.store.orders.size;
    const counts = await shop.data<Record<string, { count: number; precision: string }>>(
      '{ all: ordersCount(limit: null) { count precision } some: ordersCount(limit: 10) { count precision } }',
    );
    expect(counts).toEqual({ all: { count: size, precision: 'EXACT' }, some: { count: 10, precision: 'AT_LEAST' } });
  });
});
