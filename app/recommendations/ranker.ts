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
  /** Row by row, `columns` numbers each. */
  x: Float64Array;
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

/**
 * Fits the ranker on standardised features, with a ridge penalty, and answers it in the features' own scales.
 * The rows are standardised where they stand: they are of no other use afterwards.
 * @returns null where there is too little to learn from, or the regression did not converge
 */
export function fitRanker({ columns, x, y, weight }: RankerRows): Ranker | null {
  const hits = y.reduce((sum, one) => sum + one, 0);
  if (hits < LEAST_HITS || hits === y.length) return null;
  const mean = new Float64Array(columns);
  const deviation = new Float64Array(columns);
  for (let at = 0; at < x.length; at += 1) mean[at % columns] = (mean[at % columns] as number) + (x[at] as number) / y.length;
  for (let at = 0; at < x.length; at += 1) deviation[at % columns] = (deviation[at % columns] as number) + ((x[at] as number) - (mean[at % columns] as number)) ** 2 / y.length;
  for (let j = 0; j < columns; j += 1) deviation[j] = Math.sqrt(deviation[j] as number) || 1;
  for (let at = 0; at < x.length; at += 1) x[at] = ((x[at] as number) - (mean[at % columns] as number)) / (deviation[at % columns] as number);
  const meanWeight = weight.reduce((sum, one) => sum + one, 0) / weight.length;
  const rows: RegressionRows = { family: 'binomial', x, columns, y, weight: weight.map((one) => one / meanWeight), penalty: PENALTY, tolerance: TOLERANCE };
  const few = fitRegression(everyOf(rows, START_FROM));
  const fit = fitRegression(few.converged ? { ...rows, start: few } : rows);
  if (!fit.converged) return null;
  const beta = fit.beta.map((value, j) => value / (deviation[j] as number));
  return { columns, beta, intercept: fit.intercept - beta.reduce((sum, value, j) => sum + value * (mean[j] as number), 0) };
}

/** A part of the rows, evenly taken. */
function everyOf({ x, y, weight, columns, ...rows }: RegressionRows, step: number): RegressionRows {
  const size = Math.ceil(y.length / step);
  const part = new Float64Array(size * columns);
  for (let at = 0; at < size; at += 1) part.set(x.subarray(at * step * columns, (at * step + 1) * columns), at * columns);
  const every = (column: Float64Array): Float64Array => column.filter((_, at) => at % step === 0);
  return { ...rows, columns, x: part, y: every(y), ...(weight === undefined ? {} : { weight: every(weight) }) };
}

/** @returns a probability, 0 to 1 */
export function rank(ranker: Ranker, x: Float64Array): number {
  let eta = ranker.intercept;
  for (let j = 0; j < ranker.columns; j += 1) eta += (ranker.beta[j] as number) * (x[j] as number);
  return logistic(eta);
}
