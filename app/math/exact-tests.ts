import { logGamma } from './log-gamma.ts';

/** Exact tests for few observations: no normal approximation, no table. Each gives the chance of what was seen, or more, if nothing were behind it. */

const logChoose = (n: number, k: number): number => logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1);

/** P(X >= k) of a binomial of n draws with chance p. */
export function binomialUpperTail(n: number, k: number, p: number): number {
  if (!(n >= 0) || !(p > 0 && p < 1)) throw new RangeError(`No binomial of ${n} draws with chance ${p}.`);
  if (k <= 0) return 1;
  let tail = 0;
  for (let hits = k; hits <= n; hits += 1) tail += Math.exp(logChoose(n, hits) + hits * Math.log(p) + (n - hits) * Math.log1p(-p));
  return Math.min(1, tail);
}

/**
 * P(X >= seen) of a hypergeometric: `drawn` of `population` taken without putting back, `marked` of which are marked. With the marked
 * ones of the later half as `seen` it is Fisher's exact test, one-sided (Fisher 1922).
 */
export function hypergeometricUpperTail(population: number, marked: number, drawn: number, seen: number): number {
  if (marked > population || drawn > population) throw new RangeError(`No ${drawn} drawn and ${marked} marked of ${population}.`);
  let tail = 0;
  for (let hits = Math.max(seen, 0, drawn + marked - population); hits <= Math.min(marked, drawn); hits += 1) {
    tail += Math.exp(logChoose(marked, hits) + logChoose(population - marked, drawn - hits) - logChoose(population, drawn));
  }
  return Math.min(1, tail);
}

/** Of n values that come in any order alike: how many of the n! orders have so many falling pairs (Kendall 1938), as shares. */
function inversionShares(n: number): number[] {
  let shares = [1];
  for (let size = 2; size <= n; size += 1) {
    const next = new Array<number>(shares.length + size - 1).fill(0);
    for (const [falls, share] of shares.entries()) for (let more = 0; more < size; more += 1) next[falls + more] = (next[falls + more] as number) + share / size;
    shares = next;
  }
  return shares;
}

/** A run of values looked at for a rise (Mann 1945, Kendall 1975). */
export interface Rise {
  /** Pairs of which the later value is the larger, of all pairs. */
  rising: number;
  pairs: number;
  /** Chance of so many rising pairs if the order meant nothing. Equal values count as not rising, which makes it larger, never smaller. */
  chance: number;
}

/** Whether the values rise, in the order given. Exact, for up to 24 of them. */
export function mannKendall(values: readonly number[]): Rise {
  const n = values.length;
  if (n > 24) throw new RangeError(`${n} values are too many for an exact test; give the latest 24.`);
  let rising = 0;
  for (let later = 1; later < n; later += 1) {
    for (let earlier = 0; earlier < later; earlier += 1) if ((values[later] as number) > (values[earlier] as number)) rising += 1;
  }
  const pairs = (n * (n - 1)) / 2;
  const chance = inversionShares(n).slice(0, pairs - rising + 1).reduce((sum, share) => sum + share, 0);
  return { rising, pairs, chance: Math.min(1, chance) };
}
