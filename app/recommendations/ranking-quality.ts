/** How good lists are against what was bought, as means over the lists that had something to find. */
export interface RankingQuality {
  /** Of the targets, those in the list. */
  recall: number;
  /** Normalised discounted cumulative gain with the ideal of min(k, targets): Jarvelin and Kekalainen (2002), binary gains. */
  ndcg: number;
  /** Lists with at least one target. */
  hitRate: number;
  /** Different products in all lists, of the products there were. */
  coverage: number;
  lists: number;
}

export interface RankingQualityMeter {
  /** @param list best first, no product twice @param targets what was bought; an empty one counts for nothing @returns the list's own NDCG; null where there was nothing to find */
  add(list: ArrayLike<number>, targets: ReadonlySet<number>): number | null;
  finish(): RankingQuality;
}

/**
 * @param k how much of each list is looked at
 * @param products how many products there were to choose from
 */
export function rankingQualityMeter(k: number, products: number): RankingQualityMeter {
  const shown = new Set<number>();
  let [recall, ndcg, hits, lists] = [0, 0, 0, 0];
  return {
    add: (list, targets) => {
      if (targets.size === 0) return null;
      lists += 1;
      let found = 0;
      let gain = 0;
      for (let at = 0; at < Math.min(k, list.length); at += 1) {
        const product = list[at] as number;
        shown.add(product);
        if (!targets.has(product)) continue;
        found += 1;
        gain += 1 / Math.log2(at + 2);
      }
      let ideal = 0;
      for (let at = 0; at < Math.min(k, targets.size); at += 1) ideal += 1 / Math.log2(at + 2);
      recall += found / targets.size;
      ndcg += gain / ideal;
      if (found > 0) hits += 1;
      return gain / ideal;
    },
    finish: () => ({ recall: recall / Math.max(1, lists), ndcg: ndcg / Math.max(1, lists), hitRate: hits / Math.max(1, lists), coverage: shown.size / Math.max(1, products), lists }),
  };
}
