/** What metafieldsSet refuses, in Shopify's codes (`MetafieldsSetUserErrorCode`). */
import type { MetafieldOwnerType } from './journal.ts';
import type { StoreMetafield, Store } from './model.ts';

export const MAX_METAFIELDS_A_CALL = 25;

export interface MetafieldInput {
  /** GID of a customer or a product. */
  ownerId: string;
  /** Already resolved: `$app` stands as `app--<id>`. */
  namespace: string;
  key: string;
  /** May be left out where the metafield exists. */
  type: string | null;
  value: string;
}

export interface MetafieldError {
  field: string[];
  message: string;
  code: 'BLANK' | 'INVALID' | 'TOO_SHORT' | 'TOO_LONG' | 'LESS_THAN_OR_EQUAL_TO' | 'INVALID_VALUE' | 'INVALID_TYPE';
  elementIndex: number | null;
}

/** Checks all inputs; `owners[i]` is who holds input i, null when there is nobody. */
export function checkMetafields(inputs: MetafieldInput[], owners: ({ metafields: StoreMetafield[] } | null)[]): MetafieldError[] {
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
    checkName(input.namespace, 'namespace', 3, 255, refuse);
    checkName(input.key, 'key', 2, 64, refuse);
    const old = owner.metafields.find((one) => one.namespace === input.namespace && one.key === input.key);
    if (input.type === null && old === undefined) refuse('type', 'BLANK', "Type can't be blank.");
    else if (input.type !== null && old !== undefined && old.type !== input.type) {
      refuse('type', 'INVALID_TYPE', `Type must be ${old.type}, as the metafield was created with it.`);
    }
    const type = input.type ?? old?.type ?? '';
    if (input.value === '') refuse('value', 'BLANK', "Value can't be blank.");
    else if (!fits(type, input.value)) refuse('value', 'INVALID_VALUE', `Value is not a ${type}.`);
  });
  return errors;
}

function checkName(text: string, field: string, least: number, most: number, refuse: (field: string, code: MetafieldError['code'], message: string) => void): void {
  const label = field === 'key' ? 'Key' : 'Namespace';
  if (text.length < least) refuse(field, 'TOO_SHORT', `${label} is too short (minimum is ${least} characters).`);
  else if (text.length > most) refuse(field, 'TOO_LONG', `${label} is too long (maximum is ${most} characters).`);
  else if (!/^[A-Za-z0-9_-]+$/.test(text)) refuse(field, 'INVALID', `${label} may hold letters, digits, hyphens and underscores.`);
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
      return /^\d{4}-\d\d-\d\d$/.test(value) && !Number.isNaN(Date.parse(value));
    case 'date_time':
      return /^\d{4}-\d\d-\d\dT/.test(value) && !Number.isNaN(Date.parse(value));
    case 'json':
      try {
        JSON.parse(value);
        return true;
      } catch {
        return false;
      }
    default:
      return true;
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
