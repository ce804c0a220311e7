import fc from 'fast-check';
import { expect, it } from 'vitest';
import { bestOf } from './best-of.ts';

it('takes the best as a full sort would, of equals the lower id, and nothing without a finite score', () => {
  fc.assert(fc.property(fc.array(fc.oneof(fc.integer({ min: 0, max: 5 }), fc.constant(Number.NaN), fc.constant(Number.NEGATIVE_INFINITY)), { maxLength: 40 }), fc.integer({ min: 0, max: 12 }), (scores, most) => {
    const ids = scores.map((_, at) => 1000 - 7 * at);
    const sorted = [...scores.keys()].filter((at) => Number.isFinite(scores[at])).sort((a, b) => (scores[b] as number) - (scores[a] as number) || (ids[a] as number) - (ids[b] as number));
    expect(bestOf(ids, scores, most)).toEqual(sorted.slice(0, most));
  }));
});
