/** The churn risk, in percent, past which a merchant wants to be told of a customer: where the band "high" begins, unless they choose another. */
export const DEFAULT_RISK_LINE = 66;
/** Whole percent that a line may be. Below the first a risk could hardly fall under the line again; above the last hardly anybody comes. */
export const LEAST_RISK_LINE = 10;
export const MOST_RISK_LINE = 95;

/** How far below the line a risk has to fall before it can cross again, in points: who hovers about the line crosses once. */
export const REARMED_BELOW = 5;
/** Points that a new model alone may have raised a risk by: whom it lifted by more stands past the line without having crossed it. */
export const MODEL_MAY_LIFT = 2;

/** A chance is stored to a millionth; all comparisons are of whole millionths. */
const MILLION = 1_000_000;
const POINT = MILLION / 100;

/** Churn risk in millionths: 1 - P(buys in the horizon). */
export function riskOf(pBuy: number): number {
  return MILLION - Math.round(pBuy * MILLION);
}

/** Whether a risk is past the line: more than it, as the band "high" is more than 66%. @param line percent */
export function isPastLine(pBuy: number, line: number): boolean {
  return riskOf(pBuy) > line * POINT;
}

/** Where a customer stood towards the line when their forecast was last written. */
export interface RiskStanding {
  pBuy: number;
  /** Crossed it, or stood past it from the beginning, and has not fallen well below it since. */
  pastLine: boolean;
  /** Percent. */
  riskLine: number;
}

/** Where a customer stands now; `crossedFrom`: P(buys) before, where the risk has risen past the line just now. */
export interface RiskStep {
  pastLine: boolean;
  riskLine: number;
  crossedFrom: number | null;
}

/**
 * Holds a customer's risk against the line. It crosses where it was not past the line and now is. Nobody crosses
 * - at a first forecast, the shop's or their own: nothing is known to have risen;
 * - by a line that was moved: everybody is taken as they stood towards the new one;
 * - again before the risk has fallen REARMED_BELOW points under the line;
 * - by a new model alone, where that lifts them by more than MODEL_MAY_LIFT points and the model before would not say so
 *   today: it is the shop that is seen otherwise. Less than that counts, since most of the way to the line was their own.
 * @param before null: there was no forecast of theirs
 * @param told P(buys) today by the model that said `before`; asked for only where it matters
 */
export function riskStep(before: RiskStanding | null, pBuy: number, riskLine: number, told: () => number): RiskStep {
  const line = riskLine * POINT;
  const risk = riskOf(pBuy);
  if (before === null) return { pastLine: risk > line, riskLine, crossedFrom: null };
  const wasPast = before.riskLine === riskLine ? before.pastLine : isPastLine(before.pBuy, riskLine);
  if (wasPast) return { pastLine: risk >= line - REARMED_BELOW * POINT, riskLine, crossedFrom: null };
  if (risk <= line) return { pastLine: false, riskLine, crossedFrom: null };
  const byOldModel = riskOf(told());
  const liftedByModel = byOldModel <= line && risk - byOldModel > MODEL_MAY_LIFT * POINT;
  return { pastLine: true, riskLine, crossedFrom: liftedByModel ? null : before.pBuy };
}
