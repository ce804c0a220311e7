import { z } from 'zod';
import { lowestAtPercentile, midrankCuts } from '../math/midrank.ts';
import { floorProgress } from './floor.ts';
import { sortedColumn, type ModelColumns } from './model-columns.ts';
import { fitReturnsPrior, returnsPriorSchema } from './returns-prior.ts';
import { FREQUENCY_BANDS, medianOrderCuts, recencyLimitsOfCuts, type ScoreCuts } from './rfm.ts';
import { scoringSettingsSchema, type ScoringSettings } from './settings.ts';
import type { ShopGap } from './shop-gap.ts';
import { floorProgressSchema, shopGapSchema } from './stored-forms.ts';
import { windowStartDay } from './window.ts';

/** Raised when the shape of a stored model changes: an older one is rebuilt, not read. */
export const SCORING_MODEL_FORMAT = 1;

const whole = z.number().int();
const cut = whole.nullable();
const fourCuts = z.tuple([cut, cut, cut, cut]);

/**
 * All that scoring one customer needs to know of the shop: cut points, limits and rates, and the settings they were
 * made with. It is plain JSON (a row per shop and version), and small whatever the shop's size, so that scoring a
 * customer costs the same in a shop of ten and of ten million. The number of the version is the store's to give.
 */
export const scoringModelSchema = z.object({
  format: z.literal(SCORING_MODEL_FORMAT),
  /** The day that the model was built for. */
  asOfDay: whole,
  settings: scoringSettingsSchema,
  gap: shopGapSchema,
  /** First day of the window as of that day; null when the window is all history. */
  windowStartDay: whole.nullable(),
  customers: whole.nonnegative(),
  excludedCustomers: whole.nonnegative(),
  floor: floorProgressSchema,
  /** The rules in force: what the settings ask for, as far as the floor allows it. */
  rules: z.object({
    r: z.enum(['rhythm', 'plain']),
    f: z.enum(['bands', 'midrank']),
    m: z.enum(['midrank', 'median-order']),
  }),
  /** Days for R 5, 4, 3, 2 where R is plain; null where it is by rhythm. */
  recencyLimits: fourCuts.nullable(),
  /** Purchases in the window from which F is 2, 3, 4, 5. */
  frequencyCuts: fourCuts,
  /** Spend in the window from which M is 2, 3, 4, 5. */
  spendCuts: fourCuts,
  /** Customers whose spend in the window was ranked for M (or would be, below the floor). */
  spendRanked: whole.nonnegative(),
  /** Twice the median net value of a purchase of a customer; null before the first. */
  medianOrderValueDoubled: whole.positive().nullable(),
  /** Lowest spend of the last year at the 90th midrank percentile of those with any; null when nobody is there. */
  vip: z.object({ spendFrom: cut, ranked: whole.nonnegative() }),
  /** Lowest mean order value (spend over purchases, in lowest terms) at the 95th; null when nobody is there. */
  bigSpender: z.object({
    from: z.object({ spend: whole.positive(), purchases: whole.positive() }).nullable(),
    ranked: whole.nonnegative(),
  }),
  /** Counted orders of customers, and how many of them were discounted. */
  discounts: z.object({ orders: whole.nonnegative(), discounted: whole.nonnegative() }),
  returns: returnsPriorSchema,
});
export type ScoringModel = z.infer<typeof scoringModelSchema>;

/** What a model takes from the shop beside its customers' facts. */
export interface ShopFigures {
  gap: ShopGap;
  /** Day of the first counted order of anyone but an excluded customer, guests too; null without an order. */
  firstCountedOrderDay: number | null;
  /** Twice the median net value over all purchases of customers (not excluded, in the shop's currency). */
  medianOrderValueDoubled: number | null;
}

/**
 * Builds the model from the columns of all customers. The facts in them must have been gathered with the same day of
 * now and with `windowStartDay(nowDay, settings.window, gap.doubled)`. O(n log n).
 */
export function buildScoringModel(columns: ModelColumns, shop: ShopFigures, settings: ScoringSettings): ScoringModel {
  const { nowDay } = columns;
  const floor = floorProgress({
    buyers: columns.buyers, repeatBuyers: columns.repeatBuyers, firstCountedOrderDay: shop.firstCountedOrderDay, nowDay,
  });
  const rules: ScoringModel['rules'] = {
    r: settings.rRule === 'plain' && floor.met ? 'plain' : 'rhythm',
    f: settings.fRule === 'midrank' && floor.met ? 'midrank' : 'bands',
    m: floor.met ? 'midrank' : 'median-order',
  };
  const lastYear = sortedColumn(columns.spendLastYear);
  return {
    format: SCORING_MODEL_FORMAT,
    asOfDay: nowDay,
    settings: structuredClone(settings),
    gap: { ...shop.gap },
    windowStartDay: windowStartDay(nowDay, settings.window, shop.gap.doubled),
    customers: columns.customers,
    excludedCustomers: columns.excluded,
    floor,
    rules,
    recencyLimits: rules.r === 'plain' ? [...recencyLimitsOfCuts(midrankCuts(negatedSorted(sortedColumn(columns.recencyDays)), 5))] : null,
    frequencyCuts: [...(rules.f === 'midrank' ? fiveSteps(sortedColumn(columns.purchasesInWindow)) : FREQUENCY_BANDS)],
    spendCuts: [...(rules.m === 'midrank' ? fiveSteps(sortedColumn(columns.spendInWindow)) : medianOrderCuts(shop.medianOrderValueDoubled))],
    spendRanked: columns.spendInWindow.length,
    medianOrderValueDoubled: shop.medianOrderValueDoubled,
    vip: { spendFrom: lowestAtPercentile(lastYear, 9, 10), ranked: lastYear.length },
    bigSpender: { from: bigSpenderFrom(columns), ranked: columns.netSpend.length },
    discounts: { orders: columns.orders, discounted: columns.discountedOrders },
    returns: fitReturnsPrior(columns.returns),
  };
}

/** Reads a stored model. Throws an error that says what to do when it is of another format or damaged. */
export function parseScoringModel(stored: unknown): ScoringModel {
  const parsed = scoringModelSchema.safeParse(stored);
  if (parsed.success) return parsed.data;
  throw new RangeError(`The stored scoring model cannot be read (${z.prettifyError(parsed.error)}). Rebuild the profiles to make a new one.`);
}

function fiveSteps(sorted: Float64Array): ScoreCuts {
  const [two = null, three = null, four = null, five = null] = midrankCuts(sorted, 5);
  return [two, three, four, five];
}

/** Ascending numbers negated, ascending again (0 stays 0, never -0, which JSON would lose). */
function negatedSorted(sorted: Float64Array): Float64Array {
  return sorted.map((value) => 0 - value).reverse();
}

/**
 * The mean order value from which the top 5% begins. Means are ranked as correctly rounded quotients, in which equal
 * fractions are equal and, while spend x purchases is below 2^52, different ones differ; the cut is kept as the
 * fraction itself.
 */
function bigSpenderFrom(columns: ModelColumns): { spend: number; purchases: number } | null {
  const { netSpend, valuedPurchases } = columns;
  const means = new Float64Array(netSpend.length);
  for (let index = 0; index < means.length; index += 1) {
    means[index] = (netSpend.values[index] as number) / (valuedPurchases.values[index] as number);
  }
  const from = lowestAtPercentile(means.slice().sort(), 95, 100);
  if (from === null) return null;
  const index = means.indexOf(from);
  const spend = netSpend.values[index] as number;
  const purchases = valuedPurchases.values[index] as number;
  const divisor = greatestCommonDivisor(spend, purchases);
  return { spend: spend / divisor, purchases: purchases / divisor };
}

function greatestCommonDivisor(a: number, b: number): number {
  let [larger, smaller] = [a, b];
  while (smaller !== 0) [larger, smaller] = [smaller, larger % smaller];
  return larger;
}
