/**
 * Ridge-regularised regression for yes-or-no (binomial, logit link) and for counts (Poisson, log link), fitted by
 * Newton's method on the penalised log-likelihood (iteratively reweighted least squares):
 *
 *     maximise  sum_i w_i (y_i eta_i - b(eta_i)) - penalty / 2 * sum_j beta_j^2,   eta_i = offset_i + beta_0 + x_i . beta
 *     with b(eta) = log(1 + e^eta) for binomial and e^eta for Poisson; the intercept beta_0 bears no penalty.
 *
 * McCullagh and Nelder, Generalized Linear Models (1989), chapters 2, 4 and 6; le Cessie and van Houwelingen (1992) for
 * the penalty. Both problems are strictly concave for a penalty above 0, so there is one answer; a step that does not
 * raise the objective is halved.
 */

export type Family = 'binomial' | 'poisson';

export interface RegressionRows {
  family: Family;
  /** Row by row, `columns` numbers each. */
  x: Float64Array;
  columns: number;
  /** 0 or 1 for binomial; a count from 0 for Poisson. */
  y: Float64Array;
  /** Weight of each row; all 1 where it is left out. */
  weight?: Float64Array;
  /** Added to the linear predictor of each row; all 0 where it is left out. */
  offset?: Float64Array;
  /** Where to begin, near the answer if possible: fewer steps then. The answer is the same. */
  start?: { intercept: number; beta: Float64Array };
  /**
   * The curvature of a step is taken from about one row in so many, and the gradient from all: of very many rows a part
   * tells how they bend, at a fraction of the work. The answer is the same; there are a few steps more. 1 where it is left out.
   */
  curvatureEvery?: number;
  /** Relative gain below which it is done; 1e-9 where it is left out. */
  tolerance?: number;
  /** Per weight of one row; above 0. Columns should be of one scale (mean 0, deviation 1). */
  penalty: number;
}

export type RegressionFit =
  | { converged: true; intercept: number; beta: Float64Array; iterations: number }
  | { converged: false; reason: 'no-rows' | 'not-finite' | 'no-improvement' };

const MAX_ITERATIONS = 60;
const MAX_HALVINGS = 30;
const TOLERANCE = 1e-9;
/** Beyond this e^eta is no count that a shop could have. */
const MAX_ETA = 30;

/** Fits the regression. Throws RangeError when lengths do not agree or the penalty is not above 0. */
export function fitRegression(rows: RegressionRows): RegressionFit {
  const { columns, y, penalty } = rows;
  const size = y.length;
  if (rows.x.length !== size * columns) throw new RangeError(`${size} rows of ${columns} columns need ${size * columns} numbers, not ${rows.x.length}.`);
  if (!(penalty > 0)) throw new RangeError(`The penalty must be above 0, and is ${penalty}.`);
  if (size === 0) return { converged: false, reason: 'no-rows' };
  let beta: Float64Array = new Float64Array(columns + 1);
  beta[0] = rows.start?.intercept ?? startingIntercept(rows);
  if (rows.start !== undefined) beta.set(rows.start.beta, 1);
  let current = objective(rows, beta);
  for (let iteration = 1; iteration <= MAX_ITERATIONS; iteration += 1) {
    if (!Number.isFinite(current)) return { converged: false, reason: 'not-finite' };
    const step = newtonStep(rows, beta);
    if (step === null) return { converged: false, reason: 'not-finite' };
    const moved = search(rows, beta, step, current);
    if (moved === null) return { converged: true, intercept: beta[0] as number, beta: beta.slice(1), iterations: iteration };
    const gain = moved.value - current;
    beta = moved.beta;
    current = moved.value;
    if (gain <= (rows.tolerance ?? TOLERANCE) * (Math.abs(current) + 1)) return { converged: true, intercept: beta[0] as number, beta: beta.slice(1), iterations: iteration };
  }
  return { converged: false, reason: 'no-improvement' };
}

/** The linear predictor of one row. */
export function linearPredictor(fit: { intercept: number; beta: ArrayLike<number> }, x: ArrayLike<number>, at = 0): number {
  let eta = fit.intercept;
  for (let column = 0; column < fit.beta.length; column += 1) eta += (fit.beta[column] as number) * (x[at + column] as number);
  return eta;
}

/** 1 / (1 + e^-eta), without overflow. */
export function logistic(eta: number): number {
  if (eta >= 0) return 1 / (1 + Math.exp(-eta));
  const e = Math.exp(eta);
  return e / (1 + e);
}

/** log(p / (1 - p)), with p kept away from 0 and 1 by `margin`. */
export function logit(p: number, margin = 1e-9): number {
  const kept = Math.min(1 - margin, Math.max(margin, p));
  return Math.log(kept / (1 - kept));
}

function startingIntercept(rows: RegressionRows): number {
  let total = 0;
  let exposure = 0;
  for (let i = 0; i < rows.y.length; i += 1) {
    const weight = rows.weight?.[i] ?? 1;
    total += weight * (rows.y[i] as number);
    exposure += rows.family === 'poisson' ? weight * Math.exp(Math.min(MAX_ETA, rows.offset?.[i] ?? 0)) : weight;
  }
  const mean = (total + 0.5) / (exposure + 1);
  return rows.family === 'poisson' ? Math.log(mean) : logit(mean);
}

function objective(rows: RegressionRows, beta: Float64Array): number {
  const { x, columns, y, weight, offset, family, penalty } = rows;
  let sum = 0;
  for (let i = 0; i < y.length; i += 1) {
    let eta = (beta[0] as number) + (offset?.[i] ?? 0);
    const at = i * columns;
    for (let j = 0; j < columns; j += 1) eta += (beta[j + 1] as number) * (x[at + j] as number);
    const w = weight?.[i] ?? 1;
    const b = family === 'poisson' ? Math.exp(Math.min(MAX_ETA, eta)) : eta > 0 ? eta + Math.log1p(Math.exp(-eta)) : Math.log1p(Math.exp(eta));
    sum += w * ((y[i] as number) * eta - b);
  }
  for (let j = 1; j <= columns; j += 1) sum -= (penalty / 2) * (beta[j] as number) ** 2;
  return sum;
}

/** The Newton step (X'WX + penalty) step = gradient; null when that is not solvable. */
function newtonStep(rows: RegressionRows, beta: Float64Array): Float64Array | null {
  const { x, columns, y, weight, offset, family, penalty } = rows;
  const order = columns + 1;
  const hessian = new Float64Array(order * order);
  const gradient = new Float64Array(order);
  // Four rows at a time, so that a number of the matrix that was fetched is used four times.
  const four = Array.from({ length: 4 }, () => new Float64Array(order)) as [Float64Array, Float64Array, Float64Array, Float64Array];
  const [r0, r1, r2, r3] = four;
  const curvature = new Float64Array(4);
  const every = Math.max(1, Math.floor(rows.curvatureEvery ?? 1));
  for (let first = 0; first < y.length; first += 4) {
    const bends = (first / 4) % every === 0;
    for (let which = 0; which < 4; which += 1) {
      const i = first + which;
      const row = four[which] as Float64Array;
      curvature[which] = 0;
      if (i >= y.length) continue;
      row[0] = 1;
      const at = i * columns;
      let eta = (beta[0] as number) + (offset?.[i] ?? 0);
      for (let j = 0; j < columns; j += 1) {
        const value = x[at + j] as number;
        row[j + 1] = value;
        eta += (beta[j + 1] as number) * value;
      }
      const w = weight?.[i] ?? 1;
      const mean = family === 'poisson' ? Math.exp(Math.min(MAX_ETA, eta)) : logistic(eta);
      const residual = w * ((y[i] as number) - mean);
      curvature[which] = every * w * (family === 'poisson' ? mean : mean * (1 - mean));
      for (let j = 0; j < order; j += 1) gradient[j] = (gradient[j] as number) + residual * (row[j] as number);
    }
    if (!bends) continue;
    const [c0, c1, c2, c3] = [curvature[0] as number, curvature[1] as number, curvature[2] as number, curvature[3] as number];
    for (let j = 0; j < order; j += 1) {
      const [s0, s1, s2, s3] = [c0 * (r0[j] as number), c1 * (r1[j] as number), c2 * (r2[j] as number), c3 * (r3[j] as number)];
      const line = j * order;
      for (let k = 0; k <= j; k += 1) hessian[line + k] = (hessian[line + k] as number) + s0 * (r0[k] as number) + s1 * (r1[k] as number) + s2 * (r2[k] as number) + s3 * (r3[k] as number);
    }
  }
  for (let j = 1; j < order; j += 1) {
    gradient[j] = (gradient[j] as number) - penalty * (beta[j] as number);
    hessian[j * order + j] = (hessian[j * order + j] as number) + penalty;
  }
  // A shop where all answers are alike has no curvature left for the intercept.
  hessian[0] = (hessian[0] as number) + 1e-9;
  return solvePositive(hessian, gradient, order);
}

function search(rows: RegressionRows, beta: Float64Array, step: Float64Array, current: number): { beta: Float64Array; value: number } | null {
  let share = 1;
  for (let halving = 0; halving < MAX_HALVINGS; halving += 1) {
    const tried = beta.map((value, j) => value + share * (step[j] as number));
    const value = objective(rows, tried);
    if (value > current) return { beta: tried, value };
    share /= 2;
  }
  return null;
}

/** Solves A s = g for a symmetric positive definite A given by its lower triangle, by Cholesky; A is overwritten. */
export function solvePositive(a: Float64Array, g: Float64Array, order: number): Float64Array | null {
  for (let j = 0; j < order; j += 1) {
    let diagonal = a[j * order + j] as number;
    for (let k = 0; k < j; k += 1) diagonal -= (a[j * order + k] as number) ** 2;
    if (!(diagonal > 0) || !Number.isFinite(diagonal)) return null;
    const root = Math.sqrt(diagonal);
    a[j * order + j] = root;
    for (let i = j + 1; i < order; i += 1) {
      let sum = a[i * order + j] as number;
      for (let k = 0; k < j; k += 1) sum -= (a[i * order + k] as number) * (a[j * order + k] as number);
      a[i * order + j] = sum / root;
    }
  }
  const s = Float64Array.from(g.subarray(0, order));
  for (let i = 0; i < order; i += 1) {
    let sum = s[i] as number;
    for (let k = 0; k < i; k += 1) sum -= (a[i * order + k] as number) * (s[k] as number);
    s[i] = sum / (a[i * order + i] as number);
  }
  for (let i = order - 1; i >= 0; i -= 1) {
    let sum = s[i] as number;
    for (let k = i + 1; k < order; k += 1) sum -= (a[k * order + i] as number) * (s[k] as number);
    s[i] = sum / (a[i * order + i] as number);
  }
  return s;
}
