import { medianDoubled } from '../math/median.ts';
import type { CustomerFacts } from './customer-facts.ts';
import type { CustomerHistories } from './customer-histories.ts';
import { addCustomerToModel, createModelColumns } from './model-columns.ts';
import { distinctDays, factsOfHistory, type FactDays } from './purchase-history.ts';
import { buildScoringModel, type ScoringModel } from './scoring-model.ts';
import type { ScoringSettings } from './settings.ts';
import { shopGap, type ShopGap } from './shop-gap.ts';
import { lastYearStartDay, windowStartDay } from './window.ts';

/** The first days of windowed facts for a day of now, in a shop with these settings and this gap. */
export function factDays(nowDay: number, settings: Pick<ScoringSettings, 'window'>, gap: ShopGap): FactDays {
  return { windowStartDay: windowStartDay(nowDay, settings.window, gap.doubled), lastYearStartDay: lastYearStartDay(nowDay) };
}

/**
 * The scoring model of all these customers for the day of now. Excluded customers are in no gap, median or percentile.
 * @param options.guestFirstOrderDay day of the guests' first counted order; null without one
 */
export function modelOfHistories(
  histories: CustomerHistories,
  options: { nowDay: number; settings: ScoringSettings; guestFirstOrderDay: number | null },
): ScoringModel {
  const steps = modelInSteps(histories, options);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** Customers gone over between two steps: some milliseconds of work. */
const CUSTOMERS_A_STEP = 2_000;

/** The same in steps, for a process that has others to answer in between. */
export function* modelInSteps(
  histories: CustomerHistories,
  options: { nowDay: number; settings: ScoringSettings; guestFirstOrderDay: number | null },
): Generator<void, ScoringModel> {
  const { nowDay, settings } = options;
  const gapCounts = new Map<number, number>();
  let customersWithGap = 0;
  let firstCountedOrderDay = options.guestFirstOrderDay;
  let values = new Float64Array(histories.purchases);
  let valueCount = 0;
  for (let place = 0; place < histories.count; place += 1) {
    if (place % CUSTOMERS_A_STEP === 0) yield;
    const history = histories.at(place);
    if (history.excluded) continue;
    if (history.firstOrderDay !== null) firstCountedOrderDay = Math.min(firstCountedOrderDay ?? history.firstOrderDay, history.firstOrderDay);
    const days = distinctDays(history.purchaseDays);
    if (days.length > 1) customersWithGap += 1;
    for (let index = 1; index < days.length; index += 1) {
      const gap = (days[index] as number) - (days[index - 1] as number);
      gapCounts.set(gap, (gapCounts.get(gap) ?? 0) + 1);
    }
    for (let index = 0; index < history.purchaseValues.length; index += 1) {
      const value = history.purchaseValues[index] as number;
      if (value === 0) continue;
      values[valueCount] = value;
      valueCount += 1;
    }
  }
  yield;
  values = values.subarray(0, valueCount).sort();
  yield;
  const gap = shopGap(gapCounts, customersWithGap);

  const days = factDays(nowDay, settings, gap);
  const columns = createModelColumns(nowDay);
  for (let place = 0; place < histories.count; place += 1) {
    if (place % CUSTOMERS_A_STEP === 0) yield;
    addCustomerToModel(columns, factsOfHistory(histories.at(place), days));
  }
  yield;
  return buildScoringModel(columns, { gap, firstCountedOrderDay, medianOrderValueDoubled: medianDoubled(values) }, settings);
}

/** The facts of every customer in turn, as the model of the same day has them. */
export function* factsOfHistories(histories: CustomerHistories, model: ScoringModel, nowDay: number): Generator<CustomerFacts> {
  const days = factDays(nowDay, model.settings, model.gap);
  for (let place = 0; place < histories.count; place += 1) yield factsOfHistory(histories.at(place), days);
}
