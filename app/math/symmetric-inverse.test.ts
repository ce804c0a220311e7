import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { invertPositive } from './symmetric-inverse.ts';

/** A A' + I of whole numbers is positive definite. */
function positive(order: number, seed: number): Float64Array {
  let state = seed;
  const a = Float64Array.from({ length: order * order }, () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return (state % 7) - 3;
  });
  const product = new Float64Array(order * order);
  for (let i = 0; i < order; i += 1) {
    for (let j = 0; j < order; j += 1) {
      let sum = i === j ? 1 : 0;
      for (let k = 0; k < order; k += 1) sum += (a[i * order + k] as number) * (a[j * order + k] as number);
      product[i * order + j] = sum;
    }
  }
  return product;
}

describe('the inverse of a positive definite matrix', () => {
  it('is the one of the textbook for two by two', () => {
    const a = Float64Array.from([4, 2, 2, 3]);
    expect(invertPositive(a, 2)).toBe(true);
    expect([...a].map((value) => Math.round(value * 8 * 1e9) / 1e9)).toEqual([3, -2, -2, 4]);
  });

  it('times the matrix is the identity, for orders that fill blocks and tiles and for those that do not', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 110 }), fc.integer({ min: 1, max: 1e6 }), (order, seed) => {
      const a = positive(order, seed);
      const inverse = a.slice();
      expect(invertPositive(inverse, order)).toBe(true);
      let worst = 0;
      for (let i = 0; i < order; i += 1) {
        for (let j = 0; j < order; j += 1) {
          let sum = 0;
          for (let k = 0; k < order; k += 1) sum += (a[i * order + k] as number) * (inverse[k * order + j] as number);
          worst = Math.max(worst, Math.abs(sum - (i === j ? 1 : 0)));
        }
      }
      expect(worst).toBeLessThan(1e-6);
    }), { numRuns: 40 });
  });

  it('does not exist for a matrix that is not positive definite, and a wrong length is refused', () => {
    expect(invertPositive(Float64Array.from([1, 2, 2, 1]), 2)).toBe(false);
    expect(() => invertPositive(new Float64Array(3), 2)).toThrow(RangeError);
  });
});
