import { expectedPurchases, medianNextPurchase, probabilityAlive, probabilityOfBuying } from '../math/predict-purchases.ts';
import type { ForecastModel, HorizonModel } from './fit-forecast.ts';
import { FORECAST_SETTINGS } from './forecast-settings.ts';
import { levelled } from './forecast-level.ts';
import type { PurchaseView } from './order-histories.ts';
import { valueFacts } from './purchase-value.ts';
import { rawSpeaker, type RawForecast } from './raw-forecast.ts';
import { dayOfTime, readClock, type ClockReader } from './seasonal-clock.ts';
import { spendInterval } from './value-interval.ts';

export type ChurnBand = 'low' | 'medium' | 'high';

/** What is said of one customer. Money in minor units of the shop's currency. */
export interface CustomerForecast {
  /**
   * What the next 12 months are expected to bring, with its interval: net spend times gross margin, less the costs of each purchase,
   * both discounted. Below 0 where purchases cost more than they leave.
   */
  clv12m: number;
  low: number;
  high: number;
  purchases12m: number;
  /** Chance still a customer (MBG/NBD, and no less than the chance to buy): it ranks nobody. */
  pAlive: number;
  /** P(buys) within the shop's own horizon, and within 90 days. */
  pBuy: number;
  pBuy90: number;
  churnBand: ChurnBand;
  purchases90: number;
  /** Expected net spend within 90 days. */
  expectedSpend: number;
  expectedValue: number;
  /** Median day of the next purchase, given that the customer still is one; null beyond two years. */
  nextOrderDay: number | null;
}

/** The purchases of one customer, as facts have them. */
export interface CustomerPurchases {
  /** Purchase days, each once, ascending; at least one. Later ones than the model's are welcome. */
  days: ArrayLike<number>;
  /** Net value of each; 0 where it was in another currency. */
  values: ArrayLike<number>;
  orders: number;
  discountedOrders: number;
  /** Over all orders: before refunds, and refunded. */
  grossValue: number;
  refundedValue: number;
}

const YEAR = 365;
const NEXT_ORDER_LIMIT = 730;
/** Lifetime value comes in four parts, each discounted from its middle. */
const QUARTERS = 4;
/** Churn risk is 1 - P(buys): below 33% and above 66% of it, said of P(buys), where no subtraction rounds. */
const LOW_RISK_ABOVE = 0.67;
const HIGH_RISK_BELOW = 0.34;

/** Low below 33% of churn risk, high above 66%. */
export function churnBand(pBuy: number): ChurnBand {
  return pBuy > LOW_RISK_ABOVE ? 'low' : pBuy < HIGH_RISK_BELOW ? 'high' : 'medium';
}

/** One customer as of `throughDay`, the model's own day or a later one. Throws RangeError without a purchase day, or on days out of order. */
export function predictCustomer(model: ForecastModel, customer: CustomerPurchases, throughDay: number = model.throughDay): CustomerForecast {
  const { days, values } = customer;
  if (days.length === 0 || days.length !== values.length) throw new RangeError('A forecast needs at least one purchase day, and a value for each.');
  for (let k = 1; k < days.length; k += 1) if (!((days[k] as number) > (days[k - 1] as number))) throw new RangeError('Purchase days must be distinct and ascending.');
  const lastDay = days[days.length - 1] as number;
  const one = (value: number): Float64Array => Float64Array.of(value);
  const view: PurchaseView = {
    throughDay: Math.max(throughDay, lastDay), size: 1, customer: Int32Array.of(0), starts: Int32Array.of(0, days.length), days: Int32Array.from(days), values: Float64Array.from(values),
    orders: one(customer.orders), discountedOrders: one(customer.discountedOrders), grossValue: one(customer.grossValue), refundedValue: one(customer.refundedValue),
  };
  return predictorOver(model, view)(0);
}

/** The forecast column by column, for all customers of a view. */
export interface ForecastTable {
  clv12m: Float64Array;
  low: Float64Array;
  high: Float64Array;
  pAlive: Float64Array;
  pBuy: Float64Array;
  pBuy90: Float64Array;
  purchases90: Float64Array;
  expectedSpend: Float64Array;
  /** NaN where there is none. */
  nextOrderDay: Float64Array;
}

export function predictAll(model: ForecastModel, view: PurchaseView): ForecastTable {
  const column = (): Float64Array => new Float64Array(view.size);
  const table: ForecastTable = { clv12m: column(), low: column(), high: column(), pAlive: column(), pBuy: column(), pBuy90: column(), purchases90: column(), expectedSpend: column(), nextOrderDay: column() };
  const predict = predictorOver(model, view);
  for (let i = 0; i < view.size; i += 1) {
    const one = predict(i);
    table.clv12m[i] = one.clv12m;
    table.low[i] = one.low;
    table.high[i] = one.high;
    table.pAlive[i] = one.pAlive;
    table.pBuy[i] = one.pBuy;
    table.pBuy90[i] = one.pBuy90;
    table.purchases90[i] = one.purchases90;
    table.expectedSpend[i] = one.expectedSpend;
    table.nextOrderDay[i] = one.nextOrderDay ?? Number.NaN;
  }
  return table;
}

/** Readers of clocks are made once for a model: an event's single customer takes microseconds then. */
const readers = new WeakMap<ForecastModel, ClockReader>();

/** Predicts the i-th customer of a view. */
export function predictorOver(model: ForecastModel, view: PurchaseView): (i: number) => CustomerForecast {
  let read = readers.get(model);
  if (read === undefined) readers.set(model, (read = readClock(model.clock)));
  const compared = rawSpeaker(rawOf(model, model.compared), view, read);
  const own = model.own.horizon === model.compared.horizon ? null : rawSpeaker(rawOf(model, model.own), view, read);
  const say = yearAhead(model, view, read);
  return (i) => {
    const raw = compared(i);
    const near = levelled(model.compared.level, raw);
    const value = raw.value;
    const { stillCustomer, nextOrderDay, ...year } = say(i, near, value);
    const pBuy = own === null ? near.buying : inOrder(levelled(model.own.level, own(i)).buying, model.own.horizon, near.buying, model.compared.horizon);
    return {
      // Two models, and whoever buys was a customer still: the chance of the one is no less than that of the other.
      ...year, pAlive: Math.max(stillCustomer, pBuy, near.buying), pBuy, pBuy90: near.buying, churnBand: churnBand(pBuy), purchases90: near.purchases, expectedSpend: near.purchases * value, expectedValue: value, nextOrderDay,
    };
  };
}

/** The chance within a horizon, no more than within a longer one and no less than within a shorter: each horizon is learnt by itself. */
function inOrder(chance: number, horizon: number, compared: number, comparedHorizon: number): number {
  return horizon < comparedHorizon ? Math.min(chance, compared) : Math.max(chance, compared);
}

/**
 * Twelve months: the first ninety days as they are forecast, and what follows by the buying process at its level, in the
 * shop's season. Values beyond the ninety days are the customer's usual. What margin and costs take off is taken
 * in the same proportion from the value and from both ends of its interval.
 */
function yearAhead(model: ForecastModel, view: PurchaseView, read: ClockReader) {
  const { parameters, stillCustomer, compared, value: values } = model;
  // A model that was kept by an older version lacks what came later.
  const settings = { ...FORECAST_SETTINGS, ...model.settings };
  const now = read(view.throughDay);
  const quarterEnds = Array.from({ length: QUARTERS }, (_, quarter) => view.throughDay + (quarter === 0 ? compared.horizon : Math.round((YEAR * (quarter + 1)) / QUARTERS)));
  const times = quarterEnds.map((day) => read(day) - now);
  const discounts = quarterEnds.map((day, quarter) => {
    const middle = ((quarter === 0 ? view.throughDay : (quarterEnds[quarter - 1] as number)) + day) / 2 - view.throughDay;
    return (1 + settings.discountRate) ** (-middle / YEAR);
  });
  return (i: number, { buying: nearBuying, purchases: nearPurchases }: { buying: number; purchases: number }, nearValue: number) => {
    const from = view.starts[i] as number;
    const to = view.starts[i + 1] as number;
    const began = read(view.days[from] as number);
    const row = { x: to - from - 1, tx: read(view.days[to - 1] as number) - began, T: now - began };
    const usual = nearValue / compared.valueSeason;
    let before = expectedPurchases(parameters, row, times[0] as number);
    let purchases = nearPurchases;
    let clv12m = nearPurchases * nearValue * (discounts[0] as number);
    let undiscounted = nearPurchases * nearValue;
    let discountedPurchases = nearPurchases * (discounts[0] as number);
    for (let quarter = 1; quarter < QUARTERS; quarter += 1) {
      const until = expectedPurchases(parameters, row, times[quarter] as number);
      const more = Math.max(0, until - before) * compared.level.processFactor;
      before = until;
      purchases += more;
      discountedPurchases += more * (discounts[quarter] as number);
      undiscounted += more * usual;
      clv12m += more * usual * (discounts[quarter] as number);
    }
    const discounted = undiscounted > 0 ? clv12m / undiscounted : 1;
    // Any purchase within the year: by the process, in a time that is as much longer or shorter as its level is; and no less than within the first of it.
    const scale = before > 0 ? purchases / before : 1;
    const any = Math.min(1, purchases, Math.max(nearBuying, probabilityOfBuying(parameters, row, (times[QUARTERS - 1] as number) * scale)));
    const [low, high] = spendInterval({ any, purchases, rateShape: parameters.r + row.x, value: purchases > 0 ? undiscounted / purchases : usual, purchasesSeen: valueFacts(view, i).purchases }, values.gammaGamma, settings.intervalLevel);
    const alive = probabilityAlive(stillCustomer ?? parameters, row);
    const wait = (now + medianNextPurchase(parameters, row));
    const kept = clv12m > 0 ? settings.grossMargin - (settings.costPerPurchase * discountedPurchases) / clv12m : 0;
    const ends = [Math.min(low * discounted, clv12m) * kept, Math.max(high * discounted, clv12m) * kept] as const;
    return { clv12m: clv12m * kept, low: Math.min(...ends), high: Math.max(...ends), purchases12m: purchases, stillCustomer: alive, nextOrderDay: dayOfTime(model.clock, wait, view.throughDay - model.throughDay + NEXT_ORDER_LIMIT) };
  };
}

function rawOf(model: ForecastModel, horizon: HorizonModel): RawForecast {
  const { throughDay, shopGap, usualValue, clock, parameters, value } = model;
  return { throughDay, shopGap, usualValue, clock, parameters, value, ...horizon };
}
