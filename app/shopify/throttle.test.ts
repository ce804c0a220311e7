import { describe, expect, it } from 'vitest';
import { throttleWaitMs } from './throttle.ts';

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
