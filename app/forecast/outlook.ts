import type { ForecastProgress } from './forecast-floor.ts';
import type { ForecastState } from './forecast-state.ts';

/** What is expected of a part of the shop's customers: how many they are, and their net spend of the next 90 days, minor units. */
export interface ExpectedOf {
  customers: number;
  spend: number;
}

/** What the shop can expect as a whole, or why nothing is said. JSON. */
export type ShopOutlook =
  | {
    shown: true;
    /** The day that this was worked out for. */
    forDay: number;
    /** Net spend that is expected of everybody in the next 90 days. */
    expectedSpend: number;
    /** Of those who are slipping away, by their stage on that day. */
    atRisk: ExpectedOf;
    lapsed: ExpectedOf;
    /** Customers whose order is due within the week after that day, and who have not ordered since. */
    due: number;
  }
  /** `not-yet`: no fit has come to its end. */
  | { shown: false; reason: Exclude<ForecastState, 'shown'> | 'not-yet'; progress: ForecastProgress | null };
