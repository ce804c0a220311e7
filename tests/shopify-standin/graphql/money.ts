/** Money as resolvers hand it on, and as Shopify writes it. Amounts are in integer minor units. */
import type { StoreOrder } from '../store/model.ts';
import { currencyDecimals, decimalAmount } from '../store/order-money.ts';

/** A MoneyV2. */
export interface Money {
  minor: number;
  currency: string;
}

/** A MoneyBag: the shop's money, and what the buyer saw. */
export interface MoneyBag extends Money {
  presentmentCurrency: string;
}

/**
 * Units of each currency for one US dollar. The store keeps no rate with an order, so presentment money is converted at
 * these made-up fixed ones; a currency that is not here counts as a dollar.
 */
const perDollar: Record<string, number> = {
  AUD: 1.5, CAD: 1.35, CHF: 0.9, CNY: 7.2, DKK: 6.9, EUR: 0.92, GBP: 0.8, INR: 83, JPY: 150, NOK: 10.6, NZD: 1.64, PLN: 4, SEK: 10.5, USD: 1,
};

export function moneyBag(minor: number, order: StoreOrder): MoneyBag {
  return { minor, currency: order.currencyCode, presentmentCurrency: order.presentmentCurrencyCode };
}

export function presentmentMoney(bag: MoneyBag): Money {
  if (bag.presentmentCurrency === bag.currency) return bag;
  const rate = (perDollar[bag.presentmentCurrency] ?? 1) / (perDollar[bag.currency] ?? 1);
  const shift = 10 ** (currencyDecimals(bag.presentmentCurrency) - currencyDecimals(bag.currency));
  return { minor: Math.round(bag.minor * rate * shift), currency: bag.presentmentCurrency };
}

/** `MoneyV2.amount`: no trailing zeros, but always one digit after the point ("12.5", "10.0"). */
export function moneyV2Amount(minor: number, currency: string): string {
  const text = decimalAmount(minor, currency);
  if (currencyDecimals(currency) === 0) return `${text}.0`;
  let end = text.length;
  while (text.charCodeAt(end - 1) === 48 && text.charCodeAt(end - 2) !== 46) end -= 1;
  return end === text.length ? text : text.slice(0, end);
}
