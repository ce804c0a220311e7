import { fitRegression, type Family } from '../math/regression.ts';

/** A fitted regression with the scale of its columns, as JSON. */
export interface StandardisedRegression {
  intercept: number;
  /** Per column: subtracted, then divided by. */
  mean: number[];
  deviation: number[];
  beta: number[];
}

/** Further than this from its mean no value counts: a customer unlike any that were learnt from is not thought through to the end. */
const FURTHEST = 8;

/** Mean and deviation of each column; a column that does not vary has deviation 1, and so no part. */
export function scalesOf(x: Float64Array, columns: number): { mean: number[]; deviation: number[] } {
  const rows = x.length / columns;
  const mean = new Array<number>(columns).fill(0);
  const squares = new Array<number>(columns).fill(0);
  for (let i = 0; i < rows; i += 1) for (let j = 0; j < columns; j += 1) mean[j] = (mean[j] as number) + (x[i * columns + j] as number) / rows;
  for (let i = 0; i < rows; i += 1) for (let j = 0; j < columns; j += 1) squares[j] = (squares[j] as number) + ((x[i * columns + j] as number) - (mean[j] as number)) ** 2 / rows;
  return { mean, deviation: squares.map((square) => (Math.sqrt(square) > 1e-9 ? Math.sqrt(square) : 1)) };
}

/** Puts the columns on one scale, in place. */
export function standardise(x: Float64Array, { mean, deviation }: { mean: readonly number[]; deviation: readonly number[] }): void {
  const columns = mean.length;
  for (let at = 0; at < x.length; at += columns) {
    for (let j = 0; j < columns; j += 1) {
      const value = ((x[at + j] as number) - (mean[j] as number)) / (deviation[j] as number);
      x[at + j] = Math.min(FURTHEST, Math.max(-FURTHEST, value));
    }
  }
}

/** Fits on columns that are of one scale already; null where it did not converge. */
export function fitStandardised(
  family: Family, x: Float64Array, scales: { mean: number[]; deviation: number[] }, rows: { y: Float64Array; weight: Float64Array; offset?: Float64Array }, penalty: number,
): StandardisedRegression | null {
  const fit = fitRegression({ family, x, columns: scales.mean.length, penalty, ...rows });
  return fit.converged ? { intercept: fit.intercept, beta: [...fit.beta], ...scales } : null;
}

/** The linear predictor for the row of raw features at `at`. */
export function predictorOf(regression: StandardisedRegression, x: Float64Array, at = 0): number {
  const { mean, deviation, beta } = regression;
  let eta = regression.intercept;
  for (let j = 0; j < beta.length; j += 1) {
    const value = ((x[at + j] as number) - (mean[j] as number)) / (deviation[j] as number);
    eta += (beta[j] as number) * Math.min(FURTHEST, Math.max(-FURTHEST, value));
  }
  return eta;
}

