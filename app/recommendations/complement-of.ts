import type { ListItem } from './work-out-lists.ts';

/**
 * What goes with a basket: the *bought together* lists of its products as one, by the sum of their scores; the reason is
 * that of the list in which an item scored highest. Nothing that is in the basket already.
 * @param lists of the basket's products, in any order
 * @returns best first; of equals the one whose id is lower
 */
export function complementOf(lists: readonly { product: string; together: readonly ListItem[] }[], basket: readonly string[]): ListItem[] {
  const there = new Set(basket);
  const merged = new Map<string, { item: ListItem; sum: number }>();
  for (const { together } of [...lists].sort((a, b) => byId(a.product, b.product))) {
    for (const item of together) {
      if (there.has(item.product)) continue;
      const before = merged.get(item.product);
      merged.set(item.product, { item: before !== undefined && before.item.score >= item.score ? before.item : item, sum: (before?.sum ?? 0) + item.score });
    }
  }
  return [...merged.values()].map(({ item, sum }) => ({ ...item, score: sum })).sort((a, b) => b.score - a.score || byId(a.product, b.product));
}

const byId = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
