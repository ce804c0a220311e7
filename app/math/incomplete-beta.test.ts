import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { incompleteBeta } from './incomplete-beta.ts';

const shape = fc.double({ min: -5, max: 7, noNaN: true }).map(Math.exp);
const share = fc.double({ min: 0, max: 1, noNaN: true });

describe('the incomplete beta function', () => {
  // SciPy 1.17, and to 20 digits where a direct integral could be had.
  it.each([
    [0.5, 0.5, 0.3, 0.36901011956554537504], [2, 3, 0.25, 0.26171875], [10, 1, 0.9, 0.348678440100000086], [0.001, 2, 0.01, 0.9963908687147051], [500, 600, 0.45, 0.38169373366484016],
    [30, 0.2, 0.999, 0.463892810186550064], [3.74, 6.25, 0.6, 0.927219135731926572], [1e4, 1e4, 0.503, 0.801927218859508], [60, 3.74, 0.94, 0.419923089662711748],
  ])('at a = %d, b = %d, x = %d has its known value, to 11 digits', (a, b, x, expected) => {
    expect(Math.abs(incompleteBeta(a, b, x) - expected)).toBeLessThan(1e-11 * expected);
  });

  it('is a probability that rises with x, and the rest of its mirror image', () => {
    fc.assert(fc.property(shape, shape, share, share, (a, b, one, other) => {
      const [low, high] = [Math.min(one, other), Math.max(one, other)];
      expect(incompleteBeta(a, b, low)).toBeGreaterThanOrEqual(0);
      expect(incompleteBeta(a, b, high)).toBeLessThanOrEqual(1);
      expect(incompleteBeta(a, b, low)).toBeLessThanOrEqual(incompleteBeta(a, b, high) + 1e-12);
      expect(Math.abs(incompleteBeta(a, b, low) - (1 - incompleteBeta(b, a, 1 - low, low)))).toBeLessThan(1e-11);
    }));
  });

  it('is 0 at 0, 1 at 1, and x itself of the uniform', () => {
    expect(incompleteBeta(2, 3, 0)).toBe(0);
    expect(incompleteBeta(2, 3, 1)).toBe(1);
    expect(incompleteBeta(1, 1, 0.7)).toBeCloseTo(0.7, 14);
  });

  it('is refused for shapes that are none', () => {
    expect(() => incompleteBeta(0, 1, 0.5)).toThrow(RangeError);
  });
});
