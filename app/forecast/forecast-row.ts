import { churnBand, type ChurnBand, type CustomerForecast } from './predict-customer.ts';
import type { RiskStep } from './risk-line.ts';

/** A forecast as it is stored: chances to a millionth, purchases to a ten-thousandth, money in whole minor units. */
export interface ForecastRow {
  customerId: number;
  /** Days with a purchase in the next 12 months. */
  expectedPurchases12m: number;
  clv12m: number;
  clvLow: number;
  clvHigh: number;
  /** Net spend of the next 90 days. */
  expectedSpend90d: number;
  pAlive: number;
  pBuy: number;
  pBuy90d: number;
  nextOrderDay: number | null;
  churnBand: ChurnBand;
}

/** A row as it is written: with where its customer stands towards the merchant's risk line. */
export type WrittenForecast = ForecastRow & RiskStep;

/** Rounded once, before anything is compared, so that a row that is read, sorted by or worked out anew is the same row. */
export function forecastRow(customerId: number, forecast: CustomerForecast): ForecastRow {
  const chance = (value: number): number => Math.round(Math.min(1, Math.max(0, value)) * 1e6) / 1e6;
  const pBuy = chance(forecast.pBuy);
  return {
    customerId,
    expectedPurchases12m: Math.round(forecast.purchases12m * 1e4) / 1e4,
    clv12m: Math.round(forecast.clv12m),
    clvLow: Math.round(forecast.low),
    clvHigh: Math.round(forecast.high),
    expectedSpend90d: Math.round(forecast.expectedSpend),
    pAlive: chance(forecast.pAlive),
    pBuy,
    pBuy90d: chance(forecast.pBuy90),
    nextOrderDay: forecast.nextOrderDay,
    churnBand: churnBand(pBuy),
  };
}
