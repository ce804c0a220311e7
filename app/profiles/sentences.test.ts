import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { madeShop, onePurchaseFacts, scoredShop } from './arbitrary-shop.test-data.ts';
import { parseDay } from './calendar.ts';
import { profileReasons, stageFromReason, tierFromReason } from './reasons.ts';
import type { ScoreCuts } from './rfm.ts';
import { scoreCustomer } from './score-customer.ts';
import { scoringSettingsSchema } from './settings.ts';
import { floorSentence, halfMoneyText, moneyText, profileSentence, shopGapSentence, spendRuleSentence, stageSentence, tierSentence } from './sentences.ts';

const GBP = { currencyCode: 'GBP', decimals: 2 };
const JPY = { currencyCode: 'JPY', decimals: 0 };
const NOW = parseDay('2011-12-10');

/** A number somewhere in a sentence. */
function numberIn(sentence: string, pattern: RegExp): number {
  const found = pattern.exec(sentence)?.[1];
  if (found === undefined) throw new Error(`${pattern} is not in "${sentence}"`);
  return Number(found);
}

function optionalNumber(sentence: string, pattern: RegExp): number | null {
  const found = pattern.exec(sentence)?.[1];
  return found === undefined ? null : Number(found);
}

/** The stage that a reader works out from a stage sentence. */
function stageRead(sentence: string) {
  return stageFromReason({
    days: numberIn(sentence, /: (\d+) days? since/),
    usualDays: numberIn(sentence, /usually (\d+)/),
    usualIsShops: sentence.includes('in this shop'),
    lateDays: numberIn(sentence, /, late after (\d+)/),
    lostDays: numberIn(sentence, /, lapsed after (\d+)/),
    purchases: numberIn(sentence, /; (\d+) purchases? ever/),
    lastGap: optionalNumber(sentence, /(?:last gap|came back after) (\d+) days?/),
    lostDaysBefore: optionalNumber(sentence, /lapsed by then after (\d+)/),
  });
}

/** The scores and the tier that a reader works out from a tier sentence. */
function tierRead(sentence: string, decimals: number, map: Parameters<typeof tierFromReason>[1]) {
  const [r = '', f = '', m = ''] = sentence.split(/; (?=[FM] \d)/);
  const steps = (part: string, word: string): ScoreCuts => {
    const step = (score: number) => optionalNumber(part, new RegExp(`${score} ${word} ([\\d.]+)`));
    return [step(2), step(3), step(4), step(5)];
  };
  const minor = (value: number | null) => (value === null ? null : Math.round(value * 10 ** decimals));
  const upTo = steps(r, 'up to');
  const from = steps(m, 'from');
  return tierFromReason({
    days: numberIn(r, /: (\d+) days? since/),
    recencyLimits: [upTo[3], upTo[2], upTo[1], upTo[0]],
    purchasesInWindow: numberIn(f, /: (\d+) purchases?/),
    frequencyCuts: steps(f, 'from'),
    spendInWindow: minor(numberIn(m, /: ([\d.]+) [A-Z]{3} /)) ?? 0,
    spendCuts: [minor(from[0]), minor(from[1]), minor(from[2]), minor(from[3])],
    purchases: numberIn(sentence, /; (\d+) purchases? ever/),
  }, map);
}

describe('sentences', () => {
  it('recompute to their own stage, scores and tier from the numbers in them alone', () => {
    fc.assert(fc.property(
      fc.integer(), fc.constantFrom(15, 150, 900),
      fc.record({
        window: fc.constantFrom(12, 36, 'all'), rRule: fc.constantFrom('rhythm', 'plain'),
        fRule: fc.constantFrom('bands', 'midrank'), atRisk: fc.constantFrom('rhythm', 'flat'),
      }),
      fc.constantFrom(GBP, JPY),
      (seed, size, changes, money) => {
        const settings = scoringSettingsSchema.parse(changes);
        const { facts, model, windowStart } = scoredShop(madeShop(seed, size, NOW), settings, NOW);
        for (const one of facts) {
          const profile = scoreCustomer(one, model, NOW);
          const reasons = profileReasons(one, profile, model, windowStart);
          if (reasons === null || 'kind' in reasons || profile.kind !== 'buyer') continue;
          const stage = stageSentence(reasons.stage);
          expect(stage.startsWith(`${profile.stage}: `)).toBe(true);
          expect({ stage, read: stageRead(stage) }).toEqual({ stage, read: profile.stage });
          const tier = tierSentence(reasons.tier, money);
          expect(tier.startsWith(`${profile.tier}: R ${profile.r} `)).toBe(true);
          expect({ tier, read: tierRead(tier, money.decimals, settings.tierMap) }).toEqual({
            tier, read: { r: profile.r, f: profile.f, m: profile.m, fm: profile.fm, tier: profile.tier },
          });
        }
      },
    ), { numRuns: 25 });
  }, 30_000);

  it('say what the definitions’ own example says', () => {
    expect(stageSentence({
      kind: 'stage', stage: 'At risk', days: 74, usualDays: 31, usualIsShops: false, lateDays: 46, lostDays: 93, purchases: 5, lastGap: 30, lostDaysBefore: 94,
    })).toBe('At risk: 74 days since the last order; usually 31 between orders, late after 46, lapsed after 93; 5 purchases ever; last gap 30 days, lapsed by then after 94');
  });

  it('name the rule in force for each score', () => {
    const { model, windowStart } = scoredShop([], scoringSettingsSchema.parse({}), NOW);
    const facts = onePurchaseFacts({ firstPurchaseDay: NOW - 12, lastPurchaseDay: NOW - 12, spendInWindow: 1250, netSpend: 1250 });
    const filled = { ...model, medianOrderValueDoubled: 2501, spendCuts: [626, 1251, 2501, 5002] as typeof model.spendCuts };
    const reasons = profileReasons(facts, scoreCustomer(facts, filled, NOW), filled, windowStart);
    expect(profileSentence(reasons, GBP)).toBe(
      'First-time: 12 days since the last order; usually 60 between orders in this shop, late after 90, lapsed after 180; 1 purchase ever. '
      + 'New: R 5 by rhythm: 12 days since the last order (5 up to 60, 4 up to 75, 3 up to 90, 2 up to 180); '
      + 'F 1 in bands: 1 purchase since 2008-12-10 (2 from 2, 3 from 3, 4 from 4, 5 from 6); '
      + 'M 2 by the median order of 12.505 GBP: 12.50 GBP since 2008-12-10 (2 from 6.26 GBP, 3 from 12.51 GBP, 4 from 25.01 GBP, 5 from 50.02 GBP); '
      + 'F and M together 2; 1 purchase ever; New up to 90 days on time',
    );
  });

  it('are empty for the excluded and short for prospects', () => {
    expect(profileSentence(null, GBP)).toBe('');
    expect(profileSentence({ kind: 'prospect', orders: 0 }, GBP)).toBe('Prospect: no purchase yet');
    expect(profileSentence({ kind: 'prospect', orders: 1 }, GBP)).toBe('Prospect: no purchase yet (1 order with no value left after refunds)');
  });

  it('write money exactly, whatever the currency’s decimals', () => {
    expect([moneyText(5, GBP), moneyText(123456, GBP), moneyText(-5, GBP), moneyText(1200, JPY)]).toEqual(['0.05 GBP', '1234.56 GBP', '-0.05 GBP', '1200 JPY']);
    expect([halfMoneyText(15050, GBP), halfMoneyText(15051, GBP), halfMoneyText(3, JPY), halfMoneyText(1, GBP)]).toEqual(['75.25 GBP', '75.255 GBP', '1.5 JPY', '0.005 GBP']);
  });

  it('say how far the floor is, which rule gives M, and that a gap is assumed', () => {
    const { model } = scoredShop([], scoringSettingsSchema.parse({}), NOW);
    expect(floorSentence({ buyers: 143, repeatBuyers: 20, days: 200, met: false })).toBe('143 of 500 buyers, 20 of 100 with two or more purchases, 200 of 180 days since the first order');
    expect(spendRuleSentence({ ...model, medianOrderValueDoubled: 3000 }, GBP)).toContain("the shop's median order of 15.00 GBP until customers can be ranked: 0 of 500 buyers");
    expect(spendRuleSentence({ ...model, rules: { ...model.rules, m: 'midrank' }, spendRanked: 812 }, GBP)).toBe('M ranks 812 buyers by what they spent in the window.');
    expect(shopGapSentence({ doubled: 120, assumed: true, customersWithGap: 3 })).toBe('Customers are taken to order every 60 days until 30 have ordered on two days (3 have).');
    expect(shopGapSentence({ doubled: 81, assumed: false, customersWithGap: 400 })).toContain('every 40.5 days');
  });
});
