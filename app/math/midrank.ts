/**
 * Midranks: where a value stands among others when equal values must stand alike. NTILE and plain quintiles split
 * ties, so that two customers with the same figures get different scores, and which one depends on the engine.
 *
 * The midrank of x among n values is `below + equal / 2`; all here is done on twice that, an integer. Values must be
 * finite; the sorted arrays are ascending, and "below" means worse. A scale on which less is better (days since the
 * last order) is negated by the caller.
 */

/** An ascending array of numbers, typed or plain. */
export type SortedValues = Readonly<ArrayLike<number>>;

/**
 * The lowest value that reaches each step above the first: `cuts[0]` for step 2, and so on. Null where no value among
 * those that were ranked reaches the step (all alike, say: all of them are in the middle). Non-decreasing.
 */
export type Cuts = readonly (number | null)[];

/** How many of `sorted` are below x (`inclusive` false), or below or equal (`inclusive` true). O(log n). */
function countBelow(sorted: SortedValues, x: number, inclusive: boolean): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const value = sorted[middle] as number;
    if (value < x || (inclusive && value === x)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** 2 x below + equal: twice the midrank of x among the ascending `sorted`; x need not be among them. O(log n). */
export function twiceMidrank(sorted: SortedValues, x: number): number {
  return countBelow(sorted, x, false) + countBelow(sorted, x, true);
}

/** The score, 1 to `steps`, of a value with this doubled midrank among `n`: ceil(steps x (2 below + equal) / (2 n)). */
function scoreOfMidrank(twice: number, n: number, steps: number): number {
  // A value that was not itself ranked and is below all has a midrank of 0: it takes the lowest step.
  return Math.max(1, Math.ceil((steps * twice) / (2 * n)));
}

/**
 * Midrank score of x among `sorted` in `steps` steps, 1 (worst) to `steps` (best), by the integer formula
 * ceil(steps x (2 below + equal) / (2 n)). Equal values share a score. Throws RangeError when there is nothing to
 * rank among.
 */
export function midrankScore(sorted: SortedValues, x: number, steps: number): number {
  if (sorted.length === 0) throw new RangeError('A midrank score needs at least one value to rank among.');
  return scoreOfMidrank(twiceMidrank(sorted, x), sorted.length, steps);
}

/** Midrank percentile of x among `sorted`, 0 to 1: (2 below + equal) / (2 n). Throws RangeError on no values. */
export function midrankPercentile(sorted: SortedValues, x: number): number {
  if (sorted.length === 0) throw new RangeError('A percentile needs at least one value to rank among.');
  return twiceMidrank(sorted, x) / (2 * sorted.length);
}

/** Midrank scores of all `values`, in their own order, each among all of them. O(n log n). */
export function midrankScores(values: SortedValues, steps: number): Uint8Array {
  const sorted = Float64Array.from(values).sort();
  const cuts = midrankCuts(sorted, steps);
  const scores = new Uint8Array(values.length);
  for (let index = 0; index < values.length; index += 1) scores[index] = scoreByCuts(cuts, values[index] as number);
  return scores;
}

/** The lowest of `sorted` whose doubled midrank satisfies `reaches`, which must be monotone in it; null if none does. */
function lowestReaching(sorted: SortedValues, reaches: (twice: number) => boolean): number | null {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (reaches(twiceMidrank(sorted, sorted[middle] as number))) high = middle;
    else low = middle + 1;
  }
  return low < sorted.length ? (sorted[low] as number) : null;
}

/**
 * The cut points of a midrank score in `steps` steps. For every value among `sorted`, `scoreByCuts` over them equals
 * `midrankScore`; a value that was not ranked takes the score of the next lower one that was (below all of them: 1).
 * `steps` numbers so stand for all n, and scoring one customer costs nothing that grows with the shop.
 */
export function midrankCuts(sorted: SortedValues, steps: number): (number | null)[] {
  const n = sorted.length;
  const cuts: (number | null)[] = [];
  for (let step = 2; step <= steps; step += 1) {
    cuts.push(lowestReaching(sorted, (twice) => scoreOfMidrank(twice, n, steps) >= step));
  }
  return cuts;
}

/** The score that stored cut points give x: 1 + the number of cuts that x reaches. */
export function scoreByCuts(cuts: Cuts, x: number): number {
  let score = 1;
  for (const cut of cuts) if (cut !== null && x >= cut) score += 1;
  return score;
}

/**
 * The lowest of `sorted` at a midrank percentile of at least numerator / denominator, compared in integers; null if
 * none is (of four values the best is at 0.875). Null on no values.
 */
export function lowestAtPercentile(sorted: SortedValues, numerator: number, denominator: number): number | null {
  const needed = numerator * 2 * sorted.length;
  return lowestReaching(sorted, (twice) => twice * denominator >= needed);
}
