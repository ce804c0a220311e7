import { z } from 'zod';
import { fitConcentration, type PickTotals } from './affinity.ts';

const count = z.number().int().nonnegative();

/** What a shop's customers buy, as a rebuild leaves it: all that one customer's taste is held against, but the figures of single products. */
export const shopTasteSchema = z.object({
  /** Customers with a product, and their picks (a product in an order); excluded customers left out. */
  customers: count,
  picks: count,
  /** How strongly a customer is pulled towards the shop (`fitConcentration`), for types and for products. */
  typeConcentration: z.number().int().positive(),
  productConcentration: z.number().int().positive(),
  /** Types with the most picks; those without a type are under the empty name. */
  types: z.array(z.object({ type: z.string(), picks: count, buyers: count })),
  /** Customers whose lines were looked at one by one, and the quartiles of their lines' unit prices in minor units. */
  sampledCustomers: count,
  prices: z.object({ lower: count, middle: count, upper: count, lines: count }).nullable(),
});
export type ShopTaste = z.infer<typeof shopTasteSchema>;

/** Types that are kept: with more, the rarest are in nobody's taste. */
export const MOST_TYPES = 500;

/** Customers whose lines are looked at one by one, whatever the size of the shop: enough for shares to less than a percent. */
export const SAMPLED_CUSTOMERS = 20_000;

/** What SQL counts of a shop. */
export interface CountedTaste {
  types: Omit<PickTotals, 'customers' | 'picks'>;
  products: Omit<PickTotals, 'customers' | 'picks'>;
  customers: number;
  picks: number;
  /** All types, the most picked first. */
  typePicks: { type: string; picks: number; buyers: number }[];
  productPicks: readonly number[];
  sampledCustomers: number;
  prices: ShopTaste['prices'];
}

export function shopTasteOf(counted: CountedTaste): ShopTaste {
  const { customers, picks } = counted;
  return {
    customers, picks,
    typeConcentration: fitConcentration({ customers, picks, ...counted.types }, counted.typePicks.map((one) => one.picks)),
    productConcentration: fitConcentration({ customers, picks, ...counted.products }, counted.productPicks),
    types: counted.typePicks.slice(0, MOST_TYPES),
    sampledCustomers: counted.sampledCustomers,
    prices: counted.prices,
  };
}
