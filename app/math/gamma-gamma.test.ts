import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Random } from '#tests/shopify-standin/store/random.ts';
import { expectedValue, expectedValueColumn, fitGammaGamma, type GammaGamma, type ValueSummary } from './gamma-gamma.ts';
import { logGamma } from './log-gamma.ts';

/** Fader & Hardie 2013, of the CDNOW sample. */
const CDNOW: GammaGamma = { p: 6.25, q: 3.74, v: 15.44 };

function madeValues({ p, q, v }: GammaGamma, customers: number, seed: number): ValueSummary {
  const random = new Random(seed, 'values');
  const frequency = Float64Array.from({ length: customers }, () => random.below(6));
  const meanValue = frequency.map((x) => {
    const nu = random.gamma(q, v);
    return x === 0 ? 0 : random.gamma(p * x, nu) / x;
  });
  return { size: customers, frequency, meanValue };
}

describe('published examples of Gamma-Gamma', () => {
  it('expect 24.66 a purchase of the customer of two purchases of 22.35 on average, who stands below everybody (Fader & Hardie 2013)', () => {
    expect(expectedValue(CDNOW, 2, 22.35)).toBeCloseTo(24.66, 2);
  });

  it('expect p v / (q - 1) of whoever has not bought again', () => {
    expect(expectedValue(CDNOW, 0, 0)).toBeCloseTo((6.25 * 15.44) / 2.74, 12);
  });
});

describe('a fit of Gamma-Gamma', () => {
  const values = madeValues(CDNOW, 30_000, 5);

  it('finds the parameters by which values were generated', () => {
    const found = fitGammaGamma(values);
    if (!found.converged) throw new Error(found.reason);
    expect(found.edges).toEqual([]);
    for (const name of ['p', 'q', 'v'] as const) expect(Math.abs(Math.log(found.parameters[name] / CDNOW[name]))).toBeLessThan(0.1);
    expect((found.parameters.p * found.parameters.v) / (found.parameters.q - 1)).toBeCloseTo(35.2, 0);
  });

  it('is a maximum of the likelihood that the paper writes', () => {
    const found = fitGammaGamma(values);
    if (!found.converged) throw new Error(found.reason);
    const printed = ({ p, q, v }: GammaGamma): number => values.meanValue.reduce((sum, z, row) => {
      const x = values.frequency[row] as number;
      if (x === 0) return sum;
      return sum + logGamma(p * x + q) - logGamma(p * x) - logGamma(q) + q * Math.log(v) + (p * x - 1) * Math.log(z) + p * x * Math.log(x) - (p * x + q) * Math.log(v + x * z);
    }, 0);
    expect(found.logLikelihood).toBeCloseTo(printed(found.parameters), 5);
    for (const name of ['p', 'q', 'v'] as const) for (const factor of [0.995, 1.005]) {
      expect(printed({ ...found.parameters, [name]: found.parameters[name] * factor })).toBeLessThan(found.logLikelihood);
    }
  });

  it('does not depend on the unit of money', () => {
    const [pounds, pence] = [values, { ...values, meanValue: values.meanValue.map((value) => value * 100) }].map((one) => fitGammaGamma(one));
    if (!pounds?.converged || !pence?.converged) throw new Error('not converged');
    expect(pence.parameters.v / 100).toBeCloseTo(pounds.parameters.v, 5);
    expect(pence.parameters.p).toBeCloseTo(pounds.parameters.p, 5);
    expect(pence.logLikelihood).toBeCloseTo(pounds.logLikelihood - values.frequency.filter((x) => x > 0).length * Math.log(100), 4);
  });

  it('takes weights for customers', () => {
    const few = madeValues(CDNOW, 300, 9);
    const twice: ValueSummary = { size: 600, frequency: Float64Array.from([...few.frequency, ...few.frequency]), meanValue: Float64Array.from([...few.meanValue, ...few.meanValue]) };
    const [weighted, doubled] = [fitGammaGamma({ ...few, weight: new Float64Array(300).fill(2) }), fitGammaGamma(twice)];
    if (!weighted.converged || !doubled.converged) throw new Error('not converged');
    expect(weighted.logLikelihood).toBeCloseTo(doubled.logLikelihood, 6);
    expect(weighted.parameters.q).toBeCloseTo(doubled.parameters.q, 4);
  });

  it('begins where the night before ended, and is pulled to the middle by a penalty', () => {
    const cold = fitGammaGamma(values);
    if (!cold.converged) throw new Error(cold.reason);
    const warm = fitGammaGamma(values, { start: cold.parameters });
    const pulled = fitGammaGamma(values, { penalty: 1 });
    if (!warm.converged || !pulled.converged) throw new Error('not converged');
    expect(warm.evaluations).toBeLessThanOrEqual(2);
    expect(pulled.logLikelihood).toBeLessThan(cold.logLikelihood);
    expect(Math.abs(Math.log(pulled.parameters.p))).toBeLessThan(Math.log(cold.parameters.p));
  });

  it('names the limit at which each customer spends the same every time', () => {
    const steady: ValueSummary = { size: 50, frequency: new Float64Array(50).fill(3), meanValue: Float64Array.from({ length: 50 }, (_, i) => 10 + (i % 2)) };
    const found = fitGammaGamma(steady);
    if (!found.converged) throw new Error(found.reason);
    expect(found.edges.length).toBeGreaterThan(0);
    expect(expectedValue(found.parameters, 3, 10)).toBeGreaterThan(9);
  });

  it('is refused where there is nothing to fit', () => {
    const rows = (count: number, x: number, value: (row: number) => number): ValueSummary => ({ size: count, frequency: new Float64Array(count).fill(x), meanValue: Float64Array.from({ length: count }, (_, i) => value(i)) });
    expect(fitGammaGamma(rows(30, 0, () => 0))).toMatchObject({ converged: false, reason: 'no-repeat' });
    expect(fitGammaGamma(rows(5, 2, (i) => i + 1))).toMatchObject({ converged: false, reason: 'too-few' });
    expect(fitGammaGamma(rows(30, 2, () => 9.99))).toMatchObject({ converged: false, reason: 'no-spread', parameters: null });
    expect(() => fitGammaGamma(rows(30, 2, (i) => -i))).toThrow("Row 1 is no customer's value");
  });

  it('comes to an end on any values whatever', () => {
    const row = fc.tuple(fc.integer({ min: 1, max: 9 }), fc.double({ min: 0.01, max: 5_000, noNaN: true }));
    fc.assert(fc.property(fc.array(row, { minLength: 10, maxLength: 60 }), (rows) => {
      const found = fitGammaGamma({ size: rows.length, frequency: Float64Array.from(rows, ([x]) => x), meanValue: Float64Array.from(rows, ([, value]) => value) });
      expect(found.converged || found.reason === 'no-spread').toBe(true);
      if (found.converged) expect(Object.values(found.parameters).every((value) => Number.isFinite(value) && value > 0)).toBe(true);
    }), { numRuns: 60 });
  });
});

describe('the expected value', () => {
  it("lies between the customer's own mean and everybody's, nearer to their own with every purchase", () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 50 }), fc.double({ min: 0.5, max: 400, noNaN: true }), (x, mean) => {
      const everybody = expectedValue(CDNOW, 0, 0);
      const [now, next] = [expectedValue(CDNOW, x, mean), expectedValue(CDNOW, x + 1, mean)];
      expect(now).toBeGreaterThanOrEqual(Math.min(mean, everybody) - 1e-9);
      expect(now).toBeLessThanOrEqual(Math.max(mean, everybody) + 1e-9);
      expect(Math.abs(next - mean)).toBeLessThanOrEqual(Math.abs(now - mean) + 1e-9);
    }));
  });

  it('is infinite where values have no mean, and the same in a column', () => {
    expect(expectedValue({ p: 2, q: 0.9, v: 10 }, 0, 0)).toBe(Number.POSITIVE_INFINITY);
    expect([...expectedValueColumn(CDNOW, { size: 2, frequency: Float64Array.from([0, 2]), meanValue: Float64Array.from([0, 22.35]) })]).toEqual([expectedValue(CDNOW, 0, 0), expectedValue(CDNOW, 2, 22.35)]);
  });
});
