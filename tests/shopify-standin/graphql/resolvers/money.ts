import { moneyV2Amount, presentmentMoney } from '../money.ts';
import type { Money, MoneyBag } from '../money.ts';
import { servedType, Typed } from '../serving.ts';
import type { ServedType } from '../serving.ts';

/** A percentage where the schema has PricingValue. */
export function percentageValue(percentage: number): Typed {
  return new Typed('PricingPercentageValue', { percentage });
}

export const moneyTypes: Record<string, ServedType> = {
  MoneyV2: servedType<Money>({
    amount: (money) => moneyV2Amount(money.minor, money.currency),
    currencyCode: (money) => money.currency,
  }),
  MoneyBag: servedType<MoneyBag>({
    shopMoney: (bag) => bag,
    presentmentMoney: (bag) => presentmentMoney(bag),
  }),
  PricingPercentageValue: servedType<{ percentage: number }>({ percentage: (value) => value.percentage }),
};
