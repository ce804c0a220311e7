/** How the parts of a webhook's JSON are written: instants with the shop's offset, money as strings and in bags. */
import { moneyBag, presentmentMoney } from '../../graphql/money.ts';
import type { StoreOrder } from '../../store/model.ts';
import { decimalAmount } from '../../store/order-money.ts';

const HOUR_MS = 3_600_000;
const offsets = new Map<string, string>();
const formats = new Map<string, Intl.DateTimeFormat>();

/** An instant as Shopify's webhooks write it: whole seconds on the shop's own clock, with its offset. */
export function zoned(at: number, timeZone: string): string;
export function zoned(at: number | null, timeZone: string): string | null;
export function zoned(at: number | null, timeZone: string): string | null {
  if (at === null) return null;
  const offset = offsetOf(at, timeZone);
  const minutes = (offset.startsWith('-') ? -1 : 1) * (Number(offset.slice(1, 3)) * 60 + Number(offset.slice(4, 6)));
  return `${new Date(Math.floor(at / 1000) * 1000 + minutes * 60_000).toISOString().slice(0, 19)}${offset}`;
}

/** Asked of Intl once for each zone and hour, since that takes long. */
function offsetOf(at: number, timeZone: string): string {
  const key = `${timeZone} ${Math.floor(at / HOUR_MS)}`;
  const known = offsets.get(key);
  if (known !== undefined) return known;
  let format = formats.get(timeZone);
  if (format === undefined) formats.set(timeZone, (format = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' })));
  const name = format.formatToParts(at).find((part) => part.type === 'timeZoneName')?.value ?? 'GMT';
  const offset = name === 'GMT' ? '+00:00' : name.slice('GMT'.length);
  if (offsets.size > 10_000) offsets.clear();
  offsets.set(key, offset);
  return offset;
}

export interface MoneySet {
  shop_money: { amount: string; currency_code: string };
  presentment_money: { amount: string; currency_code: string };
}

export function moneySet(minor: number, order: StoreOrder): MoneySet {
  const bag = moneyBag(minor, order);
  const shown = presentmentMoney(bag);
  return {
    shop_money: { amount: decimalAmount(minor, order.currencyCode), currency_code: order.currencyCode },
    presentment_money: { amount: decimalAmount(shown.minor, shown.currency), currency_code: shown.currency },
  };
}

/** An address with no more than the store knows. */
export function writtenAddress(of: { firstName: string | null; lastName: string | null; phone: string | null; city: string | null; countryCode: string | null }, country: string | null): Record<string, unknown> {
  const name = [of.firstName, of.lastName].filter(Boolean).join(' ');
  return {
    first_name: of.firstName, address1: null, phone: of.phone, city: of.city, zip: null, province: null, country, last_name: of.lastName, address2: null,
    company: null, latitude: null, longitude: null, name, country_code: of.countryCode, province_code: null,
  };
}
