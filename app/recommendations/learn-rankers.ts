import type { TestedCustomer } from './back-test.ts';
import { NOVEL_FEATURES, novelFeatures, REPEAT_FEATURES, repeatFeatures } from './candidate-features.ts';
import { customerView } from './candidates.ts';
import { customerHistory } from './customer-history.ts';
import type { Rankers } from './customer-scores.ts';
import type { Interactions } from './interactions.ts';
import { boughtWithin, nextBaskets } from './next-baskets.ts';
import { fitRanker, type RankerRows } from './ranker.ts';
import type { ShopKnowledge } from './shop-knowledge.ts';

/** The newest days of which rankers learn and in which methods are tested: the fewest that have enough baskets. */
const DAYS = [45, 90, 180] as const;
const ENOUGH_CUSTOMERS = 300;
/** More customers cost memory and time, and teach little more. */
const MOST_CUSTOMERS = 2_500;

/** How many of the last days hold the next baskets of enough customers; where none do, those with the most. */
export function learningDays(all: Interactions, cutOff: number): number {
  let best = { days: DAYS[0] as number, customers: -1 };
  for (const days of DAYS) {
    const customers = nextBaskets(all, cutOff - days, days, () => true).size;
    if (customers >= ENOUGH_CUSTOMERS) return days;
    if (customers > best.customers) best = { days, customers };
  }
  return best.days;
}

/** Customers with a basket in the days after the knowledge's last one: what was known of them, and what they bought. */
export function testedCustomers(all: Interactions, knowledge: ShopKnowledge, days: number): TestedCustomer[] {
  const { seen, demand, cutOff } = knowledge;
  const known = (product: number): boolean => (demand.salesEver[product] as number) > 0;
  const next = [...nextBaskets(all, cutOff, days, known)];
  const step = Math.max(1, next.length / MOST_CUSTOMERS);
  const tested: TestedCustomer[] = [];
  for (let at = 0; at < next.length; at += step) {
    const [customer, targets] = next[Math.floor(at)] as [number, Set<number>];
    const history = customerHistory(seen, customer, cutOff);
    if (history !== null) tested.push({ view: customerView(knowledge, history), targets, later: boughtWithin(all, customer, cutOff, days, known) });
  }
  return tested;
}

/** Two rankers, one for what a customer had and one for what they never had; null where there is too little to learn either from. */
export function learnRankers(knowledge: ShopKnowledge, customers: readonly TestedCustomer[]): Rankers | null {
  const repeat = growingRows(REPEAT_FEATURES);
  const novel = growingRows(NOVEL_FEATURES);
  for (const { view: { history, says: saysOf, candidates }, targets } of customers) {
    const says = saysOf();
    for (const [one, product] of history.products.entries()) {
      repeat.add(targets.has(product), (x, at) => repeatFeatures(knowledge, history, says, one, x, at));
    }
    for (const product of candidates().products) {
      novel.add(targets.has(product), (x, at) => novelFeatures(knowledge, history, says, product, x, at));
    }
  }
  const [forRepeats, forNovel] = [fitRanker(repeat.finish()), fitRanker(novel.finish())];
  return forRepeats === null || forNovel === null ? null : { repeat: forRepeats, novel: forNovel };
}

interface GrowingRows {
  add(hit: boolean, write: (x: Float64Array, at: number) => void): void;
  finish(): RankerRows;
}

/** Rows of numbers, as many as come. */
function growingRows(columns: number): GrowingRows {
  let size = 0;
  let room = 1024;
  let x = new Float64Array(room * columns);
  let y = new Float64Array(room);
  return {
    add: (hit, write) => {
      if (size === room) {
        room *= 2;
        const [widerX, widerY] = [new Float64Array(room * columns), new Float64Array(room)];
        widerX.set(x);
        widerY.set(y);
        [x, y] = [widerX, widerY];
      }
      write(x, size * columns);
      y[size] = hit ? 1 : 0;
      size += 1;
    },
    finish: () => ({ columns, x: x.subarray(0, size * columns), y: y.subarray(0, size) }),
  };
}
