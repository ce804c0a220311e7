/**
 * When a buyer is asked about an order: once it can be with them for a week. Shopify knows of a delivery only where the carrier tells it;
 * where it does not, the ask waits longer, from the shipping, or from the order where not even that has a day.
 */

/** What the day of an ask is counted from, and how many days after it. */
export const ASK_AFTER_DAYS = { delivered: 7, shipped: 14, ordered: 21 } as const;
export type DueFrom = keyof typeof ASK_AFTER_DAYS;

/** How long an ask stays open: of an order of last year nobody is asked, and nobody remembers. */
export const ASK_OPEN_DAYS = 90;

const DAY = 86_400_000;

/** Instants in milliseconds since the epoch. */
export interface AskedOrder {
  processedAt: number;
  fulfilledAt: number | null;
  deliveredAt: number | null;
  cancelledAt: number | null;
  /** As Shopify calls it; only what was sent altogether is asked about. */
  fulfillmentStatus: string;
}

export interface OrderedLine {
  isGiftCard: boolean;
  /** Null: written by hand, a tip. */
  productId: string | null;
  /** Units neither refunded nor removed. */
  currentQuantity: number;
  /** Units of those that are on their way back. */
  returning: number;
}

export interface Due {
  from: DueFrom;
  /** The ask is open from here on, until `until`. */
  at: number;
  until: number;
}

/** @returns when the buyer of an order is to be asked; null: not at all, as it stands */
export function askDue(order: AskedOrder): Due | null {
  if (order.cancelledAt !== null || order.fulfillmentStatus !== 'FULFILLED') return null;
  const [from, since]: [DueFrom, number] = order.deliveredAt !== null ? ['delivered', order.deliveredAt] : order.fulfilledAt !== null ? ['shipped', order.fulfilledAt] : ['ordered', order.processedAt];
  const at = since + ASK_AFTER_DAYS[from] * DAY;
  return { from, at, until: at + ASK_OPEN_DAYS * DAY };
}

export function isOpen(due: Due | null, now: number): due is Due {
  return due !== null && due.at <= now && now < due.until;
}

/** Whether a line is asked about: goods of the shop of which the buyer has kept something. */
export function isAskedAbout(line: OrderedLine): boolean {
  return line.productId !== null && !line.isGiftCard && line.currentQuantity - line.returning > 0;
}

/** How long after an order its thank-you page may say how the shop was found. */
export const SOURCE_OPEN_MS = 3_600_000;
