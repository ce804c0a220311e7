import { METRICS, MORE_IS_BETTER, NAIVE_NAMES, type BackTestMetric, type BackTestRow, type NaiveName } from './back-test-metrics.ts';

/** A metric over all cut-offs; of a bias the mean of its size. */
export interface MeanMetric {
  metric: BackTestMetric;
  model: number;
  /** Of each naive forecast that says something about it at every cut-off. */
  naives: Partial<Record<NaiveName, number>>;
  /** The best of them: one rule over all cut-offs, as a merchant would have to stay with one. */
  naive: number | null;
  naiveName: NaiveName | null;
  /** Whether the model did at least as well; null where nothing naive says anything about it. */
  better: boolean | null;
}

/** The mean of every metric over the cut-offs at which it could be measured. */
export function meanMetrics(rows: readonly BackTestRow[]): MeanMetric[] {
  return METRICS.flatMap((metric) => {
    const of = rows.filter((row) => row.metric === metric && Number.isFinite(row.model));
    if (of.length === 0) return [];
    const size = (value: number): number => (metric.endsWith('-bias') ? Math.abs(value) : value);
    const mean = (values: number[]): number => values.reduce((sum, value) => sum + size(value), 0) / values.length;
    const atLeastAsGood = (one: number, other: number): boolean => (MORE_IS_BETTER.has(metric) ? one >= other : one <= other);
    const model = mean(of.map((row) => row.model));
    const naives: MeanMetric['naives'] = {};
    let naiveName: NaiveName | null = null;
    for (const name of NAIVE_NAMES) {
      const values = of.flatMap((row) => row.naives[name] ?? []);
      if (values.length < of.length) continue;
      naives[name] = mean(values);
      if (naiveName === null || !atLeastAsGood(naives[naiveName] as number, naives[name])) naiveName = name;
    }
    const naive = naiveName === null ? null : (naives[naiveName] as number);
    return [{ metric, model, naives, naive, naiveName, better: naive === null ? null : atLeastAsGood(model, naive) }];
  });
}
