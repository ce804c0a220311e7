import { describe, expect, it } from 'vitest';
import type { Score } from './rfm.ts';
import { DEFAULT_TIER_MAP, TIERS, tierOf, type GridTier } from './tier.ts';

describe('tier', () => {
  const table: [Score, GridTier, GridTier, GridTier, GridTier][] = [
    [5, 'Champions', 'Loyal', 'Active', 'Promising'],
    [4, 'Champions', 'Loyal', 'Active', 'Promising'],
    [3, 'Loyal', 'Loyal', 'Needs attention', 'Needs attention'],
    [2, 'At risk', 'At risk', 'At risk', 'Almost lost'],
    [1, 'Previously loyal', 'Previously loyal', 'Almost lost', 'Dormant'],
  ];

  it.each(table)('of R %i is %s, %s, %s and %s for FM 5, 4, 3 and 1-2', (r, five, four, three, low) => {
    const tier = (fm: Score) => tierOf({ r, fm, purchases: 2, recencyDays: 10 }, DEFAULT_TIER_MAP);
    expect([tier(5), tier(4), tier(3), tier(2), tier(1)]).toEqual([five, four, three, low, low]);
  });

  it('is New for one purchase ever, on time, at most 90 days ago, whatever was spent', () => {
    const tier = (purchases: number, r: Score, recencyDays: number) => tierOf({ r, fm: 3, purchases, recencyDays }, DEFAULT_TIER_MAP);
    expect(tier(1, 5, 90)).toBe('New');
    expect(tier(1, 5, 91)).toBe('Active');
    expect(tier(1, 4, 20)).toBe('Active');
    expect(tier(2, 5, 20)).toBe('Active');
  });

  it('follows an edited map', () => {
    const map = structuredClone(DEFAULT_TIER_MAP);
    map[2][0] = 'Needs attention';
    expect(tierOf({ r: 3, fm: 5, purchases: 9, recencyDays: 40 }, map)).toBe('Needs attention');
  });

  it('has eleven names', () => {
    expect(new Set(TIERS).size).toBe(11);
  });
});
