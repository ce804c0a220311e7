import { describe, expect, it } from 'vitest';
import { fitSlope, shiftToMean } from './calibration.ts';
import { logistic } from './regression.ts';

/** Log-odds on an even grid, and an outcome for each by a fixed sequence that has their true probability. */
function madeOccasion(size: number, slope: number, level: number): { logOdds: Float64Array; happened: Float64Array } {
  const logOdds = Float64Array.from({ length: size }, (_, i) => -3 + (6 * i) / (size - 1));
  // The golden ratio's multiples are spread evenly: what is below p of them is a share p in every stretch.
  const happened = logOdds.map((x, i) => ((i * 0.6180339887498949) % 1 < logistic(slope * x + level) ? 1 : 0));
  return { logOdds, happened };
}

describe('the slope', () => {
  it('is found again, whatever the level of each occasion was', () => {
    const { slope, intercepts } = fitSlope([madeOccasion(4000, 1.4, 0.5), madeOccasion(4000, 1.4, -1)]);
    expect(slope).toBeCloseTo(1.4, 1);
    expect(intercepts[0]).toBeCloseTo(0.5, 1);
    expect(intercepts[1]).toBeCloseTo(-1, 1);
  });

  it('is 1 without an occasion, and stays near 1 with few customers', () => {
    expect(fitSlope([])).toEqual({ slope: 1, intercepts: [] });
    expect(Math.abs(fitSlope([madeOccasion(20, 3, 0)]).slope - 1)).toBeLessThan(0.3);
  });

  it('is finite where everybody bought', () => {
    const { slope, intercepts } = fitSlope([{ logOdds: [1, 2, 3], happened: [1, 1, 1] }]);
    expect(Number.isFinite(slope) && Number.isFinite(intercepts[0])).toBe(true);
  });
});

describe('the shift', () => {
  it('brings the mean to what is wanted', () => {
    const odds = [-2, -1, 0, 3];
    const shift = shiftToMean(odds, 0.3);
    expect(odds.reduce((sum, x) => sum + logistic(x + shift), 0) / 4).toBeCloseTo(0.3, 8);
    expect(shiftToMean([], 0.3)).toBe(0);
  });
});
