import type { PairSource } from './bought-together.ts';
import { basketsByProduct, type Interactions } from './interactions.ts';

/**
 * All that a customer ever had as one basket, of the day of their last purchase: what the same customers bought, on
 * whatever days. A guest's order stands for itself.
 * @param seen what was known at the end of the cut-off
 * @param most products of one customer, those bought last
 */
export function customersAsBaskets(seen: Interactions, most = Number.POSITIVE_INFINITY): PairSource {
  const product = new Int32Array(seen.product.length);
  const [basketCustomer, basketDay, basketStart]: [number[], number[], number[]] = [[], [], []];
  const lastCustomer = new Int32Array(seen.productCodes.length).fill(-1);
  let size = 0;
  for (let customer = 0; customer + 1 < seen.customerStart.length; customer += 1) {
    const [from, to] = [seen.customerStart[customer] as number, seen.customerStart[customer + 1] as number];
    if (from === to) continue;
    const first = size;
    for (let at = (seen.basketStart[to] as number) - 1; at >= (seen.basketStart[from] as number) && size - first < most; at -= 1) {
      const one = seen.product[at] as number;
      if (lastCustomer[one] === customer) continue;
      lastCustomer[one] = customer;
      product[size] = one;
      size += 1;
    }
    product.subarray(first, size).sort();
    basketCustomer.push(customer);
    basketDay.push(seen.basketDay[to - 1] as number);
    basketStart.push(first);
  }
  basketStart.push(size);
  const products = product.slice(0, size);
  const starts = Int32Array.from(basketStart);
  return {
    productCodes: seen.productCodes, basketCustomer: Int32Array.from(basketCustomer), basketDay: Int32Array.from(basketDay), basketStart: starts, product: products,
    ...basketsByProduct(starts, products, seen.productCodes.length),
  };
}
