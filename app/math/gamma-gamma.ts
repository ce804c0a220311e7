import { failureOf, type Fit } from './fit.ts';
import { digamma, logBeta } from './log-gamma.ts';
import { minimise, type Minimum } from './optimiser.ts';

/**
 * What a purchase is worth (Fader & Hardie, "The Gamma-Gamma Model of Monetary Value", 2013): a customer's purchases are gamma(p, nu)
 * around a mean p / nu of their own, and nu ~ gamma(q, v) over customers. How much they spend is taken not to depend on how often.
 */
export interface GammaGamma {
  p: number;
  q: number;
  /** The papers' gamma; in the unit of money of the values that it was fitted to. */
  v: number;
}

/** What is known of customers' values, column by column. Rows without a purchase or without a value say nothing and are left out. */
export interface ValueSummary {
  size: number;
  /** How many purchases the mean is over: by the papers' convention the repeat purchases. */
  frequency: Float64Array;
  meanValue: Float64Array;
  weight?: Float64Array;
}

/** `alike-customers`: all customers have one mean (q to infinity). `alike-purchases`: each customer spends the same every time (p to infinity). `no-mean`, `erratic`: q or p to 0. `cheap`, `dear`: the mean to 0 or infinity. */
export type GammaGammaEdge = 'alike-customers' | 'alike-purchases' | 'no-mean' | 'erratic' | 'cheap' | 'dear';

export interface FitGammaGammaOptions {
  start?: GammaGamma;
  /** Weight of a pull towards p = q = 1 and a typical purchase p v / q of the mean value, as that of the purchase models. */
  penalty?: number;
}

const FEWEST_CUSTOMERS = 10;
/** The search is over ln p, ln q and ln(p v / q), in units of the mean value. */
const LOWER = [1e-4, 1e-4, 1e-8].map(Math.log);
const UPPER = [1e6, 1e6, 1e8].map(Math.log);
const EDGES: readonly (readonly [low: GammaGammaEdge, high: GammaGammaEdge])[] = [['erratic', 'alike-purchases'], ['no-mean', 'alike-customers'], ['cheap', 'dear']];
const STARTS = [[2, 3, 0.7], [10, 2, 0.5], [0.7, 10, 1]].map((start) => start.map(Math.log));
const PILOT_ROWS = 4_000;
const PILOT_TOLERANCE = 1e-6;

/** Gamma-Gamma by maximum likelihood. @throws RangeError for values below 0 or purchases that are no whole number */
export function fitGammaGamma(summary: ValueSummary, { start, penalty = 0 }: FitGammaGammaOptions = {}): Fit<GammaGamma, GammaGammaEdge> {
  const likelihood = likelihoodOf(summary, 1);
  const refused = likelihood.weight === 0 ? 'no-repeat' : likelihood.weight < FEWEST_CUSTOMERS ? 'too-few' : likelihood.alike ? 'no-spread' : null;
  if (refused !== null) return { converged: false, reason: refused, parameters: null, logLikelihood: null, iterations: 0, evaluations: 0 };
  let near: { at: ArrayLike<number>; inverseHessian: Float64Array | undefined } | null = null;
  if (start === undefined) {
    const pilot = likelihoodOf(summary, Math.ceil(likelihood.rows / PILOT_ROWS));
    const found = STARTS.map((at) => minimiseOver(pilot, penalty, { at, inverseHessian: undefined }, PILOT_TOLERANCE)).filter(({ value }) => Number.isFinite(value));
    near = found.reduce<Minimum | null>((best, one) => (best === null || one.value < best.value ? one : best), null);
  } else near = { at: [start.p, start.q, (start.p * start.v) / start.q / likelihood.unit].map(Math.log), inverseHessian: undefined };
  const found = minimiseOver(likelihood, penalty, near ?? { at: STARTS[0] as number[], inverseHessian: undefined });
  const [p, q, v] = scaledAt(found.at);
  const parameters: GammaGamma = { p, q, v: v * likelihood.unit };
  const logLikelihood = likelihood.at([p, q, v], new Float64Array(3)) - likelihood.weight * Math.log(likelihood.unit);
  const { iterations, evaluations, gradientNorm } = found;
  if (found.outcome !== 'converged') return { converged: false, reason: failureOf[found.outcome], parameters, logLikelihood, iterations, evaluations };
  const edges = EDGES.flatMap(([low, high], i) => (found.held[i] === 0 ? [] : [found.held[i] === -1 ? low : high]));
  return { converged: true, parameters, logLikelihood, iterations, evaluations, gradientNorm, edges };
}

/**
 * E(value of a purchase | x purchases of this mean) = p (v + x mean) / (p x + q - 1) (Fader & Hardie 2013, eq. 5): the customer's mean
 * drawn towards everybody's. Infinite where p x + q <= 1, which is a value distribution without a mean.
 */
export function expectedValue({ p, q, v }: GammaGamma, x: number, mean: number): number {
  const known = x > 0 ? x * mean : 0;
  const below = p * x + q - 1;
  return below > 0 ? (p * (v + known)) / below : Number.POSITIVE_INFINITY;
}

/** `expectedValue` of all rows. */
export function expectedValueColumn(parameters: GammaGamma, { size, frequency, meanValue }: ValueSummary): Float64Array {
  const column = new Float64Array(size);
  for (let row = 0; row < size; row += 1) column[row] = expectedValue(parameters, frequency[row] as number, meanValue[row] as number);
  return column;
}

interface ValueLikelihood {
  rows: number;
  weight: number;
  /** All values are one. */
  alike: boolean;
  /** The mean value, which values are divided by. */
  unit: number;
  /** Log-likelihood of the scaled values at (p, q, v); writes its gradient. */
  at(parameters: ArrayLike<number>, gradient: Float64Array): number;
}

/**
 * Of x purchases of mean m (Fader & Hardie 2013, eq. 1a): -ln m - ln B(p x, q) - q ln(1 + x m / v) - p x ln(1 + v / (x m)).
 * The beta function is worked out once for each x.
 */
function likelihoodOf({ size, frequency, meanValue, weight }: ValueSummary, stride: number): ValueLikelihood {
  const xs = new Float64Array(size);
  const totals = new Float64Array(size);
  const weights = new Float64Array(size);
  const byX = new Map<number, number>();
  let rows = 0;
  let customers = 0;
  let valueSum = 0;
  let seen = 0;
  let alike = true;
  let firstMean = 0;
  for (let row = 0; row < size; row += 1) {
    const x = frequency[row] as number;
    const mean = meanValue[row] as number;
    const w = weight === undefined ? 1 : (weight[row] as number);
    if (!(Number.isSafeInteger(x) && x >= 0 && mean >= 0 && mean < Number.POSITIVE_INFINITY && w >= 0)) throw new RangeError(`Row ${row} is no customer's value: ${x} purchases of ${mean} on average, weight ${w}.`);
    if (x === 0 || mean === 0 || w === 0) continue;
    if (seen === 0) firstMean = mean;
    alike &&= mean === firstMean;
    seen += 1;
    if ((seen - 1) % stride !== 0) continue;
    xs[rows] = x;
    totals[rows] = x * mean;
    weights[rows] = w;
    rows += 1;
    customers += w;
    valueSum += w * mean;
    byX.set(x, (byX.get(x) ?? 0) + w);
  }
  const unit = valueSum / customers;
  let logValues = 0;
  for (let row = 0; row < rows; row += 1) {
    totals[row] = (totals[row] as number) / unit;
    logValues += (weights[row] as number) * Math.log((totals[row] as number) / (xs[row] as number));
  }
  return {
    rows, weight: customers, alike, unit,
    at: (parameters, gradient) => {
      const [p, q, v] = [parameters[0] as number, parameters[1] as number, parameters[2] as number];
      let sum = -logValues;
      let byP = 0;
      let byQ = 0;
      let byV = 0;
      for (const [x, w] of byX) {
        sum -= w * logBeta(p * x, q);
        const both = digamma(p * x + q);
        byP += w * x * (both - digamma(p * x));
        byQ += w * (both - digamma(q));
      }
      for (let row = 0; row < rows; row += 1) {
        const w = weights[row] as number;
        const x = xs[row] as number;
        const total = totals[row] as number;
        const above = Math.log1p(total / v);
        const below = Math.log1p(v / total);
        sum -= w * (q * above + p * x * below);
        byP -= w * x * below;
        byQ -= w * above;
        byV += (w * ((q * total) / v - p * x)) / (v + total);
      }
      gradient.set([byP, byQ, byV]);
      return sum;
    },
  };
}

function minimiseOver(likelihood: ValueLikelihood, penalty: number, near: { at: ArrayLike<number>; inverseHessian: Float64Array | undefined }, gradientTolerance?: number): Minimum {
  const byParameter = new Float64Array(3);
  return minimise((at, gradient) => {
    const [p, q, v] = scaledAt(at);
    const value = likelihood.at([p, q, v], byParameter);
    const [byP, byQ, byV] = byParameter as unknown as [number, number, number];
    // v = q typical / p
    const chained = [byP * p - byV * v, byQ * q + byV * v, byV * v];
    let pull = 0;
    for (let i = 0; i < 3; i += 1) {
      const coordinate = at[i] as number;
      pull += (penalty / 2) * coordinate * coordinate;
      gradient[i] = -(chained[i] as number) / likelihood.weight + penalty * coordinate;
    }
    return -value / likelihood.weight + pull;
  }, { start: near.at, lower: LOWER, upper: UPPER, gradientTolerance, inverseHessian: near.inverseHessian });
}

function scaledAt(at: ArrayLike<number>): [p: number, q: number, v: number] {
  const [p, q, typical] = [0, 1, 2].map((i) => Math.exp(at[i] as number)) as [number, number, number];
  return [p, q, (q * typical) / p];
}
