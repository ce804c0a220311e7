/** What the fields of an Online Retail II file may look like. Each answers null for what it does not take. */

const MAX_EXPONENT = 30;

/**
 * A decimal number as minor units, rounded half up, exactly: the text's digits are shifted, never made a float.
 * "2.345" with 2 decimals is 235, "-0.005" is 0 (half up goes towards plus infinity). Null when it is no number, or too great to be held exactly.
 */
export function parseMinorUnits(text: string, decimals: number): number | null {
  const match = /^\s*([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?\s*$/.exec(text);
  if (match === null) return null;
  const [, sign = '', whole = '', fraction = '', exponentText = '0'] = match;
  if (whole === '' && fraction === '') return null;
  const exponent = Number(exponentText);
  if (Math.abs(exponent) > MAX_EXPONENT) return null;
  let digits = whole + fraction;
  const point = whole.length + exponent + decimals;
  if (point > digits.length) digits = digits.padEnd(point, '0');
  const kept = point <= 0 ? '0' : digits.slice(0, point);
  const rest = point < 0 ? '0'.repeat(-point) + digits : digits.slice(point);
  const units = Number(kept);
  if (!Number.isSafeInteger(units + 1)) return null;
  const firstDropped = rest.charCodeAt(0) - 48;
  if (sign !== '-') return firstDropped >= 5 ? units + 1 : units;
  const aboveHalf = firstDropped > 5 || (firstDropped === 5 && /[1-9]/.test(rest.slice(1)));
  const magnitude = aboveHalf ? units + 1 : units;
  return magnitude === 0 ? 0 : -magnitude;
}

/** A whole number, also written as 12.0. */
export function parseWhole(text: string): number | null {
  const match = /^\s*([+-]?\d+)(?:\.0*)?\s*$/.exec(text);
  if (match === null) return null;
  const value = Number(match[1]);
  return Number.isSafeInteger(value) ? value : null;
}

/** 'YYYY-MM-DD HH:MM[:SS[.fff]]', with a T and a Z if one likes, as an instant in UTC. */
export function parseUtcInstant(text: string): number | null {
  const match = /^\s*(\d{4})-(\d\d)-(\d\d)[ T](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?Z?\s*$/.exec(text);
  if (match === null) return null;
  const [, year, month, day, hour, minute, second = '0', fraction = '0'] = match;
  const instant = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second), Math.floor(Number(`0.${fraction}`) * 1000));
  const read = new Date(instant);
  const exists =
    read.getUTCFullYear() === Number(year) && read.getUTCMonth() === Number(month) - 1 && read.getUTCDate() === Number(day) &&
    read.getUTCHours() === Number(hour) && read.getUTCMinutes() === Number(minute) && read.getUTCSeconds() === Number(second);
  return exists ? instant : null;
}

/** Digits, also as pandas writes them after a gap in the column (13085.0). */
export function parseCustomerId(text: string): number | null {
  const match = /^(\d+)(?:\.0)?$/.exec(text);
  if (match === null) return null;
  const id = Number(match[1]);
  return Number.isSafeInteger(id) ? id : null;
}
