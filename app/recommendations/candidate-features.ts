import type { CustomerHistory } from './customer-history.ts';
import { addEaseScores } from './ease.ts';
import type { ShopKnowledge } from './shop-knowledge.ts';

/** What EASE says to one customer, for each product of the model: from all they had, and with a weight that halves with every two baskets since. */
export interface EaseSays {
  all: Float64Array;
  recent: Float64Array;
}

export function easeSays({ ease }: ShopKnowledge, history: CustomerHistory): EaseSays {
  const [all, recent] = [new Float64Array(ease.products.length), new Float64Array(ease.products.length)];
  const weights = history.basketsSince.map((since) => {
    const weight = 2 ** (-since / 2);
    return weight >= 0.01 ? weight : 0;
  });
  addEaseScores(ease, history.products, weights, all, recent);
  return { all, recent };
}

const [REPEAT_PLAIN, NOVEL_PLAIN] = [28, 20];
/** Features that stand in for one another or sharpen one another: their products, squares among them, bend what would be a straight line. By their places. */
const REPEAT_CROSSED: readonly (readonly [number, number])[] = [
  [1, 1], [17, 17], [18, 18], [19, 19], [20, 20], [21, 21], [23, 23], [24, 24], [11, 11],
  [19, 23], [18, 24], [1, 18], [10, 19], [3, 18], [20, 22], [14, 20], [6, 20],
];
const NOVEL_CROSSED: readonly (readonly [number, number])[] = [
  [1, 1], [2, 2], [3, 3], [6, 6], [9, 9], [11, 11], [16, 16], [17, 17],
  [1, 6], [1, 14], [1, 17], [3, 17], [5, 8], [6, 14], [1, 13],
];
export const REPEAT_FEATURES = REPEAT_PLAIN + REPEAT_CROSSED.length;
export const NOVEL_FEATURES = NOVEL_PLAIN + NOVEL_CROSSED.length;

const log1 = (value: number): number => Math.log(1 + Math.max(0, value));

/** Features that any product has for a customer. */
function shared(knowledge: ShopKnowledge, history: CustomerHistory, says: EaseSays, product: number, x: Float64Array, at: number): number {
  const { demand, ease } = knowledge;
  const place = ease.place[product] as number;
  const [all, recent] = place < 0 ? [0, 0] : [says.all[place] as number, says.recent[place] as number];
  x[at] = Math.max(0, all);
  x[at + 1] = Math.log(0.003 + Math.max(0, all));
  x[at + 2] = Math.log(0.003 + Math.max(0, recent));
  x[at + 3] = Math.log(demand.trend14[product] as number);
  x[at + 4] = Math.log(demand.trend28[product] as number);
  x[at + 5] = Math.log(demand.season[product] as number);
  x[at + 6] = log1(demand.sales14[product] as number);
  x[at + 7] = log1(demand.sales28[product] as number);
  x[at + 8] = log1(demand.sales364[product] as number);
  x[at + 9] = log1(demand.daysSinceSold[product] as number);
  x[at + 10] = Math.log(demand.repeatShare[product] as number);
  x[at + 11] = Math.abs(Math.log((demand.price[product] as number) + 1) - history.meanLogPrice);
  x[at + 12] = Math.log((demand.price[product] as number) + 1);
  // Of the customer: they matter where lists of both kinds are merged.
  x[at + 13] = Math.log(history.meanBasket);
  x[at + 14] = log1(history.baskets);
  x[at + 15] = log1(history.daysSinceLast);
  x[at + 16] = log1(demand.sales7[product] as number);
  return at + 17;
}

/** @param one where the product stands in the history @param x written from `at` on */
export function repeatFeatures(knowledge: ShopKnowledge, history: CustomerHistory, says: EaseSays, one: number, x: Float64Array, at: number): void {
  const product = history.products[one] as number;
  let next = shared(knowledge, history, says, product, x, at);
  const put = (value: number): void => {
    x[next] = value;
    next += 1;
  };
  const count = history.count[one] as number;
  const ownInterval = count > 1 ? ((history.firstAgo[one] as number) - (history.lastAgo[one] as number)) / (count - 1) : 0;
  const interval = ((count - 1) * ownInterval + 2 * (knowledge.demand.interval[product] as number)) / (count + 1);
  put(Math.log(0.01 + (history.decayed30[one] as number)));
  put(Math.log(0.01 + (history.decayed120[one] as number)));
  put(Math.log(history.decayed365[one] as number));
  put(Math.log((count + 0.5) / (history.baskets + 2)));
  put(Math.log(((history.countOfLastFive[one] as number) + 0.3) / (Math.min(5, history.baskets) + 1)));
  put(log1(history.basketsSince[one] as number));
  put(log1(history.lastAgo[one] as number));
  put(Math.min(3, (history.lastAgo[one] as number) / Math.max(1, interval)));
  put(count === 1 ? 1 : 0);
  put(log1(history.yearBefore[one] as number));
  put(log1((history.units[one] as number) / count));
  cross(REPEAT_CROSSED, x, at, REPEAT_PLAIN);
}

function cross(pairs: readonly (readonly [number, number])[], x: Float64Array, at: number, plain: number): void {
  for (const [which, [a, b]] of pairs.entries()) x[at + plain + which] = (x[at + a] as number) * (x[at + b] as number);
}

export function novelFeatures(knowledge: ShopKnowledge, history: CustomerHistory, says: EaseSays, product: number, x: Float64Array, at: number): void {
  const next = shared(knowledge, history, says, product, x, at);
  x[next] = log1(knowledge.demand.age[product] as number);
  x[next + 1] = (x[at + 1] as number) * (x[at + 3] as number);
  x[next + 2] = Math.log(((knowledge.demand.sales14[product] as number) + 0.5) * ((x[at] as number) + 0.003));
  cross(NOVEL_CROSSED, x, at, NOVEL_PLAIN);
}
