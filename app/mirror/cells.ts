import { currencyDecimals, minorUnits } from '../math/minor-units.ts';

/**
 * Values of a row as PostgreSQL's text form, from JSON that nobody has vouched for: a value that a column would refuse
 * must stop its own row here, since in the database it would stop fifty thousand others.
 */
export type Cell = string | null;

/** Why a row cannot be taken over. `code` is stable and counted; the message is for the merchant. */
export class RowFault extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** Text without NUL, which PostgreSQL cannot hold; null stays null. @throws RowFault for another type. */
export function text(value: unknown, name: string): Cell {
  if (value === null || value === undefined) return null;
  if (typeof value !== 'string') throw new RowFault('form', `${name} is not a text.`);
  return value.includes('\0') ? value.replaceAll('\0', '') : value;
}

/** Text that a row cannot be without; null becomes an empty text. */
export function requiredText(value: unknown, name: string): string {
  return text(value, name) ?? '';
}

export function flag(value: unknown, name: string): Cell {
  if (typeof value !== 'boolean') throw new RowFault('form', `${name} is neither true nor false.`);
  return value ? 't' : 'f';
}

/** A whole number of PostgreSQL's integer range. */
export function integer(value: unknown, name: string): Cell {
  if (value === null || value === undefined) return null;
  if (typeof value !== 'number' || !Number.isInteger(value) || Math.abs(value) > 2_147_483_647) throw new RowFault('form', `${name} is not a whole number.`);
  return String(value);
}

export function requiredInteger(value: unknown, name: string): Cell {
  if (value === null || value === undefined) throw new RowFault('form', `${name} is missing.`);
  return integer(value, name);
}

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/;

/** An instant in ISO 8601 with its zone. Days that no calendar has are refused here: PostgreSQL would refuse the whole batch. */
export function instant(value: unknown, name: string): Cell {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string' && isPlainInstant(value)) return value;
  const at = typeof value === 'string' && INSTANT.test(value) ? Date.parse(value) : Number.NaN;
  if (typeof value !== 'string' || Number.isNaN(at) || value < '0001') throw new RowFault('instant', `${name} is not an instant: ${shown(value)}.`);
  if (value.endsWith('Z') && value.slice(8, 10) <= '28' && value.slice(11, 13) < '24') return value;
  const plain = new Date(at).toISOString();
  // JavaScript takes the 31st of February for the 3rd of March.
  if (Number(value.slice(8, 10)) > daysIn(value.slice(0, 7)) || plain.length !== 24) throw new RowFault('instant', `${name} is not an instant: ${shown(value)}.`);
  return plain;
}

/** Days of the months, from 1, in years that have no 29th of February. */
export const DAYS_IN_ANY_YEAR: readonly number[] = [0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Whether it is of the form that Shopify writes ("2026-03-01T10:00:00Z") and exists in any year: most are, and Date.parse for each would take a tenth of an import. */
function isPlainInstant(value: string): boolean {
  return (
    value.length === 20 && value.charCodeAt(4) === 45 && value.charCodeAt(7) === 45 && value.charCodeAt(10) === 84 && value.charCodeAt(13) === 58 && value.charCodeAt(16) === 58 && value.charCodeAt(19) === 90 &&
    twoDigits(value, 0) >= 10 && twoDigits(value, 2) >= 0 && within(twoDigits(value, 8), 1, DAYS_IN_ANY_YEAR[twoDigits(value, 5)] ?? 0) &&
    within(twoDigits(value, 11), 0, 23) && within(twoDigits(value, 14), 0, 59) && within(twoDigits(value, 17), 0, 59)
  );
}

/** The number of two digits; NaN, which is within no bounds, when they are none. */
function twoDigits(value: string, at: number): number {
  const tens = value.charCodeAt(at) - 48;
  const ones = value.charCodeAt(at + 1) - 48;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN;
}

function within(value: number, low: number, high: number): boolean {
  return value >= low && value <= high;
}

/** Days of a month given as YYYY-MM. */
function daysIn(month: string): number {
  return new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5, 7)), 0)).getUTCDate();
}

export function requiredInstant(value: unknown, name: string): string {
  const cell = instant(value, name);
  if (cell === null) throw new RowFault('instant', `${name} is missing.`);
  return cell;
}

const GID = 'gid://shopify/';
/** More digits than a number holds exactly are no id of Shopify's. */
const MOST_ID_DIGITS = 15;

/** The number of a GID of that type. @throws RowFault for another type or no GID. */
export function idOf(gid: unknown, type: string): string {
  if (typeof gid === 'string' && gid.startsWith(GID) && gid.startsWith(type, GID.length) && gid.charCodeAt(GID.length + type.length) === 47) {
    const from = GID.length + type.length + 1;
    const query = gid.indexOf('?', from);
    const end = query === -1 ? gid.length : query;
    let at = from;
    while (at < end && gid.charCodeAt(at) >= 48 && gid.charCodeAt(at) <= 57) at += 1;
    if (at === end && end > from && end - from <= MOST_ID_DIGITS) return gid.slice(from, end);
  }
  throw new RowFault('id', `The id ${shown(gid)} is not one of a ${type}.`);
}

/** As `idOf` for an object that may be null: a guest's customer, a deleted product. */
export function idOfObject(object: { id?: unknown } | null | undefined, type: string): Cell {
  return object === null || object === undefined ? null : idOf(object.id, type);
}

/** The type that a GID names; null when it is none. */
export function gidType(gid: unknown): string | null {
  if (typeof gid !== 'string' || !gid.startsWith('gid://shopify/')) return null;
  const end = gid.indexOf('/', 14);
  return end === -1 ? null : gid.slice(14, end);
}

/** A list of texts as PostgreSQL's array text. */
export function textArray(value: unknown, name: string): string {
  if (value === null || value === undefined) return '{}';
  if (!Array.isArray(value)) throw new RowFault('form', `${name} is not a list.`);
  if (value.length === 0) return '{}';
  return `{${value.map((item) => `"${requiredText(item, name).replace(/["\\]/g, '\\$&')}"`).join(',')}}`;
}

/** A value as JSON for a jsonb column, which refuses NUL; null for an empty list. */
export function json(value: unknown): Cell {
  if (value === null || value === undefined || (Array.isArray(value) && value.length === 0)) return null;
  const written = JSON.stringify(value);
  // A replacer costs ten times the rest, and NUL is in hardly any.
  if (!written.includes('\\u0000')) return written;
  return JSON.stringify(value, (_, inner: unknown) => (typeof inner === 'string' ? inner.replaceAll('\0', '') : inner));
}

/** Decimals of an order's or customer's currency. @throws RowFault for a code that is no currency. */
export function decimalsOf(currencyCode: unknown): number {
  const decimals = typeof currencyCode === 'string' ? currencyDecimals(currencyCode) : null;
  if (decimals === null) throw new RowFault('currency', `The currency ${shown(currencyCode)} is not known, so its amounts cannot be counted exactly.`);
  return decimals;
}

/** A decimal amount as minor units. */
export function amount(value: unknown, decimals: number, name: string): number {
  const minor = typeof value === 'string' ? minorUnits(value, decimals) : null;
  if (minor === null) throw new RowFault('amount', `${name} is ${shown(value)}, which is no amount with ${decimals} decimals.`);
  return minor;
}

/** Money as all queries of the import ask for it: `...Set { s: shopMoney { a: amount } }`. */
interface MoneyBag {
  s?: { a?: unknown } | null;
}

/** A money bag as minor units of the shop's money. */
export function shopAmount(set: MoneyBag | null | undefined, decimals: number, name: string): number {
  return amount(set?.s?.a, decimals, name);
}

/** As `shopAmount`, 0 where Shopify has none. */
export function shopAmountOrZero(set: MoneyBag | null | undefined, decimals: number, name: string): number {
  return set === null || set === undefined ? 0 : shopAmount(set, decimals, name);
}

function shown(value: unknown): string {
  const words = JSON.stringify(value) ?? 'missing';
  return words.length > 60 ? `${words.slice(0, 60)}...` : words;
}
