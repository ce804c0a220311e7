import type { StoreShop } from '../store/model.ts';

const symbols: Record<string, string> = { GBP: '£', EUR: '€', USD: '$', CAD: '$', AUD: '$', JPY: '¥' };

/** Liquid has every price in hundredths, whatever the currency's own minor unit is. */
export function cents(minor: number, shop: StoreShop): number {
  return Math.round((minor * 100) / 10 ** shop.currencyDecimals);
}

/** As the shop's money format has it: £1,234.50. A currency without decimals has none. */
export function moneyText(hundredths: number, shop: StoreShop, form: { symbol: boolean; code: boolean; zeros: boolean } = { symbol: true, code: false, zeros: true }): string {
  const whole = !form.zeros && hundredths % 100 === 0;
  const amount = (hundredths / 100).toLocaleString('en-US', { minimumFractionDigits: whole ? 0 : shop.currencyDecimals, maximumFractionDigits: whole ? 0 : shop.currencyDecimals });
  return `${form.symbol ? (symbols[shop.currencyCode] ?? '') : ''}${amount}${form.code ? ` ${shop.currencyCode}` : ''}`;
}

/** As the Storefront API writes an amount: a decimal number with at least one place. */
export function decimalAmount(minor: number, shop: StoreShop): string {
  const [whole = '0', places = ''] = (minor / 10 ** shop.currencyDecimals).toFixed(shop.currencyDecimals).split('.');
  return `${whole}.${places.replace(/(?<=.)0+$/, '') || '0'}`;
}
