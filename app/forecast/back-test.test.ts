import { beforeAll, describe, expect, it } from 'vitest';
import { backTest, forecastColumns, type BackTest } from './back-test.ts';
import { createForecaster } from './forecaster.ts';
import { fitForecast } from './fit-forecast.ts';
import { madeShop, seededRandom } from './made-shop.test-data.ts';
import { createHistoriesBuilder, type OrderHistories } from './order-histories.ts';
import { LEARNING, type LearningSettings } from './raw-forecast.ts';

const FIRST = 14_000;
const DAYS = 700;
const shop = madeShop({ customers: 900, firstDay: FIRST, days: DAYS, seed: 11 });
const KNOWN = FIRST + DAYS - 1;
/** Fewer cut-offs to learn from than in a shop's night: a test is not to take so long. */
const SETTINGS: LearningSettings = { ...LEARNING, step: 63 };
const forecasterOf = (histories: OrderHistories) => createForecaster(histories, SETTINGS);

/** The same shop up to a day; after it orders at other times, of other values, by other people, and refunds of what went before. */
function withAnotherFuture(histories: OrderHistories, lastDay: number): OrderHistories {
  const random = seededRandom(3);
  const builder = createHistoriesBuilder();
  for (let i = 0; i < histories.customers; i += 1) {
    for (let k = histories.starts[i] as number; k < (histories.starts[i + 1] as number); k += 1) {
      const day = histories.days[k] as number;
      const value = histories.values[k] as number;
      if (day > lastDay) {
        if (random() < 0.5) builder.addOrder({ day: lastDay + 1 + Math.floor(random() * 120), value: value * 10 });
        continue;
      }
      const refunds: { day: number; value: number }[] = [];
      for (let at = histories.refundStarts[k] as number; at < (histories.refundStarts[k + 1] as number); at += 1) if ((histories.refundDays[at] as number) <= lastDay) refunds.push({ day: histories.refundDays[at] as number, value: histories.refundValues[at] as number });
      if (random() < 0.3) refunds.push({ day: lastDay + 1, value });
      builder.addOrder({ day, value, discounted: histories.marks[k] === 1, refunds });
    }
    if (random() < 0.3) builder.addOrder({ day: lastDay + 3, value: 5_000 });
    builder.endCustomer();
  }
  return builder.finish();
}

describe('a forecast as of a day', () => {
  const cutOff = FIRST + 480;
  const another = withAnotherFuture(shop, cutOff);
  // One forecaster each: what the first test has made, the others need not make again.
  const [known, changed] = [forecasterOf(shop), forecasterOf(another)];

  it('is the same whatever happens after that day: it looks at nothing later', { timeout: 120_000 }, () => {
    const [before, after] = [known.at(cutOff, 90), changed.at(cutOff, 90)];
    if (before === null || after === null) throw new Error('no forecast');
    expect(before.pastCutOffs.length).toBeGreaterThan(0);
    expect(before.raw.regressions).not.toBeNull();
    expect(forecastColumns(after)).toEqual(forecastColumns(before));
  });

  it('and so is the whole model that is kept', { timeout: 120_000 }, () => {
    const before = fitForecast(shop, cutOff, undefined, known);
    expect(before.made).toBe(true);
    expect(fitForecast(another, cutOff, undefined, changed)).toEqual(before);
  });

  it('does change with what happened before it', { timeout: 120_000 }, () => {
    const [before, after] = [known.at(cutOff, 90), forecasterOf(withAnotherFuture(shop, cutOff - 60)).at(cutOff, 90)];
    if (before === null || after === null) throw new Error('no forecast');
    expect(forecastColumns(after)).not.toEqual(forecastColumns(before));
  });
});

describe('a back-test', () => {
  let test: BackTest;
  beforeAll(() => {
    test = backTest(shop, forecasterOf(shop), { cutOffs: [FIRST + 420, FIRST + 510, FIRST + 600], horizon: 90, knownThroughDay: KNOWN });
  }, 240_000);

  it('beats the naive forecasts in a shop whose customers have rates of their own', () => {
    expect(test.shown).toBe(true);
    expect(test.rows.every((row) => row.shown)).toBe(true);
    const auc = test.rows.filter((row) => row.metric === 'auc');
    expect(auc.length).toBe(3);
    for (const row of auc) expect(row.model).toBeGreaterThan((row.naive ?? 1) - 0.01);
    // Bins of a hundred customers differ by three or four points from their chances by luck alone.
    for (const row of test.rows.filter((one) => one.metric === 'calibration-error')) expect(row.model).toBeLessThan(0.1);
    for (const row of test.rows.filter((one) => one.metric === 'purchases-bias')) expect(Math.abs(row.model)).toBeLessThan(0.2);
  });

  it('says of each cut-off how the forecast and the best naive one did, with a curve of ten bins', () => {
    expect(new Set(test.rows.map((row) => row.metric)).size).toBe(10);
    // A window before tells what recency, RFM and the last count say, so each of them says something of each.
    for (const row of test.rows) expect(Object.keys(row.naives)).toEqual(['recency', 'rfm', 'last-window']);
    for (const row of test.rows) expect(row.naive).toBe(row.naives[row.naiveName ?? 'rfm']);
    expect(test.curves.map(({ bins }) => bins.length)).toEqual([10, 10, 10]);
  });

  it('leaves out a window that is not over, and says so', () => {
    const late = backTest(shop, forecasterOf(shop), { cutOffs: [KNOWN - 89], horizon: 90, knownThroughDay: KNOWN });
    expect(late).toMatchObject({ rows: [], leftOut: [{ cutOff: KNOWN - 89, reason: 'window-not-over' }], shown: false });
  });

  it('shows nothing where the model loses: who buys next is whoever did not buy last, which no model here expects', () => {
    const random = seededRandom(5);
    const builder = createHistoriesBuilder();
    for (let i = 0; i < 800; i += 1) {
      // Everybody buys in every second block of ninety days: half of them in the even blocks, half in the odd.
      for (let block = i % 2; block < 7; block += 2) for (let times = 0; times < 3; times += 1) builder.addOrder({ day: FIRST + block * 90 + Math.floor(random() * 90), value: 1000 });
      builder.endCustomer();
    }
    const odd = builder.finish();
    const lost = backTest(odd, createForecaster(odd, { ...LEARNING, warmUp: 10_000 }), { cutOffs: [FIRST + 359, FIRST + 449], horizon: 90, knownThroughDay: FIRST + 629 });
    expect(lost.rows.length).toBeGreaterThan(0);
    expect(lost.shown).toBe(false);
    expect(lost.rows.every((row) => !row.shown)).toBe(true);
  });
});
