import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { factDays, modelOfHistories } from '../profiles/model-of-histories.ts';
import { factsOfHistory } from '../profiles/purchase-history.ts';
import { scoreCustomer } from '../profiles/score-customer.ts';
import { defaultScoringSettings } from '../profiles/settings.ts';
import { historiesOf, outcome, type MadePurchases } from './arbitrary-histories.test-data.ts';
import { standingCounts } from './standing-counts.ts';
import { standingsInSteps, tierFlow } from './tier-flow.ts';

const settings = defaultScoringSettings();
const A = 15_000;
const B = 15_090;

const flowOf = (customers: MadePurchases[], firstSeen: number[], excluded = new Set<number>()) => {
  const histories = historiesOf(customers, excluded);
  const shop = { settings, guestFirstOrderDay: null, firstSeen };
  return tierFlow(outcome(standingsInSteps(histories, A, shop)), outcome(standingsInSteps(histories, B, shop)));
};

describe('the flow of tiers', () => {
  it('follows everybody from the one day to the other, by what they had bought by then', () => {
    const flow = flowOf([
      [[A - 10, 900]], // new, and 100 days later late by 10 days with a little spend
      [[A + 80, 900]], // no customer yet
      [[A + 85, 900]], // a customer without a purchase
      [],
      [[A - 5, 400]],
    ], [A - 10, A + 80, A - 300, A - 300, A - 5], new Set([5]));
    expect(flow.flows).toEqual(expect.arrayContaining([
      { from: 'New', to: 'Almost lost', customers: 1 }, { from: 'absent', to: 'New', customers: 1 }, { from: 'Prospects', to: 'New', customers: 1 },
      { from: 'Prospects', to: 'Prospects', customers: 1 }, { from: 'excluded', to: 'excluded', customers: 1 },
    ]));
    expect(flow).toMatchObject({ fromDay: A, toDay: B, rules: { from: { m: 'median-order' }, to: { m: 'median-order' } } });
    expect(standingCounts(flow, 'from')).toEqual([{ standing: 'New', customers: 1 }, { standing: 'Prospects', customers: 2 }, { standing: 'excluded', customers: 1 }, { standing: 'absent', customers: 1 }]);
  });

  it('begins and ends with the tiers of each day as a sorting of that day would have counted them', () => {
    const day = fc.integer({ min: A - 900, max: B });
    fc.assert(fc.property(fc.array(fc.array(fc.tuple(day, fc.integer({ min: 1, max: 9_000 })), { maxLength: 7 }), { minLength: 1, maxLength: 50 }), (customers) => {
      const flow = flowOf(customers, customers.map(() => A - 1_000));
      for (const [side, on] of [['from', A], ['to', B]] as const) {
        const known = historiesOf(customers.map((purchases) => purchases.filter(([one]) => (one as number) <= on)));
        const model = modelOfHistories(known, { nowDay: on, settings, guestFirstOrderDay: null });
        const days = factDays(on, settings, model.gap);
        const tiers = customers.map((_, place) => scoreCustomer(factsOfHistory(known.at(place), days), model, on).tier);
        expect(standingCounts(flow, side)).toEqual(standingCounts(flow, side).map(({ standing }) => ({ standing, customers: tiers.filter((tier) => tier === standing).length })));
        expect(standingCounts(flow, side).reduce((sum, one) => sum + one.customers, 0)).toBe(customers.length);
      }
    }), { numRuns: 60 });
  });

  it('is of the same customers on both sides', () => {
    const of = (count: number) => ({ day: 1, standings: new Uint8Array(count), rules: { r: 'rhythm', f: 'bands', m: 'midrank' } as const });
    expect(() => tierFlow(of(1), of(2))).toThrow('cannot be compared');
  });
});
