import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadGenerated } from './load-generated.ts';
import type { StoreLine, StoreOrder } from './model.ts';
import {
  currentSubtotalPrice, currentTotalPrice, currentTotalTax, decimalAmount, lineNetAfterRefunds, lineTaxAfterRefunds, netPayment, refundShare, shareOf, splitByWeight, statusAfterRefunds,
  subtotalPrice, totalDiscounts, totalPrice, totalRefunded, totalTax,
} from './order-money.ts';

function line(fields: Partial<StoreLine>): StoreLine {
  return {
    id: 1, variant: null, title: 'Tea', variantTitle: null, sku: null, vendor: null, isGiftCard: false, requiresShipping: true, quantity: 1, unitPrice: 0, discount: 0,
    discountAllocations: [], tax: 0, refundedQuantity: 0, removedQuantity: 0, ...fields,
  };
}

function order(fields: Partial<StoreOrder>): StoreOrder {
  return {
    id: 1, name: '#1', customer: null, email: null, test: false, processedAt: 0, createdAt: 0, updatedAt: 0, cancelledAt: null, cancelReason: null, closedAt: null, financialStatus: 'PAID',
    fulfillmentStatus: 'FULFILLED', currencyCode: 'EUR', presentmentCurrencyCode: 'EUR', taxesIncluded: true, lines: [], shipping: 0, shippingTax: 0, discounts: [], sourceName: 'web',
    channelName: 'Online Store', fulfilledAt: null, deliveredAt: null, journey: null, refunds: [], returns: [], tags: [], shippingCountryCode: null, ...fields,
  };
}

describe('amounts', () => {
  it('are written with the currency’s own decimals', () => {
    expect([decimalAmount(1234, 'GBP'), decimalAmount(5, 'EUR'), decimalAmount(-70, 'EUR'), decimalAmount(0, 'USD'), decimalAmount(500, 'JPY'), decimalAmount(1234, 'KWD')]).toEqual(['12.34', '0.05', '-0.70', '0.00', '500', '1.234']);
  });

  it('are shared by units to the penny, exactly beyond what a double holds', () => {
    expect([shareOf(1000, 1, 3), shareOf(1000, 2, 3), shareOf(1, 1, 2), shareOf(7, 0, 0)]).toEqual([333, 667, 1, 0]);
    expect(shareOf(9_007_199_254_740_991, 999_999_998, 999_999_999)).toBe(Number((2n * 9_007_199_254_740_991n * 999_999_998n + 999_999_999n) / (2n * 999_999_999n)));
  });

  it('split by weight add up, and no part is a unit from its exact share', () => {
    fc.assert(
      fc.property(fc.nat(1_000_000), fc.array(fc.nat(100_000), { minLength: 1, maxLength: 12 }), (total, weights) => {
        const parts = splitByWeight(total, weights);
        const whole = weights.reduce((sum, weight) => sum + weight, 0);
        expect(parts.reduce((sum, part) => sum + part, 0)).toBe(total);
        if (whole > 0) parts.forEach((part, i) => expect(Math.abs(part - (total * (weights[i] ?? 0)) / whole)).toBeLessThan(1));
      }),
    );
    expect(splitByWeight(100, [1, 1, 1])).toEqual([34, 33, 33]);
  });
});

describe('a line', () => {
  it('is worth what is left after discounts, refunded and removed units, without the tax inside its price', () => {
    const sold = line({ quantity: 3, unitPrice: 1000, discount: 300, tax: 450, refundedQuantity: 1 });
    expect(lineNetAfterRefunds({ taxesIncluded: true }, sold)).toBe(1500);
    expect(lineNetAfterRefunds({ taxesIncluded: false }, sold)).toBe(1800);
    expect(lineTaxAfterRefunds(sold)).toBe(300);
    expect(lineNetAfterRefunds({ taxesIncluded: false }, { ...sold, removedQuantity: 2 })).toBe(0);
  });

  it('is given back to the penny, in whatever portions its units go', () => {
    fc.assert(
      fc.property(fc.nat(5000), fc.boolean(), fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 8 }), fc.nat(99), (unitPrice, taxesIncluded, portions, percent) => {
        const quantity = portions.reduce((sum, units) => sum + units, 0);
        const whole = unitPrice * quantity;
        const sold = line({ quantity, unitPrice, discount: Math.floor((whole * percent) / 200), tax: Math.floor((whole * percent) / 500) });
        const net = lineNetAfterRefunds({ taxesIncluded }, sold);
        const { tax } = sold;
        let given = 0;
        let givenTax = 0;
        for (const units of portions) {
          const share = refundShare({ taxesIncluded }, sold, sold.refundedQuantity, units);
          sold.refundedQuantity += units;
          given += share.subtotal;
          givenTax += share.tax;
          expect(lineNetAfterRefunds({ taxesIncluded }, sold)).toBe(net - given);
          expect(lineTaxAfterRefunds(sold)).toBe(tax - givenTax);
        }
        expect([given, givenTax]).toEqual([net, tax]);
      }),
    );
  });
});

describe('an order', () => {
  it('adds tax to the price where it is not inside it', () => {
    const lines = [line({ quantity: 2, unitPrice: 1000, discount: 200, tax: 90 })];
    const outside = order({ taxesIncluded: false, lines, shipping: 500, shippingTax: 25 });
    expect([subtotalPrice(outside), totalDiscounts(outside), totalTax(outside), totalPrice(outside)]).toEqual([1800, 200, 115, 2415]);
    expect(totalPrice({ ...outside, taxesIncluded: true })).toBe(2300);
  });

  it('stands at nothing once lines and shipping are given back', () => {
    const sold = line({ quantity: 2, unitPrice: 1000, tax: 374, refundedQuantity: 2 });
    const back = order({
      lines: [sold], shipping: 500, shippingTax: 93,
      refunds: [{ id: 1, createdAt: 0, note: null, lines: [{ line: sold, quantity: 2, subtotal: 1626, tax: 374, restocked: true }], shipping: 407, shippingTax: 93, adjustment: 0, returnId: null }],
    });
    expect([totalRefunded(back), currentSubtotalPrice(back), currentTotalTax(back), currentTotalPrice(back), netPayment(back)]).toEqual([2500, 0, 0, 0, 0]);
    expect(statusAfterRefunds(back)).toBe('REFUNDED');
  });

  it('comes to what it cost less refunds and removed units, for every order of a generated store', () => {
    const store = loadGenerated({ now: Date.UTC(2026, 0, 15), seed: 5, customers: 400, shopDomain: 'x' });
    expect(store.orders.size).toBeGreaterThan(1000);
    for (const one of store.orders.values()) {
      let removed = 0;
      for (const sold of one.lines) {
        if (sold.removedQuantity === 0) continue;
        const share = refundShare(one, sold, 0, sold.removedQuantity);
        removed += share.subtotal + share.tax;
      }
      expect(currentTotalPrice(one)).toBe(totalPrice(one) - totalRefunded(one) - removed);
      expect(currentTotalPrice(one)).toBeGreaterThanOrEqual(0);
    }
  });
});
