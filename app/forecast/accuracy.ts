import type { CalibrationBin } from '../math/accuracy.ts';
import type { BackTestRow } from './back-test-metrics.ts';
import type { BackTest } from './back-test.ts';
import type { ForecastProgress } from './forecast-floor.ts';
import type { ForecastState } from './forecast-state.ts';
import type { MeanMetric } from './mean-metrics.ts';

/** How the shop's forecast held on its own past, for a page. Days are days since 1970-01-01. JSON. */
export interface AccuracyView {
  /** `not-yet`: no fit has come to its end. Numbers of customers are shown for `shown` alone. */
  state: ForecastState | 'not-yet';
  progress: ForecastProgress | null;
  /** The day that forecasts stand for, and when the fit was made (ISO). */
  forDay: number | null;
  fittedAt: string | null;
  /** Days that each cut-off was looked at for. */
  horizon: number | null;
  means: MeanMetric[];
  rows: BackTestRow[];
  curves: BackTest['curves'];
  leftOut: BackTest['leftOut'];
}

export const NO_ACCURACY: AccuracyView = { state: 'not-yet', progress: null, forDay: null, fittedAt: null, horizon: null, means: [], rows: [], curves: [], leftOut: [] };

/** The curve of all cut-offs together: the groups of one place are taken as one group. */
export function pooledCurve(curves: BackTest['curves']): CalibrationBin[] {
  const places = Math.max(0, ...curves.map(({ bins }) => bins.length));
  return Array.from({ length: places }, (_, place) => {
    const bins = curves.flatMap((curve) => curve.bins[place] ?? []);
    const customers = bins.reduce((sum, bin) => sum + bin.customers, 0);
    const mean = (of: 'expected' | 'happened'): number => bins.reduce((sum, bin) => sum + bin.customers * bin[of], 0) / customers;
    return { customers, expected: mean('expected'), happened: mean('happened') };
  });
}
