import { describe, expect, it } from 'vitest';
import { loadGenerated } from './load-generated.ts';
import type { Store, StoreOrder } from './model.ts';
import { lineOriginalTotal } from './order-money.ts';

const NOW = Date.UTC(2026, 10, 2, 9);
const load = (customers: number, seed = 1): Store => loadGenerated({ now: NOW, seed, customers, shopDomain: 'x.myshopify.com' });
const store = load(3000);
const orders = [...store.orders.values()];
const customers = [...store.customers.values()];

function fingerprint(one: Store): string {
  return JSON.stringify([...one.orders.values()], (key, value: unknown) => (key === 'customer' ? (value as { id: number } | null)?.id : key === 'product' || key === 'metafields' ? undefined : key === 'line' ? 0 : value));
}

function share(test: (order: StoreOrder) => boolean): number {
  return orders.filter(test).length / orders.length;
}

describe('the generated store', () => {
  it('is the same for a seed and another for another', () => {
    expect(fingerprint(load(100))).toBe(fingerprint(load(100)));
    expect(fingerprint(load(100))).not.toBe(fingerprint(load(100, 2)));
  });

  it('has 3,000 customers, about 12,000 orders over three years and 200 products', () => {
    expect(store.customers.size).toBe(3000);
    expect(store.orders.size).toBeGreaterThan(11_000);
    expect(store.orders.size).toBeLessThan(13_000);
    expect(store.products.size).toBe(200);
    const first = Math.min(...orders.map((order) => order.processedAt));
    expect((NOW - first) / 86_400_000).toBeGreaterThan(1080);
  });

  it.each([0, 1, 20, 200])('works for %i customers', (count) => {
    const small = load(count);
    expect(small.customers.size).toBe(count);
    expect(small.orders.size).toBeGreaterThanOrEqual(count === 0 ? 0 : 1);
  });

  it('refuses a count that is no whole number from 0 up', () => {
    expect(() => load(-1)).toThrow(RangeError);
    expect(() => load(1.5)).toThrow(RangeError);
  });

  it('dates nothing after now and nothing before its cause', () => {
    const wrong: string[] = [];
    for (const order of orders) {
      if (order.lines.length === 0) wrong.push(`${order.name} has no line`);
      if (order.updatedAt < order.processedAt) wrong.push(`${order.name} was updated before it was`);
      for (const at of [order.processedAt, order.updatedAt, order.cancelledAt, order.closedAt, order.fulfilledAt, order.deliveredAt]) {
        if (at !== null && at > NOW) wrong.push(`${order.name} lies in the future`);
      }
      for (const one of [...order.refunds, ...order.returns]) {
        if (one.createdAt < order.processedAt || one.createdAt > order.updatedAt) wrong.push(`${order.name} was given back before it was sold, or unseen`);
      }
    }
    for (const customer of customers) {
      if (customer.updatedAt > NOW || customer.createdAt > (customer.orders[0]?.processedAt ?? NOW)) wrong.push(`customer ${customer.id} is out of time`);
    }
    expect(wrong).toEqual([]);
  });

  it('shares every discount out to the penny and never refunds more units than were sold', () => {
    const wrong: string[] = [];
    const returned = new Map<number, number>();
    for (const order of orders) {
      for (const refund of order.refunds) for (const one of refund.lines) returned.set(one.line.id, (returned.get(one.line.id) ?? 0) + one.quantity);
      const taken = order.discounts.map(() => 0);
      for (const line of order.lines) {
        for (const one of line.discountAllocations) taken[one.discount] = (taken[one.discount] ?? 0) + one.amount;
        if (line.discountAllocations.reduce((sum, one) => sum + one.amount, 0) !== line.discount) wrong.push(`line ${line.id}: allocations`);
        if (line.discount > lineOriginalTotal(line)) wrong.push(`line ${line.id}: discount above price`);
        if (line.refundedQuantity + line.removedQuantity > line.quantity) wrong.push(`line ${line.id}: more gone than sold`);
        if ((returned.get(line.id) ?? 0) !== line.refundedQuantity) wrong.push(`line ${line.id}: refunds and line disagree`);
        if (line.isGiftCard && (line.tax !== 0 || line.discount !== 0)) wrong.push(`line ${line.id}: gift card with tax or discount`);
      }
      order.discounts.forEach((discount, index) => {
        if (discount.amount !== null && (taken[index] ?? 0) > discount.amount) wrong.push(`${order.name}: more off than ${discount.title} gives`);
      });
    }
    expect(wrong).toEqual([]);
  });

  it('has ids of their own for orders, lines, refunds and variants, and e-mail addresses for customers', () => {
    const lines = orders.flatMap((order) => order.lines.map((line) => line.id));
    const refunds = orders.flatMap((order) => order.refunds.map((refund) => refund.id));
    const variants = [...store.products.values()].flatMap((product) => product.variants.map((variant) => variant.id));
    for (const ids of [lines, refunds, variants]) expect(new Set(ids).size).toBe(ids.length);
    const emails = customers.flatMap((customer) => customer.email ?? []);
    expect(new Set(emails).size).toBe(emails.length);
    expect(emails.every((email) => /^[a-z0-9.]+@example\.(com|org|net)$/.test(email))).toBe(true);
  });

  it('has everything that an import must cope with', () => {
    const some = (test: (order: StoreOrder) => boolean): void => expect(orders.some(test)).toBe(true);
    for (const status of ['PAID', 'PENDING', 'AUTHORIZED', 'EXPIRED', 'VOIDED', 'PARTIALLY_PAID', 'PARTIALLY_REFUNDED', 'REFUNDED']) some((order) => order.financialStatus === status);
    some((order) => order.test);
    some((order) => order.cancelledAt !== null);
    some((order) => order.currencyCode === 'GBP');
    some((order) => !order.taxesIncluded && order.lines.some((line) => line.tax > 0));
    some((order) => order.taxesIncluded && order.lines.some((line) => line.tax > 0));
    some((order) => order.refunds.some((refund) => refund.lines.length === 0 && refund.adjustment > 0));
    some((order) => order.refunds.some((refund) => refund.lines.length > 0));
    some((order) => order.returns.some((one) => one.status === 'OPEN'));
    some((order) => order.lines.every((line) => line.isGiftCard));
    some((order) => order.lines.some((line) => line.variant === null));
    some((order) => order.lines.some((line) => line.removedQuantity > 0));
    some((order) => order.discounts.some((discount) => discount.allocationMethod === 'ACROSS'));
    some((order) => order.discounts.some((discount) => discount.targetSelection === 'ENTITLED'));
    some((order) => order.discounts.some((discount) => discount.kind === 'manual'));
    some((order) => order.journey?.utmMedium === 'email');
    expect(new Set(orders.map((order) => order.channelName)).size).toBeGreaterThanOrEqual(5);
    for (const tag of ['vip', 'VIP', 'loyal', 'at-risk', 'Wholesale']) expect(customers.some((customer) => customer.tags.includes(tag))).toBe(true);
    expect(customers.some((customer) => customer.email === null)).toBe(true);
    expect(customers.some((customer) => customer.firstName === null && customer.lastName === null)).toBe(true);
    expect(customers.some((customer) => /[\u0590-\u06ff]/.test(customer.firstName ?? ''))).toBe(true);
    expect(customers.some((customer) => /\p{Extended_Pictographic}/u.test(customer.firstName ?? ''))).toBe(true);
    expect(customers.some((customer) => customer.orders.length === 0)).toBe(true);
  });

  it('looks like a shop: guests, seasons, a long tail of products, buyers who come back', () => {
    expect(share((order) => order.customer === null)).toBeGreaterThan(0.04);
    expect(share((order) => order.customer === null)).toBeLessThan(0.12);
    expect(share((order) => order.discounts.length > 0)).toBeLessThan(0.4);
    const inMonths = (months: number[]): number => orders.filter((order) => order.processedAt < Date.UTC(2026, 0, 1) && months.includes(new Date(order.processedAt).getUTCMonth())).length;
    expect(inMonths([10, 11])).toBeGreaterThan(1.4 * inMonths([5, 6]));
    const sold = new Map<number, number>();
    for (const order of orders) for (const line of order.lines) if (line.variant !== null) sold.set(line.variant.product.id, (sold.get(line.variant.product.id) ?? 0) + 1);
    const counts = [...sold.values()].sort((a, b) => b - a);
    const total = counts.reduce((sum, count) => sum + count, 0);
    const topFifth = counts.slice(0, Math.floor(counts.length / 5)).reduce((sum, count) => sum + count, 0);
    expect(topFifth / total).toBeGreaterThan(0.4);
    const buyers = customers.filter((customer) => customer.orders.length > 0);
    const repeat = buyers.filter((customer) => customer.orders.length > 1).length / buyers.length;
    expect(repeat).toBeGreaterThan(0.45);
    expect(repeat).toBeLessThan(0.75);
  });
});
