import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { loadOnlineRetail } from './load-online-retail.ts';

const DATA = fileURLToPath(new URL('../../../../shared/data/online_retail_ii.csv.gz', import.meta.url));
const PRESENT = existsSync(DATA);

describe('Online Retail II itself', () => {
  // The expected figures were counted by another program, in another language, from the rules alone.
  it(`comes to the figures of an independent count${PRESENT ? '' : ' (left out: the data set is not beside the project)'}`, { timeout: 60_000 }, async () => {
    // The data set is never copied into the project.
    if (!PRESENT) return;
    const { store } = await loadOnlineRetail(DATA, { now: Date.UTC(2011, 11, 10), shopDomain: 'x' });
    const counts = { orders: store.orders.size, customers: store.customers.size, products: store.products.size, lines: 0, money: 0, shipping: 0, refunds: 0, refundedUnits: 0, refunded: 0 };
    for (const order of store.orders.values()) {
      counts.shipping += order.shipping;
      counts.refunds += order.refunds.length;
      for (const line of order.lines) {
        counts.lines++;
        counts.money += line.unitPrice * line.quantity;
        counts.refundedUnits += line.refundedQuantity;
        counts.refunded += line.unitPrice * line.refundedQuantity;
      }
    }
    expect(counts).toEqual({
      orders: 39_516, customers: 5_852, products: 4_878, lines: 1_014_945, money: 1_969_978_497, shipping: 42_638_928, refunds: 8_527, refundedUnits: 451_889, refunded: 73_299_220,
    });
    expect(store.dropped).toMatchObject({ returnUnitsWithoutLine: 14_304, returnRowsWithoutCustomer: 332, rowsOfOtherInvoices: 6 });
  });
});
