import { describe, expect, it } from 'vitest';
import type { MerchantRule } from '../recommendations/merchant-rules.ts';
import { wantedList } from './wanted-lists.ts';

const items = Array.from({ length: 14 }, (_, at) => ({ product: String(at + 1), score: 14 - at }));
const wanted = (rules: MerchantRule[], hidden: number[] = []) => wantedList(items, 'also', 3, rules, { showable: (product) => !hidden.includes(product), productOf: () => null });

describe('the list of a product', () => {
  it('is ten at most, never itself, and nothing that may not be shown', () => {
    expect(wanted([])).toEqual([1, 2, 4, 5, 6, 7, 8, 9, 10, 11]);
    expect(wanted([], [1, 4, 99])).toEqual([2, 5, 6, 7, 8, 9, 10, 11, 12, 13]);
  });

  it('is as the merchant’s rules have it, for this field’s block', () => {
    const rules: MerchantRule[] = [
      { id: 1, kind: 'pin', block: 'also', product: '99', shownWith: null }, { id: 2, kind: 'pin', block: 'together', product: '98', shownWith: null }, { id: 3, kind: 'exclude', product: '2' },
      { id: 4, kind: 'boost', by: 'product', value: '5', factor: 4 },
    ];
    expect(wanted(rules).slice(0, 4)).toEqual([99, 5, 1, 4]);
    expect(wanted(rules, [99])[0]).toBe(5);
  });
});
