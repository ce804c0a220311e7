import type { BetaGeometric } from '../math/beta-geometric.ts';
import { fitBuying } from './buying-process.ts';
import { forecastProgress, type ForecastProgress } from './forecast-floor.ts';
import type { ForecastLevel } from './forecast-level.ts';
import { FORECAST_SETTINGS, type ForecastSettings } from './forecast-settings.ts';
import { createForecaster, type Forecaster } from './forecaster.ts';
import { everyNthCustomer, purchasesThrough, type OrderHistories } from './order-histories.ts';
import type { PurchaseValue } from './purchase-value.ts';
import { firstDayOf, type RawForecast } from './raw-forecast.ts';
import { readClock, type SeasonalClock } from './seasonal-clock.ts';

/** The horizon at which shops are compared. */
export const COMPARED_HORIZON = 90;
const SHORTEST_HORIZON = 30;
const LONGEST_HORIZON = 365;
/** Above this a sample is learnt from. */
const MOST_CUSTOMERS = 60_000;

/** A forecast's parameters for one horizon. */
export type HorizonModel = Pick<RawForecast, 'horizon' | 'intensity' | 'valueSeason' | 'regressions' | 'learntFrom'> & { level: ForecastLevel };

/** All that one customer's forecast needs of the shop: plain JSON, a row per shop. */
export interface ForecastModel {
  version: 1;
  /** The last day that was known. */
  throughDay: number;
  settings: ForecastSettings;
  shopGap: number;
  usualValue: number;
  clock: SeasonalClock;
  /** BG/NBD in the shop's time. */
  parameters: BetaGeometric;
  /** MBG/NBD in the same: "chance still a customer", which ranks nobody. Null where it could not be fitted. */
  stillCustomer: BetaGeometric | null;
  value: PurchaseValue;
  /** For the horizon of 90 days, and for the shop's own. */
  compared: HorizonModel;
  own: HorizonModel;
}

export type FittedForecast =
  | { made: true; model: ForecastModel; progress: ForecastProgress }
  /** `below-floor`: see the progress. `no-model`: hardly anybody has bought twice, so that no rhythm can be learnt. */
  | { made: false; reason: 'below-floor' | 'no-model'; progress: ForecastProgress };

/** Twice the shop's gap, at least 30 and at most 365 days. */
export function horizonOfShop(shopGap: number): number {
  return Math.min(LONGEST_HORIZON, Math.max(SHORTEST_HORIZON, Math.round(2 * shopGap)));
}

/** The histories to learn from: all, or of a very large shop every so-manyeth customer. */
export function learnable(histories: OrderHistories): OrderHistories {
  return everyNthCustomer(histories, Math.ceil(histories.customers / MOST_CUSTOMERS));
}

/**
 * Fits the shop's forecast to what was known at the end of `throughDay`. `forecaster`: one over `learnable(histories)` that
 * has back-tested already, whose work is then not done again. The floor goes by all customers.
 */
export function fitForecast(histories: OrderHistories, throughDay: number, settings: ForecastSettings = FORECAST_SETTINGS, forecaster?: Forecaster): FittedForecast {
  const view = purchasesThrough(histories, throughDay);
  const progress = forecastProgress(view.size, view.size === 0 ? 0 : throughDay + 1 - firstDayOf(view));
  if (!progress.met) return { made: false, reason: 'below-floor', progress };
  const using = forecaster ?? createForecaster(learnable(histories));
  const compared = using.at(throughDay, COMPARED_HORIZON);
  if (compared === null) return { made: false, reason: 'no-model', progress };
  const { pace } = compared;
  const horizon = horizonOfShop(pace.shopGap);
  const own = horizon === COMPARED_HORIZON ? compared : using.at(throughDay, horizon);
  if (own === null) return { made: false, reason: 'no-model', progress };
  const mbg = fitBuying('mbg-nbd', pace.view, readClock(pace.clock));
  return {
    made: true, progress,
    model: {
      version: 1, throughDay, settings, shopGap: pace.shopGap, usualValue: pace.usualValue, clock: pace.clock, parameters: pace.parameters,
      stillCustomer: mbg.converged ? mbg.parameters : null, value: pace.value, compared: horizonModel(compared.raw, compared.level), own: horizonModel(own.raw, own.level),
    },
  };
}

function horizonModel({ horizon, intensity, valueSeason, regressions, learntFrom }: RawForecast, level: ForecastLevel): HorizonModel {
  return { horizon, intensity, valueSeason, regressions, learntFrom, level };
}
