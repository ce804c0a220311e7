import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { madeShop, onePurchaseFacts, scoredShop } from '../profiles/arbitrary-shop.test-data.ts';
import { parseDay } from '../profiles/calendar.ts';
import type { CustomerFacts } from '../profiles/customer-facts.ts';
import { scoreCustomer } from '../profiles/score-customer.ts';
import type { ScoringModel } from '../profiles/scoring-model.ts';
import { defaultScoringSettings, scoringSettingsSchema } from '../profiles/settings.ts';
import { tagSettingsSchema } from './tag-catalogue.ts';
import type { TagRule } from './tag-rule.ts';
import { tagSentence } from './tag-sentences.ts';
import { isVip, meanAtLeast, seeksDiscounts, wantedTags } from './wanted-tags.ts';
import { sendsBackMostUnits } from '../profiles/returns-prior.ts';

const NOW = parseDay('2011-12-10');
const GBP = { currencyCode: 'GBP', decimals: 2 };
const allOn = tagSettingsSchema.parse({ 'serial-returner': { name: 'Serial Returner', on: true }, 'big-spender': { name: 'Big Spender', on: true } });

/** A model of a shop of one's own figures: gap 60, so late after 90 days, lapsed after 180. */
const model: ScoringModel = {
  ...scoredShop([], defaultScoringSettings(), NOW).model,
  medianOrderValueDoubled: 2000, spendCuts: [500, 1000, 2000, 4000],
  vip: { spendFrom: 90_000, ranked: 812 },
  bigSpender: { from: { spend: 24_010, purchases: 3 }, ranked: 900 },
  discounts: { orders: 10_000, discounted: 3500 },
};

function buyer(changes: Partial<CustomerFacts> & { days?: number }): CustomerFacts {
  const { days = 10, ...facts } = changes;
  return onePurchaseFacts({ firstPurchaseDay: NOW - days, lastPurchaseDay: NOW - days, ...facts });
}

function tags(facts: CustomerFacts, settings = allOn, inModel = model) {
  return wantedTags({ facts, profile: scoreCustomer(facts, inModel, NOW), model: inModel, settings, nowDay: NOW, windowStart: inModel.windowStartDay });
}

const dozen = { purchases: 12, valuedPurchases: 12, orders: 12 };
const many = { purchases: 6, valuedPurchases: 6, orders: 6, purchasesInWindow: 6, netSpend: 9000, spendInWindow: 9000, spendLastYear: 9000 };

describe('wanted tags', () => {
  it.each<[string, TagRule[], Parameters<typeof buyer>[0]]>([
    ['Lapsed after the lost limit', ['lapsed'], { days: 181 }],
    ['At-risk after the late limit', ['at-risk'], { days: 91 }],
    ['At-risk up to the lost limit', ['at-risk'], { days: 180 }],
    ['New for one purchase on time', ['new'], { days: 60 }],
    ['nothing for one purchase a little late', [], { days: 61 }],
    ['Loyal for Champions', ['loyal'], many],
    ['Loyal for tier Loyal, late', ['loyal'], { ...many, days: 80 }],
    ['nothing of the first four for Active', [], { ...many, purchasesInWindow: 1, spendInWindow: 4000 }],
    ['VIP for value alone, slipping too', ['at-risk', 'vip'], { ...many, ...dozen, days: 100, netSpend: 90_000, spendInWindow: 90_000, spendLastYear: 90_000 }],
    ['no VIP just below the top tenth', ['at-risk'], { ...many, ...dozen, days: 100, netSpend: 89_999, spendInWindow: 89_999, spendLastYear: 89_999 }],
    ['no VIP for one purchase', ['new'], { netSpend: 90_000, spendInWindow: 90_000, spendLastYear: 90_000 }],
    ['Discount Seeker for three of five', ['discount-seeker'], { orders: 5, discountedOrders: 3, days: 61 }],
    ['no Discount Seeker for two orders', [], { orders: 2, discountedOrders: 2, days: 61 }],
    ['no Discount Seeker below 60%', [], { orders: 7, discountedOrders: 4, days: 61 }],
    ['Serial Returner for most units in five orders', ['serial-returner'], { orders: 5, unitsBought: 18, unitsRefunded: 14, days: 61 }],
    ['no Serial Returner at one half', [], { orders: 5, unitsBought: 18, unitsRefunded: 13, days: 61 }],
    ['no Serial Returner in four orders', [], { orders: 4, unitsBought: 18, unitsRefunded: 18, days: 61 }],
    ['Big Spender by mean order value', ['at-risk', 'big-spender'], { ...many, days: 100, netSpend: 48_020, spendInWindow: 0, spendLastYear: 0 }],
    ['no Big Spender just below', ['at-risk'], { ...many, days: 100, netSpend: 48_019, spendInWindow: 0, spendLastYear: 0 }],
    ['no Big Spender for one purchase', ['new'], { netSpend: 48_020, days: 10 }],
  ])('are %s: %j', (_name, rules, facts) => {
    expect(tags(buyer(facts)).map((tag) => tag.rule)).toEqual(rules);
  });

  it('are none for the excluded and for prospects without orders', () => {
    expect(tags(buyer({ ...many, excluded: true }))).toEqual([]);
    expect(tags(buyer({
      orders: 0, purchases: 0, valuedPurchases: 0, firstPurchaseDay: null, lastPurchaseDay: null, netSpend: 0, firstPurchaseValue: 0,
      purchasesInWindow: 0, spendInWindow: 0, spendLastYear: 0, unitsBought: 0,
    }))).toEqual([]);
  });

  it('are none of the tags that are off, and carry the merchant’s names', () => {
    const settings = tagSettingsSchema.parse({ new: { name: 'Fresh', on: true }, lapsed: { name: 'Lapsed', on: false } });
    expect(tags(buyer({ days: 10 }), settings).map((tag) => tag.name)).toEqual(['Fresh']);
    expect(tags(buyer({ days: 999 }), settings)).toEqual([]);
  });

  it('exclude each other among the first four with the default map, under any other settings', () => {
    fc.assert(fc.property(
      fc.integer(), fc.constantFrom(40, 900),
      fc.record({
        window: fc.constantFrom(12, 'all'), rRule: fc.constantFrom('rhythm', 'plain'), fRule: fc.constantFrom('bands', 'midrank'), atRisk: fc.constantFrom('rhythm', 'flat'),
      }),
      (seed, size, changes) => {
        const shop = scoredShop(madeShop(seed, size, NOW), scoringSettingsSchema.parse(changes), NOW);
        for (const facts of shop.facts) {
          const rules = tags(facts, allOn, shop.model).map((tag) => tag.rule);
          const first = rules.filter((rule) => ['lapsed', 'at-risk', 'new', 'loyal'].includes(rule));
          if (first.length > 1) expect({ facts, first }).toEqual({ facts, first: 'one at most' });
        }
      },
    ), { numRuns: 25 });
  }, 30_000);

  it('say so in a sentence with the numbers that decide', () => {
    const sentences = (facts: CustomerFacts) => Object.fromEntries(tags(facts).map((tag) => [tag.rule, tagSentence(tag, GBP)]));
    const vip = sentences(buyer({ ...many, days: 100, netSpend: 124_000, spendInWindow: 124_000, spendLastYear: 124_000 }));
    expect(vip['at-risk']).toBe('At-risk, as At risk: 100 days since the last order; usually 60 between orders in this shop, late after 90, lapsed after 180; 6 purchases ever');
    expect(vip.vip).toBe('VIP: 1240.00 GBP since 2010-12-11, of 812 buyers the top tenth begins at 900.00 GBP; 6 purchases ever, 2 are needed');
    expect(vip['big-spender']).toBe('Big Spender: 1240.00 GBP over 6 of 6 purchases; of 900 buyers the top 5% by mean order value begins at 240.10 GBP over 3');
    const returner = sentences(buyer({ orders: 5, discountedOrders: 3, unitsBought: 18, unitsRefunded: 14, days: 61 }));
    expect(returner['discount-seeker']).toBe("Discount Seeker: 3 of 5 orders discounted (60%, 60% are needed), 20 points above the shop's 3500 of 10000 (35%)");
    expect(returner['serial-returner']).toBe("Serial Returner: 14 of 18 units sent back in 5 orders; with this shop's usual 1.000 of 10.000 units added, more than half");
    expect(sentences(buyer({ days: 10 })).new).toContain('New, as New: R 5 by rhythm: 10 days since the last order');
  });

  it('recompute from the numbers of their reason', () => {
    const shop = scoredShop(madeShop(42, 2000, NOW), defaultScoringSettings(), NOW);
    const seen = new Set<TagRule>();
    for (const facts of shop.facts) {
      for (const { rule, reason } of tags(facts, allOn, shop.model)) {
        seen.add(rule);
        if (reason.rule === 'vip') expect(isVip(reason.purchases, reason.spendLastYear, reason.spendFrom)).toBe(true);
        if (reason.rule === 'discount-seeker') expect(seeksDiscounts(reason.orders, reason.discountedOrders, reason.shopOrders, reason.shopDiscountedOrders)).toBe(true);
        if (reason.rule === 'serial-returner') expect(sendsBackMostUnits({ ...reason, fitted: true, customers: 0 }, reason.unitsBought, reason.unitsRefunded)).toBe(true);
        if (reason.rule === 'big-spender') expect(meanAtLeast(reason.netSpend, reason.valuedPurchases, reason.fromSpend, reason.fromPurchases)).toBe(true);
      }
    }
    expect([...seen]).toEqual(expect.arrayContaining(['lapsed', 'at-risk', 'new', 'loyal', 'vip', 'discount-seeker', 'big-spender']));
  });
});

describe('VIPs of a shop', () => {
  it('are those at a midrank percentile of 0.9 or more by the definition', () => {
    const shop = scoredShop(madeShop(8, 700, NOW), defaultScoringSettings(), NOW);
    const spends = shop.facts.filter((facts) => !facts.excluded && facts.spendLastYear > 0).map((facts) => facts.spendLastYear);
    for (const facts of shop.facts) {
      const below = spends.filter((value) => value < facts.spendLastYear).length;
      const equal = spends.filter((value) => value === facts.spendLastYear).length;
      const expected = !facts.excluded && facts.purchases >= 2 && facts.spendLastYear > 0 && 10 * (2 * below + equal) >= 9 * 2 * spends.length;
      expect(tags(facts, allOn, shop.model).some((tag) => tag.rule === 'vip')).toBe(expected);
    }
  });
});

describe('Discount Seekers', () => {
  it('are at least 20 points above the shop, exactly', () => {
    // 3 of 5 is 60%: 20 points above 40%, not above 40.1%.
    expect(seeksDiscounts(5, 3, 1000, 400)).toBe(true);
    expect(seeksDiscounts(5, 3, 1000, 401)).toBe(false);
    expect(seeksDiscounts(3, 3, 1000, 800)).toBe(true);
    expect(seeksDiscounts(3, 3, 1000, 801)).toBe(false);
    expect(seeksDiscounts(3, 2, 0, 0)).toBe(true);
  });
});
