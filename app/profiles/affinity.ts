/**
 * What a customer is drawn to, against what the shop's customers buy. A *pick* is a product in an order: somebody whose two orders hold
 * tea, tea and a mug has made three picks. Shares of picks are shrunk, so that one lucky order makes no taste.
 */

/** The picks of all customers of a shop that are needed to say how much customers differ. */
export interface PickTotals {
  customers: number;
  /** N: all picks. */
  picks: number;
  /** Sum over customers of n x n, n being their picks. */
  squaredSizes: number;
  /** 1000 x the sum over customers and groups of x x x / n, x being their picks in the group. */
  squaredShareThousandths: number;
}

/**
 * How many picks of the shop's own mixture a customer is taken to have made beforehand: the concentration of a Dirichlet-multinomial, by the
 * method of moments (Mosimann 1962; with unequal sizes as in Kleinman 1973). With Q the sum of x^2 / n, p the pooled shares and S = Q - N x sum p^2,
 * the correlation within a customer is rho = (S / (1 - sum p^2) - (k - 1)) / (N - sum n^2 / N - (k - 1)), and the concentration
 * (1 - rho) / rho, kept within 1 to 1,000 picks. Thousandths, whole. 10 picks where nothing can be seen: fewer than 100 customers, or one group.
 * @param groupPicks the picks of each group; together N
 */
export function fitConcentration(totals: PickTotals, groupPicks: Iterable<number>): number {
  const { customers: k, picks: N } = totals;
  let squares = 0;
  for (const picks of groupPicks) squares += (picks / Math.max(N, 1)) ** 2;
  const spread = totals.squaredShareThousandths / 1000 - N * squares;
  const room = N - totals.squaredSizes / Math.max(N, 1) - (k - 1);
  if (k < 100 || squares >= 1 || room <= 0) return 10_000;
  const rho = (spread / (1 - squares) - (k - 1)) / room;
  return Math.round(1000 * Math.min(1000, Math.max(1, rho > 0 ? (1 - rho) / rho : 1000)));
}

/** A group (a product, a product type) that a customer picked from. */
export interface Affinity<Key> {
  key: Key;
  /** Of the customer's picks, those in the group. */
  picks: number;
  of: number;
  shopPicks: number;
  shopOf: number;
  /** (picks + concentration x shop's share) / (of + concentration): the posterior mean. */
  share: number;
  /** That share over the shop's. */
  lift: number;
}

/** A liking is told from two picks on, and where the shrunk share is a quarter above the shop's. */
const PICKS_NEEDED = 2;
const LIFT_NEEDED = 1.25;

/** The affinity for one group. The shop's picks include the customer's own. */
export function affinityOf<Key>(key: Key, own: { picks: number; of: number }, shop: { picks: number; of: number }, concentrationThousandths: number): Affinity<Key> {
  const base = shop.picks / shop.of;
  const prior = concentrationThousandths / 1000;
  const share = (own.picks + prior * base) / (own.of + prior);
  return { key, picks: own.picks, of: own.of, shopPicks: shop.picks, shopOf: shop.of, share, lift: share / base };
}

/** What a customer likes, the most certain first: those groups that they pick more often than the shop's customers do, by how many picks more. */
export function likings<Key>(affinities: Iterable<Affinity<Key>>, most: number): Affinity<Key>[] {
  const excess = ({ picks, of, shopPicks, shopOf }: Affinity<Key>): number => picks - (of * shopPicks) / shopOf;
  return [...affinities]
    .filter((one) => one.picks >= PICKS_NEEDED && one.lift >= LIFT_NEEDED)
    .sort((a, b) => excess(b) - excess(a) || b.picks - a.picks)
    .slice(0, most);
}
