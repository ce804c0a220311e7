import { fitRegression, logistic, type RegressionRows } from '#app/math/regression.ts';

/** A logistic ranker: the probability that a candidate is in the customer's next basket. */
export interface Ranker {
  columns: number;
  intercept: number;
  /** By feature as it is, not standardised. */
  beta: Float64Array;
}

export interface RankerRows {
  columns: number;
  /** Row by row, `columns` numbers each; there are millions of them, and seven digits tell enough. */
  x: Float32Array;
  /** 1 for what was in the next basket, else 0. */
  y: Float64Array;
  /** How much each row counts. */
  weight: Float64Array;
}

/** Fewer than so many hits teach nothing that would hold. */
const LEAST_HITS = 200;
const PENALTY = 5;
/** Lists do not change by what is smaller. */
const TOLERANCE = 1e-7;
/** A fit of one row in so many tells where to begin, for a tenth of the work. */
const START_FROM = 8;
/** The curvature is taken from one row in so many, where so many rows a column are left for it. */
const CURVATURE_EVERY = 8;
const ROWS_A_COLUMN = 50;

/**
 * Fits the ranker on standardised features, with a ridge penalty, and answers it in the features' own scales.
 * @param parts rows that are learnt from together; they stay as they are
 * @param near a ranker of rows much like these, to begin from: the answer is the same, sooner
 * @returns null where there is too little to learn from, or the regression did not converge
 */
export function fitRanker(parts: readonly RankerRows[], near: Ranker | null = null): Ranker | null {
  const columns = parts[0]?.columns ?? 0;
  const y = joined(parts.map((part) => part.y));
  const hits = y.reduce((sum, one) => sum + one, 0);
  if (hits < LEAST_HITS || hits === y.length) return null;
  const x = joined(parts.map((part) => part.x));
  const { mean, deviation } = standardise(x, columns);
  const weight = joined(parts.map((part) => part.weight));
  const meanWeight = weight.reduce((sum, one) => sum + one, 0) / weight.length;
  const curvatureEvery = Math.max(1, Math.min(CURVATURE_EVERY, Math.floor(y.length / (columns * ROWS_A_COLUMN))));
  const rows: RegressionRows = { family: 'binomial', x, columns, y, weight: weight.map((one) => one / meanWeight), penalty: PENALTY, tolerance: TOLERANCE, curvatureEvery };
  const fit = fitRegression({ ...rows, ...startOf(rows, near, mean, deviation) });
  if (!fit.converged) return null;
  const beta = fit.beta.map((value, j) => value / (deviation[j] as number));
  return { columns, beta, intercept: fit.intercept - beta.reduce((sum, value, j) => sum + value * (mean[j] as number), 0) };
}

function joined(parts: readonly (Float64Array | Float32Array)[]): Float64Array {
  const all = new Float64Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** Brings every column to mean 0 and deviation 1, where it stands. */
function standardise(x: Float64Array, columns: number): { mean: Float64Array; deviation: Float64Array } {
  const [mean, deviation] = [new Float64Array(columns), new Float64Array(columns)];
  const share = columns / x.length;
  for (let row = 0; row < x.length; row += columns) for (let j = 0; j < columns; j += 1) mean[j] = (mean[j] as number) + (x[row + j] as number) * share;
  for (let row = 0; row < x.length; row += columns) for (let j = 0; j < columns; j += 1) deviation[j] = (deviation[j] as number) + ((x[row + j] as number) - (mean[j] as number)) ** 2 * share;
  for (let j = 0; j < columns; j += 1) deviation[j] = Math.sqrt(deviation[j] as number) || 1;
  const scale = deviation.map((one) => 1 / one);
  for (let row = 0; row < x.length; row += columns) for (let j = 0; j < columns; j += 1) x[row + j] = ((x[row + j] as number) - (mean[j] as number)) * (scale[j] as number);
  return { mean, deviation };
}

/** Where the regression begins, in the scales of its rows. */
function startOf(rows: RegressionRows, near: Ranker | null, mean: Float64Array, deviation: Float64Array): Pick<RegressionRows, 'start'> {
  if (near !== null) return { start: { intercept: near.beta.reduce((sum, value, j) => sum + value * (mean[j] as number), near.intercept), beta: near.beta.map((value, j) => value * (deviation[j] as number)) } };
  const few = fitRegression(everyOf(rows, START_FROM));
  return few.converged ? { start: few } : {};
}

/** A part of the rows, evenly taken. */
function everyOf({ x, y, weight, columns, ...rows }: RegressionRows, step: number): RegressionRows {
  const size = Math.ceil(y.length / step);
  const part = new Float64Array(size * columns);
  for (let at = 0; at < size; at += 1) part.set(x.subarray(at * step * columns, (at * step + 1) * columns), at * columns);
  const every = (column: Float64Array): Float64Array => column.filter((_, at) => at % step === 0);
  return { ...rows, curvatureEvery: 1, columns, x: part, y: every(y), ...(weight === undefined ? {} : { weight: every(weight) }) };
}

/** @returns a probability, 0 to 1 */
export function rank(ranker: Ranker, x: Float64Array): number {
  let eta = ranker.intercept;
  for (let j = 0; j < ranker.columns; j += 1) eta += (ranker.beta[j] as number) * (x[j] as number);
  return logistic(eta);
}
