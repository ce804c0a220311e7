/**
 * Minimising a smooth function of a few variables inside a box, by BFGS with analytic gradients.
 *
 * Sources: Nocedal & Wright, Numerical Optimization (2nd ed. 2006): algorithm 6.1 (BFGS on the inverse Hessian), (6.20) the scale of
 * its first update, 3.1 the Wolfe conditions. Hager & Zhang, SIAM J. Optim. 16 (2005): the "approximate" Wolfe conditions, which go on
 * working where two values of the function differ by less than its rounding. Bounds: Bertsekas, SIAM J. Control Optim. 20 (1982): a
 * variable that stands at a bound and is pushed outwards is left out of the step.
 */

/** Writes the gradient at a point and returns the value there; not finite where the function is not defined. */
export type Objective = (at: Float64Array, gradient: Float64Array) => number;

export interface MinimiseOptions {
  start: ArrayLike<number>;
  lower: ArrayLike<number>;
  upper: ArrayLike<number>;
  /** The largest element of the gradient, over variables that are free to move, at which the search is over. */
  gradientTolerance?: number;
  /** Where rounding forbids to come nearer, this much is near enough; beyond it the search is said to have stalled. */
  stalledTolerance?: number;
  maxEvaluations?: number;
  /** What the inverse of the Hessian is taken to be at first (row by row), from a like problem that has been solved. */
  inverseHessian?: Float64Array | undefined;
}

export interface Minimum {
  outcome: 'converged' | 'not-finite' | 'stalled' | 'too-many-evaluations';
  at: Float64Array;
  value: number;
  /** The largest element of the gradient over the variables that are free to move. */
  gradientNorm: number;
  /** Per variable: -1 held by its lower bound, 1 by its upper bound, 0 free. */
  held: Int8Array;
  inverseHessian: Float64Array;
  iterations: number;
  evaluations: number;
}

const GRADIENT_TOLERANCE = 1e-9;
const STALLED_TOLERANCE = 1e-6;
const MAX_EVALUATIONS = 1_000;
/** No variable moves by more than this in one step: the variables are logarithms, and e^2 is far. */
const LONGEST_STEP = 2;
const SUFFICIENT_DECREASE = 1e-4;
const CURVATURE = 0.9;
const APPROXIMATE_DECREASE = 0.1;
/** By how much, of its size, the function may seem to rise where its slope says that it falls: far above the rounding of long sums. */
const ROUNDING = 1e-10;
const TRIALS = 30;

/** One point of a search: where, the value, and the gradient. */
interface Point {
  at: Float64Array;
  value: number;
  gradient: Float64Array;
}

/** Minimises `objective` from `start` inside the bounds. Never throws for what the function does; `outcome` says how it ended. */
export function minimise(objective: Objective, options: MinimiseOptions): Minimum {
  const { lower, upper, gradientTolerance = GRADIENT_TOLERANCE, stalledTolerance = STALLED_TOLERANCE, maxEvaluations = MAX_EVALUATIONS } = options;
  const n = options.start.length;
  let evaluations = 0;
  const evaluate = (at: Float64Array): Point => {
    evaluations += 1;
    const gradient = new Float64Array(n);
    return { at, value: objective(at, gradient), gradient };
  };
  let here = evaluate(Float64Array.from(options.start, (value, i) => Math.min(Math.max(value, lower[i] as number), upper[i] as number)));
  let inverse = options.inverseHessian === undefined ? identity(n) : Float64Array.from(options.inverseHessian);
  let scaled = options.inverseHessian !== undefined;
  let fresh = !scaled;
  for (let iterations = 0; ; iterations += 1) {
    const held = heldByBounds(here, lower, upper);
    const gradientNorm = freeNorm(here.gradient, held);
    const end = (outcome: Minimum['outcome']): Minimum => ({ outcome, at: here.at, value: here.value, gradientNorm, held, inverseHessian: inverse, iterations, evaluations });
    if (!isFinitePoint(here)) return end('not-finite');
    if (gradientNorm <= gradientTolerance) return end('converged');
    if (evaluations >= maxEvaluations) return end('too-many-evaluations');
    const direction = descent(here, inverse, held, lower, upper);
    const next = direction === null ? null : search(evaluate, here, direction, lower, upper);
    if (next === null) {
      if (!fresh) {
        // What was learnt of the curvature may be what misleads: once more from the bare gradient.
        inverse = identity(n);
        scaled = false;
        fresh = true;
        continue;
      }
      return end(gradientNorm <= stalledTolerance ? 'converged' : 'stalled');
    }
    scaled = learn(inverse, here, next, scaled);
    fresh = false;
    here = next;
  }
}

function identity(n: number): Float64Array {
  const matrix = new Float64Array(n * n);
  for (let i = 0; i < n; i += 1) matrix[i * n + i] = 1;
  return matrix;
}

const isFinitePoint = (point: Point): boolean => Number.isFinite(point.value) && point.gradient.every(Number.isFinite);

function heldByBounds({ at, gradient }: Point, lower: ArrayLike<number>, upper: ArrayLike<number>): Int8Array {
  return Int8Array.from(at, (value, i) => {
    if (value <= (lower[i] as number) && (gradient[i] as number) > 0) return -1;
    return value >= (upper[i] as number) && (gradient[i] as number) < 0 ? 1 : 0;
  });
}

function freeNorm(gradient: Float64Array, held: Int8Array): number {
  let norm = 0;
  for (let i = 0; i < gradient.length; i += 1) if (held[i] === 0) norm = Math.max(norm, Math.abs(gradient[i] as number));
  return norm;
}

/** The quasi-Newton direction among free variables; null where there is none that descends. */
function descent({ at, gradient }: Point, inverse: Float64Array, heldNow: Int8Array, lower: ArrayLike<number>, upper: ArrayLike<number>): Float64Array | null {
  const n = at.length;
  const held = Int8Array.from(heldNow);
  const direction = new Float64Array(n);
  // A variable at its bound that the curvature of the others would push outwards is held too, and the rest is worked out anew.
  for (let again = true; again; ) {
    again = false;
    const reduced = amongFree(inverse, held);
    for (let i = 0; i < n; i += 1) {
      let sum = 0;
      for (let j = 0; j < n; j += 1) sum -= (reduced[i * n + j] as number) * (gradient[j] as number);
      direction[i] = sum;
    }
    for (let i = 0; i < n; i += 1) {
      const outwards = ((at[i] as number) <= (lower[i] as number) && (direction[i] as number) < 0) || ((at[i] as number) >= (upper[i] as number) && (direction[i] as number) > 0);
      if (held[i] === 0 && outwards) {
        held[i] = 1;
        again = true;
      }
    }
  }
  let longest = 0;
  for (const step of direction) longest = Math.max(longest, Math.abs(step));
  if (longest > LONGEST_STEP) for (let i = 0; i < n; i += 1) direction[i] = ((direction[i] as number) * LONGEST_STEP) / longest;
  return dot(direction, gradient) < 0 ? direction : null;
}

/**
 * The inverse of the Hessian among free variables: not the free part of the whole inverse, which would let the held ones move along, but
 * its Schur complement, held ones taken out one after the other. Rows and columns of held variables are 0.
 */
function amongFree(inverse: Float64Array, held: Int8Array): Float64Array {
  const n = held.length;
  const reduced = Float64Array.from(inverse);
  for (let h = 0; h < n; h += 1) {
    if (held[h] === 0) continue;
    const pivot = reduced[h * n + h] as number;
    for (let i = 0; i < n; i += 1) {
      if (i === h) continue;
      const factor = (reduced[i * n + h] as number) / pivot;
      for (let j = 0; j < n; j += 1) reduced[i * n + j] = (reduced[i * n + j] as number) - factor * (reduced[h * n + j] as number);
    }
    for (let i = 0; i < n; i += 1) reduced[i * n + h] = reduced[h * n + i] = 0;
  }
  return reduced;
}

/** A point along the direction that satisfies the weak Wolfe conditions, or the approximate ones; null if none is found. */
function search(evaluate: (at: Float64Array) => Point, from: Point, direction: Float64Array, lower: ArrayLike<number>, upper: ArrayLike<number>): Point | null {
  const n = direction.length;
  let limit = Number.POSITIVE_INFINITY;
  for (let i = 0; i < n; i += 1) {
    const step = direction[i] as number;
    const room = step > 0 ? (upper[i] as number) - (from.at[i] as number) : (lower[i] as number) - (from.at[i] as number);
    if (step !== 0) limit = Math.min(limit, room / step);
  }
  const slope = dot(direction, from.gradient);
  const allowance = ROUNDING * (1 + Math.abs(from.value));
  let low = 0;
  let high = Number.POSITIVE_INFINITY;
  let best: Point | null = null;
  let step = Math.min(1, limit);
  for (let trial = 0; trial < TRIALS; trial += 1) {
    const point = evaluate(Float64Array.from(from.at, (value, i) => clamp(value + step * (direction[i] as number), lower[i] as number, upper[i] as number)));
    const pointSlope = dot(direction, point.gradient);
    const descends = isFinitePoint(point)
      && (point.value <= from.value + SUFFICIENT_DECREASE * step * slope || (point.value <= from.value + allowance && pointSlope <= (2 * APPROXIMATE_DECREASE - 1) * slope));
    if (!descends) {
      high = step;
      step = between(low, high, isFinitePoint(point) ? cubicStep(from.value, slope, step, point.value, pointSlope) : Number.NaN);
    } else {
      best = point;
      if (pointSlope >= CURVATURE * slope || step >= limit) return point;
      low = step;
      step = high < Number.POSITIVE_INFINITY ? (low + high) / 2 : Math.min(2 * step, limit);
    }
    if (step === low || step === high) break;
  }
  return best;
}

const clamp = (value: number, low: number, high: number): number => Math.min(Math.max(value, low), high);

/** Minimum of the cubic with these values and slopes at 0 and at `step` (Nocedal & Wright (3.59)). NaN where it has none. */
function cubicStep(value: number, slope: number, step: number, valueThere: number, slopeThere: number): number {
  const first = slope + slopeThere - (3 * (value - valueThere)) / -step;
  const second = Math.sqrt(first * first - slope * slopeThere);
  return step - (step * (slopeThere + second - first)) / (slopeThere - slope + 2 * second);
}

/** A guess inside a bracket, kept away from its ends; the middle where the guess is of no use. */
function between(low: number, high: number, guess: number): number {
  const margin = 0.1 * (high - low);
  return guess >= low + margin && guess <= high - margin ? guess : low + (high - low) / 2;
}

/** BFGS on the inverse Hessian, in place. Says whether the matrix now has the problem's scale. */
function learn(inverse: Float64Array, from: Point, to: Point, scaled: boolean): boolean {
  const n = from.at.length;
  const moved = to.at.map((value, i) => value - (from.at[i] as number));
  const turned = to.gradient.map((value, i) => value - (from.gradient[i] as number));
  const curvature = dot(moved, turned);
  // Rounding alone would give such a curvature: nothing is learnt from it.
  if (!(curvature > 1e-10 * Math.sqrt(dot(moved, moved) * dot(turned, turned)))) return scaled;
  if (!scaled) {
    const scale = curvature / dot(turned, turned);
    for (let i = 0; i < inverse.length; i += 1) inverse[i] = (inverse[i] as number) * scale;
  }
  const image = new Float64Array(n);
  for (let i = 0; i < n; i += 1) for (let j = 0; j < n; j += 1) image[i] = (image[i] as number) + (inverse[i * n + j] as number) * (turned[j] as number);
  const spread = (curvature + dot(turned, image)) / (curvature * curvature);
  for (let i = 0; i < n; i += 1) {
    for (let j = 0; j < n; j += 1) {
      const at = i * n + j;
      const outer = (image[i] as number) * (moved[j] as number) + (moved[i] as number) * (image[j] as number);
      inverse[at] = (inverse[at] as number) + spread * (moved[i] as number) * (moved[j] as number) - outer / curvature;
    }
  }
  return true;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i += 1) sum += (a[i] as number) * (b[i] as number);
  return sum;
}
