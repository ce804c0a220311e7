import { z } from 'zod';
import { scoringModelSchema } from '../profiles/scoring-model.ts';
import { STANDINGS } from '../profiles/standing.ts';
import { GROUPINGS } from './insight-choices.ts';

/** Raised when the shape of stored figures changes: older ones are worked out anew, not read. */
export const INSIGHTS_FORMAT = 1;

const whole = z.number().int();
const count = whole.nonnegative();

/** How an amount spreads over customers, minor units. What is expected of somebody can be less than nothing, where each purchase costs more than it brings. */
const valueSpreadSchema = z.object({
  customers: count,
  total: whole,
  /** Twice the median, as that of an even count may be a half; null of nobody. */
  medianDoubled: whole.nullable(),
  /** Width of a bar. */
  step: count.positive(),
  /** Customers by bar: the first from 0 to below `step`, and so on. */
  bars: z.array(count),
  /** Those of less than nothing, and those beyond the last bar. */
  below: count,
  beyond: count,
});
export type ValueSpread = z.infer<typeof valueSpreadSchema>;

/** Buyers who have something in common, and what they are worth; minor units. */
const valueGroupSchema = z.object({
  /** What they have in common; null: it is not known. */
  key: z.string().nullable(),
  /** How many keys stand together here: those that are not listed one by one. 0 for a group with a key of its own. */
  rest: count,
  buyers: count,
  total: count,
  medianDoubled: count,
  /** Sum of what they are expected to spend in 12 months, and how many of them have such a forecast. */
  expected: whole,
  forecast: count,
});
export type ValueGroup = z.infer<typeof valueGroupSchema>;

/** A period's counts, from which its rates follow. Money in minor units of the shop's currency. */
const periodFiguresSchema = z.object({
  /** First and last day, both included. */
  from: whole,
  to: whole,
  /** S: customers at the end of the day before the period. */
  start: count,
  /** E: customers at the end of its last day. */
  end: count,
  /** Those of E whose first purchase was in the period, and those who had been Lapsed at its start: together N. */
  joined: count,
  wonBack: count,
  /** Who bought in the period; those of them who did so twice or more; those whose first purchase it was. */
  buyers: count,
  repeatBuyers: count,
  newBuyers: count,
  /** Purchases in the period, and those of them in the shop's currency. */
  purchases: count,
  valuedPurchases: count,
  revenue: count,
  /** Of the revenue, what was not somebody's first purchase. */
  repeatRevenue: count,
});
export type PeriodFigures = z.infer<typeof periodFiguresSchema>;

const cohortSchema = z.object({
  /** Month of the first purchase: 12 x year + month - 1. */
  month: whole,
  /** Who bought for the first time then. */
  buyers: count,
  /** By months since: how many of them bought in that month. The first is all of them; the last is of a month that may not be over. */
  active: z.array(count),
});
export type Cohort = z.infer<typeof cohortSchema>;

const rulesSchema = scoringModelSchema.shape.rules;

/** Who went from which tier to which, from the end of one day to the end of another. */
export const tierFlowSchema = z.object({
  fromDay: whole,
  toDay: whole,
  /** All customers of today, those who stayed too; largest first. "absent": no customer yet on the first day. "excluded" is no tier. */
  flows: z.array(z.object({ from: z.enum(STANDINGS), to: z.enum(STANDINGS), customers: whole.positive() })),
  /** The rules in force on either day: a shop may have come past the floor for ranking in between. */
  rules: z.object({ from: rulesSchema, to: rulesSchema }),
});
export type TierFlow = z.infer<typeof tierFlowSchema>;

/**
 * Insights > Customers, as worked out for a whole shop: plain JSON, some ten thousand characters whatever the shop's size.
 * Of customers who are not excluded; money in minor units of `currencyCode`.
 */
export const insightFiguresSchema = z.object({
  format: z.literal(INSIGHTS_FORMAT),
  /** The day that all figures stand for: that of the sorting before. */
  forDay: whole,
  currencyCode: z.string(),
  /** Who has bought by that day; excluded customers who have are counted apart, and in nothing else here. */
  buyers: count,
  excludedBuyers: count,
  /** Purchases in a currency that the shop has left: in no sum of money. */
  otherCurrencyPurchases: count,
  /** What buyers have spent so far. */
  historic: valueSpreadSchema,
  /** What they are expected to spend in the 12 months from `day` on; null without a forecast that is shown. */
  expected: valueSpreadSchema.extend({ day: whole }).nullable(),
  groups: z.record(z.enum(GROUPINGS), z.array(valueGroupSchema)),
  /** The last 365 days; null in a shop without a purchase. */
  lastYear: periodFiguresSchema.nullable(),
  periods: z.object({ month: z.array(periodFiguresSchema), quarter: z.array(periodFiguresSchema), year: z.array(periodFiguresSchema) }),
  cohorts: z.array(cohortSchema),
  /** To `forDay`, from as many days before as FLOW_PRESETS says. */
  flows: z.array(tierFlowSchema),
});
export type InsightFigures = z.infer<typeof insightFiguresSchema>;
