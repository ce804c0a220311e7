import { madeShop } from '#app/forecast/made-shop.test-data.ts';
import { DISCOUNTED, type OrderHistories } from '#app/forecast/order-histories.ts';
import { makeShop, putInMirror, type MadeOrder, type MadeShop } from '#tests/factories/made-mirror.ts';

const DAY = 86_400_000;
/** 2011-12-10 15:00 in London. */
export const NOW = Date.parse('2011-12-10T15:00:00Z');
export const TODAY = Math.floor(NOW / DAY);

const noonOf = (day: number): string => new Date(day * DAY + DAY / 2).toISOString();

/** Orders of a history as the mirror has them, at noon of their day; customer i is i + 1. */
export function ordersOf(histories: OrderHistories): MadeOrder[] {
  const orders: MadeOrder[] = [];
  for (let i = 0; i < histories.customers; i += 1) {
    for (let k = histories.starts[i] as number; k < (histories.starts[i + 1] as number); k += 1) {
      const value = histories.values[k] as number;
      const refunds = [];
      for (let at = histories.refundStarts[k] as number; at < (histories.refundStarts[k + 1] as number); at += 1) refunds.push({ uncarried: histories.refundValues[at] as number, processedAt: noonOf(histories.refundDays[at] as number) });
      orders.push({
        id: k + 1, customerId: i + 1, processedAt: noonOf(histories.days[k] as number),
        lines: [{ net: value }], refunds, discounts: ((histories.marks[k] as number) & DISCOUNTED) !== 0 ? 100 : 0,
      });
    }
  }
  return orders;
}

/** A shop in the mirror that has enough of a past to be forecast; its orders take turns with its products. @returns its id and how many customers it has */
export async function forecastableShop(options: { customers?: number; days?: number; seed?: number; shop?: MadeShop; products?: number } = {}): Promise<{ shopId: number; customers: number; orders: MadeOrder[] }> {
  const { customers = 900, days = 700, seed = 5, products = 1 } = options;
  const shopId = await makeShop(options.shop);
  const orders = ordersOf(madeShop({ customers, firstDay: TODAY - days, days, seed }));
  for (const order of orders) for (const line of order.lines) line.productId = 1 + (order.id % products);
  await putInMirror(shopId, { products: Array.from({ length: products }, (_, i) => ({ id: i + 1, title: `Product ${i + 1}` })), customers: Array.from({ length: customers }, (_, i) => ({ id: i + 1 })), orders });
  return { shopId, customers, orders };
}
