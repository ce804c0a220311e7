import { describe, expect, it } from 'vitest';
import { EARLY_MS, figureOf, noCounts, sumOf, unaccountedFor } from './reconcile-counts.ts';

describe('what a look found', () => {
  it('is healed when it was missing or other, and happened long enough ago for its event to have come', () => {
    const long = { toldByEvents: false, updatedAt: 0, now: EARLY_MS };
    expect(figureOf('inserted', long)).toBe('inserted');
    expect(figureOf('updated', long)).toBe('updated');
    expect(figureOf('updated', { ...long, updatedAt: 1 })).toBe('early');
  });

  it('is completed, not healed, when events had told of that very version', () => {
    expect(figureOf('updated', { toldByEvents: true, updatedAt: 0, now: EARLY_MS })).toBe('completed');
  });

  it('is what it was for all else', () => {
    for (const outcome of ['same', 'stale', 'gone', 'completed'] as const) expect(figureOf(outcome, { toldByEvents: false, updatedAt: 5, now: 5 })).toBe(outcome);
  });

  it('is accounted for when each thing that was listed is in one figure', () => {
    expect(unaccountedFor({ ...noCounts(), listed: 3, standing: 1, deleted: 1, rejected: 1 })).toBe(0);
    expect(unaccountedFor({ ...noCounts(), listed: 3, inserted: 1 })).toBe(2);
    expect(unaccountedFor(sumOf([{ ...noCounts(), listed: 1 }, { ...noCounts(), same: 2 }]))).toBe(-1);
  });
});
