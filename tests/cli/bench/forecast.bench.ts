import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import type { BackTestMetric } from '#app/forecast/back-test-metrics.ts';
import { backTest, forecastColumns, type BackTest } from '#app/forecast/back-test.ts';
import { createForecaster, type Forecaster } from '#app/forecast/forecaster.ts';
import { BenchUsageError, type Bench, type BenchContext } from './bench.ts';
import { readRetailHistories } from './forecast/retail-histories.ts';

const DAY_MS = 86_400_000;
const HORIZON = 90;
/** Who buys is compared at the first three, how much at the other six: the cut-offs that other libraries were measured at. */
const WHO = ['2011-03-14', '2011-06-12', '2011-09-10'];
const HOW_MUCH = ['2011-04-13', '2011-05-13', '2011-06-12', '2011-07-12', '2011-08-11', '2011-09-10'];

const NAMED = [...new Set([...WHO, ...HOW_MUCH])].sort();

/**
 * The app's own forecast as of days in the past of a file of orders, each from the rows up to the end of that day alone,
 * held against the 90 days after it. What it is compared with is the best naive forecast of the same customers.
 */
export const bench: Bench = {
  about: 'the forecast at cut-offs in the past of a file of orders, beside naive ones (recency, RFM sum, the last 90 days)',
  options: {
    data: "a CSV file of Online Retail II's form, gzipped or not (needed)",
    cutoffs: `last known days, parted by commas (${NAMED.join(',')}; of a file that does not reach over any of them, the six last ones, thirty days apart, whose windows are over in it)`,
    predictions: 'a CSV file to write every single forecast to: cutoff, customer, p_buy_90d, purchases_90d, revenue_90d',
  },
  run: async (context) => {
    const { options, report, say } = context;
    if (options['data'] === undefined) throw new BenchUsageError("--data FILE.csv.gz is needed: orders in Online Retail II's form.");
    const asked = daysOf(options['cutoffs']);
    say('Reading the orders ...');
    const { histories, customerIds, firstDay, lastDay } = await readRetailHistories(options['data']);
    if (firstDay === null) throw new BenchUsageError(`${options['data']} has no orders of products: rows with an invoice of digits and a stock code that begins with five digits.`);
    const cutOffs = asked ?? cutOffsOf(firstDay, lastDay);
    const named = asked === null && cutOffs.every((day) => NAMED.includes(dateOf(day)));
    const began = performance.now();
    const forecaster = createForecaster(histories);
    const test = backTest(histories, forecaster, { cutOffs, horizon: HORIZON, knownThroughDay: lastDay });
    const seconds = (performance.now() - began) / 1000;
    for (const { cutOff, reason } of test.leftOut) say(`${dateOf(cutOff)} is left out: ${reason === 'window-not-over' ? `the ${HORIZON} days after it are not over by ${dateOf(lastDay)}` : 'no model could be fitted to what was known then'}.`);
    for (const row of test.rows) report({ name: `forecast:${dateOf(row.cutOff)}:${row.metric}`, value: row.model, unit: unitOf(row.metric), baseline: row.naive, ...(row.naive === null ? {} : { ratio: Math.abs(row.model / row.naive) }) });
    reportMeans(test, report, named);
    report({ name: 'forecast:seconds', value: seconds, unit: 's' });
    report({ name: 'forecast:shown', value: test.shown ? 1 : 0, unit: 'yes or no' });
    if (options['predictions'] !== undefined) await writePredictions(options['predictions'], forecaster, test, customerIds);
  },
};

function reportMeans(test: BackTest, report: BenchContext['report'], named: boolean): void {
  const cutOffsOf = (dates: readonly string[]): Set<number> => new Set(dates.map(dayOf));
  const all = new Set(test.rows.map((row) => row.cutOff));
  const [who, howMuch] = named ? [cutOffsOf(WHO), cutOffsOf(HOW_MUCH)] : [all, all];
  const mean = (metric: BackTestMetric, cutOffs: Set<number>, pick: 'model' | 'naive'): number | null => {
    const values = test.rows.filter((row) => row.metric === metric && cutOffs.has(row.cutOff)).map((row) => row[pick]);
    return values.length === 0 || values.includes(null) ? null : values.reduce<number>((sum, value) => sum + Math.abs(value ?? 0), 0) / values.length;
  };
  const worst = Math.max(...test.rows.filter((row) => row.metric === 'calibration-error' && who.has(row.cutOff)).map((row) => row.model));
  const tell = (name: string, metric: BackTestMetric, cutOffs: Set<number>): void => {
    const value = mean(metric, cutOffs, 'model');
    if (value !== null) report({ name: `forecast:mean:${name}`, value, unit: unitOf(metric), baseline: mean(metric, cutOffs, 'naive') });
  };
  tell('auc', 'auc', who);
  if (Number.isFinite(worst)) report({ name: 'forecast:worst:calibration-error', value: worst, unit: unitOf('calibration-error') });
  tell('brier', 'brier', who);
  tell('purchases-absolute-bias', 'purchases-bias', howMuch);
  tell('purchases-mae', 'purchases-mae', howMuch);
  tell('purchases-rmse', 'purchases-rmse', howMuch);
  tell('revenue-absolute-bias', 'revenue-bias', howMuch);
  tell('revenue-mae', 'revenue-mae', howMuch);
  tell('top-tenth', 'top-tenth', howMuch);
}

async function writePredictions(path: string, forecaster: Forecaster, test: BackTest, customerIds: readonly string[]): Promise<void> {
  const file = createWriteStream(path);
  file.write('cutoff,customer,p_buy_90d,purchases_90d,revenue_90d\n');
  for (const cutOff of new Set(test.rows.map((row) => row.cutOff))) {
    const forecast = forecaster.at(cutOff, HORIZON);
    if (forecast === null) continue;
    const said = forecastColumns(forecast);
    const lines: string[] = [];
    for (let i = 0; i < forecast.view.size; i += 1) lines.push(`${dateOf(cutOff)},${customerIds[forecast.view.customer[i] as number]},${said.buying[i]},${said.purchases[i]},${(said.revenue[i] as number) / 100}\n`);
    if (!file.write(lines.join(''))) await once(file, 'drain');
  }
  file.end();
  await once(file, 'finish');
}

function unitOf(metric: BackTestMetric): string {
  if (metric === 'revenue-mae') return 'pence';
  return metric === 'purchases-mae' || metric === 'purchases-rmse' ? 'purchases' : 'share';
}

/** The days that are compared with other libraries where the file has one of their windows; else the file's own last ones, as the app chooses them for a shop. */
function cutOffsOf(firstDay: number, lastDay: number): number[] {
  const named = NAMED.map(dayOf);
  if (named.some((day) => day > firstDay && day + HORIZON <= lastDay)) return named;
  return [5, 4, 3, 2, 1, 0].map((before) => lastDay - HORIZON - 30 * before).filter((day) => day > firstDay);
}

function daysOf(text: string | undefined): number[] | null {
  if (text === undefined) return null;
  return text.split(',').map((part) => {
    const day = /^\d{4}-\d\d-\d\d$/.test(part.trim()) ? dayOf(part.trim()) : Number.NaN;
    if (!Number.isInteger(day) || dateOf(day) !== part.trim()) throw new BenchUsageError(`--cutoffs is "${text}"; it must be days such as 2011-06-12, parted by commas.`);
    return day;
  });
}

const dayOf = (date: string): number => Date.parse(`${date}T00:00:00Z`) / DAY_MS;
const dateOf = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10);
