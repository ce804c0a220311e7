import { describe, expect, it } from 'vitest';
import { parseDay } from '../profiles/calendar.ts';
import { modelOfHistories } from '../profiles/model-of-histories.ts';
import { defaultScoringSettings } from '../profiles/settings.ts';
import { historiesOf, outcome, type MadePurchases } from './arbitrary-histories.test-data.ts';
import { EARLIER, GROUPINGS } from './insight-choices.ts';
import { insightFiguresSchema } from './insight-figures.ts';
import { figuresInSteps } from './work-out-figures.ts';

const LAST = parseDay('2026-03-20');
const customers: MadePurchases[] = [
  [['2023-05-01', 1_000], ['2023-07-01', 2_000], ['2026-03-01', 0]],
  ...Array.from({ length: 6 }, (_, index): MadePurchases => [[`2025-0${index + 1}-10`, 500 + index], [`2026-02-0${index + 1}`, 300]]),
  [['2026-03-10', 4_000]],
  [],
  [['2026-01-01', 9_999]],
];
const histories = historiesOf(customers, new Set([10]));
const model = modelOfHistories(histories, { nowDay: LAST, settings: defaultScoringSettings(), guestFirstOrderDay: null });
const work = (expected: { day: number; of: number[] } | null) => outcome(figuresInSteps({
  histories, firstSeen: customers.map(() => 0), expected,
  channelOf: (place) => (place < 7 ? 'Online Store' : place === 7 ? 'Fair' : null), sourceOf: () => null, productOf: (place) => (place === 0 ? null : 40 + (place % 2)),
}, { forDay: LAST, currencyCode: 'GBP', unit: 100, model, guestFirstOrderDay: null }));

describe('the figures of a shop', () => {
  it('are of buyers who are not excluded, and every grouping adds up to them', () => {
    const figures = work({ day: LAST, of: customers.map((_, place) => (place === 7 ? Number.NaN : 100 * place)) });
    expect(insightFiguresSchema.parse(JSON.parse(JSON.stringify(figures)))).toEqual(figures);
    expect(figures).toMatchObject({ buyers: 8, excludedBuyers: 1, otherCurrencyPurchases: 1, forDay: LAST, historic: { customers: 8, total: 3_000 + 6 * 800 + 15 + 4_000 }, expected: { customers: 7, total: 2_100, day: LAST } });
    for (const grouping of GROUPINGS) {
      const groups = figures.groups[grouping];
      expect(groups.reduce((sum, one) => sum + one.buyers, 0), grouping).toBe(8);
      expect(groups.reduce((sum, one) => sum + one.total, 0), grouping).toBe(figures.historic.total);
      expect(groups.reduce((sum, one) => sum + one.expected, 0), grouping).toBe(2_100);
    }
    // A text that one order came with is not kept.
    expect(figures.groups.channel.map(({ key, rest, buyers }) => [key, rest, buyers])).toEqual([['Online Store', 0, 7], [null, 1, 1]]);
    expect(figures.groups.product.map(({ key, buyers }) => [key, buyers])).toEqual([['41', 4], ['40', 3], [null, 1]]);
    expect(figures.groups.cohort.map(({ key }) => key).at(-1)).toBe(EARLIER);
    expect(figures.flows.map(({ fromDay, toDay }) => [fromDay, toDay])).toEqual([[LAST - 30, LAST], [LAST - 90, LAST], [LAST - 365, LAST]]);
    for (const flow of figures.flows) expect(flow.flows.reduce((sum, one) => sum + one.customers, 0)).toBe(customers.length);
    expect(figures.lastYear).toMatchObject({ from: LAST - 364, to: LAST });
  });

  it('have no expected value without a forecast, and nothing in a shop where nobody bought', () => {
    expect(work(null)).toMatchObject({ expected: null, groups: { tier: expect.arrayContaining([expect.objectContaining({ expected: 0, forecast: 0 })]) as unknown } });
    const nobody = historiesOf([[], []]);
    const figures = outcome(figuresInSteps({ histories: nobody, firstSeen: [0, 0], expected: null, channelOf: () => null, sourceOf: () => null, productOf: () => null },
      { forDay: LAST, currencyCode: 'GBP', unit: 100, model: modelOfHistories(nobody, { nowDay: LAST, settings: defaultScoringSettings(), guestFirstOrderDay: null }), guestFirstOrderDay: null }));
    expect(figures).toMatchObject({ buyers: 0, lastYear: null, periods: { month: [], quarter: [], year: [] }, cohorts: [], groups: { tier: [], cohort: [] } });
  });
});
