import { describe, expect, it } from 'vitest';
import { pooledCurve } from './accuracy.ts';
import type { BackTestRow } from './back-test-metrics.ts';
import { meanMetrics } from './mean-metrics.ts';

const row = (metric: BackTestRow['metric'], model: number, naive: number | null, naiveName: BackTestRow['naiveName'] = naive === null ? null : 'recency'): BackTestRow => ({
  cutOff: 1, metric, model, naives: naive === null || naiveName === null ? {} : { [naiveName]: naive }, naive, naiveName, shown: true,
});

describe('the means of a back-test', () => {
  it('take a bias by its size, so that too much and too little do not make up for each other', () => {
    expect(meanMetrics([row('purchases-bias', 0.2, -0.3), row('purchases-bias', -0.2, 0.1)])).toEqual([{ metric: 'purchases-bias', model: 0.2, naives: { recency: 0.2 }, naive: 0.2, naiveName: 'recency', better: true }]);
  });

  it('know for which metrics more is better', () => {
    expect(meanMetrics([row('auc', 0.7, 0.8), row('brier', 0.1, 0.2)]).map(({ metric, better }) => [metric, better])).toEqual([['auc', false], ['brier', true]]);
  });

  it('compare with nothing where nothing naive says anything', () => {
    expect(meanMetrics([row('calibration-error', 0.02, null)])).toEqual([{ metric: 'calibration-error', model: 0.02, naives: {}, naive: null, naiveName: null, better: null }]);
    // A rule that says nothing at one of the cut-offs is left out.
    expect(meanMetrics([row('auc', 0.9, 0.8, 'rfm'), row('auc', 0.9, 0.8, 'recency')])).toMatchObject([{ naives: {}, better: null }]);
  });

  it('compare with the one rule that did best over all cut-offs, not with another at each', () => {
    const at = (model: number, rfm: number, recency: number): BackTestRow => ({ ...row('auc', model, Math.max(rfm, recency), 'rfm'), naives: { rfm, recency } });
    expect(meanMetrics([at(0.75, 0.8, 0.6), at(0.75, 0.6, 0.78)])).toEqual([
      { metric: 'auc', model: 0.75, naives: { rfm: expect.closeTo(0.7) as number, recency: expect.closeTo(0.69) as number }, naive: expect.closeTo(0.7) as number, naiveName: 'rfm', better: true },
    ]);
  });

  it('leave out what could not be measured', () => {
    expect(meanMetrics([row('auc', Number.NaN, 0.5)])).toEqual([]);
  });
});

describe('the curve of all cut-offs', () => {
  it('takes the groups of one place together by how many they are', () => {
    const bins = (customers: number, expected: number, happened: number) => [{ customers, expected, happened }, { customers, expected: expected + 0.1, happened }];
    expect(pooledCurve([{ cutOff: 1, bins: bins(100, 0.2, 0.3) }, { cutOff: 2, bins: bins(300, 0.4, 0.5) }])).toEqual([
      { customers: 400, expected: expect.closeTo(0.35) as number, happened: expect.closeTo(0.45) as number }, { customers: 400, expected: expect.closeTo(0.45) as number, happened: expect.closeTo(0.45) as number },
    ]);
    expect(pooledCurve([])).toEqual([]);
  });
});
