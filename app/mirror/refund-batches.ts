/** A refund whose lines are to be read, with what is known of its order. */
export interface RefundWanted {
  id: string;
  orderId: string;
  totalRefunded: number;
  currencyCode: string;
  /** Whether its order has any tax, and any refunded shipping: what is 0 need not be asked for. */
  withTax: boolean;
  withShipping: boolean;
  /** Lines of the order of which units are gone: a refund has no more than these. */
  lines: number;
}

export interface RefundBatch {
  ids: string[];
  lines: number;
  withTax: boolean;
  withShipping: boolean;
}

/** Points that one query may ask for: half of what Shopify allows, so that several fit in a standard shop's bucket. */
const MOST_POINTS = 480;
/** Lines asked for at once of one refund; the rest comes page by page. */
const MOST_LINES = 60;
/** `nodes` takes no more ids. */
const MOST_IDS = 250;

/** Points that Shopify counts for one refund: 1 an object, 2 a connection and what it may hold (shopify.dev/docs/api/usage/limits). */
export function refundPoints(batch: Omit<RefundBatch, 'ids'>): number {
  const line = 1 + 1 + 2 + (batch.withTax ? 2 : 0);
  const shipping = batch.withShipping ? 2 + 5 * (1 + 4) : 0;
  const duties = 3;
  return 1 + 2 + batch.lines * line + shipping + duties;
}

/** Puts refunds of a like size and kind together, so that each query asks for no more than it needs. */
export function refundBatches(wanted: readonly RefundWanted[]): RefundBatch[] {
  const groups = new Map<string, RefundBatch>();
  const batches: RefundBatch[] = [];
  for (const refund of wanted) {
    const lines = roundedUp(Math.min(MOST_LINES, Math.max(1, refund.lines)));
    const key = `${lines} ${refund.withTax} ${refund.withShipping}`;
    let batch = groups.get(key);
    if (batch === undefined || (batch.ids.length + 1) * refundPoints(batch) > MOST_POINTS || batch.ids.length >= MOST_IDS) {
      batch = { ids: [], lines, withTax: refund.withTax, withShipping: refund.withShipping };
      groups.set(key, batch);
      batches.push(batch);
    }
    batch.ids.push(refund.id);
  }
  return batches;
}

/** The next of 1, 2, 4, 8, ... up to the most. */
function roundedUp(lines: number): number {
  return Math.min(MOST_LINES, 2 ** Math.ceil(Math.log2(lines)));
}
