import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scoreByCuts } from '../math/midrank.ts';
import type { TierReason } from '../profiles/reasons.ts';
import { recencyScore, type ScoreCuts, type RecencyLimits } from '../profiles/rfm.ts';
import { createDistributionTally, addToDistributions, distributionsOf } from '../profiles/score-distribution.ts';
import type { BuyerProfile } from '../profiles/score-customer.ts';
import { frequencySpread, monetarySpread, recencySpread, scoreZones, type ScoreSpread } from './score-spread.ts';

const LIMITS: RecencyLimits = [41, 51, 61, 123];
const FREQUENCY: ScoreCuts = [2, 3, 4, 6];
const SPEND: ScoreCuts = [1_500, 3_000, 6_000, 12_000];

interface Buyer {
  days: number;
  purchasesInWindow: number;
  spendInWindow: number;
}

const reasonOf = (buyer: Buyer): TierReason => ({
  ...buyer, recencyLimits: LIMITS, r: recencyScore(LIMITS, buyer.days), frequencyCuts: FREQUENCY, spendCuts: SPEND,
  f: scoreByCuts(FREQUENCY, buyer.purchasesInWindow), m: scoreByCuts(SPEND, buyer.spendInWindow),
} as unknown as TierReason);

function shopOf(buyers: readonly Buyer[]) {
  const tally = createDistributionTally();
  for (const buyer of buyers) addToDistributions(tally, buyer, { kind: 'buyer', recencyLimits: LIMITS, recencyDays: buyer.days, r: recencyScore(LIMITS, buyer.days) } as unknown as BuyerProfile);
  return distributionsOf(tally);
}

const buyerArbitrary = fc.record({ days: fc.integer({ min: 0, max: 600 }), purchasesInWindow: fc.integer({ min: 0, max: 40 }), spendInWindow: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 5_000_000 })) });
/** The score of the stretch that a place lies in. */
const zoneOf = (spread: ScoreSpread): number | undefined => scoreZones(spread.cuts).findLast((zone) => zone.from <= spread.here + 1e-9)?.score;

describe('the picture of a score', () => {
  it('marks the customer in the stretch of their score, in a bar that counts them, and counts everybody once', () => {
    fc.assert(fc.property(fc.array(buyerArbitrary, { minLength: 1, maxLength: 60 }), fc.nat(), (buyers, pick) => {
      const customer = buyers[pick % buyers.length] as Buyer;
      const [shop, reason] = [shopOf(buyers), reasonOf(customer)];
      for (const [spread, score] of [[recencySpread(shop, reason), reason.r], [frequencySpread(shop, reason), reason.f], [monetarySpread(shop, reason), reason.m]] as const) {
        expect(spread.bars.reduce((sum, bar) => sum + bar.buyers, 0)).toBe(buyers.length);
        expect(spread.same).toBeGreaterThan(0);
        expect(zoneOf(spread)).toBe(score);
        expect(spread.cuts.map((cut) => cut.at)).toEqual([...spread.cuts.map((cut) => cut.at)].sort((a, b) => a - b));
        for (const cut of spread.cuts) expect(cut.at).toBeGreaterThanOrEqual(0);
        for (const cut of spread.cuts) expect(cut.at).toBeLessThanOrEqual(1);
      }
    }), { examples: [[[{ days: 62, purchasesInWindow: 0, spendInWindow: 0 }, { days: 0, purchasesInWindow: 0, spendInWindow: 0 }], 0]] });
  });

  it('has whoever does worse below, on each ruler', () => {
    const buyers = [{ days: 10, purchasesInWindow: 7, spendInWindow: 20_000 }, { days: 60, purchasesInWindow: 3, spendInWindow: 4_000 }, { days: 500, purchasesInWindow: 0, spendInWindow: 0 }];
    const shop = shopOf(buyers);
    const below = buyers.map((buyer) => [recencySpread, frequencySpread, monetarySpread].map((make) => make(shop, reasonOf(buyer)).below));
    expect(below).toEqual([[2, 2, 2], [1, 1, 1], [0, 0, 0]]);
  });

  it('leaves out a step that nobody reaches', () => {
    const reason = { ...reasonOf({ days: 1, purchasesInWindow: 1, spendInWindow: 100 }), spendCuts: [null, null, null, null], frequencyCuts: [2, null, null, 900], recencyLimits: [null, 50, 60, 120], r: 4 } as unknown as TierReason;
    const shop = shopOf([{ days: 1, purchasesInWindow: 1, spendInWindow: 100 }]);
    expect(monetarySpread(shop, reason).cuts).toEqual([]);
    expect(frequencySpread(shop, reason).cuts.map((cut) => cut.score)).toEqual([2]);
    expect(recencySpread(shop, reason).cuts.map((cut) => cut.score)).toEqual([2, 3, 4]);
  });
});
