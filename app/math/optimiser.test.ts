import { describe, expect, it } from 'vitest';
import { minimise, type Objective } from './optimiser.ts';

const wide = (n: number): { lower: number[]; upper: number[] } => ({ lower: Array<number>(n).fill(-50), upper: Array<number>(n).fill(50) });

/** Rosenbrock, Computer Journal 3 (1960): a bent valley, minimum 0 at (1, 1). */
const valley: Objective = ([x = 0, y = 0], gradient) => {
  gradient[0] = -400 * x * (y - x * x) - 2 * (1 - x);
  gradient[1] = 200 * (y - x * x);
  return 100 * (y - x * x) ** 2 + (1 - x) ** 2;
};

/** Powell's singular function (Computer Journal 5, 1962): minimum 0 at the origin, where the Hessian is singular. */
const singular: Objective = ([a = 0, b = 0, c = 0, d = 0], gradient) => {
  const [f, g, h, k] = [a + 10 * b, c - d, b - 2 * c, a - d];
  gradient.set([2 * f + 40 * k ** 3, 20 * f + 4 * h ** 3, 10 * g - 8 * h ** 3, -10 * g - 40 * k ** 3]);
  return f * f + 5 * g * g + h ** 4 + 10 * k ** 4;
};

describe('the optimiser', () => {
  it('finds the end of a bent valley', () => {
    const found = minimise(valley, { start: [-1.2, 1], ...wide(2) });
    expect(found.outcome).toBe('converged');
    expect(found.at[0]).toBeCloseTo(1, 9);
    expect(found.at[1]).toBeCloseTo(1, 9);
    expect(found.evaluations).toBeLessThan(60);
  });

  it('comes down where the curvature vanishes at the minimum', () => {
    const found = minimise(singular, { start: [3, -1, 0, 1], ...wide(4) });
    expect(found.outcome).toBe('converged');
    expect(found.value).toBeLessThan(1e-11);
  });

  it('stops at a bound that holds the minimum back, and says which', () => {
    const found = minimise(valley, { start: [-1.2, 1], lower: [-2, -2], upper: [0.5, 2] });
    expect(found.outcome).toBe('converged');
    expect([...found.held]).toEqual([1, 0]);
    expect(found.at[0]).toBe(0.5);
    expect(found.at[1]).toBeCloseTo(0.25, 9);
  });

  it('leaves a bound again when the way leads off it', () => {
    const found = minimise(valley, { start: [-2, -2], lower: [-2, -2], upper: [2, 2] });
    expect(found.outcome).toBe('converged');
    expect([...found.held]).toEqual([0, 0]);
    expect(found.at[0]).toBeCloseTo(1, 9);
  });

  it('walks around where the function is not defined', () => {
    const logarithm: Objective = ([x = 0], gradient) => {
      gradient[0] = 1 - 1 / x;
      return x > 0 ? x - Math.log(x) : Number.NaN;
    };
    const found = minimise(logarithm, { start: [20], ...wide(1), inverseHessian: new Float64Array([100]) });
    expect(found.outcome).toBe('converged');
    expect(found.at[0]).toBeCloseTo(1, 8);
  });

  it('says that the start is no place to begin', () => {
    expect(minimise(() => Number.NaN, { start: [1], ...wide(1) }).outcome).toBe('not-finite');
  });

  it('says that it has stalled when the gradient is not that of the function', () => {
    const wrong: Objective = ([x = 0], gradient) => {
      gradient[0] = -1;
      return x;
    };
    expect(minimise(wrong, { start: [1], ...wide(1) }).outcome).toBe('stalled');
  });

  it('gives up after so many evaluations, and says so', () => {
    const found = minimise(valley, { start: [-1.2, 1], ...wide(2), maxEvaluations: 5 });
    expect(found.outcome).toBe('too-many-evaluations');
    expect(found.value).toBeLessThan(24.2);
  });

  it('needs fewer steps when it is told the curvature', () => {
    const cold = minimise(valley, { start: [0.9, 0.8], ...wide(2) });
    const learnt = minimise(valley, { start: [0.9, 0.8], ...wide(2), inverseHessian: cold.inverseHessian });
    expect(learnt.outcome).toBe('converged');
    expect(learnt.evaluations).toBeLessThan(cold.evaluations);
  });
});
