import type { ServedList } from '../recommendations/serve-list.server.ts';

const OF_PAIRS: readonly string[] = ['together', 'also', 'complementary'];

/** Nothing goes with what was asked about: what sells stands in, and is not to be called bought together. */
export function standsIn(block: string, items: ServedList['items']): boolean {
  return OF_PAIRS.includes(block) && !items.some(({ reason }) => reason.kind === 'bought-with' || reason.kind === 'also-bought');
}
