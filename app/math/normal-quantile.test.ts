import { expect, it } from 'vitest';
import { normalQuantile } from './normal-quantile.ts';

it('the quantiles of the normal distribution are the tabled ones, and turned about their middle', () => {
  for (const [p, z] of [[0.5, 0], [0.9, 1.2815515655], [0.975, 1.9599639845], [0.999, 3.0902323062], [0.01, -2.326347874]] as const) {
    expect(normalQuantile(p)).toBeCloseTo(z, 7);
    expect(normalQuantile(1 - p)).toBeCloseTo(-z, 7);
  }
  expect(normalQuantile(0)).toBe(Number.NEGATIVE_INFINITY);
  expect(normalQuantile(1)).toBe(Number.POSITIVE_INFINITY);
  expect(() => normalQuantile(1.1)).toThrow(RangeError);
});
