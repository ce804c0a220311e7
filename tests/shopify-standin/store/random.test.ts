import { describe, expect, it } from 'vitest';
import { Random, WeightedDraw } from './random.ts';

function moments(draw: () => number, count = 20_000): { mean: number; variance: number } {
  const values = Array.from({ length: count }, draw);
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  return { mean, variance: values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / count };
}

describe('the random source', () => {
  it('gives the same numbers for a seed and stream, others for another', () => {
    const draws = (seed: number, stream: string): number[] => {
      const random = new Random(seed, stream);
      return Array.from({ length: 5 }, () => random.uint32());
    };
    expect(draws(7, 'a')).toEqual(draws(7, 'a'));
    expect(draws(7, 'a')).not.toEqual(draws(8, 'a'));
    expect(draws(7, 'a')).not.toEqual(draws(7, 'b'));
    expect(draws(2 ** 40 + 7, 'a')).not.toEqual(draws(7, 'a'));
  });

  it('draws from the distributions it names', () => {
    const random = new Random(1, 'moments');
    const cases: [() => number, number, number][] = [
      [() => random.uniform(), 1 / 2, 1 / 12],
      [() => random.normal(), 0, 1],
      [() => random.exponential(2), 1 / 2, 1 / 4],
      [() => random.gamma(3, 2), 3 / 2, 3 / 4],
      [() => random.gamma(0.5, 1), 1 / 2, 1 / 2],
      [() => random.beta(2, 3), 2 / 5, 1 / 25],
    ];
    for (const [draw, mean, variance] of cases) {
      const seen = moments(draw);
      expect(Math.abs(seen.mean - mean)).toBeLessThan(5 * Math.sqrt(variance / 20_000));
      expect(Math.abs(seen.variance / variance - 1)).toBeLessThan(0.1);
    }
  });

  it('draws weights in proportion, and what weighs nothing never', () => {
    const random = new Random(2, 'weights');
    const draw = new WeightedDraw([1, 0, 3]);
    const counts = [0, 0, 0];
    for (let i = 0; i < 8000; i++) {
      const index = draw.draw(random);
      counts[index] = (counts[index] ?? 0) + 1;
    }
    expect(counts[1]).toBe(0);
    expect((counts[2] ?? 0) / 8000).toBeCloseTo(0.75, 1);
  });
});
