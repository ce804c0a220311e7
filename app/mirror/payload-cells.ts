import { RowFault, amount, instant, text, type Cell } from './cells.ts';

/**
 * Values of a webhook's payload as cells of rows. A payload is REST's form of Shopify's objects: snake_case, ids as numbers,
 * money as text beside a `..._set`, lists of tags as one text, enums in lower case. Nobody has vouched for it.
 */
export type PayloadObject = Readonly<Record<string, unknown>>;

/** Most objects that one list of a payload may hold: an order has at most a few hundred lines. */
const MOST_ITEMS = 5_000;
/** As of a GID (cells.ts): a number holds so many digits exactly. */
const LARGEST_ID = 999_999_999_999_999;

export function isObject(value: unknown): value is PayloadObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** @throws RowFault when it is no object */
export function object(value: unknown, name: string): PayloadObject {
  if (!isObject(value)) throw new RowFault('form', `${name} is not an object.`);
  return value;
}

/** A list of objects; missing and null are an empty one. @throws RowFault */
export function objects(value: unknown, name: string): PayloadObject[] {
  if (value === null || value === undefined) return [];
  if (!Array.isArray(value)) throw new RowFault('form', `${name} is not a list.`);
  if (value.length > MOST_ITEMS) throw new RowFault('form', `${name} has ${value.length} entries, more than the app takes.`);
  return value.map((item) => object(item, name));
}

/**
 * An id: the number, or the digits of a text or a GID, whatever its type. Numbers that JavaScript has rounded are refused:
 * they would name somebody else.
 * @throws RowFault
 */
export function payloadId(value: unknown, name: string): string {
  if (typeof value === 'number') {
    if (Number.isInteger(value) && value > 0 && value <= LARGEST_ID) return String(value);
  } else if (typeof value === 'string') {
    const digits = /^(?:gid:\/\/shopify\/[A-Za-z]+\/)?([1-9]\d{0,14})$/.exec(value)?.[1];
    if (digits !== undefined) return digits;
  }
  throw new RowFault('id', `${name} is not an id that the app can hold exactly.`);
}

export function payloadIdOrNull(value: unknown, name: string): Cell {
  return value === null || value === undefined ? null : payloadId(value, name);
}

/** An object's own id; its GID says the same without having passed through a number. @throws RowFault */
export function ownId(of: PayloadObject, name: string): string {
  return payloadId(of['admin_graphql_api_id'] ?? of['id'], `${name}.id`);
}

/** Shop money: `<name>_set.shop_money.amount`, else `<name>`. @throws RowFault, also when there is neither */
export function money(of: PayloadObject, name: string, decimals: number): number {
  const set = of[`${name}_set`];
  const shop = isObject(set) ? set['shop_money'] : undefined;
  return plainAmount(isObject(shop) ? shop['amount'] : of[name], decimals, name);
}

/** As `money`, 0 where the payload has neither. @throws RowFault */
export function moneyOrZero(of: PayloadObject, name: string, decimals: number): number {
  const set = of[`${name}_set`];
  return (set === null || set === undefined) && (of[name] === null || of[name] === undefined) ? 0 : money(of, name, decimals);
}

/** An amount as text, or as a number where older parts of a payload write one. @throws RowFault */
export function plainAmount(value: unknown, decimals: number, name: string): number {
  return amount(typeof value === 'number' ? String(value) : value, decimals, name);
}

/** The currency of shop money in a `<name>_set`. */
export function shopCurrency(of: PayloadObject, name: string): unknown {
  const set = of[`${name}_set`];
  const shop = isObject(set) ? set['shop_money'] : undefined;
  return isObject(shop) ? shop['currency_code'] : undefined;
}

/** A word of an enum as GraphQL spells it: partially_refunded is PARTIALLY_REFUNDED. @throws RowFault */
export function enumWord(value: unknown, name: string): Cell {
  const word = text(value, name);
  if (word === null || word === '') return null;
  if (!/^[A-Za-z][A-Za-z_]{0,49}$/.test(word)) throw new RowFault('form', `${name} is no word of Shopify's.`);
  return word.toUpperCase();
}

/** Tags as one text ("vip, wholesale") or as a list. @throws RowFault */
export function tagList(value: unknown, name: string): string[] {
  if (value === null || value === undefined) return [];
  const parts: unknown[] = typeof value === 'string' ? value.split(',') : Array.isArray(value) ? value : [null];
  if (parts.length > MOST_ITEMS) throw new RowFault('form', `${name} has ${parts.length} entries, more than the app takes.`);
  return parts.flatMap((part) => {
    if (typeof part !== 'string') throw new RowFault('form', `${name} is not a list of texts.`);
    const tag = (text(part, name) ?? '').trim();
    return tag === '' ? [] : [tag];
  });
}

/** An instant as milliseconds since the epoch; null where there is none. @throws RowFault */
export function instantMs(value: unknown, name: string): number | null {
  const cell = instant(value, name);
  return cell === null ? null : Date.parse(cell);
}

/** round-half-up(amount x part / whole), exactly; 0 of a whole of 0. */
export function shareOf(amountMinor: number, part: number, whole: number): number {
  if (whole === 0) return 0;
  const doubled = 2n * BigInt(amountMinor) * BigInt(part) + BigInt(whole);
  const quotient = doubled / (2n * BigInt(whole));
  // Division of BigInt goes towards 0, a floor goes down.
  return Number(doubled < 0n && quotient * 2n * BigInt(whole) !== doubled ? quotient - 1n : quotient);
}

/** A sum or a product that is still exact. @throws RowFault */
export function exact(value: number, name: string): number {
  if (!Number.isSafeInteger(value)) throw new RowFault('amount', `${name} is larger than the app can count exactly.`);
  return value;
}
