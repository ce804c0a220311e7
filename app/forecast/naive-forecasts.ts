import { midrankScores } from '../math/midrank.ts';
import type { NaiveName } from './back-test-metrics.ts';
import { outcomesAfter, purchasesThrough, type OrderHistories, type PurchaseView } from './order-histories.ts';

/** What a rule without a model says of each customer of a view. A model that does not beat such rules on a shop's own past is not shown there. */
export interface NaiveForecast {
  /** By which it ranks who buys: more is likelier. */
  score: Float64Array;
  /** By which it ranks who spends. */
  spendScore: Float64Array;
  /** Chance to buy, purchases and revenue; null where no window before can tell. */
  said: { buying: Float64Array; purchases: Float64Array; revenue: Float64Array } | null;
}

const STEPS = 5;
/** Groups of customers who stand alike by a score, whose last window is looked at. */
const GROUPS = 10;
/** Fewer customers tell nothing. */
const FEWEST_CUSTOMERS = 50;

/**
 * The naive forecasts of a view for the `horizon` days after it. Recency and RFM are no numbers of purchases, so they say
 * what customers who stood like that one window earlier did in it: the share who bought, mean purchases, mean revenue.
 * What was bought in the last window is itself what is forecast; its chance is found as theirs. Nothing later than the
 * view is looked at.
 */
export function naiveForecasts(histories: OrderHistories, view: PurchaseView, horizon: number): Record<NaiveName, NaiveForecast> {
  const now = scoresOf(view, horizon);
  const earlier = purchasesThrough(histories, view.throughDay - horizon);
  if (earlier.size < FEWEST_CUSTOMERS) return { recency: { ...now.recency, said: null }, rfm: { ...now.rfm, said: null }, 'last-window': { ...now['last-window'], said: null } };
  const then = scoresOf(earlier, horizon);
  const happened = outcomesAfter(histories, earlier, horizon, view.throughDay);
  const columns = [Float64Array.from(happened.purchases, (count) => (count > 0 ? 1 : 0)), happened.purchases, happened.revenue] as const;
  const said = (name: NaiveName): NonNullable<NaiveForecast['said']> => {
    const [buying, purchases, revenue] = meansOfGroups(then[name].score, columns, now[name].score);
    return { buying, purchases, revenue };
  };
  const counted = said('last-window');
  return {
    recency: { ...now.recency, said: said('recency') },
    rfm: { ...now.rfm, said: said('rfm') },
    'last-window': { ...now['last-window'], said: { buying: counted.buying, purchases: now['last-window'].score, revenue: now['last-window'].spendScore } },
  };
}

function scoresOf(view: PurchaseView, horizon: number): Record<NaiveName, Pick<NaiveForecast, 'score' | 'spendScore'>> {
  const { size, starts, days, values, throughDay } = view;
  const [recency, frequency, spend, lastWindow, lastWindowSpend] = [new Float64Array(size), new Float64Array(size), new Float64Array(size), new Float64Array(size), new Float64Array(size)];
  for (let i = 0; i < size; i += 1) {
    const from = starts[i] as number;
    const to = starts[i + 1] as number;
    // Days back, negative: the same today as a window ago.
    recency[i] = (days[to - 1] as number) - throughDay;
    frequency[i] = to - from;
    for (let k = from; k < to; k += 1) {
      spend[i] = (spend[i] as number) + (values[k] as number);
      if ((days[k] as number) > throughDay - horizon) {
        lastWindow[i] = (lastWindow[i] as number) + 1;
        lastWindowSpend[i] = (lastWindowSpend[i] as number) + (values[k] as number);
      }
    }
  }
  const [r, f, m] = [midrankScores(recency, STEPS), midrankScores(frequency, STEPS), midrankScores(spend, STEPS)];
  const rfm = recency.map((_, i) => (r[i] as number) + (f[i] as number) + (m[i] as number));
  return { recency: { score: recency, spendScore: recency }, rfm: { score: rfm, spendScore: rfm }, 'last-window': { score: lastWindow, spendScore: lastWindowSpend } };
}

/**
 * Cuts those who are known into groups of about equal size (a tenth, or more) by their score, equal scores together, and gives each score the
 * means of the group that it falls into.
 */
function meansOfGroups<Columns extends readonly Float64Array[]>(known: Float64Array, columns: Columns, wanted: Float64Array): { [Column in keyof Columns]: Float64Array } {
  const order = Uint32Array.from(known.keys()).sort((a, b) => (known[a] as number) - (known[b] as number));
  const lowest: number[] = [];
  const means: number[][] = [];
  const least = Math.ceil(order.length / GROUPS);
  for (let from = 0; from < order.length; ) {
    let to = Math.min(order.length, from + least);
    // A rest of a few would say what luck says.
    if (order.length - to < least / 2) to = order.length;
    while (to < order.length && known[order[to] as number] === known[order[to - 1] as number]) to += 1;
    lowest.push(known[order[from] as number] as number);
    means.push(columns.map((column) => {
      let sum = 0;
      for (let place = from; place < to; place += 1) sum += column[order[place] as number] as number;
      return sum / (to - from);
    }));
    from = to;
  }
  const groupOf = (score: number): number => {
    let group = lowest.length - 1;
    while (group > 0 && score < (lowest[group] as number)) group -= 1;
    return group;
  };
  const groups = wanted.map(groupOf);
  return columns.map((_, column) => Float64Array.from(groups, (group) => (means[group] as number[])[column] as number)) as { [Column in keyof Columns]: Float64Array };
}
