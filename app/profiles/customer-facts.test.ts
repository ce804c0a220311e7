import { describe, expect, it } from 'vitest';
import { factsProblem, gapFacts } from './customer-facts.ts';
import { factsOfMade, madeShop, onePurchaseFacts } from './arbitrary-shop.test-data.ts';

describe('gap facts', () => {
  it('hold the median of all gaps and that of the gaps before the last, doubled', () => {
    // Gaps 10, 30, 25, 100: median 27.5; before the last 10, 25, 30: 25.
    expect(gapFacts([0, 10, 40, 65, 165])).toEqual({ gapCount: 4, gapMedianDoubled: 55, lastGap: 100, priorGapMedianDoubled: 50 });
    expect(gapFacts([0, 10])).toEqual({ gapCount: 1, gapMedianDoubled: 20, lastGap: 10, priorGapMedianDoubled: null });
    expect(gapFacts([5])).toEqual({ gapCount: 0, gapMedianDoubled: null, lastGap: null, priorGapMedianDoubled: null });
    expect(gapFacts([])).toEqual({ gapCount: 0, gapMedianDoubled: null, lastGap: null, priorGapMedianDoubled: null });
  });

  it('refuse days that repeat or go back', () => {
    expect(() => gapFacts([5, 5])).toThrow(RangeError);
    expect(() => gapFacts([5, 3])).toThrow(RangeError);
  });
});

describe('facts', () => {
  it('of made customers are possible', () => {
    for (const customer of madeShop(1, 300, 15_000)) expect(factsProblem(factsOfMade(customer, 15_000, 14_000))).toBeNull();
  });

  it.each([
    [{ netSpend: 10.5 }, 'netSpend'],
    [{ netSpend: 2 ** 53 }, 'netSpend'],
    [{ orders: -1 }, 'orders'],
    [{ discountedOrders: 2 }, 'discounted'],
    [{ purchases: 2 }, 'more purchases than orders'],
    [{ purchases: 0, valuedPurchases: 0, netSpend: 0, purchasesInWindow: 0, spendInWindow: 0, spendLastYear: 0, firstPurchaseValue: 0 }, 'no purchase'],
    [{ valuedPurchases: 0 }, 'go together'],
    [{ spendInWindow: 1001 }, 'a part of the time'],
    [{ lastPurchaseDay: null }, 'first and a last'],
    [{ gapCount: 1 }, 'gaps do not go'],
    [{ unitsRefunded: 2 }, 'refunded'],
  ])('that cannot be, %o, are named', (changes, words) => {
    expect(factsProblem(onePurchaseFacts(changes))).toContain(words);
  });
});
