import { describe, expect, it } from 'vitest';
import { fitRanker, rank, type RankerRows } from './ranker.ts';

/** Rows whose first feature speaks for a hit, and whose second is of another scale and says nothing. */
function rowsOf(size: number, from: number): RankerRows {
  const x = Float32Array.from({ length: 2 * size }, (_, at) => (at % 2 === 0 ? Math.sin((from + at) * 12.9898) : 500 + 100 * Math.sin((from + at) * 4.1414)));
  return { columns: 2, x, y: Float64Array.from({ length: size }, (_, i) => (2 * (x[2 * i] as number) > Math.sin((from + i) * 78.233) ? 1 : 0)), weight: new Float64Array(size).fill(1) };
}

describe('a ranker', () => {
  const [one, other] = [rowsOf(1500, 0), rowsOf(1000, 9_999)];

  it('says how likely a hit is, in the features\' own scales', () => {
    const ranker = fitRanker([one]);
    if (ranker === null) throw new Error('not fitted');
    const mean = one.y.reduce((sum, _, i) => sum + rank(ranker, Float64Array.from(one.x.subarray(2 * i, 2 * i + 2))), 0) / 1500;
    expect(mean).toBeCloseTo(one.y.reduce((sum, hit) => sum + hit, 0) / 1500, 3);
    expect(rank(ranker, Float64Array.of(0.5, 500))).toBeGreaterThan(0.8);
    expect(rank(ranker, Float64Array.of(-0.5, 500))).toBeLessThan(0.2);
  });

  it('is the same wherever it began, and leaves its rows as they are', () => {
    const before = one.x.slice();
    const [plain, near] = [fitRanker([one, other]), fitRanker([one, other], fitRanker([one]))];
    expect(one.x).toEqual(before);
    for (const x of [Float64Array.of(0.5, 480), Float64Array.of(-0.2, 590)]) expect(near === null ? null : rank(near, x)).toBeCloseTo(plain === null ? -1 : rank(plain, x), 3);
  });

  it('is none where hardly anything was a hit', () => {
    expect(fitRanker([{ ...one, y: Float64Array.from(one.y, (_, at) => (at < 150 ? 1 : 0)) }])).toBeNull();
  });
});
