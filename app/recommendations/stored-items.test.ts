import { expect, it } from 'vitest';
import type { ListedReason } from './reasons.ts';
import { itemsOf, storedItems } from './stored-items.ts';

const REASONS: ListedReason[] = [
  { kind: 'you-reorder', baskets: 4, everyDays: 41, lastDaysAgo: 3 }, { kind: 'you-bought', lastDaysAgo: 9 }, { kind: 'bought-with', product: '9007199254740991', by: 41, ofBuyers: 120 },
  { kind: 'also-bought', product: '5', by: 3, ofBuyers: 7 }, { kind: 'rising', times: 2.5, baskets: 8 }, { kind: 'popular', baskets: 12, days: 28 }, { kind: 'new', daysAgo: 12, baskets: 4 },
];

it('a list comes out of its row as it went in, for every reason there is', () => {
  const items = REASONS.map((reason, at) => ({ product: String(7_000_000_000_000 + at), score: 0.1234 / (at + 1), reason }));
  const back = itemsOf(JSON.parse(storedItems(items)));
  expect(back.map(({ product, reason }) => ({ product, reason }))).toEqual(items.map(({ product, reason }) => ({ product, reason })));
  for (const [at, item] of items.entries()) expect(back[at]?.score).toBeCloseTo(item.score, 5);
});

it('what is not of the form is left out, and takes nothing else with it', () => {
  expect(itemsOf(null)).toEqual([]);
  expect(itemsOf({ a: 1 })).toEqual([]);
  expect(itemsOf([[1, 0.5, 'no-such-reason'], ['1', 0.5, 'popular', 1, 28], [2, 0.5, 'popular', 'x'], 5, null, [3, 0.25, 'popular', 6, 28]])).toEqual([{ product: '3', score: 0.25, reason: { kind: 'popular', baskets: 6, days: 28 } }]);
});
