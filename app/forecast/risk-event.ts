/**
 * What let a risk rise past the line: `time`: a night saw it, with nothing bought; `event`: something about the customer changed on
 * the same day; `settings`: it was seen when the merchant had changed the settings.
 */
export const RISK_CAUSES = ['time', 'event', 'settings'] as const;
export type RiskCause = (typeof RISK_CAUSES)[number];

/** A customer's churn risk rose past the merchant's line. */
export interface RiskEvent {
  /** Grows from event to event of a shop. */
  id: number;
  customerId: number;
  happenedAt: Date;
  /** Chances that they do not buy within the horizon, 0 to 1. */
  riskBefore: number;
  riskAfter: number;
  /** Percent. */
  line: number;
  cause: RiskCause;
}
