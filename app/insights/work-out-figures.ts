import { monthOfDay } from '../profiles/calendar-month.ts';
import type { CustomerHistories } from '../profiles/customer-histories.ts';
import type { ScoringModel } from '../profiles/scoring-model.ts';
import { TIERS } from '../profiles/tier.ts';
import { STANDINGS } from '../profiles/standing.ts';
import { COHORTS_KEPT, cohortsInSteps } from './cohorts.ts';
import { EARLIER, FLOW_PRESETS, type Grouping } from './insight-choices.ts';
import { INSIGHTS_FORMAT, type InsightFigures, type ValueGroup } from './insight-figures.ts';
import { keptInSteps } from './kept-customers.ts';
import { calendarPeriods, lastYear, PERIOD_UNITS, type Period } from './periods.ts';
import { standingsInSteps, tierFlow } from './tier-flow.ts';
import { groupsInSteps } from './value-groups.ts';
import { spreadOf } from './value-spread.ts';

/** Keys of a grouping that are listed one by one, and how many buyers such a key needs: it is a text that an order came with. */
const MOST_LISTED = 10;
const FEWEST_LISTED = 5;

const CUSTOMERS_A_STEP = 2_000;

/** All customers of a shop, by their place in the histories. */
export interface InsightCustomers {
  /** Up to the day that the figures stand for; excluded customers marked. */
  histories: CustomerHistories;
  /** The day from which somebody was a customer. */
  firstSeen: ArrayLike<number>;
  /** Expected net spend of 12 months, NaN for whom there is none; null without a forecast that is shown. */
  expected: { day: number; of: ArrayLike<number> } | null;
  /** Of the first purchase; null where it is not known. */
  channelOf: (place: number) => string | null;
  sourceOf: (place: number) => string | null;
  /** The product on which most of it was spent. */
  productOf: (place: number) => number | null;
}

export interface InsightShop {
  forDay: number;
  currencyCode: string;
  /** Minor units in a unit of the currency. */
  unit: number;
  model: ScoringModel;
  guestFirstOrderDay: number | null;
}

/** All figures of Insights > Customers, in steps of some milliseconds. @throws RangeError when money adds up to more than a number holds exactly */
export function* figuresInSteps(customers: InsightCustomers, shop: InsightShop): Generator<void, InsightFigures> {
  const { histories, firstSeen, expected } = customers;
  const { forDay, model } = shop;
  const { settings } = model;
  const known = model.asOfDay === forDay ? { model } : {};
  const basis = { settings, guestFirstOrderDay: shop.guestFirstOrderDay, firstSeen };
  const today = yield* standingsInSteps(histories, forDay, { ...basis, ...known });
  const buyers = yield* gatherBuyers(histories, expected?.of ?? null);

  const values = { netSpend: buyers.netSpend, expected: buyers.expected };
  const grouped = (keyOf: (place: number) => string | null, options: Parameters<typeof groupsInSteps>[2]): Generator<void, ValueGroup[]> => groupsInSteps(values, (buyer) => keyOf(buyers.places[buyer] as number), options);
  const listed = { most: MOST_LISTED, fewest: FEWEST_LISTED };
  const oldestMonth = monthOfDay(forDay) - COHORTS_KEPT + 1;
  const groups: Record<Grouping, ValueGroup[]> = {
    tier: yield* grouped((place) => STANDINGS[today.standings[place] as number] ?? null, { order: (a, b) => place(a) - place(b) }),
    channel: yield* grouped(customers.channelOf, listed),
    source: yield* grouped(customers.sourceOf, listed),
    product: yield* grouped((at) => customers.productOf(at)?.toString() ?? null, { most: MOST_LISTED }),
    cohort: yield* grouped((at) => cohortKey(histories.at(at).purchaseDays[0] as number, oldestMonth), { order: (a, b) => cohortPlace(b) - cohortPlace(a) }),
  };
  yield;
  const historic = spreadOf(buyers.netSpend, shop.unit);
  const forecast = expected === null ? null : { ...spreadOf(buyers.expected.filter((one) => !Number.isNaN(one)), shop.unit), day: expected.day };
  yield;

  const firstDay = buyers.firstDay;
  const series = Object.fromEntries(PERIOD_UNITS.map((unit) => [unit, firstDay === null ? [] : calendarPeriods(unit, firstDay, forDay)])) as Record<(typeof PERIOD_UNITS)[number], Period[]>;
  const kept = yield* keptInSteps(histories, { ...series, lastYear: firstDay === null ? [] : [lastYear(forDay)] }, settings.atRisk);
  const cohorts = yield* cohortsInSteps(histories, forDay);

  const flows = [];
  for (const days of FLOW_PRESETS) flows.push(tierFlow(yield* standingsInSteps(histories, forDay - days, basis), today));
  const { lastYear: [year = null], ...periods } = kept;
  return {
    format: INSIGHTS_FORMAT, forDay, currencyCode: shop.currencyCode,
    buyers: buyers.places.length, excludedBuyers: buyers.excluded, otherCurrencyPurchases: buyers.otherCurrencyPurchases,
    historic, expected: forecast, groups, lastYear: year, periods, cohorts, flows,
  };
}

const place = (tier: string): number => (TIERS as readonly string[]).indexOf(tier);

function cohortKey(firstDay: number, oldestMonth: number): string {
  const month = monthOfDay(firstDay);
  return month < oldestMonth ? EARLIER : String(month);
}

const cohortPlace = (key: string): number => (key === EARLIER ? -1 : Number(key));

interface Buyers {
  /** Place in the histories of each buyer who is not excluded. */
  places: Int32Array;
  netSpend: Float64Array;
  expected: Float64Array;
  excluded: number;
  otherCurrencyPurchases: number;
  /** Day of the first purchase of any of them. */
  firstDay: number | null;
}

function* gatherBuyers(histories: CustomerHistories, expected: ArrayLike<number> | null): Generator<void, Buyers> {
  const places = new Int32Array(histories.count);
  const netSpend = new Float64Array(histories.count);
  const expectedOf = new Float64Array(histories.count);
  let [count, excluded, otherCurrencyPurchases] = [0, 0, 0];
  let firstDay: number | null = null;
  for (let at = 0; at < histories.count; at += 1) {
    if (at % CUSTOMERS_A_STEP === 0) yield;
    const history = histories.at(at);
    const { purchaseDays, purchaseValues } = history;
    if (purchaseDays.length === 0) continue;
    if (history.excluded) {
      excluded += 1;
      continue;
    }
    let spent = 0;
    for (let index = 0; index < purchaseValues.length; index += 1) {
      const value = purchaseValues[index] as number;
      spent += value;
      if (value === 0) otherCurrencyPurchases += 1;
    }
    places[count] = at;
    netSpend[count] = spent;
    expectedOf[count] = expected === null ? Number.NaN : (expected[at] as number);
    firstDay = Math.min(firstDay ?? Number.POSITIVE_INFINITY, purchaseDays[0] as number);
    count += 1;
  }
  return { places: places.subarray(0, count), netSpend: netSpend.subarray(0, count), expected: expectedOf.subarray(0, count), excluded, otherCurrencyPurchases, firstDay };
}
