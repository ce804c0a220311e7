import type { ForecastSettings } from './forecast-settings.ts';
import type { ForecastProgress } from './forecast-floor.ts';
import type { ForecastState } from './forecast-state.ts';
import type { ChurnBand } from './predict-customer.ts';

/** What is expected of one customer, for a page; or why nothing is. Money in minor units, days since 1970-01-01. JSON. */
export type CustomerForecastView =
  | {
    shown: true;
    clv12m: number;
    clvLow: number;
    clvHigh: number;
    expectedPurchases12m: number;
    expectedSpend90d: number;
    pAlive: number;
    pBuy: number;
    pBuy90d: number;
    /** Days of `pBuy`. */
    horizonDays: number;
    /** Null beyond what can be said. */
    nextOrderDay: number | null;
    churnBand: ChurnBand;
    /** What lifetime value is taken with. */
    settings: ForecastSettings;
    /** The day that this was worked out for. */
    forDay: number;
    currencyCode: string;
    decimals: number;
    /** What it rests on. */
    restsOn: {
      purchases: number;
      lastPurchaseDay: number;
      /** Usual days between purchases: the customer's own, drawn to the shop's as for the stages. */
      usualGap: number;
      /** Of the shop's model: cut-offs that it was tested at, its AUC there and that of the best naive forecast, 0 to 1. */
      cutOffs: number;
      auc: number | null;
      naiveAuc: number | null;
    };
  }
  /** `no-purchase`, `excluded`: of this customer; the others of the shop. */
  | { shown: false; reason: Exclude<ForecastState, 'shown'> | 'not-yet' | 'no-purchase' | 'excluded'; progress: ForecastProgress | null };
