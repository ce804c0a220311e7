import { expect, it } from 'vitest';
import { deleteOrder, refundOrder } from '../store/after-sale.ts';
import { placeOrder } from '../store/place-order.ts';
import { createProduct, deleteProduct } from '../store/product-desk.ts';
import { tinyNow, tinyStore } from '../tiny-store.ts';
import { openApi } from './api-under-test.ts';

const loaded = () => ({ ...tinyStore(), now: tinyNow });

it('deletionEvents names deleted products, the oldest first, since an instant, a page at a time; orders keep what was bought', async () => {
  const { live, data, close } = await openApi({ loaded: loaded() });
  const made = createProduct(live, { title: 'Soon gone' });
  const order = placeOrder(live, { customer: 11, lines: [{ variantId: made.variants[0]?.id ?? 0, quantity: 1 }] });
  deleteProduct(live, made.id);
  live.setNow(tinyNow + 3_600_000);
  deleteProduct(live, 1);
  type Answer = { deletionEvents: { nodes: { occurredAt: string; subjectId: string; subjectType: string }[]; pageInfo: { hasNextPage: boolean; endCursor: string } } };
  const ask = (args: string): Promise<Answer> => data(`{ deletionEvents(${args}) { nodes { occurredAt subjectId subjectType } pageInfo { hasNextPage endCursor } } }`);
  const all = await ask('first: 10, subjectTypes: [PRODUCT]');
  expect(all.deletionEvents.nodes.map((one) => one.subjectId)).toEqual([`gid://shopify/Product/${made.id}`, 'gid://shopify/Product/1']);
  expect((await ask('first: 10, query: "occurred_at:>=\'2026-10-01T12:30:00Z\'"')).deletionEvents.nodes).toEqual([{ occurredAt: '2026-10-01T13:00:00Z', subjectId: 'gid://shopify/Product/1', subjectType: 'PRODUCT' }]);
  expect((await ask('first: 10, subjectTypes: [COLLECTION]')).deletionEvents.nodes).toEqual([]);
  const first = await ask('first: 1, sortKey: CREATED_AT');
  expect(first.deletionEvents.pageInfo.hasNextPage).toBe(true);
  expect((await ask(`first: 1, sortKey: CREATED_AT, after: "${first.deletionEvents.pageInfo.endCursor}"`)).deletionEvents.nodes.map((one) => one.subjectId)).toEqual(['gid://shopify/Product/1']);
  const line = await data<{ order: { lineItems: { nodes: unknown[] } } }>(`{ order(id: "gid://shopify/Order/${order.id}") { lineItems(first: 1) { nodes { title product { id } variant { id } } } } }`);
  expect(line.order.lineItems.nodes).toEqual([{ title: 'Soon gone', product: null, variant: null }]);
  await close();
});

it('parts of orders are found by their ids as soon as they are there, and not when their order is gone', async () => {
  const { live, data, close } = await openApi({ loaded: loaded() });
  const found = async (...ids: string[]): Promise<boolean[]> => (await data<{ nodes: (object | null)[] }>('query($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids })).nodes.map((node) => node !== null);
  expect(await found('gid://shopify/LineItem/1001', 'gid://shopify/Refund/501')).toEqual([true, true]);
  const order = placeOrder(live, { customer: null, lines: [{ variantId: 10, quantity: 1 }] });
  const refund = refundOrder(live, order.id, { units: 'all' });
  const ids = [`gid://shopify/LineItem/${order.lines[0]?.id}`, `gid://shopify/Refund/${refund.id}`, `gid://shopify/Order/${order.id}`];
  expect(await found(...ids)).toEqual([true, true, true]);
  deleteOrder(live, order.id);
  expect(await found(...ids)).toEqual([false, false, false]);
  await close();
});
