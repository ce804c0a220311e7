import type { AdminClient } from '../shopify/admin-client.server.ts';
import { RefundAdjustmentsDocument } from '../shopify/generated/refund-adjustments.ts';
import { RefundDetailsDocument } from '../shopify/generated/refund-details.ts';
import { RefundLinesPageDocument } from '../shopify/generated/refund-lines-page.ts';
import { decimalsOf, idOf, shopAmount, text } from './cells.ts';
import type { RefundBatch, RefundWanted } from './refund-batches.ts';
import { refundAmounts, refundLines, uncarriedAmount, type DetailedRefund, type RefundAmounts, type RefundDetails } from './refund-rows.ts';

/** Lines of one page of a refund with very many. */
const PAGE_LINES = 100;
/** Refunds whose adjustments are asked for at once: 2 + 10 x 5 points each. */
const ADJUSTMENTS_AT_ONCE = 8;

/**
 * Lines, shipping and duties of some refunds, and the adjustments of those whose money does not add up.
 * @returns what Shopify still has; a refund that is gone is not among them
 * @throws RowFault when an answer cannot be used; what `AdminClient.request` throws.
 */
export async function fetchRefundDetails(client: AdminClient, batch: RefundBatch, wanted: ReadonlyMap<string, RefundWanted>, signal: AbortSignal): Promise<RefundDetails[]> {
  const { nodes } = await client.request(
    RefundDetailsDocument,
    { ids: batch.ids.map((id) => `gid://shopify/Refund/${id}`), lines: batch.lines, withTax: batch.withTax, withShipping: batch.withShipping },
    { signal },
  );
  const found: RefundDetails[] = [];
  for (const node of nodes) {
    if (!isRefund(node)) continue;
    const id = idOf(node.id, 'Refund');
    const refund = wanted.get(id);
    if (refund === undefined) continue;
    const decimals = decimalsOf(refund.currencyCode);
    const all = [...node.refundLineItems.nodes];
    for (let { hasNextPage, endCursor } = node.refundLineItems.pageInfo; hasNextPage && endCursor !== null; ) {
      const page = await client.request(RefundLinesPageDocument, { id: node.id, lines: PAGE_LINES, after: endCursor }, { signal });
      if (page.refund === null) break;
      all.push(...page.refund.refundLineItems.nodes);
      ({ hasNextPage, endCursor } = page.refund.refundLineItems.pageInfo);
    }
    const lines = refundLines(all, decimals);
    const amounts = refundAmounts(node, lines, decimals);
    found.push({ id, orderId: refund.orderId, amounts, uncarried: uncarriedAmount(refund.totalRefunded, amounts), lines, adjustments: [] });
  }
  await addAdjustments(client, found, wanted, signal);
  return found;
}

function isRefund(node: object | null): node is DetailedRefund {
  return node !== null && 'refundLineItems' in node;
}

async function addAdjustments(client: AdminClient, details: RefundDetails[], wanted: ReadonlyMap<string, RefundWanted>, signal: AbortSignal): Promise<void> {
  const uneven = details.filter((one) => carried(one.amounts) !== wanted.get(one.id)?.totalRefunded);
  for (let from = 0; from < uneven.length; from += ADJUSTMENTS_AT_ONCE) {
    const some = uneven.slice(from, from + ADJUSTMENTS_AT_ONCE);
    const { nodes } = await client.request(RefundAdjustmentsDocument, { ids: some.map((one) => `gid://shopify/Refund/${one.id}`) }, { signal });
    for (const node of nodes) {
      if (node === null || !('orderAdjustments' in node)) continue;
      const id = idOf(node.id, 'Refund');
      const one = some.find((candidate) => candidate.id === id);
      const refund = wanted.get(id);
      if (one === undefined || refund === undefined) continue;
      const decimals = decimalsOf(refund.currencyCode);
      one.adjustments = node.orderAdjustments.nodes.map((adjustment) => ({
        id: idOf(adjustment.id, 'OrderAdjustment'),
        amount: shopAmount(adjustment.amountSet, decimals, 'orderAdjustment.amountSet'),
        tax: shopAmount(adjustment.taxAmountSet, decimals, 'orderAdjustment.taxAmountSet'),
        reason: text(adjustment.reason, 'orderAdjustment.reason'),
      }));
    }
  }
}

function carried(amounts: RefundAmounts): number {
  return amounts.linesAmount + amounts.linesTax + amounts.shippingAmount + amounts.shippingTax + amounts.dutiesAmount;
}
