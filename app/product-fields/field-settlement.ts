import type { ListField } from './product-field.ts';

/** One field of one product. */
export interface FieldOf {
  productId: number;
  field: ListField;
}

/** A field that is to be written over what was read, or emptied where nothing is intended. */
export interface FieldWrite extends FieldOf {
  intended: readonly number[];
  digest: string | null;
}

/** What became of one write. */
export type FieldSettlement =
  | (FieldOf & { kind: 'done' })
  | (FieldOf & { kind: 'theirs'; value: string | null })
  | (FieldOf & { kind: 'refused'; message: string })
  /** Shopify has no such product. */
  | (FieldOf & { kind: 'gone' });

/** Shopify's answer to metafieldsSet or metafieldsDelete. */
export interface FieldsAnswer {
  userErrors: readonly { field: readonly string[] | null; message: string; code?: string | null }[];
}

export interface JudgedFields {
  settlements: FieldSettlement[];
  /** Refused together: each is asked for once more by itself. */
  again: FieldWrite[];
  /** Shopify does not know the field: its definition is gone. */
  undefinedField: boolean;
}

/** What an answer says of the fields of its call. A call is all or nothing, so one bad value keeps the others off. */
export function judgeFieldsAnswer(call: readonly FieldWrite[], { userErrors }: FieldsAnswer): JudgedFields {
  const of = ({ productId, field }: FieldWrite): FieldOf => ({ productId, field });
  if (userErrors.length === 0) return { settlements: call.map((one) => ({ ...of(one), kind: 'done' })), again: [], undefinedField: false };
  const names = (part: string): boolean => userErrors.some((error) => error.field?.at(-1) === part);
  if (names('type') || (names('namespace') && userErrors.some(({ code }) => code === 'APP_NOT_AUTHORIZED'))) return { settlements: [], again: [], undefinedField: true };
  const [only] = call;
  if (only === undefined || call.length > 1) return { settlements: [], again: [...call], undefinedField: false };
  const settled = (settlement: FieldSettlement): JudgedFields => ({ settlements: [settlement], again: [], undefinedField: false });
  // Somebody has written it between our look and our write.
  if (userErrors.some(({ code }) => code === 'STALE_OBJECT')) return settled({ ...of(only), kind: 'theirs', value: null });
  if (names('ownerId')) return settled({ ...of(only), kind: 'gone' });
  return settled({ ...of(only), kind: 'refused', message: userErrors.map((error) => error.message).join('; ') });
}

/** Metafields that Shopify takes in one call. */
const FIELDS_A_CALL = 25;

/** Writes shared out to calls, in the order given. @param alone a field a call, for those that were refused with others */
export function fieldCalls(writes: readonly FieldWrite[], alone: boolean): FieldWrite[][] {
  const size = alone ? 1 : FIELDS_A_CALL;
  return Array.from({ length: Math.ceil(writes.length / size) }, (_, at) => writes.slice(at * size, (at + 1) * size));
}
