import { describe, expect, it } from 'vitest';
import { madeShop } from './made-shop.test-data.ts';
import { naiveForecasts } from './naive-forecasts.ts';
import { createHistoriesBuilder, purchasesThrough, type OrderHistories } from './order-histories.ts';

const TODAY = 15_000;
const HORIZON = 90;

/** Customers by the days of their purchases, all of 1,000. */
function shopOf(customers: readonly (readonly number[])[]): OrderHistories {
  const builder = createHistoriesBuilder();
  for (const days of customers) {
    for (const day of days) builder.addOrder({ day, value: 1000 });
    builder.endCustomer();
  }
  return builder.finish();
}

describe('naive forecasts', () => {
  it('say what customers who stood like that did in the window before', () => {
    // Of 100 who had bought 10 days before the last window a half came back, once; of 100 who had bought 200 days before, a tenth.
    const recent = Array.from({ length: 100 }, (_, i) => (i < 50 ? [TODAY - 100, TODAY - 40] : [TODAY - 100]));
    const old = Array.from({ length: 100 }, (_, i) => (i < 10 ? [TODAY - 290, TODAY - 40] : [TODAY - 290]));
    // And one each who stands now as those did then.
    const histories = shopOf([...recent, ...old, [TODAY - 10], [TODAY - 200]]);
    const { recency } = naiveForecasts(histories, purchasesThrough(histories, TODAY), HORIZON);
    expect(recency.said?.buying.at(-1)).toBe(0.1);
    // With the recent stood the one of 200 days ago, 110 days before that window ended, who did not buy in it.
    expect([recency.said?.buying.at(-2), recency.said?.purchases.at(-2), recency.said?.revenue.at(-2)]).toEqual([50 / 101, 50 / 101, 50_000 / 101]);
  });

  it('take what was bought in the last window for what will be, and rank by it', () => {
    const histories = shopOf([...Array.from({ length: 60 }, () => [TODAY - 200]), [TODAY - 300, TODAY - 80, TODAY - 3], [TODAY - 91]]);
    const { 'last-window': counted } = naiveForecasts(histories, purchasesThrough(histories, TODAY), HORIZON);
    expect([...(counted.said?.purchases.slice(-2) ?? [])]).toEqual([2, 0]);
    expect([...(counted.said?.revenue.slice(-2) ?? [])]).toEqual([2000, 0]);
    expect(counted.score.at(-2)).toBe(2);
  });

  it('say no numbers where hardly anybody was known a window ago, and rank all the same', () => {
    const histories = shopOf(Array.from({ length: 100 }, (_, i) => [TODAY - (i % 80)]));
    const { recency, rfm } = naiveForecasts(histories, purchasesThrough(histories, TODAY), HORIZON);
    expect([recency.said, rfm.said]).toEqual([null, null]);
    expect(recency.score[0]).toBeGreaterThan(recency.score[79] as number);
  });

  it('look at nothing later than their day', () => {
    const shop = madeShop({ customers: 300, firstDay: TODAY - 500, days: 700, seed: 4 });
    const until = madeShop({ customers: 300, firstDay: TODAY - 500, days: 700, seed: 4 });
    for (let k = 0; k < until.days.length; k += 1) if ((until.days[k] as number) > TODAY) until.values[k] = 1;
    expect(naiveForecasts(until, purchasesThrough(until, TODAY), HORIZON)).toEqual(naiveForecasts(shop, purchasesThrough(shop, TODAY), HORIZON));
  });
});
