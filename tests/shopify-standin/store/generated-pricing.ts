/** Discounts, tax and shipping of an order at the generated store. */
import type { Buyer } from './buyers.ts';
import { GOODS } from './catalogue-goods.ts';
import type { StoreDiscount, StoreLine, StoreOrder } from './model.ts';
import { lineDiscountedTotal, shareOf, splitByWeight } from './order-money.ts';
import type { Random } from './random.ts';

const FREE_SHIPPING_FROM = 5000;
/** VAT or sales tax in hundredths of a percent; outside the EU and the UK it is added on top of the price. */
const TAX: Record<string, { rate: number; included: boolean }> = {
  IE: { rate: 2300, included: true }, GB: { rate: 2000, included: true }, DE: { rate: 1900, included: true }, FR: { rate: 2000, included: true },
  NL: { rate: 2100, included: true }, ES: { rate: 2100, included: true }, SE: { rate: 2500, included: true }, PL: { rate: 2300, included: true },
  US: { rate: 625, included: false }, CA: { rate: 1300, included: false },
};
const NO_TAX = { rate: 0, included: false };
const ZERO_RATED_TYPES = new Set(GOODS.filter((goods) => goods.zeroRatedAtHome).map((goods) => goods.productType));

export function areTaxesIncluded(country: string | null): boolean {
  return (TAX[country ?? ''] ?? NO_TAX).included;
}

/** Draws the order's discounts and takes them off its lines; gift cards are never discounted. */
export function applyDiscounts(random: Random, order: StoreOrder, buyer: Buyer | null, isFirst: boolean): void {
  const date = new Date(order.processedAt);
  const eligible = order.lines.filter((line) => !line.isGiftCard);
  if (eligible.length === 0) return;
  if (order.sourceName === 'shopify_draft_order' || (order.sourceName === 'pos' && random.chance(0.05))) {
    takeOff(order, [random.pick(eligible)], { kind: 'manual', title: 'Goodwill of the house', percentage: random.pick([5, 10, 15]), amount: null, targetSelection: 'EXPLICIT', allocationMethod: 'EACH' });
  }
  const teas = eligible.filter((line) => line.variant !== null && ZERO_RATED_TYPES.has(line.variant.product.productType));
  if (teas.length >= 3 && random.chance(0.6)) {
    takeOff(order, teas, { kind: 'automatic', title: 'Three for the cupboard', percentage: 12.5, amount: null, targetSelection: 'ENTITLED', allocationMethod: 'EACH' });
  }
  const isBlackFriday = date.getUTCMonth() === 10 && date.getUTCDate() >= 24 && date.getUTCDate() <= 30;
  const seeker = buyer?.habit === 'discounts';
  if (buyer?.habit === 'wholesale') {
    takeOff(order, eligible, { kind: 'code', title: 'TRADE20', percentage: 20, amount: null, targetSelection: 'ALL', allocationMethod: 'ACROSS' });
  } else if (isBlackFriday) {
    takeOff(order, eligible, { kind: 'automatic', title: 'Black Friday', percentage: 20, amount: null, targetSelection: 'ALL', allocationMethod: 'ACROSS' });
  } else if (isFirst && random.chance(0.3)) {
    takeOff(order, eligible, { kind: 'code', title: 'WELCOME10', percentage: 10, amount: null, targetSelection: 'ALL', allocationMethod: 'ACROSS' });
  } else if (random.chance(seeker ? 0.85 : 0.06)) {
    const fixed = random.chance(0.4);
    takeOff(order, eligible, { kind: 'code', title: fixed ? 'FIVEROFF' : 'TEATIME15', percentage: fixed ? null : 15, amount: fixed ? 500 : null, targetSelection: 'ALL', allocationMethod: 'ACROSS' });
  }
}

/**
 * Takes a discount off these lines: a percentage of what they come to, rounded half up, or an amount, at most what
 * they come to; shared out in proportion so that the parts add up to it.
 */
export function takeOff(order: StoreOrder, lines: StoreLine[], discount: StoreDiscount): void {
  const totals = lines.map(lineDiscountedTotal);
  const whole = totals.reduce((sum, total) => sum + total, 0);
  const amount = discount.percentage === null ? Math.min(discount.amount ?? 0, whole) : shareOf(whole, Math.round(discount.percentage * 10), 1000);
  if (amount === 0) return;
  const index = order.discounts.push(discount) - 1;
  splitByWeight(amount, totals).forEach((part, i) => {
    const line = lines[i];
    if (line === undefined || part === 0) return;
    line.discount += part;
    line.discountAllocations.push({ discount: index, amount: part });
  });
}

/** The tax on a line as it stands. Gift cards bear none, nor what is zero-rated at home. */
export function lineTax(line: StoreLine, country: string | null): number {
  const { rate, included } = TAX[country ?? ''] ?? NO_TAX;
  const atHome = country === 'IE' || country === 'GB';
  const zeroRated = line.isGiftCard || (atHome && line.variant !== null && ZERO_RATED_TYPES.has(line.variant.product.productType));
  return zeroRated ? 0 : shareOf(lineDiscountedTotal(line), rate, included ? 10_000 + rate : 10_000);
}

/** Sets each line's tax, shipping and its tax; call after the discounts. */
export function applyTaxAndShipping(order: StoreOrder, country: string | null): void {
  const { rate, included } = TAX[country ?? ''] ?? NO_TAX;
  const taxOn = (amount: number): number => shareOf(amount, rate, included ? 10_000 + rate : 10_000);
  const atHome = country === 'IE' || country === 'GB';
  let goods = 0;
  let toShip = false;
  for (const line of order.lines) {
    line.tax = lineTax(line, country);
    goods += lineDiscountedTotal(line);
    toShip ||= line.requiresShipping;
  }
  if (order.sourceName === 'pos' || !toShip) return;
  if (country === 'US' || country === 'CA') order.shipping = 1495;
  else if (goods < FREE_SHIPPING_FROM) order.shipping = atHome ? 495 : 895;
  order.shippingTax = included ? taxOn(order.shipping) : 0;
}
