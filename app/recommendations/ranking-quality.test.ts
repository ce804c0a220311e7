import { describe, expect, it } from 'vitest';
import { rankingQualityMeter } from './ranking-quality.ts';

describe('how good a list is', () => {
  it('is counted by hand: second and fourth of two found among three targets', () => {
    const meter = rankingQualityMeter(4, 10);
    meter.add([7, 1, 8, 2, 3], new Set([1, 2, 3]));
    const { recall, ndcg, hitRate, coverage, lists } = meter.finish();
    expect(recall).toBeCloseTo(2 / 3, 12);
    expect(ndcg).toBeCloseTo((1 / Math.log2(3) + 1 / Math.log2(5)) / (1 + 1 / Math.log2(3) + 1 / Math.log2(4)), 12);
    expect([hitRate, coverage, lists]).toEqual([1, 0.4, 1]);
  });

  it('is 1 for a list that holds nothing but targets, however many more there are', () => {
    const meter = rankingQualityMeter(2, 10);
    meter.add([1, 2], new Set([1, 2, 3, 4]));
    expect(meter.finish().ndcg).toBe(1);
  });

  it('leaves out who has nothing to be found, and is 0 where there is nobody', () => {
    const meter = rankingQualityMeter(2, 10);
    meter.add([1, 2], new Set());
    expect(meter.finish()).toEqual({ recall: 0, ndcg: 0, hitRate: 0, coverage: 0, lists: 0 });
  });
});
