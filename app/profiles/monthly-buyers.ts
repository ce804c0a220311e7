import { z } from 'zod';
import { firstDayOfMonth, monthOfDay } from './calendar-month.ts';

/**
 * New and returning buyers and what they spent, by calendar month of the shop's zone. A buyer is new in the month of
 * their first purchase and returning in each later month with a purchase: so each is counted once a month, and all that
 * somebody spent in a month is on the side on which they are counted.
 */
export const monthlyBuyersSchema = z.object({
  /** Months since year 0: 12 x year + month - 1. */
  month: z.number().int(),
  newBuyers: z.number().int().nonnegative(),
  returningBuyers: z.number().int().nonnegative(),
  /** Net value in minor units of the shop's currency. */
  newRevenue: z.number().int().nonnegative(),
  returningRevenue: z.number().int().nonnegative(),
  /** Of guests and of excluded customers, who are neither new nor returning. */
  otherRevenue: z.number().int().nonnegative(),
});
export type MonthlyBuyers = z.infer<typeof monthlyBuyersSchema>;

/** Months with anything in them. */
export type MonthsTally = Map<number, MonthlyBuyers>;

function at(tally: MonthsTally, month: number): MonthlyBuyers {
  let row = tally.get(month);
  if (row === undefined) {
    row = { month, newBuyers: 0, returningBuyers: 0, newRevenue: 0, returningRevenue: 0, otherRevenue: 0 };
    tally.set(month, row);
  }
  return row;
}

/** What one customer's purchases say: days ascending, values 0 where a purchase was in another currency. O(purchases). */
export interface BuyersPurchases {
  excluded: boolean;
  purchaseDays: ArrayLike<number>;
  purchaseValues: ArrayLike<number>;
}

/** Adds one customer. */
export function addToMonths(tally: MonthsTally, { excluded, purchaseDays, purchaseValues }: BuyersPurchases): void {
  // The civil date of a day costs a dozen divisions, and purchases of one month stand together.
  let row: MonthlyBuyers | null = null;
  let until = Number.NEGATIVE_INFINITY;
  let isNew = true;
  for (let index = 0; index < purchaseDays.length; index += 1) {
    const day = purchaseDays[index] as number;
    if (row === null || day >= until) {
      isNew = row === null;
      const month = monthOfDay(day);
      row = at(tally, month);
      until = firstDayOfMonth(month + 1);
      if (!excluded) row[isNew ? 'newBuyers' : 'returningBuyers'] += 1;
    }
    row[excluded ? 'otherRevenue' : isNew ? 'newRevenue' : 'returningRevenue'] += purchaseValues[index] as number;
  }
}

/** Adds money of guests on one day. */
export function addGuestsToMonths(tally: MonthsTally, day: number, value: number): void {
  at(tally, monthOfDay(day)).otherRevenue += value;
}

/**
 * Every month from the first with anything in it to that of the last day, those with nothing too, ascending.
 * @throws RangeError when money adds up to more than a number holds exactly
 */
export function monthsOf(tally: MonthsTally, lastDay: number): MonthlyBuyers[] {
  if (tally.size === 0) return [];
  const known = [...tally.keys()];
  const months: MonthlyBuyers[] = [];
  const last = Math.max(monthOfDay(lastDay), ...known);
  for (let month = Math.min(...known); month <= last; month += 1) {
    const row = at(tally, month);
    if (!Number.isSafeInteger(row.newRevenue + row.returningRevenue + row.otherRevenue)) throw new RangeError(`Revenue of month ${month} adds up to no exact number.`);
    months.push(row);
  }
  return months;
}
