import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { composeList, type ComposeOptions } from './compose-list.ts';
import { BLOCKS, type MerchantRule } from './merchant-rules.ts';
import type { ProductCard } from './product-card.ts';
import type { ListItem } from './work-out-lists.ts';

const item = (product: string, score = 1): ListItem => ({ product, score, reason: { kind: 'popular', baskets: 3, days: 28 } });
const card = (id: string, canBeShown = true): ProductCard => ({ id, title: `Product ${id}`, handle: `p-${id}`, productType: '', vendor: '', tags: [], imageUrl: null, canBeShown, variantId: `${id}0`, price: 100 });
const compose = (change: Partial<ComposeOptions>) =>
  composeList({ block: 'also', stages: [], rules: [], shownWith: [], away: new Set(), cardOf: (product) => card(product), limit: 4, ...change }).map((one) => one.card.id);

describe('a list as it is shown', () => {
  it('goes on with the next list where one is short, whatever the units of its scores', () => {
    expect(compose({ stages: [[item('a', 0.02), item('b', 0.01)], [item('b', 900), item('c', 900), item('d', 0)], [item('e', 5)]] })).toEqual(['a', 'b', 'c', 'd']);
    expect(compose({ stages: [[item('a', 0.02)], [], [item('e', 5)]], limit: 9 })).toEqual(['a', 'e']);
  });

  it('has what the merchant put in front, says so, and nothing of what they took out', () => {
    const rules: MerchantRule[] = [{ id: 1, kind: 'pin', block: 'also', product: 'z', shownWith: null }, { id: 2, kind: 'exclude', product: 'a' }];
    const list = composeList({ block: 'also', stages: [[item('a'), item('b')]], rules, shownWith: [], away: new Set(), cardOf: (product) => card(product), limit: 4 });
    expect(list.map((one) => [one.card.id, one.reason.kind, one.pinnedBy])).toEqual([['z', 'picked', 1], ['b', 'popular', null]]);
  });

  it('has no pin of what cannot be bought', () => {
    expect(compose({ stages: [[item('b')]], rules: [{ id: 1, kind: 'pin', block: 'also', product: 'z', shownWith: null }], cardOf: (product) => card(product, product !== 'z') })).toEqual(['b']);
  });

  it('is the same where there are no rules as by rules that do nothing', () => {
    const product = fc.integer({ min: 1, max: 20 }).map(String);
    const stage = fc.array(fc.record({ product, score: fc.double({ min: 0, max: 5, noNaN: true }) }), { maxLength: 12 }).map((items) => items.sort((a, b) => b.score - a.score).map((one) => item(one.product, one.score)));
    fc.assert(fc.property(fc.array(stage, { maxLength: 3 }), fc.array(product, { maxLength: 3 }), fc.integer({ min: 1, max: 12 }), (stages, away, limit) => {
      const nothing: MerchantRule[] = [{ id: 1, kind: 'exclude', product: 'none' }];
      expect(compose({ stages, away: new Set(away), limit })).toEqual(compose({ stages, away: new Set(away), limit, rules: nothing }));
    }));
  });

  it('never has what is excluded, away, not to be bought, shown beside it or there already, nor more than was asked for', () => {
    const product = fc.integer({ min: 1, max: 12 }).map(String);
    const list = fc.array(fc.record({ product, score: fc.double({ min: -1, max: 5, noNaN: true }) }), { maxLength: 15 });
    const rule = fc.oneof(
      fc.record({ kind: fc.constant('pin' as const), block: fc.constantFrom(...BLOCKS), product, shownWith: fc.option(product) }),
      fc.record({ kind: fc.constant('exclude' as const), product }),
      fc.record({ kind: fc.constant('boost' as const), by: fc.constant('product' as const), value: product, factor: fc.constantFrom(0.25, 1, 4) }),
    );
    fc.assert(fc.property(fc.record({ stages: fc.array(list, { maxLength: 3 }), rules: fc.array(rule, { maxLength: 6 }), shownWith: fc.array(product, { maxLength: 3 }), away: fc.array(product, { maxLength: 3 }), gone: fc.array(product, { maxLength: 4 }), limit: fc.integer({ min: 1, max: 12 }), block: fc.constantFrom(...BLOCKS) }), (made) => {
      const rules = made.rules.map((one, id) => ({ ...one, id })) as MerchantRule[];
      const shown = compose({
        ...made, rules, away: new Set(made.away), stages: made.stages.map((stage) => stage.map((one) => item(one.product, one.score))),
        cardOf: (id) => (id === '12' ? null : card(id, !made.gone.includes(id))),
      });
      expect(shown.length).toBeLessThanOrEqual(made.limit);
      expect(new Set(shown).size).toBe(shown.length);
      const refused = new Set([...made.shownWith, ...made.away, ...made.gone, '12', ...rules.flatMap((one) => (one.kind === 'exclude' ? [one.product] : []))]);
      expect(shown.filter((id) => refused.has(id))).toEqual([]);
      const named = new Set([...made.stages.flat().map((one) => one.product), ...rules.flatMap((one) => (one.kind === 'pin' ? [one.product] : []))]);
      expect(shown.filter((id) => !named.has(id))).toEqual([]);
      // Nothing is withheld either.
      const lists = new Set(made.stages.flat().map((one) => one.product).filter((id) => !refused.has(id)));
      expect(shown.length).toBeGreaterThanOrEqual(Math.min(made.limit, lists.size));
    }), { numRuns: 500 });
  });
});
