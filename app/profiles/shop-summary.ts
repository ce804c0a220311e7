import { z } from 'zod';
import type { CustomerFacts } from './customer-facts.ts';
import { addToKpis, createKpiTally, kpisOf, type KpiTally } from './kpis.ts';
import { addGuestsToMonths, addToMonths, monthlyBuyersSchema, monthsOf, type BuyersPurchases, type MonthsTally } from './monthly-buyers.ts';
import type { Profile } from './score-customer.ts';
import { addToDistributions, createDistributionTally, type DistributionTally } from './score-distribution.ts';
import { STAGES } from './stage.ts';
import { TIERS } from './tier.ts';

const count = z.number().int().nonnegative();
const money = z.number().int();
const peopleAndMoney = z.object({ customers: count, netSpend: money });

/** Home's figures of a shop, as a rebuild leaves them. Money is in minor units of `currencyCode`, over all history. */
export const shopFiguresSchema = z.object({
  currencyCode: z.string(),
  timeZone: z.string(),
  /** All but the excluded ones. */
  customers: count,
  excluded: peopleAndMoney,
  /** Counted orders, customers' and guests'. */
  orders: count,
  guests: z.object({
    orders: count, netRevenue: money,
    /** Day of their first counted order, null without one; left out by versions that did not keep it. */
    firstOrderDay: z.number().int().nullable().optional(),
  }),
  /** Purchases in a currency that the shop has left: they count for R and F and are in no sum of money. */
  otherCurrencyPurchases: count,
  /** Day of the first counted order of anyone; null without an order. */
  firstOrderDay: z.number().int().nullable(),
  kpis: z.object({
    buyers: count,
    repeatBuyers: count,
    repurchaseRate: z.number().nullable(),
    netRevenue: money,
    repeatRevenue: money,
    repeatShareOfRevenue: z.number().nullable(),
  }),
  tiers: z.record(z.enum(TIERS), peopleAndMoney),
  stages: z.record(z.enum(STAGES), peopleAndMoney),
  /** Rows R 5 to 1, columns FM 5, 4, 3, 1-2; New buyers are in their tier alone. */
  grid: z.array(z.array(peopleAndMoney).length(4)).length(5),
  /** Ascending, without a gap, up to the month of the day that the figures stand for; none in figures of before there were any. */
  months: z.array(monthlyBuyersSchema).default([]),
});
export type ShopFigures = z.infer<typeof shopFiguresSchema>;

/** Months that are kept. Bad data can hold an order of the year 200. */
const MOST_MONTHS = 120;

/** What guests bought. */
export interface GuestOrders {
  orders: number;
  firstOrderDay: number | null;
  netRevenue: number;
  otherCurrencyPurchases: number;
  /** Net value by day, in the shop's currency. */
  days: readonly { day: number; value: number }[];
}

/** Adds customers up while they are scored. */
export interface SummaryTally {
  kpis: KpiTally;
  distributions: DistributionTally;
  months: MonthsTally;
  orders: number;
  otherCurrencyPurchases: number;
  firstOrderDay: number | null;
}

/** A tally of nobody. */
export function createSummaryTally(): SummaryTally {
  return { kpis: createKpiTally(), distributions: createDistributionTally(), months: new Map(), orders: 0, otherCurrencyPurchases: 0, firstOrderDay: null };
}

/** Adds one customer. */
export function addToSummary(tally: SummaryTally, facts: CustomerFacts, profile: Profile, history: BuyersPurchases & { firstOrderDay: number | null }): void {
  const { firstOrderDay } = history;
  addToMonths(tally.months, history);
  tally.orders += facts.orders;
  tally.otherCurrencyPurchases += facts.purchases - facts.valuedPurchases;
  if (firstOrderDay !== null) tally.firstOrderDay = Math.min(tally.firstOrderDay ?? firstOrderDay, firstOrderDay);
  addToDistributions(tally.distributions, facts, profile);
  addToKpis(tally.kpis, {
    tier: profile.tier,
    stage: profile.stage,
    r: profile.r,
    fm: profile.kind === 'buyer' ? profile.fm : null,
    customers: 1,
    buyers: facts.purchases > 0 ? 1 : 0,
    repeatBuyers: facts.purchases > 1 ? 1 : 0,
    netSpend: facts.netSpend,
    firstPurchaseValue: facts.firstPurchaseValue,
  });
}

/** The figures of everyone added, and the guests. `day` is the one that they stand for. Takes the tally up: call it once. */
export function shopFiguresOf(tally: SummaryTally, guests: GuestOrders, shop: { currencyCode: string; timeZone: string; day: number }): ShopFigures {
  const { kpis } = tally;
  const { currencyCode, timeZone, day: lastDay } = shop;
  for (const { day, value } of guests.days) addGuestsToMonths(tally.months, day, value);
  const firstDays = [tally.firstOrderDay, guests.firstOrderDay].filter((day) => day !== null);
  return {
    currencyCode,
    timeZone,
    customers: kpis.customers,
    excluded: kpis.excluded,
    orders: tally.orders + guests.orders,
    guests: { orders: guests.orders, netRevenue: guests.netRevenue, firstOrderDay: guests.firstOrderDay },
    otherCurrencyPurchases: tally.otherCurrencyPurchases + guests.otherCurrencyPurchases,
    firstOrderDay: firstDays.length === 0 ? null : Math.min(...firstDays),
    kpis: kpisOf(kpis, guests.netRevenue),
    tiers: kpis.tiers,
    stages: kpis.stages,
    grid: kpis.grid,
    months: monthsOf(tally.months, lastDay).slice(-MOST_MONTHS),
  };
}
