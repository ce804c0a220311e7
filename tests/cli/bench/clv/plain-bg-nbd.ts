import type { BetaGeometric } from '#app/math/beta-geometric.ts';
import type { BtydSummary } from '#app/math/btyd-summary.ts';
import { logGamma } from '#app/math/log-gamma.ts';
import { hypergeometric } from '#tests/reference/hypergeometric.ts';

/**
 * BG/NBD as one writes it down from the paper: the log-likelihood of Fader, Hardie & Lee 2005 summed over all customers as they are, its
 * maximum sought by Nelder and Mead's simplex over the parameters' logarithms, the conditional expectation by their eq. 10. Time is
 * divided by the longest age, as the usual libraries do. What does not depend on the customer is worked out once an evaluation.
 */
export function plainLogLikelihood({ size, frequency, recency, age }: BtydSummary, r: number, alpha: number, a: number, b: number): number {
  const perCustomer = r * Math.log(alpha) - logGamma(r) + logGamma(a + b) - logGamma(b);
  const logA = Math.log(a);
  let sum = 0;
  for (let row = 0; row < size; row += 1) {
    const x = frequency[row] as number;
    const alive = -(r + x) * Math.log(alpha + (age[row] as number));
    let either = alive;
    if (x > 0) {
      const gone = logA - Math.log(b + x - 1) - (r + x) * Math.log(alpha + (recency[row] as number));
      const more = Math.max(alive, gone);
      either = more + Math.log(Math.exp(alive - more) + Math.exp(gone - more));
    }
    sum += perCustomer + logGamma(r + x) + logGamma(b + x) - logGamma(a + b + x) + either;
  }
  return sum;
}

export interface PlainFit {
  parameters: BetaGeometric;
  logLikelihood: number;
  evaluations: number;
  /** Whether the simplex came together before it was given up. */
  converged: boolean;
}

const MOST_EVALUATIONS = 4_000;

/** @param tolerance the log-likelihood's spread over the simplex at which the search is over */
export function plainFit(summary: BtydSummary, tolerance: number): PlainFit {
  const longest = summary.age.reduce((most, T) => Math.max(most, T), 0);
  const scaled: BtydSummary = { ...summary, recency: summary.recency.map((time) => time / longest), age: summary.age.map((time) => time / longest) };
  const purchases = summary.frequency.reduce((sum, x) => sum + x, 0);
  let evaluations = 0;
  const [found, value, converged] = nelderMead((at) => {
    evaluations += 1;
    const [r, alpha, a, b] = at.map(Math.exp) as [number, number, number, number];
    const sum = -plainLogLikelihood(scaled, r, alpha, a, b);
    return Number.isFinite(sum) ? sum : Number.POSITIVE_INFINITY;
  }, [0, 0, 0, 0], tolerance, () => evaluations < MOST_EVALUATIONS);
  const [r, alpha, a, b] = found.map(Math.exp) as [number, number, number, number];
  return { parameters: { model: 'bg-nbd', r, alpha: alpha * longest, a, b }, logLikelihood: -value - purchases * Math.log(longest), evaluations, converged };
}

/** Nelder & Mead, Computer Journal 7 (1965), with the usual reflection 1, expansion 2, contraction 1/2 and shrinking 1/2. */
function nelderMead(objective: (at: number[]) => number, start: number[], tolerance: number, goOn: () => boolean): [at: number[], value: number, converged: boolean] {
  const n = start.length;
  const corners = [start, ...start.map((_, i) => start.map((value, at) => (at === i ? value + 0.5 : value)))].map((at) => ({ at, value: objective(at) }));
  for (;;) {
    corners.sort((one, other) => one.value - other.value);
    const [best, worst, second] = [corners[0], corners[n], corners[n - 1]];
    if (best === undefined || worst === undefined || second === undefined) throw new Error('A simplex has corners.');
    const wide = Math.max(...start.map((_, i) => Math.max(...corners.map(({ at }) => at[i] as number)) - Math.min(...corners.map(({ at }) => at[i] as number))));
    if (worst.value - best.value <= tolerance && wide <= 1e-3) return [best.at, best.value, true];
    if (!goOn()) return [best.at, best.value, false];
    const centre = start.map((_, i) => corners.slice(0, n).reduce((sum, { at }) => sum + (at[i] as number), 0) / n);
    const towards = (factor: number): { at: number[]; value: number } => {
      const at = centre.map((value, i) => value + factor * (value - (worst.at[i] as number)));
      return { at, value: objective(at) };
    };
    const reflected = towards(1);
    if (reflected.value < best.value) {
      const expanded = towards(2);
      corners[n] = expanded.value < reflected.value ? expanded : reflected;
    } else if (reflected.value < second.value) corners[n] = reflected;
    else {
      const contracted = towards(reflected.value < worst.value ? 0.5 : -0.5);
      if (contracted.value < Math.min(reflected.value, worst.value)) corners[n] = contracted;
      else for (let i = 1; i <= n; i += 1) {
        const at = (corners[i]?.at ?? []).map((value, j) => ((best.at[j] as number) + value) / 2);
        corners[i] = { at, value: objective(at) };
      }
    }
  }
}

/** Expected purchases, P(alive), P(a purchase) and the median time to the next one, customer by customer. */
export function plainPrediction({ r, alpha, a, b }: BetaGeometric, { size, frequency, recency, age }: BtydSummary, t: number): { expected: Float64Array; alive: Float64Array; buying: Float64Array; medianNext: Float64Array } {
  const columns = { expected: new Float64Array(size), alive: new Float64Array(size), buying: new Float64Array(size), medianNext: new Float64Array(size) };
  for (let row = 0; row < size; row += 1) {
    const x = frequency[row] as number;
    const tx = recency[row] as number;
    const T = age[row] as number;
    const odds = x > 0 ? (a / (b + x - 1)) * ((alpha + T) / (alpha + tx)) ** (r + x) : 0;
    const late = ((alpha + T) / (alpha + T + t)) ** (r + x);
    columns.alive[row] = 1 / (1 + odds);
    columns.buying[row] = (1 - late) / (1 + odds);
    columns.expected[row] = (((a + b + x - 1) / (a - 1)) * (1 - late * hypergeometric(r + x, b + x, a + b + x - 1, t / (alpha + T + t)))) / (1 + odds);
    columns.medianNext[row] = (alpha + T) * (2 ** (1 / (r + x)) - 1);
  }
  return columns;
}
