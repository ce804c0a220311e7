import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyRules, BLOCKS, MAX_FACTOR, MIN_FACTOR, type Block, type MerchantRule, type RuledProduct, type RuleFacts } from './merchant-rules.ts';

interface Item {
  product: string;
  score: number;
  reason: 'listed' | 'pinned';
}

const CATALOGUE: Record<string, RuledProduct> = {
  a: { productType: 'Tea', vendor: 'Northern', tags: ['green', 'Gift'] },
  b: { productType: 'Tea', vendor: 'Southern', tags: [] },
  c: { productType: 'Mug', vendor: 'Northern', tags: ['gift'] },
  d: { productType: 'Mug', vendor: 'Southern', tags: ['sale'] },
};

const LIST: Item[] = [['a', 0.4], ['b', 0.3], ['c', 0.2], ['d', 0.1]].map(([product, score]) => ({ product: product as string, score: score as number, reason: 'listed' }));

function facts(block: Block = 'also', shownWith: string[] = []): RuleFacts<Item> {
  return { block, shownWith, productOf: (product) => CATALOGUE[product] ?? null, pinned: (product) => ({ product, score: 0, reason: 'pinned' }) };
}

function order(rules: MerchantRule[], of = facts(), list = LIST): string {
  return applyRules(list, rules, of).items.map(({ item }) => item.product).join('');
}

const product = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f');
const block = fc.constantFrom(...BLOCKS);
const rule = (id: number): fc.Arbitrary<MerchantRule> => fc.oneof(
  fc.record({ id: fc.constant(id), kind: fc.constant('pin' as const), block, product, shownWith: fc.option(product) }),
  fc.record({ id: fc.constant(id), kind: fc.constant('exclude' as const), product }),
  fc.record({ id: fc.constant(id), kind: fc.constant('boost' as const), by: fc.constantFrom('product' as const, 'product-type' as const, 'vendor' as const, 'tag' as const), value: fc.constantFrom('a', 'Tea', 'NORTHERN', 'gift'), factor: fc.double({ min: MIN_FACTOR, max: MAX_FACTOR, noNaN: true }) }),
);
const rules = fc.integer({ min: 0, max: 8 }).chain((many) => fc.tuple(...Array.from({ length: many }, (_, at) => rule(at + 1))));
const list = fc.uniqueArray(fc.record({ product, score: fc.double({ min: -1, max: 1, noNaN: true }), reason: fc.constant('listed' as const) }), { selector: (one) => one.product })
  .map((all) => [...all].sort((one, other) => other.score - one.score));

describe('rules of the merchant', () => {
  it('change nothing where there are none', () => {
    expect(order([])).toBe('abcd');
  });

  it('pin to the front of their block alone, for all or for one shown product, that one first', () => {
    const pins: MerchantRule[] = [
      { id: 1, kind: 'pin', block: 'also', product: 'd', shownWith: null },
      { id: 2, kind: 'pin', block: 'also', product: 'e', shownWith: 'x' },
    ];
    expect(order(pins)).toBe('dabc');
    expect(order(pins, facts('also', ['x']))).toBe('edabc');
    expect(order(pins, facts('together', ['x']))).toBe('abcd');
  });

  it('pin a product that the list did not hold, save into "buy again": there a pin lifts what the customer had', () => {
    const pins: MerchantRule[] = [{ id: 1, kind: 'pin', block: 'buy-again', product: 'e', shownWith: null }, { id: 2, kind: 'pin', block: 'buy-again', product: 'c', shownWith: null }];
    expect(order(pins, facts('buy-again'))).toBe('cabd');
    const [first] = applyRules(LIST, [{ id: 3, kind: 'pin', block: 'also', product: 'e', shownWith: null }], facts()).items;
    expect(first).toEqual({ item: { product: 'e', score: 0, reason: 'pinned' }, pinnedBy: 3, factor: 1 });
  });

  it('exclude whatever pins it, and say by which rule', () => {
    const both: MerchantRule[] = [{ id: 1, kind: 'pin', block: 'also', product: 'b', shownWith: null }, { id: 2, kind: 'exclude', product: 'b' }];
    const ruled = applyRules(LIST, both, facts());
    expect(ruled.items.map(({ item }) => item.product).join('')).toBe('acd');
    expect(ruled.excluded).toEqual([{ item: LIST[1], by: 2 }]);
  });

  it('boost by product, type, vendor and tag, without case', () => {
    expect(order([{ id: 1, kind: 'boost', by: 'product', value: 'd', factor: 3.5 }])).toBe('adbc');
    expect(order([{ id: 1, kind: 'boost', by: 'product-type', value: 'mug', factor: 4 }])).toBe('cadb');
    expect(order([{ id: 1, kind: 'boost', by: 'vendor', value: 'SOUTHERN', factor: 0.25 }])).toBe('acbd');
    expect(order([{ id: 1, kind: 'boost', by: 'tag', value: 'GIFT', factor: 0.5 }])).toBe('bacd');
  });

  it('multiply boosts, within the bounds of one', () => {
    const twice: MerchantRule[] = [1, 2, 3].map((id) => ({ id, kind: 'boost', by: 'vendor', value: 'Southern', factor: 3 }));
    expect(applyRules(LIST, twice, facts()).items.map(({ factor }) => factor)).toEqual([4, 1, 4, 1]);
  });

  it('lift a boosted product whose score is below 0', () => {
    const below = [{ product: 'a', score: -1, reason: 'listed' as const }, { product: 'c', score: -2, reason: 'listed' as const }];
    expect(order([{ id: 1, kind: 'boost', by: 'product', value: 'c', factor: 4 }], facts(), below)).toBe('ca');
  });

  it('never show what is shown already, even pinned', () => {
    expect(order([{ id: 1, kind: 'pin', block: 'also', product: 'a', shownWith: 'a' }], facts('also', ['a']))).toBe('bcd');
  });

  it('keep every list whole: no product twice, none excluded or shown already, nothing lost, nothing brought in but by a pin', () => {
    fc.assert(fc.property(list, rules, block, fc.array(product, { maxLength: 2 }), (items, all, of, shownWith) => {
      const ruled = applyRules(items, all, facts(of, shownWith));
      const out: string[] = ruled.items.map(({ item }) => item.product);
      expect(new Set(out).size).toBe(out.length);
      const gone = new Set<string>(all.flatMap((one) => (one.kind === 'exclude' ? [one.product] : [])));
      for (const one of out) expect(gone.has(one) || shownWith.some((shown) => shown === one)).toBe(false);
      for (const { product: one } of items) expect(out.includes(one) || gone.has(one) || shownWith.includes(one)).toBe(true);
      for (const { item, pinnedBy } of ruled.items) if (!items.some((one) => one.product === item.product)) expect(pinnedBy).not.toBeNull();
      const pinned = ruled.items.map(({ pinnedBy }) => pinnedBy !== null);
      expect(pinned.lastIndexOf(true)).toBe(pinned.filter(Boolean).length - 1);
    }));
  });

  it('do nothing a second time', () => {
    fc.assert(fc.property(list, rules, block, (items, all, of) => {
      const withoutBoosts = all.filter((one) => one.kind !== 'boost');
      const once = applyRules(items, withoutBoosts, facts(of)).items.map(({ item }) => item);
      expect(applyRules(once, withoutBoosts, facts(of)).items.map(({ item }) => item.product)).toEqual(once.map((item) => item.product));
    }));
  });
});
