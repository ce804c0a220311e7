import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { areaUnderCurve, brierScore, calibrationCurve, expectedCalibrationError, meanAbsoluteError, rootMeanSquaredError, topCapture, topRate, totalBias } from './accuracy.ts';

const outcomes = fc.array(fc.record({ score: fc.integer({ min: 0, max: 8 }), did: fc.boolean() }), { minLength: 2, maxLength: 40 });

describe('the area under the curve', () => {
  it('is what counting all pairs gives, a tie counting one half', () => {
    // Of the 2 x 3 pairs: .8 beats .2, .5 and .5; .5 beats .2 and ties twice: (3 + 1 + 2 / 2) / 6.
    expect(areaUnderCurve([0.8, 0.5, 0.2, 0.5, 0.5], [1, 1, 0, 0, 0])).toBeCloseTo(5 / 6, 12);
    fc.assert(fc.property(outcomes, (rows) => {
      let [wins, pairs] = [0, 0];
      for (const a of rows) for (const b of rows) {
        if (!a.did || b.did) continue;
        pairs += 1;
        wins += a.score > b.score ? 1 : a.score === b.score ? 0.5 : 0;
      }
      const area = areaUnderCurve(rows.map((row) => row.score), rows.map((row) => Number(row.did)));
      if (pairs === 0) expect(area).toBeNaN();
      else expect(area).toBeCloseTo(wins / pairs, 10);
    }));
  });

  it('is one half where all scores are alike, and turns about where they are turned', () => {
    expect(areaUnderCurve([3, 3, 3, 3], [1, 0, 0, 1])).toBe(0.5);
    fc.assert(fc.property(outcomes, (rows) => {
      const did = rows.map((row) => Number(row.did));
      const area = areaUnderCurve(rows.map((row) => row.score), did);
      if (!Number.isNaN(area)) expect(area + areaUnderCurve(rows.map((row) => -row.score), did)).toBeCloseTo(1, 10);
    }));
  });
});

describe('the Brier score', () => {
  it('is the mean squared distance from what happened', () => {
    expect(brierScore([0.9, 0.2, 0.5], [1, 0, 2])).toBeCloseTo((0.01 + 0.04 + 0.25) / 3, 12);
    expect(brierScore([], [])).toBeNaN();
  });
});

describe('calibration', () => {
  it('cuts into bins of equal mass and compares their means', () => {
    const curve = calibrationCurve([0.1, 0.9, 0.2, 0.7], [0, 1, 1, 1], 2);
    expect(curve.map((bin) => bin.customers)).toEqual([2, 2]);
    expect(curve[0]?.expected).toBeCloseTo(0.15, 12);
    expect(curve[0]?.happened).toBe(0.5);
    expect(curve[1]?.expected).toBeCloseTo(0.8, 12);
    expect(curve[1]?.happened).toBe(1);
    expect(expectedCalibrationError([0.1, 0.9, 0.2, 0.7], [0, 1, 1, 1], 2)).toBeCloseTo((0.35 + 0.2) / 2, 12);
  });

  it('is perfect for whoever tells everybody the share that bought, and does not hang on the order of equals', () => {
    const did = [1, 0, 0, 0, 1, 0, 0, 0, 0, 0];
    expect(expectedCalibrationError(did.map(() => 0.2), did, 5)).toBeCloseTo(0, 12);
    fc.assert(fc.property(outcomes, (rows) => {
      const score = rows.map((row) => row.score / 8);
      const happened = rows.map((row) => Number(row.did));
      expect(expectedCalibrationError(score, happened)).toBeCloseTo(expectedCalibrationError([...score].reverse(), [...happened].reverse()), 10);
    }));
  });

  it('bins hold everybody once, their sizes differing by at most one', () => {
    fc.assert(fc.property(outcomes, fc.integer({ min: 1, max: 12 }), (rows, bins) => {
      const sizes = calibrationCurve(rows.map((row) => row.score), rows.map((row) => Number(row.did)), bins).map((bin) => bin.customers);
      expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(rows.length);
      expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
    }));
    expect(() => calibrationCurve([0.5], [1], 0)).toThrow(RangeError);
  });
});

describe('errors of amounts', () => {
  it('are measured customer by customer, and the bias on the total', () => {
    expect(meanAbsoluteError([1, 2, 0], [0, 2, 3])).toBeCloseTo(4 / 3, 12);
    expect(rootMeanSquaredError([1, 2, 0], [0, 2, 3])).toBeCloseTo(Math.sqrt(10 / 3), 12);
    expect(totalBias([1, 2, 0], [0, 2, 3])).toBeCloseTo(-0.4, 12);
    expect(totalBias([1], [0])).toBeNaN();
    expect(() => meanAbsoluteError([1], [1, 2])).toThrow('held against');
  });

  it('are never above the root of the squared ones', () => {
    fc.assert(fc.property(outcomes, (rows) => {
      const forecast = rows.map((row) => row.score);
      const actual = rows.map((row) => Number(row.did));
      expect(meanAbsoluteError(forecast, actual)).toBeLessThanOrEqual(rootMeanSquaredError(forecast, actual) + 1e-12);
    }));
  });
});

describe('what the top tenth captures', () => {
  it('is their share of all that happened, ties at the border shared out', () => {
    const score = [9, 8, 7, 6, 5, 4, 3, 2, 1, 0];
    expect(topCapture(score, [50, 0, 0, 0, 0, 0, 0, 0, 0, 50])).toBe(0.5);
    expect(topCapture(score, [50, 30, 0, 0, 0, 0, 0, 0, 0, 20], 0.2)).toBe(0.8);
    expect(topCapture([1, 1, 0, 0, 0, 0, 0, 0, 0, 0], [10, 0, 0, 0, 0, 0, 0, 0, 0, 0])).toBe(0.5);
    expect(topCapture(score, score.map(() => 0))).toBeNaN();
  });

  it('is all of it for everybody, and the share itself where scores say nothing', () => {
    fc.assert(fc.property(outcomes, (rows) => {
      const actual = rows.map((row) => Number(row.did) + 1);
      expect(topCapture(rows.map((row) => row.score), actual, 1)).toBeCloseTo(1, 10);
      expect(topCapture(rows.map(() => 0), actual, 0.5)).toBeCloseTo(Math.ceil(rows.length / 2) / rows.length, 10);
    }));
  });
});

describe('the share of the best tenth who did it', () => {
  it('counts those with the highest scores, and shares a tie at the border out evenly', () => {
    const score = [10, 9, 8, 7, 6, 5, 4, 3, 2, 1];
    expect(topRate(score, [1, 0, 0, 0, 0, 0, 0, 0, 0, 1])).toBeCloseTo(1);
    expect(topRate(score, [1, 0, 3, 0, 0, 0, 0, 0, 0, 1], 0.3)).toBeCloseTo(2 / 3);
    expect(topRate([1, 1, 1, 0, 0, 0, 0, 0, 0, 0], [1, 0, 0, 0, 0, 0, 0, 0, 0, 1])).toBeCloseTo(1 / 3);
  });

  it('is the share of all where scores say nothing, 0 where nobody did and nothing of nobody', () => {
    fc.assert(fc.property(outcomes, (rows) => {
      const did = rows.map((row) => Number(row.did));
      expect(topRate(rows.map(() => 0), did, 0.4)).toBeCloseTo(did.reduce((sum, one) => sum + one, 0) / did.length, 10);
    }));
    expect(topRate([1, 2], [0, 0])).toBe(0);
    expect(topRate([], [])).toBeNaN();
  });
});
