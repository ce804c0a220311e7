import { describe, expect, it } from 'vitest';
import { fitRegression, linearPredictor, logistic, logit, solvePositive } from './regression.ts';

describe('a regression with hardly any penalty', () => {
  it('gives the published logistic fit of hours studied against passing', () => {
    // Twenty students; intercept -4.0777 and slope 1.5046 are the textbook's answer.
    const hours = [0.5, 0.75, 1, 1.25, 1.5, 1.75, 1.75, 2, 2.25, 2.5, 2.75, 3, 3.25, 3.5, 4, 4.25, 4.5, 4.75, 5, 5.5];
    const passed = [0, 0, 0, 0, 0, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 1, 1, 1, 1, 1];
    const fit = fitRegression({ family: 'binomial', x: Float64Array.from(hours), columns: 1, y: Float64Array.from(passed), penalty: 1e-9 });
    if (!fit.converged) throw new Error(fit.reason);
    expect(fit.intercept).toBeCloseTo(-4.0777, 3);
    expect(fit.beta[0]).toBeCloseTo(1.5046, 3);
  });

  it('finds for counts in two groups the ratio of their rates, given each one\'s exposure', () => {
    // 6 purchases in 30 weeks against 20 in 40: 0.2 and 0.5 a week.
    const y = Float64Array.from([2, 4, 8, 12]);
    const x = Float64Array.from([0, 0, 1, 1]);
    const offset = Float64Array.from([10, 20, 20, 20].map(Math.log));
    const fit = fitRegression({ family: 'poisson', x, columns: 1, y, offset, penalty: 1e-9 });
    if (!fit.converged) throw new Error(fit.reason);
    expect(Math.exp(fit.intercept)).toBeCloseTo(0.2, 6);
    expect(Math.exp(fit.beta[0] as number)).toBeCloseTo(2.5, 6);
  });
});

describe('the penalty', () => {
  const x = Float64Array.from([-1, -1, 1, 1]);
  const y = Float64Array.from([0, 0, 1, 1]);

  it('keeps what separates perfectly finite, and smaller the more it weighs', () => {
    const slopes = [0.1, 1, 10].map((penalty) => {
      const fit = fitRegression({ family: 'binomial', x, columns: 1, y, penalty });
      if (!fit.converged) throw new Error(fit.reason);
      return fit.beta[0] as number;
    });
    expect(slopes[0]).toBeGreaterThan(slopes[1] as number);
    expect(slopes[1]).toBeGreaterThan(slopes[2] as number);
    expect(slopes[2]).toBeGreaterThan(0);
  });

  it('leaves the intercept alone: forecasts have the mean of what happened', () => {
    const fit = fitRegression({ family: 'binomial', x: Float64Array.from([1, 2, 3, 4, 5, 6]), columns: 1, y: Float64Array.from([1, 1, 0, 1, 1, 1]), penalty: 1000 });
    if (!fit.converged) throw new Error(fit.reason);
    const mean = [1, 2, 3, 4, 5, 6].reduce((sum, value) => sum + logistic(linearPredictor(fit, [value])), 0) / 6;
    expect(mean).toBeCloseTo(5 / 6, 6);
  });
});

describe('a row of weight two', () => {
  it('counts as two rows', () => {
    const rows = { family: 'poisson' as const, columns: 1, penalty: 0.5 };
    const twice = fitRegression({ ...rows, x: Float64Array.from([0, 1, 1]), y: Float64Array.from([1, 4, 4]) });
    const weighted = fitRegression({ ...rows, x: Float64Array.from([0, 1]), y: Float64Array.from([1, 4]), weight: Float64Array.from([1, 2]) });
    if (!twice.converged || !weighted.converged) throw new Error('not converged');
    expect(weighted.intercept).toBeCloseTo(twice.intercept, 8);
    expect(weighted.beta[0]).toBeCloseTo(twice.beta[0] as number, 8);
  });
});

describe('what cannot be fitted', () => {
  it('is said with its reason', () => {
    expect(fitRegression({ family: 'binomial', x: new Float64Array(0), columns: 2, y: new Float64Array(0), penalty: 1 })).toEqual({ converged: false, reason: 'no-rows' });
    expect(fitRegression({ family: 'binomial', x: Float64Array.from([Number.NaN]), columns: 1, y: Float64Array.from([1]), penalty: 1 })).toMatchObject({ converged: false, reason: 'not-finite' });
    expect(() => fitRegression({ family: 'binomial', x: new Float64Array(3), columns: 2, y: new Float64Array(2), penalty: 1 })).toThrow(RangeError);
    expect(() => fitRegression({ family: 'binomial', x: new Float64Array(2), columns: 1, y: new Float64Array(2), penalty: 0 })).toThrow('penalty');
  });

  it('does not include a shop where everybody bought', () => {
    const fit = fitRegression({ family: 'binomial', x: Float64Array.from([1, 2, 3]), columns: 1, y: Float64Array.from([1, 1, 1]), penalty: 1 });
    if (!fit.converged) throw new Error(fit.reason);
    expect(logistic(linearPredictor(fit, [2]))).toBeGreaterThan(0.99);
  });
});

describe('its tools', () => {
  it('solve a small system, and refuse one that is not positive definite', () => {
    const solved = solvePositive(Float64Array.from([4, 0, 2, 3]), Float64Array.from([8, 7]), 2);
    expect([...(solved ?? [])].map((value) => Math.round(value * 1e9) / 1e9)).toEqual([1.25, 1.5]);
    expect(solvePositive(Float64Array.from([1, 0, 2, 1]), Float64Array.from([1, 1]), 2)).toBeNull();
  });

  it('are each other\'s inverse', () => {
    for (const p of [0.001, 0.3, 0.5, 0.999]) expect(logistic(logit(p))).toBeCloseTo(p, 12);
    expect(logistic(-800)).toBe(0);
    expect(Number.isFinite(logit(0))).toBe(true);
  });
});

describe('a curvature from one row in so many', () => {
  it('leads to the same answer', () => {
    // Any numbers will do that are no pattern of the rows' places.
    const size = 4000;
    const x = Float64Array.from({ length: 2 * size }, (_, at) => Math.sin(at * 12.9898) * 1.4);
    const y = Float64Array.from({ length: size }, (_, i) => (Math.sin(i * 78.233) * 1.7 < (x[2 * i] as number) - 0.5 * (x[2 * i + 1] as number) - 0.3 ? 1 : 0));
    const rows = { family: 'binomial' as const, x, columns: 2, y, penalty: 1, tolerance: 1e-12 };
    const [whole, part] = [fitRegression(rows), fitRegression({ ...rows, curvatureEvery: 8 })];
    if (!whole.converged || !part.converged) throw new Error('not converged');
    // A curvature of another scale would take far more steps.
    expect(part.iterations).toBeLessThanOrEqual(whole.iterations + 3);
    expect(part.intercept).toBeCloseTo(whole.intercept, 4);
    for (const column of [0, 1]) expect(part.beta[column]).toBeCloseTo(whole.beta[column] as number, 4);
  });
});
