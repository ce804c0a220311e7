import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { madeBuyers } from '#tests/factories/made-buyers.ts';
import type { BetaGeometric } from './beta-geometric.ts';
import { likelihoodOf } from './beta-geometric-likelihood.ts';
import { groupRows, type BtydSummary } from './btyd-summary.ts';
import { fitBgNbd, fitMbgNbd } from './fit-beta-geometric.ts';
import { logBeta, logGamma } from './log-gamma.ts';

const SHOP = { r: 0.55, alpha: 7, a: 0.8, b: 2.5 };
const MODELS = [{ model: 'bg-nbd', fit: fitBgNbd }, { model: 'mbg-nbd', fit: fitMbgNbd }] as const;
const summaryOf = (rows: readonly (readonly [x: number, tx: number, T: number])[]): BtydSummary => ({
  size: rows.length, frequency: Float64Array.from(rows, ([x]) => x), recency: Float64Array.from(rows, ([, tx]) => tx), age: Float64Array.from(rows, ([, , T]) => T),
});
const anyRow = fc.tuple(fc.nat(12), fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(20_000).map((hundredths) => hundredths / 100)).map(([x, share, T]) => [x, x === 0 ? 0 : share * T, T] as const);
const anyParameter = fc.double({ min: -5, max: 5, noNaN: true }).map(Math.exp);

/** The likelihood of one customer as the papers write it, term by term. */
function plainLogLikelihood(chances: number, { r, alpha, a, b }: Omit<BetaGeometric, 'model'>, [x, tx, T]: readonly [number, number, number]): number {
  let sum = r * Math.log(alpha);
  for (let i = 0; i < x; i += 1) sum += Math.log(r + i);
  const staying = Array.from({ length: chances }, (_, i) => (b + i) / (a + b + i)).reduce((product, share) => product * share, 1);
  const leaving = chances === 0 ? 0 : (Array.from({ length: chances - 1 }, (_, i) => (b + i) / (a + b + i)).reduce((product, share) => product * share, 1) * a) / (a + b + chances - 1);
  if (leaving === 0) return sum + Math.log(staying) - (r + x) * Math.log(alpha + T);
  // The larger power is taken out of the sum: a power alone may be too small for a number, or have hardly any digits left.
  return sum - (r + x) * Math.log(alpha + tx) + Math.log(staying * ((alpha + tx) / (alpha + T)) ** (r + x) + leaving);
}

describe.each(MODELS)('the likelihood of $model', ({ model }) => {
  const beyond = model === 'mbg-nbd' ? 1 : 0;

  it('is what the paper writes, customer by customer', () => {
    fc.assert(fc.property(fc.array(anyRow, { minLength: 1, maxLength: 20 }), anyParameter, anyParameter, anyParameter, anyParameter, (rows, r, alpha, a, b) => {
      const likelihood = likelihoodOf(summaryOf(rows), beyond);
      const expected = rows.reduce((sum, row) => sum + plainLogLikelihood(row[0] + beyond, { r, alpha: alpha * likelihood.timeUnit, a, b }, row), 0);
      const got = likelihood.at([r, alpha, a, b], new Float64Array(4)) - likelihood.purchases * Math.log(likelihood.timeUnit);
      if (Number.isFinite(expected)) expect(Math.abs(got - expected)).toBeLessThan(1e-9 * (1 + Math.abs(expected)));
      expect(Number.isFinite(got)).toBe(true);
    }));
  });

  it('is the mean, over rates and chances of dropping out, of what a customer of this rate and this chance does', () => {
    const [r, alpha, a, b] = [1.7, 6, 1.6, 2.4] as const;
    const density = { rate: (rate: number) => (alpha ** r * rate ** (r - 1) * Math.exp(-alpha * rate)) / Math.exp(logGamma(r)), drop: (p: number) => (p ** (a - 1) * (1 - p) ** (b - 1)) / Math.exp(logBeta(a, b)) };
    for (const [x, tx, T] of [[0, 0, 30], [1, 4, 30], [3, 29, 30], [5, 12, 40]] as const) {
      // By the midpoint rule, over ln(rate) and over u with p = u^2 (3 - 2 u), which is level at both ends.
      let mean = 0;
      for (let i = 0; i < 400; i += 1) {
        const rate = Math.exp(-12 + ((i + 0.5) * 14) / 400);
        for (let j = 0; j < 400; j += 1) {
          const u = (j + 0.5) / 400;
          const p = u * u * (3 - 2 * u);
          const stays = (1 - p) ** (x + beyond) * rate ** x * Math.exp(-rate * T);
          const leaves = x + beyond === 0 ? 0 : p * (1 - p) ** (x + beyond - 1) * rate ** x * Math.exp(-rate * tx);
          mean += (stays + leaves) * density.rate(rate) * density.drop(p) * rate * (14 / 400) * ((6 * u * (1 - u)) / 400);
        }
      }
      const likelihood = likelihoodOf(summaryOf([[x, tx, T]]), beyond);
      const log = likelihood.at([r, alpha / T, a, b], new Float64Array(4)) - x * Math.log(T);
      expect(Math.abs(Math.log(mean) - log)).toBeLessThan(1e-5);
    }
  });

  it('has the gradient of its finite differences', () => {
    fc.assert(fc.property(fc.array(anyRow, { minLength: 1, maxLength: 20 }), fc.tuple(anyParameter, anyParameter, anyParameter, anyParameter), (rows, parameters) => {
      const likelihood = likelihoodOf(summaryOf(rows), beyond);
      const gradient = new Float64Array(4);
      const value = likelihood.at(parameters, gradient);
      for (let i = 0; i < 4; i += 1) {
        const step = 1e-5 * (parameters[i] as number);
        const moved = (by: number): number => likelihood.at(parameters.map((one, at) => (at === i ? one + by : one)), new Float64Array(4));
        const difference = (moved(step) - moved(-step)) / (2 * step);
        const error = Math.abs((gradient[i] as number) - difference) * (parameters[i] as number);
        expect(error).toBeLessThan(1e-5 * (rows.length + Math.abs(value)));
      }
    }));
  });

  it('is the same of customers and of their groups, to rounding', () => {
    fc.assert(fc.property(fc.array(anyRow, { minLength: 1, maxLength: 10 }), fc.array(fc.nat(9), { minLength: 20, maxLength: 60 }), (kinds, drawn) => {
      const rows = drawn.map((which) => kinds[which % kinds.length] as (typeof kinds)[number]);
      const [one, other] = [summaryOf(rows), groupRows(summaryOf(rows))].map((summary) => likelihoodOf(summary, beyond).at([0.5, 1, 0.7, 2], new Float64Array(4))) as [number, number];
      expect(Math.abs(one - other)).toBeLessThan(1e-10 * (1 + Math.abs(one)));
    }));
  });
});

describe.each(MODELS)('a fit of $model', ({ model, fit }) => {
  const { summary } = madeBuyers({ model, ...SHOP }, { customers: 20_000, seed: 7, longest: 104, grain: 1 / 7 });

  it('finds the parameters by which a shop was generated', () => {
    const found = fit(summary);
    if (!found.converged) throw new Error(found.reason);
    expect(found.edges).toEqual([]);
    // A few standard errors at 20,000 customers.
    expect(Math.abs(Math.log(found.parameters.r / SHOP.r))).toBeLessThan(0.12);
    expect(Math.abs(Math.log(found.parameters.alpha / SHOP.alpha))).toBeLessThan(0.12);
    expect(Math.abs(found.parameters.a / (found.parameters.a + found.parameters.b) - SHOP.a / (SHOP.a + SHOP.b))).toBeLessThan(0.02);
    expect(Math.abs(Math.log((found.parameters.a + found.parameters.b) / (SHOP.a + SHOP.b)))).toBeLessThan(0.35);
    expect(found.gradientNorm).toBeLessThan(1e-8);
  });

  it('is no worse than anything near it, by more than rounding', () => {
    const found = fit(summary);
    if (!found.converged) throw new Error(found.reason);
    const likelihood = likelihoodOf(summary, model === 'mbg-nbd' ? 1 : 0);
    const { r, alpha, a, b } = found.parameters;
    const best = [r, alpha / likelihood.timeUnit, a, b];
    const value = likelihood.at(best, new Float64Array(4));
    for (let i = 0; i < 4; i += 1) for (const factor of [0.99, 1.01]) {
      expect(likelihood.at(best.map((one, at) => (at === i ? one * factor : one)), new Float64Array(4))).toBeLessThan(value);
    }
  });

  it('does not depend on the unit of time, nor on whether rows come grouped', () => {
    const weeks = fit(summary);
    const days = fit({ ...summary, recency: summary.recency.map((time) => time * 7), age: summary.age.map((time) => time * 7) });
    const grouped = fit(groupRows(summary));
    if (!weeks.converged || !days.converged || !grouped.converged) throw new Error('not converged');
    const purchases = summary.frequency.reduce((sum, x) => sum + x, 0);
    expect(days.logLikelihood).toBeCloseTo(weeks.logLikelihood - purchases * Math.log(7), 4);
    expect(days.parameters.alpha / 7).toBeCloseTo(weeks.parameters.alpha, 5);
    for (const name of ['r', 'a', 'b'] as const) {
      expect(days.parameters[name]).toBeCloseTo(weeks.parameters[name], 5);
      expect(grouped.parameters[name]).toBeCloseTo(weeks.parameters[name], 5);
    }
    expect(grouped.logLikelihood).toBeCloseTo(weeks.logLikelihood, 6);
  });

  it('comes to the same from parameters of the night before', () => {
    const found = fit(summary);
    const again = fit(summary, { start: { model, r: 2, alpha: 2, a: 2, b: 2 } as never });
    if (!found.converged || !again.converged) throw new Error('not converged');
    expect(again.logLikelihood).toBeCloseTo(found.logLikelihood, 5);
  });

  it('is pulled to the middle by a penalty, and says the likelihood without it', () => {
    const found = fit(summary);
    const pulled = fit(summary, { penalty: 1 });
    if (!found.converged || !pulled.converged) throw new Error('not converged');
    expect(Math.abs(Math.log(pulled.parameters.r))).toBeLessThan(Math.abs(Math.log(found.parameters.r)));
    expect(pulled.logLikelihood).toBeLessThan(found.logLikelihood);
  });

  it('names the limit at which nobody leaves', () => {
    // Everybody bought on the last day: nothing speaks for anybody having left.
    const rows = Array.from({ length: 200 }, (_, i) => [1 + (i % 5), 50 + (i % 9), 50 + (i % 9)] as const);
    const found = fit(summaryOf(rows));
    if (!found.converged) throw new Error(found.reason);
    expect(found.edges).toContain('no-dropout');
  });

  it('names the limit at which all buy at one rate', () => {
    // Two purchases in a hundred weeks for each and everybody: far less differing than by chance alone.
    const rows = Array.from({ length: 200 }, (_, i) => [2, 60 + (i % 30), 100] as const);
    const found = fit(summaryOf(rows));
    if (!found.converged) throw new Error(found.reason);
    expect(found.edges).toContain('equal-rates');
  });

  it.each([
    ['too-few', [[1, 1, 2], [0, 0, 2]]],
    ['no-repeat', Array.from({ length: 30 }, (_, i) => [0, 0, i])],
    ['no-time', Array.from({ length: 30 }, (_, i) => [i % 2, 0, 0])],
  ] as const)('is refused as %s, without numbers', (reason, rows) => {
    expect(fit(summaryOf(rows as unknown as (readonly [number, number, number])[]))).toMatchObject({ converged: false, reason, parameters: null, logLikelihood: null });
  });

  it('comes to an end on any shop whatever, and what it gives out is finite', () => {
    fc.assert(fc.property(fc.array(anyRow, { minLength: 10, maxLength: 60 }), (rows) => {
      const found = fit(summaryOf(rows));
      if (found.converged) expect(Object.values(found.parameters).every((value) => typeof value === 'string' || (Number.isFinite(value) && value > 0))).toBe(true);
      else expect(['no-repeat', 'no-time', 'too-few']).toContain(found.reason);
    }), { numRuns: 60 });
  });
});
