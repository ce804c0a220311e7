import { describe, expect, it } from 'vitest';
import { shopGap } from './shop-gap.ts';

describe("the shop's gap", () => {
  it('is the median over all gaps, doubled, the mean of the two middle ones for an even count', () => {
    expect(shopGap([[10, 20], [31, 20]], 30)).toEqual({ doubled: 41, assumed: false, customersWithGap: 30 });
    expect(shopGap([[31, 20], [10, 20], [12, 1]], 31)).toEqual({ doubled: 24, assumed: false, customersWithGap: 31 });
  });

  it('is taken to be 60 days until 30 customers have a gap, however many gaps they have', () => {
    expect(shopGap([[10, 500]], 29)).toEqual({ doubled: 120, assumed: true, customersWithGap: 29 });
    expect(shopGap([], 0)).toEqual({ doubled: 120, assumed: true, customersWithGap: 0 });
  });
});
