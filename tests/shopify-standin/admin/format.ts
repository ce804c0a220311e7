import type { StoreCustomer } from '../store/model.ts';
import { currencyDecimals, decimalAmount } from '../store/order-money.ts';

/** Minor units as a merchant reads them: 123456 GBP is "£1,234.56". */
export function money(minor: number, currencyCode: string): string {
  const decimals = currencyDecimals(currencyCode);
  const format = new Intl.NumberFormat('en', {
    style: 'currency', currency: currencyCode, currencyDisplay: 'narrowSymbol', minimumFractionDigits: decimals, maximumFractionDigits: decimals,
  });
  return format.format(decimalAmount(minor, currencyCode) as Intl.StringNumericLiteral);
}

export function count(value: number): string {
  return new Intl.NumberFormat('en').format(value);
}

/** "3 orders", "1 order". */
export function counted(value: number, noun: string): string {
  return `${count(value)} ${noun}${value === 1 ? '' : 's'}`;
}

/** An instant in the shop's time zone: "4 Nov 2011, 14:05". */
export function instant(at: number, timeZone: string): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone, day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' }).format(at);
}

/** An instant's day in the shop's time zone: "4 Nov 2011". */
export function day(at: number, timeZone: string): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone, day: 'numeric', month: 'short', year: 'numeric' }).format(at);
}

/** A customer's name, else what else is known of them. */
export function customerName(customer: StoreCustomer): string {
  const name = [customer.firstName, customer.lastName].filter(Boolean).join(' ');
  return name || customer.email || customer.phone || `Customer ${customer.id}`;
}

/** PARTIALLY_REFUNDED as "Partially refunded". */
export function statusWords(status: string): string {
  const words = status.toLowerCase().replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
