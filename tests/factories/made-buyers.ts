import type { BetaGeometric } from '#app/math/beta-geometric.ts';
import type { BtydSummary } from '#app/math/btyd-summary.ts';
import { Random } from '#tests/shopify-standin/store/random.ts';

export interface MadeBuyersOptions {
  customers: number;
  seed: number;
  /** First purchases are spread evenly over the last `longest - shortest` of a watch of this length; by weeks, say. */
  longest: number;
  shortest?: number;
  /** Times are rounded up to whole multiples of this, as days are of weeks: 1 / 7. Exact times without it. */
  grain?: number;
  /** How many purchases to count in a time after the watch. */
  holdout?: number;
}

/** Customers who live and buy exactly as a model with these parameters says, each step drawn as its story tells it, and what they buy later. */
export function madeBuyers(parameters: BetaGeometric, { customers, seed, longest, shortest = 0, grain = 0, holdout = 0 }: MadeBuyersOptions): { summary: BtydSummary; later: Float64Array } {
  const random = new Random(seed, 'buyers');
  const summary = { size: customers, frequency: new Float64Array(customers), recency: new Float64Array(customers), age: new Float64Array(customers) };
  const later = new Float64Array(customers);
  const rounded = (time: number): number => (grain === 0 ? time : Math.ceil(time / grain) * grain);
  for (let row = 0; row < customers; row += 1) {
    const age = rounded(shortest + (longest - shortest) * random.uniform());
    const rate = random.gamma(parameters.r, parameters.alpha);
    const drop = random.beta(parameters.a, parameters.b);
    let alive = parameters.model === 'bg-nbd' || !random.chance(drop);
    let time = 0;
    let frequency = 0;
    let recency = 0;
    while (alive) {
      time += random.exponential(rate);
      if (time > age + holdout) break;
      if (time <= age) {
        frequency += 1;
        recency = Math.min(rounded(time), age);
      } else later[row] = (later[row] as number) + 1;
      alive = !random.chance(drop);
    }
    summary.frequency[row] = frequency;
    summary.recency[row] = recency;
    summary.age[row] = age;
  }
  return { summary, later };
}
