/** What a shop needs before any number of a model is shown. */
export const FORECAST_FLOOR_BUYERS = 500;
/** Days of orders: below, no window of the past could have been forecast and looked at. */
export const FORECAST_FLOOR_DAYS = 180;

/** How far a shop is towards it. */
export interface ForecastProgress {
  buyers: number;
  buyersNeeded: number;
  days: number;
  daysNeeded: number;
  met: boolean;
}

export function forecastProgress(buyers: number, days: number): ForecastProgress {
  return { buyers, buyersNeeded: FORECAST_FLOOR_BUYERS, days, daysNeeded: FORECAST_FLOOR_DAYS, met: buyers >= FORECAST_FLOOR_BUYERS && days >= FORECAST_FLOOR_DAYS };
}
