import type { Stage } from './stage.ts';
import type { Trend } from './trends.ts';

/**
 * Signs that a customer may stay away, each with a weight, and what they come to together. This is a count of signs by a fixed rule, for a
 * merchant to check; how likely it is that the customer buys is the forecast's to say.
 */
export type ChurnSignal =
  | { signal: 'late' | 'lapsed' | 'little-late'; days: number; usualDays: number; limitDays: number }
  | { signal: 'gaps-lengthening' | 'basket-shrinking' | 'discounts-rising'; trend: Trend }
  | { signal: 'sent-back'; day: number; unitsRefunded: number; units: number }
  | { signal: 'product-stopped'; title: string; times: number; intervalDays: number; dueDay: number };

export type SignalName = ChurnSignal['signal'];

/** Of 100: the part of what still speaks for the customer that a signal takes away. */
const WEIGHTS: Readonly<Record<SignalName, number>> = {
  lapsed: 70, late: 45, 'gaps-lengthening': 30, 'sent-back': 25, 'basket-shrinking': 20, 'product-stopped': 20, 'discounts-rising': 15, 'little-late': 15,
};

export interface ChurnSignals {
  /** The heaviest first. */
  signals: (ChurnSignal & { weight: number; heaviness: 'strong' | 'moderate' | 'weak' })[];
  /** 100 x (1 - product of (1 - weight / 100)), whole: how signs compound where each may be enough (noisy-or, Pearl 1988). 0 without one. */
  strength: number;
  level: 'calm' | 'watch' | 'act';
}

/** From these strengths on. */
export const WATCH_FROM = 25;
export const ACT_FROM = 55;

/** Puts signals together. Each stands once. */
export function compoundSignals(found: readonly ChurnSignal[]): ChurnSignals {
  const signals = found.map((one) => {
    const weight = WEIGHTS[one.signal];
    return { ...one, weight, heaviness: weight >= 45 ? 'strong' as const : weight >= 25 ? 'moderate' as const : 'weak' as const };
  }).sort((a, b) => b.weight - a.weight);
  const kept = signals.reduce((product, { weight }) => product * (1 - weight / 100), 1);
  const strength = Math.round(100 * (1 - kept));
  return { signals, strength, level: strength >= ACT_FROM ? 'act' : strength >= WATCH_FROM ? 'watch' : 'calm' };
}

/** The signal in how long ago the last purchase is, against the customer's own limits; null while on time or a little late. */
export function recencySignal(standing: { stage: Stage; recencyDays: number; limits: { usualDays: number; littleLateDays: number; lateDays: number; lostDays: number } }): ChurnSignal | null {
  const { stage, recencyDays: days, limits } = standing;
  if (stage === 'Lapsed') return { signal: 'lapsed', days, usualDays: limits.usualDays, limitDays: limits.lostDays };
  if (stage === 'At risk') return { signal: 'late', days, usualDays: limits.usualDays, limitDays: limits.lateDays };
  return days > limits.littleLateDays ? { signal: 'little-late', days, usualDays: limits.usualDays, limitDays: limits.littleLateDays } : null;
}
