import { describe, expect, it } from 'vitest';
import { estimate, withSample } from './import-progress.ts';

describe('the progress of an import', () => {
  const orders = { kind: 'orders', done: 400, expected: 1000, certain: true } as const;

  it('gives pace and time left once there are both', () => {
    expect(estimate([orders], [{ at: 0, done: 0 }, { at: 2000, done: 400 }])).toEqual({ done: 400, expected: 1000, rowsPerSecond: 200, secondsLeft: 3 });
  });

  it('promises no time while Shopify has not said how much there is', () => {
    expect(estimate([{ ...orders, certain: false }], [{ at: 0, done: 0 }, { at: 2000, done: 400 }]).secondsLeft).toBeNull();
  });

  it('promises nothing while nothing moves', () => {
    expect(estimate([orders], [{ at: 0, done: 400 }, { at: 9000, done: 400 }])).toMatchObject({ rowsPerSecond: null, secondsLeft: null });
    expect(estimate([], [])).toEqual({ done: 0, expected: 0, rowsPerSecond: null, secondsLeft: null });
  });

  it('expects no fewer than there already are', () => {
    expect(estimate([{ ...orders, done: 1200 }], [])).toMatchObject({ done: 1200, expected: 1200 });
  });

  it('measures the last seconds only', () => {
    let samples = withSample([], { at: 0, done: 0 });
    for (let at = 1; at <= 20; at += 1) samples = withSample(samples, { at: at * 1000, done: at < 12 ? 0 : (at - 11) * 100 });
    expect(samples[0]?.at).toBe(12_000);
    expect(samples.at(-1)?.done).toBe(900);
  });
});
