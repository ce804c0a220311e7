/** Container of the app's fields. Shopify puts the app's own id in its place, so that no other app can read or write what is in it. */
export const FIELD_NAMESPACE = '$app:regulars';

/** The fields that the app keeps at a customer who has bought. Their keys are for ever: merchants' workflows and segments ask for them. */
export const FIELD_KEYS = ['value_tier', 'tier', 'rfm_score', 'clv_12m', 'churn_band', 'churn_risk', 'next_order_date'] as const;
export type FieldKey = (typeof FIELD_KEYS)[number];

/** Values as Shopify keeps them; a key that is absent has no value there. */
export type FieldValues = Readonly<Partial<Record<FieldKey, string>>>;

/** How a field is defined at Shopify. A merchant reads name and description on a customer's page, in Flow and in segments. */
export interface FieldDefinition {
  /** Only types that Shopify takes as filters of customer segments: text, whole and decimal numbers, dates. (money is none.) */
  type: 'single_line_text_field' | 'number_integer' | 'number_decimal' | 'date';
  name: string;
  description: string;
}

export const FIELD_DEFINITIONS: Readonly<Record<FieldKey, FieldDefinition>> = {
  value_tier: { type: 'single_line_text_field', name: 'Value tier', description: 'For support: VIP, high or standard, by what the customer spent. From Regulars.' },
  tier: { type: 'single_line_text_field', name: 'RFM tier', description: 'Champions, Loyal, At risk and so on. From Regulars.' },
  rfm_score: { type: 'number_integer', name: 'RFM score', description: 'Recency, frequency and money, 1 to 5 each, as one number: 543 is R 5, F 4, M 3. From Regulars.' },
  clv_12m: { type: 'number_decimal', name: 'Expected spend, 12 months', description: 'In your store’s currency, to two digits. From Regulars.' },
  churn_band: { type: 'single_line_text_field', name: 'Risk of not buying again', description: 'low, medium or high. From Regulars.' },
  churn_risk: { type: 'number_integer', name: 'Risk of not buying again, percent', description: 'In steps of 5. From Regulars.' },
  next_order_date: { type: 'date', name: 'Next order expected', description: 'The day by which half of customers like this one have ordered. From Regulars.' },
};

/** Whether two customers' values are the same. */
export function sameValues(one: FieldValues, other: FieldValues): boolean {
  return FIELD_KEYS.every((key) => one[key] === other[key]);
}
