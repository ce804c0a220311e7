/** What metafieldsSet refuses, in Shopify's codes (`MetafieldsSetUserErrorCode`). */
import { createHash } from 'node:crypto';
import { gidNumber } from './model.ts';
import type { MetafieldOwnerType, StoreMetafield, Store } from './model.ts';

export const MAX_METAFIELDS_A_CALL = 25;
/** Of most types' values. */
const MOST_BYTES = 65_536;

export interface MetafieldInput {
  /** GID of a customer or a product. */
  ownerId: string;
  /** Already resolved: `$app` stands as `app--<id>`. */
  namespace: string;
  key: string;
  /** May be left out where the metafield or its definition exists. */
  type: string | null;
  value: string;
  /** The digest of what is taken to stand; null: nothing is; left out: whatever stands is overwritten. */
  compareDigest?: string | null;
}

/** An input with what the store says of its place. */
export interface PlacedInput extends MetafieldInput {
  /** By the definition, where there is one. */
  definedType: string | null;
  /** The namespace is another app's own, or Shopify's own without an enabled definition. */
  foreign: boolean;
  /** Products that the store has. */
  hasProduct: (id: number) => boolean;
}

export interface MetafieldError {
  field: string[];
  message: string;
  code: 'BLANK' | 'INVALID' | 'TOO_SHORT' | 'TOO_LONG' | 'LESS_THAN_OR_EQUAL_TO' | 'INVALID_VALUE' | 'INVALID_TYPE' | 'APP_NOT_AUTHORIZED' | 'STALE_OBJECT';
  elementIndex: number | null;
}

/** Checks all inputs; `owners[i]` is who holds input i, null when there is nobody. */
export function checkMetafields(inputs: readonly PlacedInput[], owners: ({ metafields: StoreMetafield[] } | null)[]): MetafieldError[] {
  if (inputs.length > MAX_METAFIELDS_A_CALL) {
    const message = `Exceeded the maximum metafields input limit of ${MAX_METAFIELDS_A_CALL}.`;
    return [{ field: ['metafields'], message, code: 'LESS_THAN_OR_EQUAL_TO', elementIndex: null }];
  }
  const errors: MetafieldError[] = [];
  inputs.forEach((input, index) => {
    const refuse = (field: string, code: MetafieldError['code'], message: string): void => {
      errors.push({ field: ['metafields', String(index), field], message, code, elementIndex: index });
    };
    const owner = owners[index];
    if (owner === null || owner === undefined) {
      refuse('ownerId', 'INVALID', 'Owner does not exist.');
      return;
    }
    for (const [field, least, most] of [['namespace', 3, 255], ['key', 2, 64]] as const) {
      const fault = nameFault(input[field], field, least, most);
      if (fault !== null) refuse(field, fault.code, fault.message);
    }
    if (input.foreign) {
      refuse('namespace', 'APP_NOT_AUTHORIZED', 'Access to this namespace and key on Metafields for this resource type is not allowed.');
      return;
    }
    const old = owner.metafields.find((one) => one.namespace === input.namespace && one.key === input.key);
    const standing = input.definedType ?? old?.type ?? null;
    if (input.type === null && standing === null) refuse('type', 'BLANK', "Type can't be blank.");
    else if (input.type !== null && standing !== null && standing !== input.type) {
      refuse('type', 'INVALID_TYPE', input.definedType === null ? `Type must be ${standing}, as the metafield was created with it.` : `Type must be consistent with the definition's type: '${standing}'.`);
    }
    const type = standing ?? input.type ?? '';
    if (input.value === '') refuse('value', 'BLANK', "Value can't be blank.");
    else if (!fits(type, input.value) || !refersToProducts(type, input.value, input.hasProduct)) refuse('value', 'INVALID_VALUE', `Value is not a ${type}.`);
    if (input.compareDigest !== undefined && input.compareDigest !== (old === undefined ? null : digestOf(old))) refuse('compareDigest', 'STALE_OBJECT', 'The resource has been updated since it was loaded. Try again with an updated `compareDigest` value.');
  });
  return errors;
}

/** What an app compares a value by (`compareDigest`). */
export function digestOf({ value }: Pick<StoreMetafield, 'value'>): string {
  return createHash('sha256').update(value).digest('hex');
}

/** Items of a list of references. */
const MOST_REFERENCES = 128;

/** Whether a list of references names products of the store; any other type does. */
function refersToProducts(type: string, value: string, hasProduct: (id: number) => boolean): boolean {
  if (type !== 'list.product_reference') return true;
  const list = jsonOf(value);
  return Array.isArray(list) && list.length <= MOST_REFERENCES && list.every((one) => typeof one === 'string' && hasProduct(gidNumber('Product', one) ?? -1));
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}

/** What is wrong with a namespace or key; null for nothing. */
export function nameFault(text: string, field: 'namespace' | 'key', least: number, most: number): { code: 'TOO_SHORT' | 'TOO_LONG' | 'INVALID'; message: string } | null {
  const label = field === 'key' ? 'Key' : 'Namespace';
  if (text.length < least) return { code: 'TOO_SHORT', message: `${label} is too short (minimum is ${least} characters).` };
  if (text.length > most) return { code: 'TOO_LONG', message: `${label} is too long (maximum is ${most} characters).` };
  return /^[A-Za-z0-9_-]+$/.test(text) ? null : { code: 'INVALID', message: `${label} may hold letters, digits, hyphens and underscores.` };
}

/** Whether a value suits the types whose form is plain; other types are taken as they come. */
function fits(type: string, value: string): boolean {
  switch (type) {
    case 'number_integer':
      return /^-?\d{1,16}$/.test(value);
    case 'number_decimal':
      return /^-?\d{1,13}(\.\d{1,9})?$/.test(value);
    case 'boolean':
      return value === 'true' || value === 'false';
    case 'date':
      return /^\d{4}-\d\d-\d\d$/.test(value) && !Number.isNaN(Date.parse(value)) && new Date(value).toISOString().startsWith(value);
    case 'date_time':
      return /^\d{4}-\d\d-\d\dT/.test(value) && !Number.isNaN(Date.parse(value));
    case 'single_line_text_field':
      return !/[\r\n]/.test(value) && Buffer.byteLength(value) <= MOST_BYTES;
    case 'money':
      return isMoney(value);
    case 'json':
      return value === 'null' || jsonOf(value) !== null;
    default:
      return true;
  }
}

function isMoney(value: string): boolean {
  try {
    const { amount, currency_code: currency } = JSON.parse(value) as { amount?: unknown; currency_code?: unknown };
    return typeof amount === 'string' && /^-?\d{1,13}(\.\d{1,9})?$/.test(amount) && typeof currency === 'string' && /^[A-Z]{3}$/.test(currency);
  } catch {
    return false;
  }
}

/** The highest id of any metafield, so that the next one is new. */
export function highestMetafieldId(store: Store): number {
  let highest = 0;
  for (const owners of [store.customers.values(), store.products.values()]) {
    for (const owner of owners) for (const metafield of owner.metafields) highest = Math.max(highest, metafield.id);
  }
  return highest;
}

export interface MetafieldResult {
  /** One per input, in order; empty when there are userErrors (the mutation is atomic). */
  metafields: { ownerType: MetafieldOwnerType; ownerId: number; metafield: StoreMetafield }[];
  userErrors: MetafieldError[];
}
