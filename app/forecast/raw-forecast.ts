import type { BetaGeometric } from '../math/beta-geometric.ts';
import { logistic, logit } from '../math/regression.ts';
import { buyingIntensity } from './buying-intensity.ts';
import { fitBuying } from './buying-process.ts';
import { FEATURE_COUNT, gapOfShop, usualValueOf, writeFeatures, type FeatureContext } from './customer-features.ts';
import { orderIndexClock } from './order-index.ts';
import { outcomesAfter, purchasesThrough, type OrderHistories, type PurchaseView } from './order-histories.ts';
import { expectedPurchaseValue, fitPurchaseValue, valueAhead, valueFacts, type PurchaseValue } from './purchase-value.ts';
import { readClock, type ClockReader, type SeasonalClock } from './seasonal-clock.ts';
import { fitStandardised, predictorOf, scalesOf, standardise, type StandardisedRegression } from './standardised-regression.ts';

/** What a forecast is learnt with. All were chosen by back-test: docs/decisions/100. */
export interface LearningSettings {
  /** Days between the cut-offs that the regressions learn from. */
  step: number;
  /** Days of history before the first of them. */
  warmUp: number;
  /** Age, in days, at which a cut-off counts half. */
  halfLife: number;
  /** Of the ridge. */
  penalty: number;
  /** Rows at most: above, every so-manyeth customer is taken. */
  mostRows: number;
}

export const LEARNING: LearningSettings = { step: 21, warmUp: 140, halfLife: 180, penalty: 1000, mostRows: 120_000 };

/** What a forecast needs of the shop at a cut-off, before anything is said about its level: all of it JSON. */
export interface RawForecast {
  throughDay: number;
  horizon: number;
  shopGap: number;
  usualValue: number;
  clock: SeasonalClock;
  /** Intensity of buying over the horizon, as a mean of its weeks. */
  intensity: number;
  parameters: BetaGeometric;
  value: PurchaseValue;
  /** Value of a purchase over the horizon against customers' usual. */
  valueSeason: number;
  /** Null where the past is too short to learn from: buy-till-you-die alone then. */
  regressions: { buying: StandardisedRegression; purchases: StandardisedRegression } | null;
  /** Rows and cut-offs that were learnt from. */
  learntFrom: { rows: number; cutOffs: number };
}

/** What the shop's time and rhythm are at a cut-off; the horizons share it. */
export interface ShopPace {
  view: PurchaseView;
  clock: SeasonalClock;
  intensity: SeasonalClock;
  parameters: BetaGeometric;
  value: PurchaseValue;
  shopGap: number;
  usualValue: number;
}

/** Null where no buy-till-you-die model could be fitted. */
export function paceOfShop(histories: OrderHistories, throughDay: number, start?: BetaGeometric): ShopPace | null {
  const view = purchasesThrough(histories, throughDay);
  if (view.size === 0) return null;
  const clock = orderIndexClock(view);
  const fit = fitBuying('bg-nbd', view, readClock(clock), start);
  if (!fit.converged) return null;
  return { view, clock, intensity: buyingIntensity(view, fit.parameters), parameters: fit.parameters, value: fitPurchaseValue(view), shopGap: gapOfShop(view), usualValue: usualValueOf(view) };
}

/** Mean weekly intensity of the horizon after a day. */
export function intensityOver(intensity: SeasonalClock, day: number, horizon: number): number {
  const read = readClock(intensity);
  return (read(day + horizon) - read(day)) / (horizon / 7);
}

/** Learns from cut-offs whose windows were over by the day of the pace: nothing later is looked at. */
export function learnForecast(histories: OrderHistories, pace: ShopPace, horizon: number, settings: LearningSettings = LEARNING): RawForecast {
  const { view, clock, parameters, value, shopGap, usualValue } = pace;
  const now = view.throughDay;
  const cutOffs = learningCutOffs(firstDayOf(view), now, horizon, settings);
  // Looked at twice, so that never more than one of the views is held.
  const sizes = cutOffs.map((day) => purchasesThrough(histories, day).size);
  const stride = Math.max(1, Math.ceil(sizes.reduce((sum, size) => sum + size, 0) / settings.mostRows));
  const rows = sizes.reduce((sum, size) => sum + Math.ceil(size / stride), 0);
  const base: RawForecast = {
    throughDay: now, horizon, shopGap, usualValue, clock, parameters, value, valueSeason: valueAhead(value, horizon), intensity: intensityOver(pace.intensity, now, horizon), regressions: null, learntFrom: { rows, cutOffs: cutOffs.length },
  };
  if (rows === 0) return base;
  const x = new Float64Array(rows * FEATURE_COUNT);
  const [bought, purchases, weight, oddsOffset, countOffset] = [new Float64Array(rows), new Float64Array(rows), new Float64Array(rows), new Float64Array(rows), new Float64Array(rows)];
  const read = readClock(clock);
  let row = 0;
  for (const day of cutOffs) {
    const past = purchasesThrough(histories, day);
    const context: FeatureContext = { view: past, read, parameters, horizon, shopGap, usualValue };
    const outcomes = outcomesAfter(histories, past, horizon, now);
    const counts = 0.5 ** ((now - horizon - past.throughDay) / settings.halfLife);
    const realised = Math.log(intensityOver(pace.intensity, past.throughDay, horizon));
    for (let i = 0; i < past.size; i += stride) {
      const facts = writeFeatures(context, i, x, row * FEATURE_COUNT);
      purchases[row] = outcomes.purchases[i] as number;
      bought[row] = (outcomes.purchases[i] as number) > 0 ? 1 : 0;
      weight[row] = counts;
      oddsOffset[row] = PRIOR_SHARE * logit(facts.buying, LEAST_CHANCE);
      countOffset[row] = PRIOR_SHARE * Math.log(facts.expected + LEAST_CHANCE) + realised;
      row += 1;
    }
  }
  const scales = scalesOf(x, FEATURE_COUNT);
  standardise(x, scales);
  const buying = fitStandardised('binomial', x, scales, { y: bought, weight, offset: oddsOffset }, settings.penalty);
  const counting = fitStandardised('poisson', x, scales, { y: purchases, weight, offset: countOffset }, settings.penalty);
  return buying === null || counting === null ? base : { ...base, regressions: { buying, purchases: counting } };
}

/** Days whose windows are over by `now`, the latest first. */
export function learningCutOffs(firstDay: number, now: number, horizon: number, { step, warmUp }: LearningSettings): number[] {
  const days: number[] = [];
  for (let day = now - horizon; day >= firstDay + warmUp; day -= step) days.push(day);
  return days;
}

export function firstDayOf(view: PurchaseView): number {
  let first = view.throughDay;
  for (let i = 0; i < view.size; i += 1) first = Math.min(first, view.days[view.starts[i] as number] as number);
  return first;
}

/** What the three models say of each customer of a view, before level and calibration. */
export interface RawColumns {
  /** P(buys): buy-till-you-die, and the logistic regression (the former again where there is none). */
  btydBuying: Float64Array;
  buying: Float64Array;
  /** Expected purchases: buy-till-you-die at the shop's pace, and the Poisson regression. */
  btydPurchases: Float64Array;
  purchases: Float64Array;
  /** Expected value of one of them. */
  value: Float64Array;
  alive: Float64Array;
}

export function rawColumns(raw: RawForecast, view: PurchaseView): RawColumns {
  const column = (): Float64Array => new Float64Array(view.size);
  const columns: RawColumns = { btydBuying: column(), buying: column(), btydPurchases: column(), purchases: column(), value: column(), alive: column() };
  const say = rawSpeaker(raw, view);
  for (let i = 0; i < view.size; i += 1) {
    const row = say(i);
    columns.btydBuying[i] = row.btydBuying;
    columns.buying[i] = row.buying;
    columns.btydPurchases[i] = row.btydPurchases;
    columns.purchases[i] = row.purchases;
    columns.value[i] = row.value;
    columns.alive[i] = row.alive;
  }
  return columns;
}

export type RawRow = { [Column in keyof RawColumns]: number };

/** What the models say of the i-th customer of a view; the row that is answered is one and the same each time. */
export function rawSpeaker(raw: RawForecast, view: PurchaseView, read: ClockReader = readClock(raw.clock)): (i: number) => RawRow {
  const { horizon, parameters, shopGap, usualValue, regressions } = raw;
  const context: FeatureContext = { view, read, parameters, horizon, shopGap, usualValue };
  const x = new Float64Array(FEATURE_COUNT);
  const row: RawRow = { btydBuying: 0, buying: 0, btydPurchases: 0, purchases: 0, value: 0, alive: 0 };
  const pace = (read(view.throughDay + horizon) - read(view.throughDay)) / (horizon / 7);
  return (i) => {
    const facts = writeFeatures(context, i, x, 0);
    row.value = expectedPurchaseValue(raw.value, valueFacts(view, i)) * raw.valueSeason;
    row.alive = facts.alive;
    row.btydPurchases = facts.expected * pace;
    // The chance in a time that passes faster, by that of the same shape: 1 - (1 - p)^pace for whoever is alive.
    row.btydBuying = facts.alive > 0 ? facts.alive * -Math.expm1(pace * Math.log1p(-Math.min(1 - 1e-12, facts.buying / facts.alive))) : 0;
    row.buying = regressions === null ? row.btydBuying : logistic(PRIOR_SHARE * logit(facts.buying, LEAST_CHANCE) + predictorOf(regressions.buying, x));
    row.purchases = regressions === null ? row.btydPurchases : Math.exp(Math.min(MAX_LOG_PURCHASES, PRIOR_SHARE * Math.log(facts.expected + LEAST_CHANCE) + predictorOf(regressions.purchases, x))) * raw.intensity;
    return row;
  };
}

/** P(at least one) of a negative binomial count with this mean. Its shape is typical of shops; the slope learnt later makes up for what it is wrong by. */
export function chanceOfAny(mean: number): number {
  return -Math.expm1(-COUNT_SHAPE * Math.log1p(mean / COUNT_SHAPE));
}

const LEAST_CHANCE = 1e-4;
/** What is not learnt stays with half of what the buying process says: all of it hides what else tells customers apart, none of it leaves a small shop with too little. */
const PRIOR_SHARE = 0.5;
const COUNT_SHAPE = 1.5;
/** Nobody makes more purchases than this in a horizon. */
const MAX_LOG_PURCHASES = Math.log(400);
