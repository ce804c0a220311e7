import type { PeriodFigures } from './insight-figures.ts';
import { LAST_YEAR_DAYS } from './periods.ts';

/** Retention ((E - N) / S) x 100 as a share of 1; null where there was nobody at the start. */
export function retentionRate({ start, end, joined, wonBack }: Pick<PeriodFigures, 'start' | 'end' | 'joined' | 'wonBack'>): number | null {
  return start === 0 ? null : (end - joined - wonBack) / start;
}

/** Churn of the same period: 100 - retention, as a share of 1. */
export function churnRate(figures: Parameters<typeof retentionRate>[0]): number | null {
  const kept = retentionRate(figures);
  return kept === null ? null : 1 - kept;
}

/** What a churn of some months comes to in a year if it goes on: 1 - (1 - churn)^(12 / months). 5% a month is 46% a year. */
export function churnInAYear(churn: number, months: number): number {
  return 1 - (1 - churn) ** (12 / months);
}

/** Of those who bought in the period, the share with two purchases or more in it; null where nobody bought. */
export function repurchaseRate({ buyers, repeatBuyers }: Pick<PeriodFigures, 'buyers' | 'repeatBuyers'>): number | null {
  return buyers === 0 ? null : repeatBuyers / buyers;
}

/** Of what customers spent in the period, the share that was not their first purchase; null where nothing was spent. */
export function repeatShare({ revenue, repeatRevenue }: Pick<PeriodFigures, 'revenue' | 'repeatRevenue'>): number | null {
  return revenue === 0 ? null : repeatRevenue / revenue;
}

/** The textbook lifetime value with its factors; money in minor units, not rounded. */
export interface SimpleValue {
  averageOrder: number;
  /** Purchases of a buyer in a year. */
  frequency: number;
  lifespanYears: number;
  value: number;
}

/**
 * Average order value x purchase frequency x lifespan, of the last 365 days: revenue / purchases, purchases / buyers, and
 * 1 / churn years, as a customer stays that long on average where the same share leaves each year.
 * @returns null without a year of customers, purchases in the shop's currency, or anybody who left
 */
export function simpleValue(year: PeriodFigures): SimpleValue | null {
  const churn = churnRate(year);
  if (year.to - year.from + 1 !== LAST_YEAR_DAYS) throw new RangeError(`The simple value is of ${LAST_YEAR_DAYS} days, not of ${year.to - year.from + 1}.`);
  if (churn === null || churn <= 0 || year.valuedPurchases === 0) return null;
  const averageOrder = year.revenue / year.valuedPurchases;
  const frequency = year.purchases / year.buyers;
  return { averageOrder, frequency, lifespanYears: 1 / churn, value: (averageOrder * frequency) / churn };
}
