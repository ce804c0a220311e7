/** Money as whole numbers of a currency's minor unit: pennies for GBP, yen for JPY, fils for KWD. Exact, from decimal text to integer and back. */

/**
 * Decimals by ISO 4217. Intl knows which codes there are, but its digits are those of everyday prices in some builds
 * (HUF, IDR and PKR 0), and would cut amounts that Shopify writes with two.
 */
const WITHOUT_DECIMALS = new Set(['BIF', 'BYR', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF', 'UGX', 'VND', 'VUV', 'XAF', 'XOF', 'XPF']);
const WITH_THREE_DECIMALS = new Set(['BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND']);
/** Codes that Shopify has and Intl has not: of Jersey and Kiribati, withdrawn ones that old orders carry, and a coin. */
const SHOPIFYS_OWN = ['BYR', 'JEP', 'KID', 'STD', 'USDC', 'VED'];

const KNOWN = new Set([...Intl.supportedValuesOf('currency'), ...SHOPIFYS_OWN]);

/** Decimals of a currency's minor unit, 0 to 3; null for a code that is no currency. */
export function currencyDecimals(currencyCode: string): number | null {
  if (!KNOWN.has(currencyCode)) return null;
  if (WITHOUT_DECIMALS.has(currencyCode)) return 0;
  return WITH_THREE_DECIMALS.has(currencyCode) ? 3 : 2;
}

/** Longest run of digits that a number holds exactly. */
const MOST_DIGITS = 15;

/**
 * A decimal text as minor units: "12.5" with 2 decimals is 1250, "-0.05" is -5, "5.0" with 0 is 5.
 * @returns null when the text is no plain decimal, has more decimals than the currency (zeros at the end aside), or more digits than a number holds.
 */
export function minorUnits(text: string, decimals: number): number | null {
  let at = 0;
  const negative = text.charCodeAt(0) === 45;
  if (negative) at = 1;
  let value = 0;
  let digits = 0;
  let fraction = -1;
  for (; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 46) {
      if (fraction >= 0 || digits === 0) return null;
      fraction = 0;
      continue;
    }
    if (code < 48 || code > 57) return null;
    if (fraction >= decimals) {
      if (code !== 48) return null;
      fraction += 1;
      continue;
    }
    if (fraction >= 0) fraction += 1;
    if (value !== 0 || code !== 48) digits += 1;
    else if (digits === 0) digits = 1;
    value = value * 10 + (code - 48);
  }
  if (digits === 0 || fraction === 0) return null;
  for (let given = Math.max(0, Math.min(fraction, decimals)); given < decimals; given += 1) {
    value *= 10;
    digits += 1;
  }
  if (digits > MOST_DIGITS) return null;
  return negative && value !== 0 ? -value : value;
}

/** Minor units as decimal text with all of the currency's decimals: 1250 with 2 is "12.50". */
export function decimalText(minor: number, decimals: number): string {
  const digits = String(Math.abs(minor)).padStart(decimals + 1, '0');
  const sign = minor < 0 ? '-' : '';
  return decimals === 0 ? sign + digits : `${sign}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}
