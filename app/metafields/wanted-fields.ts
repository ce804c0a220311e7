import type { ChurnBand } from '../forecast/predict-customer.ts';
import { formatDay } from '../profiles/calendar.ts';
import type { CustomerFacts } from '../profiles/customer-facts.ts';
import type { Profile } from '../profiles/score-customer.ts';
import type { ScoringModel } from '../profiles/scoring-model.ts';
import { valueTier } from '../profiles/value-tier.ts';
import type { FieldValues } from './customer-field.ts';

/** What is expected of a customer, where the shop shows a forecast. Money in minor units, days since 1970-01-01. */
export interface ForecastForFields {
  clv12m: number;
  pBuy: number;
  churnBand: ChurnBand;
  nextOrderDay: number | null;
}

/** What a customer's fields should say, and the exact figures behind those that are rounded. */
export interface WantedFields {
  values: FieldValues;
  /** Minor units. */
  clv: number | null;
  /** Percent. */
  risk: number | null;
  nextOrderDay: number | null;
  /** The day that it was worked out for. */
  day: number;
  /** A change of expected spend below this, in minor units, is slight: a tenth of the shop's median order. */
  slight: number;
  decimals: number;
}

/** Steps of the risk, in points. */
export const RISK_STEP = 5;

/**
 * The fields of one customer. Only of somebody who has bought and is not excluded: nothing is written of anybody else.
 * @param decimals of the shop's currency
 */
export function wantedFields(
  customer: { facts: CustomerFacts; profile: Profile; day: number }, forecast: ForecastForFields | null, { model, decimals }: { model: ScoringModel; decimals: number },
): WantedFields {
  const { facts, profile, day } = customer;
  const slight = (model.medianOrderValueDoubled ?? 0) / 20;
  const nothing: WantedFields = { values: {}, clv: null, risk: null, nextOrderDay: null, day, slight, decimals };
  if (profile.kind !== 'buyer') return nothing;
  const scored: FieldValues = { value_tier: valueTier(facts, profile, model), tier: profile.tier, rfm_score: String(100 * profile.r + 10 * profile.f + profile.m) };
  if (forecast === null) return { ...nothing, values: scored };
  const risk = 100 * (1 - forecast.pBuy);
  return {
    ...nothing, clv: forecast.clv12m, risk, nextOrderDay: forecast.nextOrderDay,
    values: {
      ...scored, clv_12m: decimalOf(twoDigits(forecast.clv12m), decimals), churn_band: forecast.churnBand, churn_risk: String(RISK_STEP * Math.round(risk / RISK_STEP)),
      ...(forecast.nextOrderDay === null ? {} : { next_order_date: formatDay(forecast.nextOrderDay) }),
    },
  };
}

/** A whole number of at least 0 to its first two digits: 12,345 is 12,000. */
export function twoDigits(value: number): number {
  const step = 10 ** Math.max(0, String(value).length - 2);
  return Math.round(value / step) * step;
}

/** Minor units as a decimal number without needless zeros: 12050 with two decimals is 120.5. */
export function decimalOf(minor: number, decimals: number): string {
  const scale = 10 ** decimals;
  const rest = String(minor % scale).padStart(decimals, '0').replace(/0+$/, '');
  return `${Math.floor(minor / scale)}${rest === '' ? '' : `.${rest}`}`;
}
