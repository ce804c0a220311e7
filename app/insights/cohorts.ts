import type { CustomerHistories } from '../profiles/customer-histories.ts';
import { firstDayOfMonth, monthOfDay } from '../profiles/calendar-month.ts';
import type { Cohort } from './insight-figures.ts';

/** Cohorts that are kept, and months that each is followed. */
export const COHORTS_KEPT = 24;

const CUSTOMERS_A_STEP = 2_000;

/**
 * Buyers by the month of their first purchase, and in which months after it they bought again: the last 24 cohorts, those
 * without anybody too, ascending. Excluded customers are in none. Works in steps.
 * @param lastDay the day that the histories reach to
 */
export function* cohortsInSteps(histories: CustomerHistories, lastDay: number): Generator<void, Cohort[]> {
  const lastMonth = monthOfDay(lastDay);
  const firstMonth = lastMonth - COHORTS_KEPT + 1;
  const firstDay = firstDayOfMonth(firstMonth);
  const cohorts = Array.from({ length: COHORTS_KEPT }, (_, index): Cohort => ({ month: firstMonth + index, buyers: 0, active: new Array<number>(COHORTS_KEPT - index).fill(0) }));
  for (let place = 0; place < histories.count; place += 1) {
    if (place % CUSTOMERS_A_STEP === 0) yield;
    const { excluded, purchaseDays } = histories.at(place);
    if (excluded || purchaseDays.length === 0 || (purchaseDays[0] as number) < firstDay) continue;
    const cohort = cohorts[monthOfDay(purchaseDays[0] as number) - firstMonth] as Cohort;
    cohort.buyers += 1;
    // The civil date of a day costs a dozen divisions, and purchases of one month stand together.
    let until = Number.NEGATIVE_INFINITY;
    for (let index = 0; index < purchaseDays.length; index += 1) {
      const day = purchaseDays[index] as number;
      if (day < until) continue;
      const month = monthOfDay(day);
      until = firstDayOfMonth(month + 1);
      const since = month - cohort.month;
      cohort.active[since] = (cohort.active[since] as number) + 1;
    }
  }
  const begun = cohorts.findIndex((cohort) => cohort.buyers > 0);
  return begun === -1 ? [] : cohorts.slice(begun);
}
