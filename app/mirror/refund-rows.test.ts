import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { refundBatches, refundPoints, type RefundWanted } from './refund-batches.ts';
import { refundAmounts, refundLines, uncarriedAmount } from './refund-rows.ts';

const money = (amount: string): { s: { a: string } } => ({ s: { a: amount } });

describe('money of a refund that no line carries', () => {
  it('is what is left after lines, their tax, shipping, its tax and duties', () => {
    const lines = refundLines([{ quantity: 1, restockType: 'RETURN', lineItem: { id: 'gid://shopify/LineItem/1' }, subtotalSet: money('5.0'), totalTaxSet: money('1.0') }], 2);
    const amounts = refundAmounts({ refundShippingLines: { nodes: [{ subtotalAmountSet: money('2.0'), taxAmountSet: money('0.4') }] }, duties: [{ amountSet: money('0.6') }] }, lines, 2);
    expect(amounts).toEqual({ linesAmount: 500, linesTax: 100, shippingAmount: 200, shippingTax: 40, dutiesAmount: 60 });
    expect(uncarriedAmount(1000, amounts)).toBe(100);
  });

  it('is all of a refund without lines, and never below 0', () => {
    const nothing = refundAmounts({ duties: null }, [], 2);
    expect(uncarriedAmount(750, nothing)).toBe(750);
    expect(uncarriedAmount(100, { ...nothing, linesAmount: 300 })).toBe(0);
  });

  it('counts no tax where none was asked for', () => {
    expect(refundLines([{ quantity: 2, restockType: 'NO_RESTOCK', lineItem: { id: 'gid://shopify/LineItem/1' }, subtotalSet: money('5.0') }], 2)).toEqual([
      { position: 0, lineId: '1', quantity: 2, subtotal: 500, tax: 0, restockType: 'NO_RESTOCK' },
    ]);
  });
});

describe('queries for refund lines', () => {
  const wanted = fc.array(
    fc.record({ id: fc.integer({ min: 1, max: 10_000 }), lines: fc.integer({ min: 0, max: 200 }), withTax: fc.boolean(), withShipping: fc.boolean() }).map(
      ({ id, ...rest }): RefundWanted => ({ id: String(id), orderId: '1', totalRefunded: 100, currencyCode: 'GBP', ...rest }),
    ),
    { maxLength: 300 },
  );

  it('ask for each refund once, for enough of its lines, and for no more points than the half of what one query may', () => {
    fc.assert(
      fc.property(wanted, (refunds) => {
        const batches = refundBatches(refunds);
        expect(batches.flatMap((batch) => batch.ids).sort()).toEqual(refunds.map((refund) => refund.id).sort());
        for (const batch of batches) {
          expect(batch.ids.length * refundPoints(batch)).toBeLessThanOrEqual(500);
          expect(batch.lines).toBeLessThanOrEqual(60);
        }
      }),
    );
  });

  it('keep apart what differs in tax or shipping, since they ask for different things', () => {
    const refund = (id: string, withTax: boolean): RefundWanted => ({ id, orderId: '1', totalRefunded: 1, currencyCode: 'GBP', withTax, withShipping: false, lines: 3 });
    expect(refundBatches([refund('1', true), refund('2', false), refund('3', true)])).toEqual([
      { ids: ['1', '3'], lines: 4, withTax: true, withShipping: false },
      { ids: ['2'], lines: 4, withTax: false, withShipping: false },
    ]);
  });
});
