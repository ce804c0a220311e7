import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { createInteractionsBuilder, type Interactions } from '#app/recommendations/interactions.ts';
import { shopCalendar } from '#app/profiles/calendar.ts';
import { loadOnlineRetail } from '#tests/shopify-standin/store/load-online-retail.ts';
import { readRetailInteractions } from './retail-interactions.ts';

const directory = mkdtempSync(join(tmpdir(), 'retail-interactions-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** What the local Shopify's store of the file holds, the long way round. */
async function ofTheStore(path: string): Promise<Interactions> {
  const { store } = await loadOnlineRetail(path, { now: null, shopDomain: 'recommendations.myshopify.com' });
  const { dayOf } = shopCalendar(store.shop.ianaTimezone);
  const builder = createInteractionsBuilder();
  for (const order of store.orders.values()) {
    const whose = order.customer === null ? { customerId: String(order.id), guest: true } : { customerId: store.sourceCustomerIds.get(order.customer.id) ?? '' };
    for (const line of order.lines) builder.add({ ...whose, productCode: (line.sku ?? '').toUpperCase(), day: dayOf(order.processedAt), quantity: line.quantity, unitPrice: line.unitPrice });
    for (const refund of order.refunds) for (const { line, quantity } of refund.lines) builder.addReturn({ ...whose, productCode: (line.sku ?? '').toUpperCase(), day: dayOf(refund.createdAt), quantity });
  }
  return builder.finish();
}

/** Units that came back, by customer, product and day: the store has them by order too. */
function backOf({ returned: { customer, product, day, quantity } }: Interactions): Record<string, number> {
  const units: Record<string, number> = {};
  for (let at = 0; at < day.length; at += 1) units[`${customer[at]} ${product[at]} ${day[at]}`] = (units[`${customer[at]} ${product[at]} ${day[at]}`] ?? 0) + (quantity[at] as number);
  return units;
}

describe('orders of a file, read without a store', () => {
  it('are those that the local Shopify has, guests and what came back too', async () => {
    const row = fc.record({ invoice: fc.integer({ min: 100001, max: 100009 }), cancels: fc.boolean(), code: fc.constantFrom('22041', '22041a', '22042', 'POST'), units: fc.integer({ min: 1, max: 9 }), at: fc.integer({ min: 10, max: 27 }), customer: fc.constantFrom('', '13085', '13085', '13086') });
    let number = 0;
    await fc.assert(fc.asyncProperty(fc.array(row, { maxLength: 40 }), async (rows) => {
      const path = join(directory, `${(number += 1)}.csv`);
      const text = rows.map(({ invoice, cancels, code, units, at, customer }) => `${cancels ? `C${invoice + 1000}` : invoice},${code},THING,${cancels ? -units : units},2010-03-${at} 23:30:00,2.5,${customer},France`);
      writeFileSync(path, ['invoice,stock_code,description,quantity,invoice_date,price,customer_id,country', ...text].join('\n'));
      const [{ interactions, allLines }, store] = [await readRetailInteractions(path, null, { guests: true }), await ofTheStore(path)];
      const { returned: lean, ...leanBaskets } = interactions;
      const { returned: whole, ...baskets } = store;
      expect(leanBaskets).toEqual(baskets);
      expect(backOf({ ...leanBaskets, returned: lean })).toEqual(backOf({ ...baskets, returned: whole }));
      expect(allLines).toBe([...(await loadOnlineRetail(path, { now: null, shopDomain: 'x.myshopify.com' })).store.orders.values()].reduce((sum, order) => sum + order.lines.length, 0));
    }), { numRuns: 60 });
  });
});
