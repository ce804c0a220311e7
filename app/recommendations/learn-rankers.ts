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

/** What was known at the end of a day, and customers who came in the days after it. */
export interface Lesson {
  knowledge: ShopKnowledge;
  customers: readonly TestedCustomer[];
}

/** Of products that were not bought one in so many is looked at, for as many: there are far more of them than teach anything. */
const MISSES_KEPT = { repeat: 2, novel: 3 };

/** What a lesson teaches each ranker. */
export interface LessonRows {
  repeat: RankerRows;
  novel: RankerRows;
}

/** A customer with four times as many rows weighs twice as much, not four times: lists are measured by customer. */
export function lessonRows({ knowledge, customers }: Lesson): LessonRows {
  const repeat = growingRows(REPEAT_FEATURES);
  const novel = growingRows(NOVEL_FEATURES);
  for (const [which, { view: { history, says: saysOf, candidates }, targets }] of customers.entries()) {
    const says = saysOf();
    const add = (rows: GrowingRows, product: number, place: number, weight: number, kept: number, write: (x: Float64Array, at: number) => void): void => {
      if (targets.has(product)) rows.add(true, weight, write);
      else if ((place + which) % kept === 0) rows.add(false, kept * weight, write);
    };
    const ofRepeats = 1 / Math.sqrt(history.products.length);
    for (const [one, product] of history.products.entries()) {
      add(repeat, product, one, ofRepeats, MISSES_KEPT.repeat, (x, at) => repeatFeatures(knowledge, history, says, one, x, at));
    }
    const { products } = candidates();
    const ofNovel = 1 / Math.sqrt(Math.max(1, products.reduce((hits, product) => hits + (targets.has(product) ? 1 : 0), 0)));
    for (const [place, product] of products.entries()) {
      add(novel, product, place, ofNovel, MISSES_KEPT.novel, (x, at) => novelFeatures(knowledge, history, says, product, x, at));
    }
  }
  return { repeat: repeat.finish(), novel: novel.finish() };
}

/**
 * Two rankers, one for what a customer had and one for what they never had; null where there is too little to learn either
 * from.
 * @param near rankers of a part of the lessons, to begin from
 */
export function learnRankers(lessons: readonly LessonRows[], near: Rankers | null = null): Rankers | null {
  const [repeat, novel] = [fitRanker(lessons.map((lesson) => lesson.repeat), near?.repeat), fitRanker(lessons.map((lesson) => lesson.novel), near?.novel)];
  return repeat === null || novel === null ? null : { repeat, novel };
}

interface GrowingRows {
  add(hit: boolean, weight: number, write: (x: Float64Array, at: number) => void): void;
  finish(): RankerRows;
}

/** Rows of numbers, as many as come. */
function growingRows(columns: number): GrowingRows {
  let size = 0;
  let room = 1024;
  let x = new Float32Array(room * columns);
  const row = new Float64Array(columns);
  let y = new Float64Array(room);
  let weights = new Float64Array(room);
  return {
    add: (hit, weight, write) => {
      if (size === room) {
        room *= 2;
        const [widerX, widerY, widerWeights] = [new Float32Array(room * columns), new Float64Array(room), new Float64Array(room)];
        widerX.set(x);
        widerY.set(y);
        widerWeights.set(weights);
        [x, y, weights] = [widerX, widerY, widerWeights];
      }
      write(row, 0);
      x.set(row, size * columns);
      y[size] = hit ? 1 : 0;
      weights[size] = weight;
      size += 1;
    },
    finish: () => ({ columns, x: x.subarray(0, size * columns), y: y.subarray(0, size), weight: weights.subarray(0, size) }),
  };
}
