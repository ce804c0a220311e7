import type { FieldValues } from './customer-field.ts';
import type { UnderWay } from './field-ledger.ts';

/** What became of one write. `set` with more to come: values stand, and others are yet to be taken off. */
export type Settlement =
  | { customerId: number; kind: 'done' }
  | { customerId: number; kind: 'set'; values: FieldValues }
  | { customerId: number; kind: 'refused'; message: string }
  /** Shopify has nobody of this number. */
  | { customerId: number; kind: 'gone' };

/** Shopify's answer to metafieldsSet or metafieldsDelete; null: none that can be read. */
export interface MetafieldsAnswer {
  userErrors: readonly { field: readonly string[] | null; message: string; code?: string | null }[];
}

export interface JudgedAnswer {
  settlements: Settlement[];
  /** Refused together: each is asked for once more by itself. */
  again: UnderWay[];
  /** Shopify does not know the type of a field: its definition is gone. */
  undefinedField: boolean;
}

/** What an answer says of the customers of its call. A call is all or nothing, so one bad value keeps the others off. */
export function judgeAnswer(call: readonly UnderWay[], action: 'set' | 'delete', { userErrors }: MetafieldsAnswer): JudgedAnswer {
  const settled = (settlements: Settlement[]): JudgedAnswer => ({ settlements, again: [], undefinedField: false });
  if (userErrors.length === 0) return settled(call.map(({ customerId, set, remove }) => (action === 'set' && remove.length > 0 ? { customerId, kind: 'set', values: set } : { customerId, kind: 'done' })));
  if (userErrors.some((error) => error.field?.at(-1) === 'type')) return { settlements: [], again: [], undefinedField: true };
  const [only] = call;
  if (only === undefined || call.length > 1) return { settlements: [], again: [...call], undefinedField: false };
  if (userErrors.some((error) => error.field?.at(-1) === 'ownerId')) return settled([{ customerId: only.customerId, kind: 'gone' }]);
  return settled([{ customerId: only.customerId, kind: 'refused', message: userErrors.map((error) => error.message).join('; ') }]);
}
