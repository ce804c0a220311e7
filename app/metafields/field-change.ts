import { FIELD_KEYS, type FieldKey, type FieldValues } from './customer-field.ts';
import { RISK_STEP, type WantedFields } from './wanted-fields.ts';

/** What is to be written of one customer: values to set, and fields to be without one. */
export interface FieldChange {
  set: FieldValues;
  remove: readonly FieldKey[];
}

/** A change of expected spend counts from this share of the larger of the two on: less is well inside what a forecast can know. */
const SPEND_SHARE = 0.2;
/** Days by which the next order's day has to move, and the share of the days until then. */
const DAYS = 3;
const DAYS_SHARE = 0.2;
const DAY_MS = 86_400_000;

/**
 * What of a customer's fields is to be written. A forecast moves every night for everybody, so a field that is a figure
 * counts as changed only where it has moved by something that matters, against what stands at Shopify and not against the
 * night before: a slow drift is written once it has come far enough. Where one field of a customer counts, all that differ
 * are written, so that what stands there agrees with itself.
 * @param stands what is known to stand at Shopify; null: that is not known, and everything is written
 * @returns null where nothing has to be
 */
export function fieldChange(stands: FieldValues | null, wanted: WantedFields): FieldChange | null {
  const { values } = wanted;
  if (stands === null) return { set: values, remove: FIELD_KEYS.filter((key) => values[key] === undefined) };
  if (!FIELD_KEYS.some((key) => counts(key, stands[key], wanted))) return null;
  return {
    set: Object.fromEntries(FIELD_KEYS.flatMap((key) => (values[key] !== undefined && values[key] !== stands[key] ? [[key, values[key]]] : []))),
    remove: FIELD_KEYS.filter((key) => values[key] === undefined && stands[key] !== undefined),
  };
}

function counts(key: FieldKey, standing: string | undefined, wanted: WantedFields): boolean {
  const value = wanted.values[key];
  if (value === standing) return false;
  if (value === undefined || standing === undefined) return true;
  switch (key) {
    case 'clv_12m': {
      const [before, after] = [Number(standing) * 10 ** wanted.decimals, wanted.clv ?? 0];
      return Math.abs(after - before) > Math.max(wanted.slight, SPEND_SHARE * Math.max(before, after));
    }
    case 'churn_risk':
      return Math.abs((wanted.risk ?? 0) - Number(standing)) >= RISK_STEP;
    case 'next_order_date': {
      const [before, after] = [Date.parse(standing) / DAY_MS, wanted.nextOrderDay ?? 0];
      return Math.abs(after - before) > Math.max(DAYS, DAYS_SHARE * (after - wanted.day));
    }
    default:
      return true;
  }
}
