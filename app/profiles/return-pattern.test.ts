import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { returnPattern, returnShare, type BoughtLine } from './return-pattern.ts';

const prior = { alphaThousandths: 1000, betaThousandths: 9000, fitted: true, customers: 500 };
const line = (changes: Partial<BoughtLine>): BoughtLine => ({
  orderId: '1', day: 100, productId: '1', variantId: '11', hasVariants: true, productType: 'Shirts', units: 1, unitsRefunded: 0, refundDay: null, reason: null, reasonName: null, ...changes,
});
const back = (changes: Partial<BoughtLine>): BoughtLine => line({ unitsRefunded: 1, refundDay: 110, ...changes });
const share = (bought: number, refunded: number) => returnShare(bought, refunded, prior);
const kindOf = (lines: BoughtLine[]) => returnPattern(lines, share(lines.length, lines.filter((one) => one.unitsRefunded > 0).length)).kind;

describe('the refunded share', () => {
  it('is the posterior under the shop\'s prior, with its interval', () => {
    const found = share(10, 4);
    expect(found.mean).toBeCloseTo(5 / 20, 12);
    expect(found.shopMean).toBeCloseTo(0.1, 12);
    expect(found.low).toBeLessThan(found.mean);
    expect(found.high).toBeGreaterThan(found.mean);
    // Beta(1, 9) with nothing known: its 95% quantile is 1 - 0.05^(1/9).
    expect(share(0, 0).high).toBeCloseTo(1 - 0.05 ** (1 / 9), 5);
  });

  it('lies in its interval, whatever was bought', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 500 }), fc.integer({ min: 0, max: 500 }), (bought, refunded) => {
      const { low, mean, high } = share(bought, Math.min(bought, refunded));
      expect(low <= mean && mean <= high && low >= 0 && high <= 1).toBe(true);
    }));
  });
});

describe('the pattern behind returns', () => {
  it('is none without any', () => {
    expect(kindOf([line({})])).toBe('none');
  });

  it('is sizing where another variant is kept, of the same order or bought again soon', () => {
    expect(kindOf([back({}), line({ variantId: '12' }), back({ orderId: '2', day: 200, refundDay: 210 }), line({ orderId: '3', day: 250, variantId: '13' })])).toBe('sizing');
  });

  it('is sizing where another product of the type follows within sixty days of the refund, and not later', () => {
    const sent = [back({}), back({ orderId: '2', productId: '2' })];
    expect(kindOf([...sent, line({ orderId: '3', day: 170, productId: '3' })])).toBe('sizing');
    expect(kindOf([...sent, line({ orderId: '3', day: 171, productId: '3' })])).toBe('neither');
    expect(kindOf([...sent, line({ orderId: '3', day: 170, productId: '3', productType: 'Hats' })])).toBe('neither');
    // What comes in one form alone was not sent back for its size.
    expect(kindOf([...sent.map((one) => ({ ...one, hasVariants: false })), line({ orderId: '3', day: 170, productId: '3' })])).toBe('neither');
  });

  it('is sizing by a single reason of Shopify\'s, and another reason is believed too', () => {
    expect(kindOf([back({ reason: 'size-too-small', reasonName: 'Size too small' })])).toBe('sizing');
    expect(kindOf([back({ reason: 'defective', reasonName: 'Defective' }), line({ variantId: '12' })])).toBe('neither');
  });

  it('is serial across types with a high share, or late in one type', () => {
    const many = (types: string[], refundDay: number) => types.map((productType, index) => back({ orderId: String(index), day: 100, productId: String(index), productType, refundDay }));
    expect(kindOf(many(['A', 'B', 'C', 'D', 'A', 'B'], 105))).toBe('serial');
    expect(kindOf(many(['A', 'A', 'A', 'A', 'A', 'A'], 105))).toBe('neither');
    expect(kindOf(many(['A', 'A', 'A', 'A', 'A', 'A'], 121))).toBe('serial');
    expect(kindOf(many(['A', 'B', 'C'], 105))).toBe('neither');
    // The same six of forty bought are a share of 14%.
    expect(kindOf([...many(['A', 'B', 'C', 'D', 'A', 'B'], 105), ...Array.from({ length: 34 }, (_, index) => line({ orderId: `k${index}`, day: 10, productId: `k${index}`, productType: 'K' }))])).toBe('neither');
  });

  it('counts reasons, and no refund makes it more than its lines', () => {
    const found = returnPattern([back({ reason: 'unwanted', reasonName: 'Unwanted' }), back({ orderId: '2', reason: 'unwanted', reasonName: 'Unwanted' }), back({ reason: 'style', reasonName: null })], share(3, 3));
    expect(found.reasons).toEqual([{ name: 'Unwanted', lines: 2 }, { name: 'style', lines: 1 }]);
    expect(found).toMatchObject({ lines: 3, orders: 2, groups: 1, daysDoubled: 20, late: false, lastRefundDay: 110 });
  });
});
