import { FIELD_KEYS, type FieldValues } from './customer-field.ts';
import type { FieldChange } from './field-change.ts';

/** What is known of a customer's fields at Shopify, and what is on its way there. */
export interface LedgerRow {
  customerId: number;
  stands: FieldValues;
  /** It is not known what stands. */
  unsure: boolean;
  /** What is to stand by the write that is under way. */
  intended: FieldValues | null;
  /** Refused by Shopify. */
  refused: FieldValues | null;
}

/** A write under way: who, and what of them is to be set and taken off so that `intended` stands. */
export interface UnderWay extends FieldChange {
  customerId: number;
}

/** What a write that is under way has to do, by the ledger alone: whoever takes it up after a crash comes to the same. */
export function underWay({ customerId, stands, unsure, intended }: Pick<LedgerRow, 'customerId' | 'stands' | 'unsure'> & { intended: FieldValues }): UnderWay {
  return {
    customerId,
    set: Object.fromEntries(FIELD_KEYS.flatMap((key) => (intended[key] !== undefined && (unsure || stands[key] !== intended[key]) ? [[key, intended[key]]] : []))),
    remove: FIELD_KEYS.filter((key) => intended[key] === undefined && (unsure || stands[key] !== undefined)),
  };
}

/** Metafields that Shopify takes in one call. */
const FIELDS_A_CALL = 25;

/**
 * Writes shared out to calls: whole customers, as a call is all or nothing, in the order given.
 * @param alone a customer a call, for those whom Shopify refused together with others
 */
export function callsOf(writes: readonly UnderWay[], action: 'set' | 'delete', alone: boolean): UnderWay[][] {
  const calls: UnderWay[][] = [];
  let fields = FIELDS_A_CALL;
  for (const write of writes) {
    const size = fieldsOf(write, action);
    if (size === 0) continue;
    if (alone || fields + size > FIELDS_A_CALL) {
      calls.push([]);
      fields = 0;
    }
    calls.at(-1)?.push(write);
    fields += size;
  }
  return calls;
}

function fieldsOf(write: UnderWay, action: 'set' | 'delete'): number {
  return action === 'set' ? Object.keys(write.set).length : write.remove.length;
}
