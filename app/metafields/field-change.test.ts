import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CustomerFacts } from '../profiles/customer-facts.ts';
import type { BuyerProfile, Profile } from '../profiles/score-customer.ts';
import type { ScoringModel } from '../profiles/scoring-model.ts';
import { FIELD_KEYS, sameValues, type FieldValues } from './customer-field.ts';
import { fieldChange, type FieldChange } from './field-change.ts';
import { decimalOf, twoDigits, wantedFields, type ForecastForFields } from './wanted-fields.ts';

const DAY = 20_000;
const model = { medianOrderValueDoubled: 10_000, vip: { spendFrom: 90_000, ranked: 10 } } as ScoringModel;
const facts = { purchases: 3, spendLastYear: 1_000 } as CustomerFacts;
const buyer = { kind: 'buyer', tier: 'Loyal', r: 5, f: 4, m: 3, stage: 'Regular' } as BuyerProfile as Profile;
const forecast: ForecastForFields = { clv12m: 12_345, pBuy: 0.4, churnBand: 'medium', nextOrderDay: DAY + 20 };
const of = (change: Partial<ForecastForFields> | null, profile: Profile = buyer, day = DAY) => wantedFields({ facts, profile, day }, change === null ? null : { ...forecast, ...change }, { model, decimals: 2 });

function after(stands: FieldValues, change: FieldChange | null): FieldValues {
  if (change === null) return stands;
  return Object.fromEntries(Object.entries({ ...stands, ...change.set }).filter(([key]) => !change.remove.includes(key as never)));
}

describe('the fields of a customer', () => {
  it('are scores, tiers and what is expected of them, to as many digits as are known', () => {
    expect(of({}).values).toEqual({
      value_tier: 'standard', tier: 'Loyal', rfm_score: '543', clv_12m: '120', churn_band: 'medium', churn_risk: '60', next_order_date: '2024-10-24',
    });
    expect(of({ nextOrderDay: null }).values.next_order_date).toBeUndefined();
    expect(of(null).values).toEqual({ value_tier: 'standard', tier: 'Loyal', rfm_score: '543' });
  });

  it('are none of somebody who has not bought, or is excluded', () => {
    expect(of({}, { kind: 'prospect', tier: 'Prospects' } as Profile).values).toEqual({});
    expect(of({}, { kind: 'excluded' } as Profile).values).toEqual({});
  });

  it('have money to two digits, in the currency’s own decimals', () => {
    expect([0, 7, 99, 100, 104, 105, 9_949, 12_345, 99_999].map(twoDigits)).toEqual([0, 7, 99, 100, 100, 110, 9_900, 12_000, 100_000]);
    expect([[0, 2], [7, 2], [110, 2], [12_000, 2], [12_000, 0], [12_000, 3]].map(([minor = 0, decimals = 0]) => decimalOf(minor, decimals))).toEqual(['0', '0.07', '1.1', '120', '12000', '12']);
  });
});

describe('what counts as a change', () => {
  const stands = of({}).values;
  const written = (change: Partial<ForecastForFields>, profile?: Profile, day?: number) => fieldChange(stands, of(change, profile, day));

  it('is a move of expected spend by a fifth, and by a tenth of the shop’s median order', () => {
    expect(written({ clv12m: 14_900 })).toBeNull();
    expect(written({ clv12m: 15_100 })).toEqual({ set: { clv_12m: '150' }, remove: [] });
    const small = of({ clv12m: 300 }).values;
    expect(fieldChange(small, of({ clv12m: 790 }))).toBeNull();
    expect(fieldChange(small, of({ clv12m: 810 }))).toEqual({ set: { clv_12m: '8.1' }, remove: [] });
  });

  it('is a risk five points off what stands, or in another band', () => {
    expect(written({ pBuy: 0.351 })).toBeNull();
    expect(written({ pBuy: 0.349 })).toEqual({ set: { churn_risk: '65' }, remove: [] });
    expect(written({ pBuy: 0.339, churnBand: 'high' })).toEqual({ set: { churn_band: 'high', churn_risk: '65' }, remove: [] });
  });

  it('is a next order more than three days off, and more than a fifth of the days until then', () => {
    expect(written({ nextOrderDay: DAY + 24 })).toBeNull();
    expect(written({ nextOrderDay: DAY + 26 })).toMatchObject({ set: { next_order_date: '2024-10-30' } });
    expect(written({ nextOrderDay: null })).toEqual({ set: {}, remove: ['next_order_date'] });
    // A day that has passed does not stand for long.
    expect(written({ nextOrderDay: DAY + 25 }, buyer, DAY + 24)).toMatchObject({ set: { next_order_date: '2024-10-29' } });
  });

  it('is any other tier or score, and takes along whatever else differs', () => {
    expect(written({ clv12m: 13_400 }, { ...buyer, tier: 'Champions', m: 5 } as Profile)).toEqual({ set: { tier: 'Champions', rfm_score: '545', value_tier: 'high', clv_12m: '130' }, remove: [] });
  });

  it('is everything where it is not known what stands', () => {
    const wanted = of({ nextOrderDay: null });
    expect(fieldChange(null, wanted)).toEqual({ set: wanted.values, remove: ['next_order_date'] });
  });

  it('is nothing more once it is written, whatever stood; and what stands is never far off', () => {
    const some = fc.record({
      clv12m: fc.integer({ min: 0, max: 10_000_000 }), pBuy: fc.integer({ min: 0, max: 1_000_000 }).map((millionths) => millionths / 1e6),
      churnBand: fc.constantFrom('low' as const, 'medium' as const, 'high' as const), nextOrderDay: fc.option(fc.integer({ min: DAY, max: DAY + 700 })),
    });
    const profiles = fc.constantFrom(buyer, { ...buyer, r: 2, tier: 'At risk' } as Profile, { kind: 'prospect', tier: 'Prospects' } as Profile);
    fc.assert(fc.property(fc.array(fc.tuple(fc.option(some, { freq: 9 }), profiles), { minLength: 1, maxLength: 20 }), (nights) => {
      let standing: FieldValues = {};
      for (const [expected, profile] of nights) {
        const wanted = of(expected, profile);
        const change = fieldChange(standing, wanted);
        standing = after(standing, change);
        expect(fieldChange(standing, wanted)).toBeNull();
        if (change !== null) expect(sameValues(standing, wanted.values)).toBe(true);
        expect(FIELD_KEYS.filter((key) => (standing[key] === undefined) !== (wanted.values[key] === undefined))).toEqual([]);
        if (wanted.risk !== null) expect(Math.abs(wanted.risk - Number(standing.churn_risk))).toBeLessThan(5);
      }
    }));
  });

  it('comes of a slow drift too, once it has come far enough', () => {
    let standing: FieldValues = of({}).values;
    let writes = 0;
    for (let night = 1; night <= 100; night += 1) {
      const change = fieldChange(standing, of({ clv12m: Math.round(12_345 * 0.99 ** night), pBuy: 0.4 * 0.99 ** night }, buyer, DAY));
      if (change !== null) writes += 1;
      standing = after(standing, change);
    }
    expect(writes).toBeGreaterThan(4);
    expect(writes).toBeLessThan(12);
    expect(Number(standing.clv_12m)).toBeLessThan(60);
  });
});
