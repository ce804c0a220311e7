import { incompleteBeta } from './incomplete-beta.ts';

/**
 * The quantile of Student's t: P(T <= t) = p with `df` degrees of freedom, by halving the interval of its distribution
 * function, 1 - I_{df/(df + t^2)}(df/2, 1/2) / 2 for t >= 0 (DLMF 8.17; Abramowitz and Stegun 26.7.1).
 * @param p above 0 and below 1 @param df above 0, of any fraction
 */
export function studentQuantile(p: number, df: number): number {
  if (!(p > 0 && p < 1 && df > 0)) throw new RangeError(`A quantile of t needs a probability between 0 and 1 and degrees of freedom above 0; they are ${p} and ${df}.`);
  if (p < 0.5) return -studentQuantile(1 - p, df);
  let [low, high] = [0, 1];
  while (upperTail(high, df) > 1 - p) high *= 2;
  for (let step = 0; step < 100 && high - low > 1e-12 * high; step += 1) {
    const middle = (low + high) / 2;
    if (upperTail(middle, df) > 1 - p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

function upperTail(t: number, df: number): number {
  return incompleteBeta(df / 2, 0.5, df / (df + t * t), (t * t) / (df + t * t)) / 2;
}
