import { customerGid } from '../shopify/customer-gid.ts';
import { FIELD_NAMESPACE } from './customer-field.ts';
import type { UnderWay } from './field-ledger.ts';

/** The variables of one call of metafieldsSet. Without types: those are the definitions', and a field without one is to be refused. */
export function setVariables(call: readonly UnderWay[]): { metafields: { ownerId: string; namespace: string; key: string; value: string }[] } {
  return { metafields: call.flatMap(({ customerId, set }) => Object.entries(set).map(([key, value]) => ({ ownerId: customerGid(customerId), namespace: FIELD_NAMESPACE, key, value }))) };
}

/** The variables of one call of metafieldsDelete. */
export function deleteVariables(call: readonly UnderWay[]): { metafields: { ownerId: string; namespace: string; key: string }[] } {
  return { metafields: call.flatMap(({ customerId, remove }) => remove.map((key) => ({ ownerId: customerGid(customerId), namespace: FIELD_NAMESPACE, key }))) };
}
