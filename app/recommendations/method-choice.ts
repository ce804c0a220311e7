/** Lists for which a method is chosen by the shop's own past. */
export type ListKind = 'reorder' | 'discover' | 'together' | 'also';

/**
 * - `ranker`: a logistic ranker over habit, taste, trend and season (decision 142).
 * - `trending-ease`: what the customer's products say of others, times the recent trend.
 * - `blend`: the customer's own frequency, what goes with their products, and what sells.
 * - `personal-frequency`: the customer's own frequency, decayed.
 * - `co-occurrence`: what goes with the customer's products, then what sells.
 * - `conditional`, `log-likelihood`, `cosine`: pairs of products by that measure.
 * - `bestsellers`: what sells to anybody.
 */
export type MethodName = 'ranker' | 'trending-ease' | 'blend' | 'personal-frequency' | 'co-occurrence' | 'conditional' | 'log-likelihood' | 'cosine' | 'bestsellers';

/** A method on the shop's own past, at ten items a list. */
export interface MethodFigures {
  method: MethodName;
  recall: number;
  ndcg: number;
  hitRate: number;
  /** Different products in all lists, of the products there were. */
  coverage: number;
}

export interface KindChoice {
  serves: MethodName;
  /** Too little to test on, and a plain method serves; better than all simpler ones by more than chance; or no richer one was. */
  why: 'too-few-orders' | 'better' | 'richer-no-better';
  /** Lists that had something to find in the back-test. */
  lists: number;
  /** The simplest first; none where there was too little to test on. */
  figures: MethodFigures[];
}

export interface MethodChoice {
  /** The last known day of the back-test, and how many days after it were to be foreseen; null where there was none. */
  backTest: { asOf: number; days: number } | null;
  kinds: Record<ListKind, KindChoice>;
}

export type ReorderMethod = Extract<MethodName, 'bestsellers' | 'personal-frequency' | 'blend' | 'ranker'>;
export type DiscoverMethod = Extract<MethodName, 'bestsellers' | 'co-occurrence' | 'trending-ease' | 'ranker'>;
export type PairMethod = Extract<MethodName, 'bestsellers' | 'conditional' | 'cosine' | 'log-likelihood'>;
