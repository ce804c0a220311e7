import { logistic } from './regression.ts';

/** Forecasts of one occasion, as log-odds, with what happened (0 or 1). */
export interface Occasion {
  logOdds: ArrayLike<number>;
  happened: ArrayLike<number>;
}

const MAX_ITERATIONS = 60;
const SLOPES: readonly [number, number] = [0.25, 4];

/**
 * Platt scaling (Platt 1999) with one slope for all occasions and an intercept for each: log-odds' = slope x log-odds +
 * intercept. How far apart forecasts should lie is a trait of the model and lasts; how high they should lie changes from one
 * occasion to the next and must not be taken for it. The slope is drawn to 1 by a normal prior of that precision, so that
 * few customers change little. By Newton's method on the slope and all intercepts (the Hessian is an arrow).
 */
export function fitSlope(occasions: readonly Occasion[], precision = 40): { slope: number; intercepts: number[] } {
  let slope = 1;
  const intercepts = occasions.map(() => 0);
  for (let iteration = 0; iteration < MAX_ITERATIONS; iteration += 1) {
    let slopeGradient = -precision * (slope - 1);
    let slopeCurvature = precision;
    const parts = occasions.map(({ logOdds, happened }, at) => {
      let [gradient, curvature, mixed] = [0, 1e-9, 0];
      for (let i = 0; i < logOdds.length; i += 1) {
        const x = logOdds[i] as number;
        const p = logistic(slope * x + (intercepts[at] as number));
        const residual = (happened[i] as number) - p;
        const w = p * (1 - p);
        gradient += residual;
        curvature += w;
        mixed += w * x;
        slopeGradient += residual * x;
        slopeCurvature += w * x * x;
      }
      return { gradient, curvature, mixed };
    });
    let reduced = slopeCurvature;
    let right = slopeGradient;
    for (const { gradient, curvature, mixed } of parts) {
      reduced -= (mixed * mixed) / curvature;
      right -= (mixed * gradient) / curvature;
    }
    const step = Math.max(-0.5, Math.min(0.5, right / Math.max(reduced, 1e-9)));
    const before = slope;
    slope = Math.min(SLOPES[1], Math.max(SLOPES[0], slope + step));
    let largest = Math.abs(slope - before);
    parts.forEach(({ gradient, curvature, mixed }, at) => {
      const move = Math.max(-2, Math.min(2, (gradient - mixed * (slope - before)) / curvature));
      intercepts[at] = Math.max(-20, Math.min(20, (intercepts[at] as number) + move));
      largest = Math.max(largest, Math.abs(move));
    });
    if (largest < 1e-9) break;
  }
  return { slope, intercepts };
}

/** What must be added to the log-odds so that the probabilities have this mean, by bisection; the mean is kept inside (0, 1). */
export function shiftToMean(logOdds: ArrayLike<number>, mean: number): number {
  if (logOdds.length === 0) return 0;
  const wanted = Math.min(1 - 1e-6, Math.max(1e-6, mean)) * logOdds.length;
  let [low, high] = [-40, 40];
  for (let step = 0; step < 60; step += 1) {
    const middle = (low + high) / 2;
    let sum = 0;
    for (let i = 0; i < logOdds.length; i += 1) sum += logistic((logOdds[i] as number) + middle);
    if (sum < wanted) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
