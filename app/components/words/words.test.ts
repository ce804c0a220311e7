import { describe, expect, it } from 'vitest';
import type { StageReason, TierReason } from '../../profiles/reasons.ts';
import { createFormats } from '../format.ts';
import { supportedLocale, wordsFor } from './choose-language.ts';
import { loadLanguages } from './languages.ts';

await loadLanguages();

const words = wordsFor(createFormats('en-GB', 'GBP', 'Europe/London'));

const stage: StageReason = { kind: 'stage', stage: 'At risk', days: 74, usualDays: 31, usualIsShops: false, lateDays: 46, lostDays: 93, purchases: 5, lastGap: 30, lostDaysBefore: 90 };
const tier: TierReason = {
  kind: 'tier', tier: 'At risk', rules: { r: 'rhythm', f: 'bands', m: 'midrank' }, r: 2, days: 74, recencyLimits: [31, 38, 46, 93], f: 4, purchasesInWindow: 5, frequencyCuts: [2, 3, 4, 6],
  m: 3, spendInWindow: 123_456, spendCuts: [1_000, 5_000, null, 900_000], spendRanked: 812, medianOrderValueDoubled: 4_000, windowStartDay: 14_000, fm: 4, purchases: 5, newUpToDays: 90,
};

describe('the language of the screens', () => {
  it('is one whole: an unknown language gets the formats of English too', () => {
    expect(supportedLocale('en')).toBe('en-GB');
    expect(supportedLocale('en-US')).toBe('en-US');
    expect(supportedLocale('ja')).toBe('en-GB');
    expect(supportedLocale(null)).toBe('en-GB');
    expect(supportedLocale('en<script>')).toBe('en-GB');
    expect(supportedLocale('constructor')).toBe('en-GB');
  });
});

describe('sentences', () => {
  it('of a stage hold every number that it follows from', () => {
    expect(words.reasons.stage(stage)).toBe('74 days since the last order; usually 31 between orders, late after 46, lapsed after 93. 5 purchases ever.');
    expect(words.reasons.stage({ ...stage, usualIsShops: true, days: 1, purchases: 1, lastGap: null, lostDaysBefore: null }))
      .toBe('1 day since the last order; customers of your shop usually come back after 31, late after 46, lapsed after 93. 1 purchase ever.');
    expect(words.reasons.stage({ ...stage, stage: 'Won back', lastGap: 200, lostDaysBefore: 90 })).toContain('came back after 200 days, when they counted as lapsed after 90');
  });

  it('of a tier hold the scores with what goes in', () => {
    expect(words.reasons.tier(tier)).toBe('R 2 (at risk), F 4 with 5 purchases and M 3 with £1,234.56 since 1 May 2008; F and M together 4.');
    expect(words.reasons.tier({ ...tier, tier: 'New', recencyLimits: [31, 38, 46, 93], days: 12, purchases: 1 })).toContain('on time up to 31 days');
  });

  it('list the steps that somebody can reach, the best first', () => {
    expect(words.reasons.monetarySteps(tier)).toEqual([
      { score: 5, text: '5: from £9,000.00' }, { score: 3, text: '3: from £50.00' }, { score: 2, text: '2: from £10.00' },
    ]);
    expect(words.reasons.recencySteps(tier).map((step) => step.text)).toEqual(['5: up to 31 days', '4: up to 38 days', '3: up to 46 days', '2: up to 93 days']);
  });

  it('of a tag name its threshold', () => {
    expect(words.reasons.tag({ rule: 'vip', purchases: 3, spendLastYear: 50_000, spendFrom: 40_000, ranked: 812, sinceDay: 14_000 }))
      .toBe('£500.00 since 1 May 2008; among 812 buyers of that time the top tenth begins at £400.00. 3 purchases ever; 2 are needed.');
    expect(words.reasons.tag({ rule: 'discount-seeker', orders: 5, discountedOrders: 4, shopOrders: 100, shopDiscountedOrders: 20 })).toContain('4 of 5 orders discounted (80%)');
  });

  it.each(['en-GB', 'de-DE', 'fr-FR'])('of a tag do not say its name again as its tier’s, and tell a tag from a tier of one name (%s)', (locale) => {
    const spoken = wordsFor(createFormats(locale, 'GBP', 'Europe/London'));
    const fresh: TierReason = { ...tier, tier: 'New', days: 12, purchases: 1 };
    expect(spoken.reasons.tag({ rule: 'new', tier: fresh })).toBe(spoken.reasons.tier(fresh));
    expect(spoken.reasons.tag({ rule: 'loyal', tier: { ...tier, tier: 'Loyal' } })).toBe(spoken.reasons.tier({ ...tier, tier: 'Loyal' }));
    expect(spoken.reasons.tag({ rule: 'loyal', tier: { ...tier, tier: 'Champions' } })).toMatch(/^Champions\s?: R 2/);
    expect(spoken.segmentsPage.tiers.shared('Loyal', [spoken.tierName.Loyal])).toBe({
      'en-GB': 'Loyal, shared with the tier Loyal', 'de-DE': 'Loyal, gemeinsam mit der Stufe Treu', 'fr-FR': 'Loyal, en commun avec le niveau Fidèles',
    }[locale]);
  });

  it('count one and many', () => {
    expect(words.countedCustomers(1)).toBe('1 customer');
    expect(words.countedCustomers(1_200)).toBe('1,200 customers');
  });
});
