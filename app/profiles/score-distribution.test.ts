import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { recencyScore, type RecencyLimits } from './rfm.ts';
import type { BuyerProfile, Profile } from './score-customer.ts';
import {
  addToDistributions, createDistributionTally, distributionsOf, MOST_PURCHASES, RECENCY_PLACES, recencyPlace, recencyPosition, scoreDistributionsSchema, spendFrom, spendPlace,
} from './score-distribution.ts';

const limitsArbitrary = fc.array(fc.option(fc.integer({ min: 0, max: 2_000 }), { freq: 6 }), { minLength: 4, maxLength: 4 }).map((limits) => {
  const sorted = limits.filter((limit) => limit !== null).sort((a, b) => a - b);
  return limits.map((limit) => (limit === null ? null : sorted.shift() ?? null)) as unknown as RecencyLimits;
});

describe('the place on the ruler of days', () => {
  it('lies in the zone of the score, and grows with the days', () => {
    fc.assert(fc.property(limitsArbitrary, fc.integer({ min: 0, max: 5_000 }), (limits, days) => {
      const r = recencyScore(limits, days);
      const position = recencyPosition(limits, days, r);
      expect(Math.floor(position)).toBe(5 - r);
      expect(recencyPlace(limits, days, r)).toBeLessThan(RECENCY_PLACES);
      expect(recencyPosition(limits, days + 1, recencyScore(limits, days + 1))).toBeGreaterThanOrEqual(position);
    }));
  });

  it('is read off the customer’s own limits', () => {
    const limits: RecencyLimits = [40, 50, 60, 120];
    expect([0, 20, 40, 41, 60, 90, 120, 121, 239, 240, 480, 960, 5_000].map((days) => recencyPlace(limits, days, recencyScore(limits, days)))).toEqual([0, 1, 3, 4, 11, 13, 15, 16, 16, 17, 18, 19, 19]);
  });
});

describe('the place on the ruler of money', () => {
  it('is the half octave whose ends enclose the spend', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 1_000_000_000_000 }), (spend) => {
      const place = spendPlace(spend);
      expect(spendFrom(place ?? 0)).toBeLessThanOrEqual(spend);
      expect(spendFrom((place ?? 0) + 1)).toBeGreaterThan(spend);
    }));
    expect([spendPlace(0), spendPlace(1), spendPlace(1_000), spendPlace(1_024)]).toEqual([null, 0, 19, 20]);
  });
});

describe('the distributions of a shop', () => {
  it('count each buyer once on each ruler, and nobody else, in a form that can be read back', () => {
    const limits: RecencyLimits = [40, 50, 60, 120];
    fc.assert(fc.property(fc.array(fc.record({
      days: fc.integer({ min: 0, max: 400 }), purchasesInWindow: fc.integer({ min: 0, max: 60 }), spendInWindow: fc.integer({ min: 0, max: 1e9 }), buyer: fc.boolean(),
    })), (people) => {
      const tally = createDistributionTally();
      for (const one of people) {
        const profile = one.buyer
          ? { kind: 'buyer', recencyLimits: limits, recencyDays: one.days, r: recencyScore(limits, one.days) } as unknown as BuyerProfile
          : { kind: 'prospect' } as Profile;
        addToDistributions(tally, one, profile);
      }
      const made = scoreDistributionsSchema.parse(JSON.parse(JSON.stringify(distributionsOf(tally))));
      const buyers = people.filter((one) => one.buyer);
      const sum = (counts: number[]): number => counts.reduce((all, one) => all + one, 0);
      expect(made.buyers).toBe(buyers.length);
      expect([sum(made.recency), sum(made.frequency), sum(made.spend.counts) + made.spend.none]).toEqual([buyers.length, buyers.length, buyers.length]);
      expect(made.frequency[MOST_PURCHASES]).toBe(buyers.filter((one) => one.purchasesInWindow >= MOST_PURCHASES).length);
      if (made.spend.counts.length > 0) expect([made.spend.counts[0], made.spend.counts.at(-1)]).not.toContain(0);
    }));
  });
});
