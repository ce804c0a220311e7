import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { factsOfMade, madeShop, onePurchaseFacts, scoredShop, seeded, type MadeCustomer, type MadePurchase } from './arbitrary-shop.test-data.ts';
import { monthsBefore } from './calendar.ts';
import { scoreCustomer, type Profile } from './score-customer.ts';
import { parseScoringModel } from './scoring-model.ts';
import { defaultScoringSettings, scoringSettingsSchema, type ScoringSettings } from './settings.ts';

const NOW = 15_318; // 2011-12-10

/**
 * The definitions worked out again from the purchases, slowly and another way: quadratic ranks, and fractions as
 * numbers (the shops made here have gaps for which doubles are exact enough: halves over n + 3, compared with 1e-9).
 */
function byDefinition(shop: readonly MadeCustomer[], settings: ScoringSettings, now: number) {
  const customers = shop.filter((customer) => !customer.excluded);
  const days = (list: readonly MadePurchase[]) => [...new Set(list.map((purchase) => purchase.day))];
  const gaps = (list: readonly MadePurchase[]) => days(list).slice(1).map((day, index) => day - (days(list)[index] ?? 0));
  const median = (list: readonly number[]) => {
    const sorted = [...list].sort((a, b) => a - b);
    const half = sorted.length / 2;
    return sorted.length % 2 ? sorted[Math.floor(half)] ?? NaN : ((sorted[half - 1] ?? NaN) + (sorted[half] ?? NaN)) / 2;
  };
  const withGap = customers.filter((customer) => gaps(customer.purchases).length > 0);
  const shopGap = withGap.length < 30 ? 60 : median(customers.flatMap((customer) => gaps(customer.purchases)));
  const more = (a: number, b: number) => a > b + 1e-9;
  const usual = (list: readonly number[]) => (list.length === 0 ? shopGap : (list.length * median(list) + 3 * shopGap) / (list.length + 3));
  const late = (u: number) => (settings.atRisk === 'flat' ? 30 : Math.max(30, Math.min(1.5 * u, u + 365)));
  const lost = (u: number) => Math.max(90, Math.min(3 * u, u + 730));
  const inWindow = (purchase: MadePurchase) => settings.window === 'all'
    || purchase.day >= monthsBefore(now, settings.window) || now - purchase.day <= 3 * shopGap;
  const spend = (customer: MadeCustomer, when: (purchase: MadePurchase) => boolean) => customer.purchases
    .filter((purchase) => when(purchase) && !purchase.foreign).reduce((total, purchase) => total + purchase.value, 0);
  const buyers = customers.filter((customer) => customer.purchases.length > 0);
  const recency = (customer: MadeCustomer) => now - Math.max(...days(customer.purchases));
  const firstDay = Math.min(...customers.flatMap((customer) => days(customer.purchases)));
  const floor = buyers.length >= 500 && buyers.filter((customer) => customer.purchases.length >= 2).length >= 100 && now - firstDay >= 180;
  const midrank = (x: number, values: readonly number[]) => {
    const below = values.filter((value) => value < x).length;
    const equal = values.filter((value) => value === x).length;
    return Math.ceil((5 * (2 * below + equal)) / (2 * values.length));
  };
  const spends = buyers.map((customer) => spend(customer, inWindow)).filter((value) => value > 0);
  const counts = buyers.map((customer) => customer.purchases.filter(inWindow).length).filter((count) => count > 0);
  const recencies = buyers.map((customer) => -recency(customer));
  const a = median(customers.flatMap((customer) => customer.purchases.filter((purchase) => !purchase.foreign).map((purchase) => purchase.value)));

  return (customer: MadeCustomer) => {
    if (customer.excluded) return null;
    if (customer.purchases.length === 0) return { stage: 'Prospect', tier: 'Prospects', r: null, f: null, m: null };
    const own = gaps(customer.purchases);
    const u = usual(own);
    const d = recency(customer);
    const stage = more(d, lost(u)) ? 'Lapsed' : more(d, late(u)) ? 'At risk'
      : own.length > 0 && more(own.at(-1) ?? 0, lost(usual(own.slice(0, -1)))) ? 'Won back'
        : customer.purchases.length === 1 ? 'First-time' : customer.purchases.length <= 3 ? 'Repeat' : 'Regular';
    let r: number = stage === 'Lapsed' ? 1 : stage === 'At risk' ? 2 : !more(d, u) ? 5 : !more(d, (u + late(u)) / 2) ? 4 : 3;
    if (settings.rRule === 'plain' && floor) r = midrank(-d, recencies);
    const count = customer.purchases.filter(inWindow).length;
    let f = count >= 6 ? 5 : count >= 4 ? 4 : Math.max(1, count);
    if (settings.fRule === 'midrank' && floor) f = count === 0 ? 1 : midrank(count, counts);
    const s = spend(customer, inWindow);
    const m = floor ? (s === 0 ? 1 : midrank(s, spends)) : s === 0 || s < a / 2 ? 1 : s < a ? 2 : s < 2 * a ? 3 : s < 4 * a ? 4 : 5;
    const fm = Math.round((f + m) / 2);
    const tier = customer.purchases.length === 1 && r === 5 && d <= 90 ? 'New' : settings.tierMap[5 - r]?.[Math.min(5 - fm, 3)];
    return { stage, tier, r, f, m };
  };
}

function short(profile: Profile) {
  return profile.kind === 'excluded' ? null : { stage: profile.stage, tier: profile.tier, r: profile.r, f: profile.f, m: profile.m };
}

const anySettings = fc.record({
  window: fc.constantFrom(12 as const, 24 as const, 36 as const, 'all' as const),
  rRule: fc.constantFrom('rhythm' as const, 'plain' as const),
  fRule: fc.constantFrom('bands' as const, 'midrank' as const),
  atRisk: fc.constantFrom('rhythm' as const, 'flat' as const),
}).map((settings) => scoringSettingsSchema.parse(settings));

describe('scoring', () => {
  it('gives what the definitions give, worked out another way, in small shops under any settings', () => {
    fc.assert(fc.property(fc.integer(), fc.integer({ min: 0, max: 120 }), anySettings, (seed, size, settings) => {
      const shop = madeShop(seed, size, NOW);
      const { facts, model } = scoredShop(shop, settings, NOW);
      const expected = byDefinition(shop, settings, NOW);
      expect(facts.map((one) => short(scoreCustomer(one, model, NOW)))).toEqual(shop.map(expected));
    }), { numRuns: 60 });
  });

  it.each([
    [1, {}], [2, { rRule: 'plain', fRule: 'midrank' }], [3, { rRule: 'plain', atRisk: 'flat', window: 12 }], [4, { fRule: 'midrank', window: 'all' }],
  ])('gives what the definitions give in a shop above the floor (seed %i, %o)', (seed, changes) => {
    const settings = scoringSettingsSchema.parse(changes);
    const shop = madeShop(seed, 1500, NOW);
    const { facts, model } = scoredShop(shop, settings, NOW);
    expect(model.floor.met).toBe(true);
    expect(model.rules).toEqual({ r: settings.rRule, f: settings.fRule, m: 'midrank' });
    const expected = byDefinition(shop, settings, NOW);
    expect(facts.map((one) => short(scoreCustomer(one, model, NOW)))).toEqual(shop.map(expected));
  });

  it.each([0, 1, 20, 200, 2000])('works in a shop of %i customers and does not depend on their order', (size) => {
    const shop = madeShop(size + 7, size, NOW);
    const random = seeded(size);
    const shuffled = shop.map((customer) => ({ customer, key: random() })).sort((a, b) => a.key - b.key).map(({ customer }) => customer);
    const settings = scoringSettingsSchema.parse({ rRule: 'plain', fRule: 'midrank' });
    expect(scoredShop(shuffled, settings, NOW).model).toEqual(scoredShop(shop, settings, NOW).model);
  });

  it('of one customer from the stored model equals scoring all, facts gathered anew', () => {
    const settings = defaultScoringSettings();
    const shop = madeShop(11, 1200, NOW);
    const { facts, model, windowStart } = scoredShop(shop, settings, NOW);
    const stored = parseScoringModel(JSON.parse(JSON.stringify(model)));
    expect(stored).toEqual(model);
    shop.forEach((customer, index) => {
      const one = facts[index];
      if (one) expect(scoreCustomer(factsOfMade(customer, NOW, windowStart), stored, NOW)).toEqual(scoreCustomer(one, model, NOW));
    });
  });

  it('gives customers with the same figures the same scores', () => {
    const { facts, model } = scoredShop(madeShop(5, 1500, NOW), defaultScoringSettings(), NOW);
    const seen = new Map<number, number>();
    for (const one of facts.filter((candidate) => candidate.purchases > 0 && !candidate.excluded)) {
      const { m } = scoreCustomer(one, model, NOW);
      if (m === null) throw new Error('a buyer without M');
      expect(seen.get(one.spendInWindow) ?? m).toBe(m);
      seen.set(one.spendInWindow, m);
    }
    const ascending = [...seen].sort((a, b) => a[0] - b[0]).map(([, m]) => m);
    expect(ascending).toEqual([...ascending].sort());
    expect(new Set(ascending)).toEqual(new Set([1, 2, 3, 4, 5]));
  });

  it('never lowers F or M for more, nor raises R for longer ago', () => {
    const { model } = scoredShop(madeShop(5, 1500, NOW), scoringSettingsSchema.parse({ rRule: 'plain', fRule: 'midrank' }), NOW);
    const buyer = onePurchaseFacts({ lastPurchaseDay: NOW, firstPurchaseDay: NOW });
    let last = scoreCustomer(buyer, model, NOW);
    for (let step = 1; step < 400; step += 1) {
      const spend = 1000 + step * 25;
      const facts = { ...buyer, purchases: 400, orders: 400, purchasesInWindow: step, spendInWindow: spend, netSpend: spend };
      const now = scoreCustomer(facts, model, NOW + step);
      if (now.kind !== 'buyer' || last.kind !== 'buyer') throw new Error('not a buyer');
      expect(now.f).toBeGreaterThanOrEqual(last.f);
      expect(now.m).toBeGreaterThanOrEqual(last.m);
      expect(now.r).toBeLessThanOrEqual(last.r);
      last = now;
    }
  });

  it('by rhythm depends on nobody else: R stays when other customers come, as long as the shop’s gap stays', () => {
    const one = onePurchaseFacts({ firstPurchaseDay: NOW - 70, lastPurchaseDay: NOW - 70 });
    const small = scoredShop([], defaultScoringSettings(), NOW).model;
    const large = scoredShop(madeShop(3, 1500, NOW), defaultScoringSettings(), NOW).model;
    expect(scoreCustomer(one, small, NOW).r).toBe(scoreCustomer(one, { ...large, gap: small.gap }, NOW).r);
  });

  it('of an excluded customer is nothing, and of one whose orders were all refunded Prospect', () => {
    const { model } = scoredShop([], defaultScoringSettings(), NOW);
    expect(scoreCustomer(onePurchaseFacts({ excluded: true }), model, NOW)).toEqual({ kind: 'excluded', stage: null, tier: null, r: null, f: null, m: null });
    const refunded = onePurchaseFacts({
      purchases: 0, valuedPurchases: 0, firstPurchaseDay: null, lastPurchaseDay: null, netSpend: 0, firstPurchaseValue: 0,
      purchasesInWindow: 0, spendInWindow: 0, spendLastYear: 0, unitsRefunded: 1,
    });
    expect(scoreCustomer(refunded, model, NOW)).toEqual({ kind: 'prospect', stage: 'Prospect', tier: 'Prospects', r: null, f: null, m: null });
  });

  it('refuses a purchase after the day of now', () => {
    const { model } = scoredShop([], defaultScoringSettings(), NOW);
    expect(() => scoreCustomer(onePurchaseFacts({ lastPurchaseDay: NOW + 2 }), model, NOW)).toThrow('2 days after');
  });
});
