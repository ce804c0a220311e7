import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commonBuyers } from './common-buyers.ts';

describe('customers who have both of two products', () => {
  it('are as many as are in both lists, for any pairs', () => {
    const list = fc.uniqueArray(fc.integer({ min: 0, max: 39 })).map((some) => Uint32Array.from(some).sort());
    fc.assert(fc.property(fc.array(list, { minLength: 2, maxLength: 8 }), (lists) => {
      const buyers = new Map(lists.map((some, index) => [String(index), some]));
      const pairs = lists.flatMap((_, one) => lists.flatMap((__, other) => (one < other ? [{ one: String(one), other: String(other) }] : [])));
      const found = new Map(commonBuyers(pairs, buyers, 40).map(({ one, other, both }) => [`${one} ${other}`, both]));
      expect(found).toEqual(new Map(pairs.map(({ one, other }) => [`${one} ${other}`, [...buyers.get(one) ?? []].filter((place) => buyers.get(other)?.includes(place)).length])));
    }));
  });

  it('are not made up of a product that nobody has', () => {
    expect(() => commonBuyers([{ one: '1', other: '2' }], new Map([['1', Uint32Array.of(0)]]), 1)).toThrow('product 2');
  });
});
