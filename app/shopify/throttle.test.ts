import { describe, expect, it } from 'vitest';
import { restMs, seenBucket, throttleWaitMs } from './throttle.ts';

describe('the wait after THROTTLED', () => {
  it('is the time in which exactly the missing points come back', () => {
    const cost = { requestedQueryCost: 502, throttleStatus: { maximumAvailable: 2000, currentlyAvailable: 2, restoreRate: 100 } };
    expect(throttleWaitMs(cost)).toBe(5020);
  });

  it('is a tick when the points are there already', () => {
    expect(throttleWaitMs({ requestedQueryCost: 10, throttleStatus: { maximumAvailable: 2000, currentlyAvailable: 50, restoreRate: 100 } })).toBe(50);
  });

  it('never waits for more than the bucket can hold', () => {
    expect(throttleWaitMs({ requestedQueryCost: 9000, throttleStatus: { maximumAvailable: 1000, currentlyAvailable: 0, restoreRate: 1000 } })).toBe(1020);
  });

  it('is left to the caller when Shopify did not say what is missing', () => {
    expect(throttleWaitMs(undefined)).toBeUndefined();
    expect(throttleWaitMs({ requestedQueryCost: 5 })).toBeUndefined();
  });
});

it('what can wait rests until the bucket is as full as it is to leave it, by what came back meanwhile', () => {
  const bucket = seenBucket({ throttleStatus: { maximumAvailable: 2_000, currentlyAvailable: 400, restoreRate: 100 } }, 10_000);
  expect(restMs(bucket, 0.5, 10_000)).toBe(6_000);
  expect(restMs(bucket, 0.5, 14_000)).toBe(2_000);
  expect(restMs(bucket, 0.5, 16_000)).toBe(0);
  expect(restMs(bucket, 0.2, 10_000)).toBe(0);
  expect(restMs(bucket, 1, 9_000_000)).toBe(0);
  expect(restMs(null, 0.5, 10_000)).toBe(0);
  expect(seenBucket(undefined, 0)).toBeNull();
});
