import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { digamma, logBeta, logGamma, logGammaRatio } from './log-gamma.ts';

/** Worked out to 40 digits by another program (mpmath). */
const KNOWN: readonly (readonly [x: number, logGamma: number, digamma: number])[] = [
  [1e-8, 18.420680738180208884, -100000000.57721564636],
  [0.001, 6.9071788853838536617, -1000.5755719318102797],
  [0.1, 2.252712651734205902, -10.423754940411076232],
  [0.5, 0.57236494292470008707, -1.9635100260214234794],
  [1, 0, -0.57721566490153286061],
  [1.4616, -0.12148629003589732842, -0.000031106251230341649658],
  [2, 0, 0.42278433509846713939],
  [3.7, 1.4280723266653881292, 1.1671535393615114409],
  [9.99, 12.77931521435019336, 2.250700372831201122],
  [10, 12.801827480081469611, 2.2517525890667211076],
  [25.5, 56.389167643719946744, 3.2189424728839197665],
  [1000, 5905.2204232091812118, 6.9072551956488120521],
  [1e6, 12815504.56914761166, 13.815510057964190771],
  [1e10, 220258509288.81058147, 23.02585092989045684],
];
const near = (got: number, expected: number, precision = 1e-13): void => {
  if (!(Math.abs(got - expected) <= precision * Math.max(1, Math.abs(expected)))) expect(got).toBe(expected);
};

describe('the gamma function', () => {
  it.each(KNOWN)('has its known logarithm and derivative at %d, to 13 digits', (x, log, psi) => {
    near(logGamma(x), log);
    near(digamma(x), psi);
  });

  it('rises by ln x from x to x + 1, and its derivative by 1 / x', () => {
    fc.assert(fc.property(fc.double({ min: 1e-6, max: 1e6, noNaN: true }), (x) => {
      near(logGamma(x + 1), logGamma(x) + Math.log(x));
      near(digamma(x), digamma(x + 1) - 1 / x);
    }));
  });

  it.each([[1e8, 2.5, 46.051701878630913555], [1e5, 0.3, 3.4538765894903684019], [0.01, 3, -3.897085133063938881], [12, 40, 134.907284738623472], [5, 0.1, 0.15171033812727951897]])(
    'keeps the digits of the ratio from %d to %d above it', (x, step, expected) => near(logGammaRatio(x, step), expected),
  );

  it('gives the beta function the same from both sides', () => {
    expect(logBeta(2, 3)).toBeCloseTo(Math.log(1 / 12), 14);
    fc.assert(fc.property(fc.double({ min: 1e-3, max: 1e4, noNaN: true }), fc.double({ min: 1e-3, max: 1e4, noNaN: true }), (a, b) => {
      near(logBeta(a, b), logGamma(a) + logGamma(b) - logGamma(a + b), 1e-10);
      near(logBeta(a, b), logBeta(b, a));
    }));
  });

  it('is refused at 0 and below', () => {
    for (const x of [0, -1, Number.NaN]) {
      expect(() => logGamma(x)).toThrow(RangeError);
      expect(() => digamma(x)).toThrow(RangeError);
    }
  });
});
