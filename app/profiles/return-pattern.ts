import { incompleteBeta } from '../math/incomplete-beta.ts';
import { medianDoubled } from '../math/median.ts';
import type { ReturnsPrior } from './returns-prior.ts';

/** What a customer sends back, and what it looks like. It is never held against them: what follows is an offer of help or a question. */

/** A line of one of their counted orders, gift cards left out. */
export interface BoughtLine {
  orderId: string;
  day: number;
  productId: string | null;
  variantId: string | null;
  /** Whether the product comes in more than one variant, so that another could have suited better. */
  hasVariants: boolean;
  /** Empty where the product has none. */
  productType: string;
  units: number;
  /** Units refunded, and the day of the first refund; 0 and null without one. */
  unitsRefunded: number;
  refundDay: number | null;
  /** Shopify's reason for the return (size-too-small, unwanted, ...) and its name; null where it gives none. */
  reason: string | null;
  reasonName: string | null;
}

export interface ReturnShare {
  unitsBought: number;
  unitsRefunded: number;
  /** Posterior mean (alpha + refunded) / (alpha + beta + bought), its 90% interval, and the shop's mean alpha / (alpha + beta). */
  mean: number;
  low: number;
  high: number;
  shopMean: number;
  fitted: boolean;
}

/** The refunded share under the shop's beta prior. */
export function returnShare(unitsBought: number, unitsRefunded: number, prior: ReturnsPrior): ReturnShare {
  const alpha = prior.alphaThousandths / 1000;
  const beta = prior.betaThousandths / 1000;
  const a = alpha + unitsRefunded;
  const b = beta + unitsBought - unitsRefunded;
  return {
    unitsBought, unitsRefunded, mean: a / (a + b), low: betaQuantile(a, b, 0.05), high: betaQuantile(a, b, 0.95), shopMean: alpha / (alpha + beta), fitted: prior.fitted,
  };
}

/** By halving, to a millionth: the distribution function only grows. */
function betaQuantile(a: number, b: number, p: number): number {
  let [low, high] = [0, 1];
  for (let step = 0; step < 24; step += 1) {
    const middle = (low + high) / 2;
    if (incompleteBeta(a, b, middle) < p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

export interface ReturnPattern {
  kind: 'none' | 'sizing' | 'serial' | 'neither';
  /** Lines sent back in whole or part, those that look like sizing, types (products where there are no types) and orders they are of. */
  lines: number;
  sizingLines: number;
  groups: number;
  orders: number;
  /** Twice the median of days from order to refund; null where no day is known. */
  daysDoubled: number | null;
  late: boolean;
  lastRefundDay: number | null;
  /** Reasons that Shopify gave, the most frequent first. */
  reasons: { name: string; lines: number }[];
}

const SIZE_REASON = /size|fit/i;
/** Days after a refund within which the same thing in another form counts as its exchange. */
const EXCHANGE_DAYS = 60;
/** From this many days between order and refund on, returns are late: beyond the usual two weeks and the post. */
const LATE_DAYS = 21;
/** A customer sends back serially only from this posterior mean on, and from twice the shop's. */
const SERIAL_SHARE = 0.35;

/**
 * The pattern behind the returns of one customer.
 * - A line looks like **sizing** when Shopify's reason says so; or when, from the order to 60 days after the refund, another variant of the
 *   product was bought and kept, or, in another order and where the product comes in variants at all, another product of its type.
 * - **Sizing**: half of the lines sent back or more look so (of two lines or more, or one with the reason).
 * - **Serial**: not sizing; four lines or more from three orders or more; a posterior mean share of at least 35% and twice the shop's; and across two types or more, or late.
 * - Else **neither**.
 */
export function returnPattern(lines: readonly BoughtLine[], share: ReturnShare): ReturnPattern {
  const sentBack = lines.filter((line) => line.unitsRefunded > 0);
  const sizing = sentBack.filter((line) => looksLikeSizing(line, lines));
  const types = new Set(sentBack.map((line) => line.productType).filter((type) => type !== ''));
  const groups = types.size > 0 ? types.size : new Set(sentBack.map((line) => line.productId)).size;
  const orders = new Set(sentBack.map((line) => line.orderId)).size;
  const delays = sentBack.flatMap((line) => (line.refundDay === null ? [] : [Math.max(0, line.refundDay - line.day)]));
  const daysDoubled = medianDoubled(Float64Array.from(delays).sort());
  const late = daysDoubled !== null && daysDoubled >= 2 * LATE_DAYS;
  const reasons = new Map<string, number>();
  for (const { reason, reasonName } of sentBack) if (reason !== null || reasonName !== null) reasons.set(reasonName ?? reason ?? '', (reasons.get(reasonName ?? reason ?? '') ?? 0) + 1);
  const told = sizing.some((line) => line.reason !== null && SIZE_REASON.test(line.reason));
  const isSizing = 2 * sizing.length >= sentBack.length && (sizing.length >= 2 || told);
  const isSerial = sentBack.length >= 4 && orders >= 3 && share.mean >= SERIAL_SHARE && share.mean >= 2 * share.shopMean && (groups >= 2 || late);
  return {
    kind: sentBack.length === 0 ? 'none' : isSizing ? 'sizing' : isSerial ? 'serial' : 'neither',
    lines: sentBack.length, sizingLines: sizing.length, groups, orders, daysDoubled, late,
    lastRefundDay: sentBack.reduce<number | null>((latest, line) => (line.refundDay === null ? latest : Math.max(latest ?? line.refundDay, line.refundDay)), null),
    reasons: [...reasons].map(([name, count]) => ({ name, lines: count })).sort((a, b) => b.lines - a.lines || (a.name < b.name ? -1 : 1)),
  };
}

function looksLikeSizing(line: BoughtLine, lines: readonly BoughtLine[]): boolean {
  if (line.reason !== null) return SIZE_REASON.test(line.reason);
  if (line.productId === null) return false;
  const until = (line.refundDay ?? line.day) + EXCHANGE_DAYS;
  return lines.some((other) => {
    if (other === line || other.unitsRefunded >= other.units || other.day < line.day || other.day > until) return false;
    if (other.productId === line.productId) return other.variantId !== null && line.variantId !== null && other.variantId !== line.variantId;
    return line.hasVariants && line.productType !== '' && other.productType === line.productType && other.orderId !== line.orderId;
  });
}
