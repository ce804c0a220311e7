import { describe, expect, it } from 'vitest';
import { normalQuantile } from './normal-quantile.ts';
import { studentQuantile } from './student-t.ts';

describe('the quantile of Student’s t', () => {
  // Abramowitz and Stegun, table 26.10.
  it.each([[0.975, 1, 12.706], [0.975, 2, 4.303], [0.975, 10, 2.228], [0.95, 5, 2.015], [0.995, 30, 2.75], [0.975, 120, 1.98]])('at %d with %d degrees of freedom is %d', (p, df, t) => {
    expect(Math.abs(studentQuantile(p, df) - t)).toBeLessThan(0.0006);
    expect(studentQuantile(1 - p, df)).toBeCloseTo(-studentQuantile(p, df), 9);
  });

  it('is the normal one with very many', () => {
    expect(studentQuantile(0.975, 1e7)).toBeCloseTo(normalQuantile(0.975), 5);
    expect(studentQuantile(0.5, 3)).toBeCloseTo(0, 9);
  });

  it.each([[0, 5], [1, 5], [0.5, 0], [Number.NaN, 1]])('of %d with %d degrees of freedom is not asked', (p, df) => {
    expect(() => studentQuantile(p, df)).toThrow(RangeError);
  });
});
