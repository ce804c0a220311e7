import { describe, expect, it } from 'vitest';
import { leftOut } from './left-out.ts';
import type { MerchantRule } from './merchant-rules.ts';
import type { ProductCard } from './product-card.ts';
import type { ListItem } from './work-out-lists.ts';

const card = (id: string, canBeShown = true): ProductCard => ({ id, title: id, handle: id, productType: '', vendor: '', tags: [], imageUrl: null, canBeShown, variantId: '1', price: 1 });
const item = (product: string): ListItem => ({ product, score: 1, reason: { kind: 'popular', baskets: 1, days: 28 } });
const CARDS = new Map([card('a'), card('b'), card('c', false), card('d'), card('e')].map((one) => [one.id, one]));
const EXCLUDE: MerchantRule = { id: 9, kind: 'exclude', product: 'b' };
const of = (rules: MerchantRule[], shown: string[], most = 10) => leftOut({ block: 'also', stages: [['a', 'b', 'c'].map(item), ['d', 'gone', 'b', 'e'].map(item)], rules, shownWith: ['x'], away: new Set(['d']), cardOf: (product) => CARDS.get(product) ?? null }, new Set(shown), most);

describe('what a list leaves out', () => {
  it('is told with the first reason that holds, each product once, and nothing that only stands too far down', () => {
    expect(of([EXCLUDE], ['a'])).toEqual([
      { product: 'b', why: { kind: 'excluded', rule: 9 } }, { product: 'c', why: { kind: 'unavailable' } }, { product: 'd', why: { kind: 'away' } }, { product: 'gone', why: { kind: 'unavailable' } },
    ]);
    expect(of([], ['a', 'b'], 1)).toEqual([{ product: 'c', why: { kind: 'unavailable' } }]);
  });

  it('names a pin that cannot be shown, of this block and product alone', () => {
    const pin = (product: string, shownWith: string | null, block: 'also' | 'together' = 'also'): MerchantRule => ({ id: 1, kind: 'pin', block, product, shownWith });
    expect(of([pin('f', 'x')], ['a', 'b', 'c', 'd', 'gone'])).toEqual([{ product: 'f', why: { kind: 'unavailable' } }]);
    expect(of([pin('f', 'y'), pin('f', null, 'together')], ['a', 'b', 'c', 'd', 'gone'])).toEqual([]);
  });
});
