import { describe, expect, it } from 'vitest';
import { meanMetrics } from './accuracy.ts';
import type { BackTestRow } from './back-test.ts';

const row = (metric: BackTestRow['metric'], model: number, naive: number | null, naiveName: BackTestRow['naiveName'] = naive === null ? null : 'recency'): BackTestRow => ({ cutOff: 1, metric, model, naive, naiveName, shown: true });

describe('the means of a back-test', () => {
  it('take a bias by its size, so that too much and too little do not make up for each other', () => {
    expect(meanMetrics([row('purchases-bias', 0.2, -0.3), row('purchases-bias', -0.2, 0.1)])).toEqual([{ metric: 'purchases-bias', model: 0.2, naive: 0.2, naiveName: 'recency', better: true }]);
  });

  it('know for which metrics more is better', () => {
    expect(meanMetrics([row('auc', 0.7, 0.8), row('brier', 0.1, 0.2)]).map(({ metric, better }) => [metric, better])).toEqual([['auc', false], ['brier', true]]);
  });

  it('compare with nothing where nothing naive says anything, and name the naive forecast that was the best most often', () => {
    expect(meanMetrics([row('calibration-error', 0.02, null)])).toEqual([{ metric: 'calibration-error', model: 0.02, naive: null, naiveName: null, better: null }]);
    expect(meanMetrics([row('auc', 0.9, 0.8, 'rfm'), row('auc', 0.9, 0.8, 'recency'), row('auc', 0.9, 0.8, 'rfm')])[0]?.naiveName).toBe('rfm');
  });

  it('leave out what could not be measured', () => {
    expect(meanMetrics([row('auc', Number.NaN, 0.5)])).toEqual([]);
  });
});
