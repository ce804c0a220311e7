import { learnLevel, type ForecastLevel } from './forecast-level.ts';
import { outcomesAfter, type OrderHistories, type PurchaseView } from './order-histories.ts';
import { firstDayOf, learnForecast, LEARNING, paceOfShop, rawColumns, type LearningSettings, type RawColumns, type RawForecast, type ShopPace } from './raw-forecast.ts';

/** A forecast for one horizon as of a day, before and after level and calibration. */
export interface ForecastAt {
  view: PurchaseView;
  pace: ShopPace;
  raw: RawForecast;
  columns: RawColumns;
  level: ForecastLevel;
  /** Past cut-offs whose errors the level was learnt from. */
  pastCutOffs: number[];
}

/**
 * Makes forecasts as of any day of the past, each from what was known at the end of that day alone. What a forecast needs
 * of earlier forecasts (their errors) is kept, so that a back-test over cut-offs thirty days apart makes each but once.
 */
export interface Forecaster {
  /** Null where no model could be fitted to what was known that day. */
  at(throughDay: number, horizon: number): ForecastAt | null;
}

/** Days before the end of a window's cut-off at which earlier forecasts are looked at: their windows are over by now. */
export const LAGS = [0, 30, 60];
/** An earlier forecast with fewer customers says nothing. */
const FEWEST_CUSTOMERS = 50;

/** @param onMade called whenever a forecast of some day and horizon has been made, before level: what a fit or a back-test takes its time for */
export function createForecaster(histories: OrderHistories, settings: LearningSettings = LEARNING, onMade: () => void = () => {}): Forecaster {
  const paces = new Map<number, ShopPace | null>();
  const raws = new Map<string, { raw: RawForecast; columns: RawColumns } | null>();
  const paceAt = (day: number): ShopPace | null => {
    let pace = paces.get(day);
    if (pace === undefined) {
      pace = paceOfShop(histories, day);
      paces.set(day, pace);
    }
    return pace;
  };
  const rawAt = (day: number, horizon: number): { raw: RawForecast; columns: RawColumns } | null => {
    const key = `${day} ${horizon}`;
    let made = raws.get(key);
    if (made === undefined) {
      const pace = paceAt(day);
      const raw = pace === null ? null : learnForecast(histories, pace, horizon, settings);
      made = raw === null || pace === null ? null : { raw, columns: rawColumns(raw, pace.view) };
      raws.set(key, made);
      onMade();
    }
    return made;
  };
  return {
    at(throughDay, horizon) {
      const pace = paceAt(throughDay);
      const made = rawAt(throughDay, horizon);
      if (pace === null || made === null) return null;
      const firstDay = firstDayOf(pace.view);
      const pastCutOffs: number[] = [];
      const past = LAGS.flatMap((lag) => {
        const day = throughDay - horizon - lag;
        if (day < firstDay + settings.warmUp) return [];
        const earlier = rawAt(day, horizon);
        const view = paceAt(day)?.view;
        if (earlier === null || view === undefined || view.size < FEWEST_CUSTOMERS) return [];
        pastCutOffs.push(day);
        return [{ columns: earlier.columns, outcomes: outcomesAfter(histories, view, horizon, throughDay) }];
      });
      return { view: pace.view, pace, ...made, level: learnLevel(made.columns, past, made.raw.regressions !== null), pastCutOffs };
    },
  };
}
