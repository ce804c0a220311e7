import type { AdminClient } from '../shopify/admin-client.server.ts';
import { OrderReturnsDocument } from '../shopify/generated/order-returns.ts';
import { OrdersWithReturnsDocument } from '../shopify/generated/orders-with-returns.ts';
import { ReturnLinesPageDocument } from '../shopify/generated/return-lines-page.ts';
import { idOf } from './cells.ts';
import { returnLineRow, returnRow, type ReturnLineRow, type ReturnRow, type ShopifyReturn } from './refund-rows.ts';

/** Orders asked for at once: 3 + 2 x (3 + 8 x 4) points each. */
export const ORDERS_AT_ONCE = 6;

export interface OrderReturns {
  orderId: string;
  returns: ReturnRow[];
  lines: ReturnLineRow[];
}

/** The returns of some orders with their reasons. An order that is gone is not among the answers. @throws RowFault; what `AdminClient.request` throws. */
export async function fetchReturns(client: AdminClient, orderIds: readonly string[], signal: AbortSignal): Promise<OrderReturns[]> {
  const { nodes } = await client.request(OrdersWithReturnsDocument, { ids: orderIds.map((id) => `gid://shopify/Order/${id}`) }, { signal });
  const answers: OrderReturns[] = [];
  for (const node of nodes) {
    if (node === null || !('returns' in node)) continue;
    const all: ShopifyReturn[] = [...node.returns.nodes];
    for (let { hasNextPage, endCursor } = node.returns.pageInfo; hasNextPage && endCursor !== null; ) {
      const { order } = await client.request(OrderReturnsDocument, { id: node.id, after: endCursor }, { signal });
      if (order === null) break;
      all.push(...order.returns.nodes);
      ({ hasNextPage, endCursor } = order.returns.pageInfo);
    }
    const answer: OrderReturns = { orderId: idOf(node.id, 'Order'), returns: [], lines: [] };
    for (const one of all) {
      const row = returnRow(one);
      answer.returns.push(row);
      for (const line of await allLines(client, one, signal)) answer.lines.push(returnLineRow(line, row.id));
    }
    answers.push(answer);
  }
  return answers;
}

async function allLines(client: AdminClient, one: ShopifyReturn, signal: AbortSignal): Promise<ShopifyReturn['returnLineItems']['nodes']> {
  const lines = [...one.returnLineItems.nodes];
  for (let { hasNextPage, endCursor } = one.returnLineItems.pageInfo; hasNextPage && endCursor !== null; ) {
    const page = await client.request(ReturnLinesPageDocument, { id: one.id, after: endCursor }, { signal });
    if (page.return === null) break;
    lines.push(...page.return.returnLineItems.nodes);
    ({ hasNextPage, endCursor } = page.return.returnLineItems.pageInfo);
  }
  return lines;
}
