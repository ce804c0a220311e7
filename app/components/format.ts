/**
 * Numbers, money and dates as the shop's people write them. Pure: locale, currency and time zone come in.
 * Money is in integer minor units of its currency.
 */
export interface Formats {
  locale: string;
  currency: string;
  timeZone: string;
  number(value: number): string;
  /** A share of 1, as a percentage with at most one decimal. */
  percent(share: number): string;
  /** Minor units with the currency's sign; `whole` leaves the decimals out, for large sums. */
  money(minor: number, options?: { currency?: string; whole?: boolean }): string;
  /** A calendar day, given as a day number since 1970-01-01 or as YYYY-MM-DD. */
  day(day: number | string): string;
  /** A calendar month by its number (12 x year + month - 1); `short` for an axis. */
  calendarMonth(month: number, options?: { short?: boolean }): string;
  /** Money to a few digits, for an axis: £12K. */
  roughMoney(minor: number): string;
  /** Numbers to a few digits, for an axis. */
  roughNumber(value: number): string;
  /** The calendar day of an instant (ISO or milliseconds) in the shop's zone. */
  date(at: string | number): string;
  /** The month and year of an instant (ISO or milliseconds) in the shop's zone. */
  month(at: string | number): string;
  /** An instant (ISO or milliseconds) as date and time in the shop's zone. */
  instant(at: string | number): string;
  /** Seconds as "about 2 minutes". */
  duration(seconds: number): string;
}

/** Stands where there is nothing to count: a rate of nobody, say. */
export const NO_VALUE = '–';

export function createFormats(locale: string, currency: string, timeZone: string): Formats {
  const number = new Intl.NumberFormat(locale);
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 });
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' });
  const calendarMonth = new Intl.DateTimeFormat(locale, { month: 'short', year: 'numeric', timeZone: 'UTC' });
  const shortMonth = new Intl.DateTimeFormat(locale, { month: 'short', year: '2-digit', timeZone: 'UTC' });
  const roughNumber = new Intl.NumberFormat(locale, { notation: 'compact', maximumFractionDigits: 1 });
  const roughMoney = new Intl.NumberFormat(locale, { style: 'currency', currency, notation: 'compact', maximumFractionDigits: 1, minimumFractionDigits: 0 });
  const date = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone });
  const month = new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric', timeZone });
  const instant = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone });
  const moneyFormats = new Map<string, { format: Intl.NumberFormat; scale: number }>();
  const moneyFormat = (code: string, whole: boolean) => {
    const key = `${code} ${whole}`;
    const known = moneyFormats.get(key);
    if (known !== undefined) return known;
    const exact = new Intl.NumberFormat(locale, { style: 'currency', currency: code });
    const scale = 10 ** (exact.resolvedOptions().maximumFractionDigits ?? 2);
    const made = { scale, format: whole ? new Intl.NumberFormat(locale, { style: 'currency', currency: code, maximumFractionDigits: 0 }) : exact };
    moneyFormats.set(key, made);
    return made;
  };
  return {
    locale,
    currency,
    timeZone,
    number: (value) => number.format(value),
    percent: (share) => percent.format(share),
    money: (minor, options) => {
      const { format, scale } = moneyFormat(options?.currency ?? currency, options?.whole ?? false);
      return format.format(minor / scale);
    },
    day: (value) => day.format(new Date(typeof value === 'number' ? value * 86_400_000 : `${value}T00:00:00Z`)),
    calendarMonth: (value, options) => (options?.short === true ? shortMonth : calendarMonth).format(Date.UTC(Math.floor(value / 12), value % 12, 1)),
    roughMoney: (minor) => roughMoney.format(minor / moneyFormat(currency, false).scale),
    roughNumber: (value) => roughNumber.format(value),
    date: (at) => date.format(new Date(at)),
    month: (at) => month.format(new Date(at)),
    instant: (at) => instant.format(new Date(at)),
    duration: (seconds) => {
      const [value, unit] = seconds < 90 ? [Math.max(1, Math.round(seconds)), 'second'] : seconds < 5400 ? [Math.round(seconds / 60), 'minute'] : [Math.round(seconds / 3600), 'hour'];
      return new Intl.NumberFormat(locale, { style: 'unit', unit: unit as string, unitDisplay: 'long' }).format(value as number);
    },
  };
}
