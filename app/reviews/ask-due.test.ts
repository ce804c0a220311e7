import { describe, expect, it } from 'vitest';
import { askDue, isAskedAbout, isOpen, type AskedOrder } from './ask-due.ts';

const DAY = 86_400_000;
const AT = Date.parse('2026-06-01T10:00:00Z');
const order = (fields: Partial<AskedOrder> = {}): AskedOrder => ({ processedAt: AT, fulfilledAt: AT + DAY, deliveredAt: AT + 3 * DAY, cancelledAt: null, fulfillmentStatus: 'FULFILLED', ...fields });

describe('the day of an ask', () => {
  it('is seven days after the delivery, where that is known', () => {
    expect(askDue(order())).toEqual({ from: 'delivered', at: AT + 10 * DAY, until: AT + 100 * DAY });
  });

  it('is fourteen days after the shipping, or twenty-one after the order, where it is not', () => {
    expect(askDue(order({ deliveredAt: null }))).toMatchObject({ from: 'shipped', at: AT + 15 * DAY });
    expect(askDue(order({ deliveredAt: null, fulfilledAt: null }))).toMatchObject({ from: 'ordered', at: AT + 21 * DAY });
  });

  it('does not come for what was cancelled, or is not sent altogether', () => {
    expect(askDue(order({ cancelledAt: AT }))).toBeNull();
    expect(askDue(order({ fulfillmentStatus: 'PARTIALLY_FULFILLED' }))).toBeNull();
    expect(askDue(order({ fulfillmentStatus: 'UNFULFILLED' }))).toBeNull();
  });

  it('opens the ask at that instant and ends it ninety days later', () => {
    const due = askDue(order());
    expect([AT + 10 * DAY - 1, AT + 10 * DAY, AT + 100 * DAY - 1, AT + 100 * DAY].map((now) => isOpen(due, now))).toEqual([false, true, true, false]);
    expect(isOpen(null, AT + 20 * DAY)).toBe(false);
  });
});

it('asks about goods that the buyer has kept: nothing that was refunded, is on its way back, is a gift card or no product', () => {
  const line = { isGiftCard: false, productId: '5', currentQuantity: 2, returning: 0 };
  expect(isAskedAbout(line)).toBe(true);
  expect(isAskedAbout({ ...line, returning: 1 })).toBe(true);
  expect(isAskedAbout({ ...line, returning: 2 })).toBe(false);
  expect(isAskedAbout({ ...line, currentQuantity: 0 })).toBe(false);
  expect(isAskedAbout({ ...line, isGiftCard: true })).toBe(false);
  expect(isAskedAbout({ ...line, productId: null })).toBe(false);
});
