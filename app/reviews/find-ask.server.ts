import { withTenant } from '../database/tenant.server.ts';
import { now as businessNow } from '../runtime/clock.server.ts';
import { askDue, isAskedAbout, isOpen, SOURCE_OPEN_MS } from './ask-due.ts';
import { loadLinesToAsk, loadOrderAnswers, loadOrderToAsk, noteAsked } from './answer-store.server.ts';
import { MOST_LINES, type Ask, type SourceState } from './answers.ts';

/**
 * What the buyer of an order is to be asked about it, with what they answered before; the first time it is noted that they were asked.
 * @param options.customerId who is logged in, by Shopify's token
 * @returns null where nothing is asked: it is not due or over, not their order, or nothing of it was kept
 */
export async function findAsk(options: { shopId: number; orderId: number; customerId: number; now?: number }): Promise<Ask | null> {
  const { shopId, orderId, customerId, now = businessNow() } = options;
  return withTenant(shopId, async (tx) => {
    const order = await loadOrderToAsk(tx, orderId, { lock: true });
    if (order === null || order.customerId !== customerId || order.redacted) return null;
    const due = askDue(order);
    if (!isOpen(due, now)) return null;
    const lines = (await loadLinesToAsk(tx, orderId)).filter(isAskedAbout).slice(0, MOST_LINES);
    if (lines.length === 0) return null;
    const answers = await loadOrderAnswers(tx, orderId);
    if (answers?.askedAt == null) await noteAsked(tx, { orderId, customerId, dueFrom: due.from, at: new Date(now) });
    return {
      order: String(orderId),
      lines: lines.map(({ line, productId, title, variant, stars, words }) => ({ line, product: productId ?? '', title, variant, stars, words })),
      nps: answers?.nps ?? null,
      npsWords: answers?.npsWords ?? null,
      answered: answers?.answeredAt != null,
    };
  });
}

/**
 * How the question of the thank-you page stands for an order. What was answered is not told: whoever asks has shown no more than that
 * they are at this shop. An order that is not known is open, since the page can be faster than Shopify's event.
 */
export async function sourceState(options: { shopId: number; orderId: number; now?: number }): Promise<SourceState> {
  const { shopId, orderId, now = businessNow() } = options;
  return withTenant(shopId, async (tx) => {
    const order = await loadOrderToAsk(tx, orderId, { lock: false });
    if (order === null) return 'open';
    if (order.redacted || now - order.createdAt > SOURCE_OPEN_MS) return 'closed';
    return (await loadOrderAnswers(tx, orderId))?.source == null ? 'open' : 'answered';
  });
}
