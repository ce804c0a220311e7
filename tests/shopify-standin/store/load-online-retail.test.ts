import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { loadOnlineRetail } from './load-online-retail.ts';
import type { Store, StoreOrder } from './model.ts';

const dir = mkdtempSync(join(tmpdir(), 'online-retail-'));
afterAll(() => rmSync(dir, { recursive: true }));
let files = 0;
const HEADER = 'invoice,stock_code,description,quantity,invoice_date,price,customer_id,country';
const NOW = Date.UTC(2011, 11, 10);

async function load(rows: string[], now: number | null = NOW, header = HEADER): Promise<Store> {
  const path = join(dir, `${files++}.csv`);
  writeFileSync(path, [header, ...rows, ''].join('\n'));
  return (await loadOnlineRetail(path, { now, shopDomain: 'test.myshopify.com' })).store;
}

/** invoice, code, quantity, day of January 2011 (or a whole date), price, customer. */
function row(invoice: string, code: string, quantity: number, day: number | string, price: string, customer: string, title = `Title ${code}`): string {
  const date = typeof day === 'number' ? `2011-01-${String(day).padStart(2, '0')} 10:00:00` : day;
  return `${invoice},${code},${title},${quantity},${date},${price},${customer},United Kingdom`;
}

function orderOf(store: Store, id: number): StoreOrder {
  const order = store.orders.get(id);
  if (order === undefined) throw new Error(`no order ${id}`);
  return order;
}

function refundedUnits(store: Store, id: number): number[] {
  return orderOf(store, id).lines.map((line) => line.refundedQuantity);
}

describe('the shop', () => {
  it('trades in pounds without tax, in London', async () => {
    const store = await load([row('1', '10001', 1, 1, '2.345', '5')]);
    expect(store.shop).toMatchObject({ currencyCode: 'GBP', ianaTimezone: 'Europe/London' });
    expect(orderOf(store, 1)).toMatchObject({ currencyCode: 'GBP', taxesIncluded: false, financialStatus: 'PAID' });
    expect(orderOf(store, 1).lines[0]).toMatchObject({ unitPrice: 235, tax: 0, discount: 0 });
  });
});

describe('orders', () => {
  it('takes product rows by five leading digits, adds POST, DOT and C2 to shipping, and drops and counts other codes', async () => {
    const store = await load([
      row('1', '85123A', 2, 1, '1.00', '5'), row('1', '85123a', 1, 1, '1.00', '5'), row('1', '1234', 1, 1, '1.00', '5'), row('1', 'POST', 2, 1, '3.505', '5'), row('1', 'DOT', 1, 1, '1.00', '5'),
      row('1', 'C2', 1, 1, '0.50', '5'), row('1', 'M', 1, 1, '9.00', '5'), row('1', 'post', 1, 1, '9.00', '5'), row('1', 'A12345', 1, 1, '9.00', '5'),
    ]);
    expect(orderOf(store, 1).lines.map((line) => [line.sku, line.quantity])).toEqual([['85123A', 2], ['85123a', 1]]);
    expect(orderOf(store, 1).shipping).toBe(2 * 351 + 100 + 50);
    expect(store.dropped).toEqual({ orderRowsOfOtherCodes: 4 });
  });

  it('drops and counts rows without a quantity or a rounded price above 0, and invoices without a line', async () => {
    const store = await load([
      row('1', '10001', 1, 1, '0.005', '5'), row('1', '10002', 1, 1, '0.004', '5'), row('1', '10003', -1, 1, '2.00', '5'), row('1', '10004', 0, 1, '2.00', '5'),
      row('2', '10001', 1, 2, '0', '6'), row('2', 'POST', 1, 2, '5.00', '6'), row('A3', '10001', 1, 2, '5.00', '6'), row('', '10001', 1, 2, '5.00', '6'),
    ]);
    expect([...store.orders.keys()]).toEqual([1]);
    expect([...store.customers.keys()]).toEqual([5]);
    expect(orderOf(store, 1).lines.map((line) => line.unitPrice)).toEqual([1]);
    expect([...store.products.values()].map((product) => product.variants[0]?.sku)).toEqual(['10001']);
    expect(store.dropped).toEqual({
      orderRowsWithoutPositivePrice: 2, orderRowsWithoutPositiveQuantity: 2, invoicesWithoutLines: 1, shippingRowsOfInvoicesWithoutLines: 1, rowsOfOtherInvoices: 2,
    });
  });

  it('is processed at its earliest row and has the first customer_id among all its rows, wherever they stand', async () => {
    const store = await load([
      row('1', '10001', 1, 5, '1', ''), row('2', '10001', 1, 4, '1', ''), row('1', 'M', 1, 3, '1', '9'), row('1', '10002', 1, 4, '1', '8'),
    ]);
    expect(orderOf(store, 1).processedAt).toBe(Date.UTC(2011, 0, 3, 10));
    expect(orderOf(store, 1).customer?.id).toBe(9);
    expect(orderOf(store, 2).customer).toBeNull();
    expect([...store.customers.keys()]).toEqual([9]);
  });

  it('leaves rows after now out of everything, C rows and descriptions too', async () => {
    const late = '2011-12-10 00:00:01';
    const store = await load([
      row('1', '10001', 1, late, '1', '4'), row('1', '10001', 2, '2011-12-10 00:00:00', '1', '5'), row('2', '10001', 1, late, '1', '6'), row('C3', '10001', -1, late, '1', '5'),
    ]);
    expect([...store.orders.keys()]).toEqual([1]);
    expect(orderOf(store, 1)).toMatchObject({ processedAt: NOW, updatedAt: NOW, refunds: [] });
    expect(orderOf(store, 1).customer?.id).toBe(5);
    expect(orderOf(store, 1).lines).toHaveLength(1);
    expect(store.dropped).toEqual({ rowsAfterNow: 3 });
  });

  it('takes the midnight after the last row for now when none is given', async () => {
    const path = join(dir, 'without-now.csv');
    writeFileSync(path, [HEADER, row('1', '10001', 1, 3, '1', '5')].join('\n'));
    expect((await loadOnlineRetail(path, { now: null, shopDomain: 'test.myshopify.com' })).now).toBe(Date.UTC(2011, 0, 4));
  });
});

describe('returns', () => {
  it('come from the newest earlier order first, its lines in file order, up to what is left, at the line’s own price', async () => {
    const store = await load([
      row('1', '10001', 5, 1, '1.00', '5'), row('2', '10001', 2, 2, '2.00', '5'), row('2', '10001', 3, 2, '3.00', '5'), row('3', '10001', 9, 9, '4.00', '5'),
      row('C4', '10001', -4, 5, '0.01', '5'), row('C4', 'POST', -1, 5, '1.00', '5'), row('C5', '10001', -3, 6, '7.00', '5'),
    ]);
    expect(refundedUnits(store, 2)).toEqual([2, 3]);
    expect(refundedUnits(store, 1)).toEqual([2]);
    expect(refundedUnits(store, 3)).toEqual([0]);
    const [first, second] = orderOf(store, 2).refunds;
    expect(first).toMatchObject({ createdAt: Date.UTC(2011, 0, 5, 10), lines: [{ quantity: 2, subtotal: 400, tax: 0 }, { quantity: 2, subtotal: 600 }] });
    expect(second).toMatchObject({ lines: [{ quantity: 1, subtotal: 300 }] });
    expect(orderOf(store, 2)).toMatchObject({ financialStatus: 'REFUNDED', updatedAt: Date.UTC(2011, 0, 6, 10) });
    expect(orderOf(store, 1)).toMatchObject({ financialStatus: 'PARTIALLY_REFUNDED' });
    expect(orderOf(store, 3)).toMatchObject({ financialStatus: 'PAID', updatedAt: Date.UTC(2011, 0, 9, 10) });
    expect(store.customers.get(5)?.updatedAt).toBe(Date.UTC(2011, 0, 9, 10));
    expect(store.dropped).toEqual({ returnRowsOfOtherCodes: 1 });
  });

  it('make one refund per C invoice and order, in which a line stands once', async () => {
    const store = await load([row('1', '10001', 5, 1, '1', '5'), row('1', '10002', 5, 1, '2', '5'), row('C2', '10001', -1, 3, '1', '5'), row('C2', '10002', -1, 3, '1', '5'), row('C2', '10001', -2, 3, '1', '5')]);
    expect(orderOf(store, 1).refunds).toHaveLength(1);
    expect(orderOf(store, 1).refunds[0]?.lines.map((one) => [one.line.sku, one.quantity, one.subtotal])).toEqual([['10001', 3, 300], ['10002', 1, 200]]);
  });

  it('of orders at the same time prefer the one whose first row is later in the file', async () => {
    const store = await load([row('20', '10001', 1, 1, '1', '5'), row('10', '10001', 1, 1, '1', '5'), row('20', '10002', 1, 1, '1', '5'), row('C2', '10001', -1, 3, '1', '5')]);
    expect(refundedUnits(store, 10)).toEqual([1]);
    expect(refundedUnits(store, 20)).toEqual([0, 0]);
  });

  it('are dated by the earliest of all the C invoice’s rows, and only earlier orders count', async () => {
    const store = await load([
      row('1', '10001', 9, 4, '1', '5'), row('C2', '10001', -1, 8, '1', '5'), row('C2', 'M', -1, 4, '1', ''), row('C3', '10001', -2, '2011-01-04 10:00:01', '1', '5'),
    ]);
    expect(refundedUnits(store, 1)).toEqual([2]);
    expect(store.dropped).toEqual({ returnRowsOfOtherCodes: 1, returnUnitsWithoutLine: 1 });
  });

  it('are applied in the order of that date, then of the file, wherever they stand', async () => {
    const store = await load([
      row('C8', '10001', -3, 9, '1', '5'), row('C9', '10001', -3, 8, '1', '5'), row('1', '10001', 4, 1, '1', '5'),
    ]);
    expect(orderOf(store, 1).refunds.map((refund) => [refund.note, refund.lines[0]?.quantity])).toEqual([['Cancellation C9', 3], ['Cancellation C8', 1]]);
    expect(store.dropped).toEqual({ returnUnitsWithoutLine: 2 });
  });

  it('belong to the row’s own customer; units that find no line and returns without a customer are counted', async () => {
    const store = await load([
      row('1', '10001', 5, 1, '1', '5'), row('2', '10001', 5, 1, '1', '6'), row('C3', '10001', -1, 3, '1', '6'), row('C3', '10001', -1, 3, '1', ''), row('C3', '10009', -4, 3, '1', '5'),
      row('C3', '10001', -2, 3, '1', '77'), row('C3', '10001', 2, 3, '1', '5'),
    ]);
    expect([refundedUnits(store, 1), refundedUnits(store, 2)]).toEqual([[0], [1]]);
    expect(store.customers.has(77)).toBe(false);
    expect(store.dropped).toEqual({ returnRowsWithoutCustomer: 1, returnUnitsWithoutLine: 6, returnRowsWithoutNegativeQuantity: 1 });
  });

  it('leave an order whose shipping was kept partially refunded', async () => {
    const store = await load([row('1', '10001', 5, 1, '1', '5'), row('1', 'POST', 1, 1, '4', '5'), row('C3', '10001', -5, 3, '1', '5')]);
    expect(orderOf(store, 1).financialStatus).toBe('PARTIALLY_REFUNDED');
  });
});

describe('products and customers', () => {
  it('are titled by their most frequent description, of equals the first in the file', async () => {
    const store = await load([
      row('1', '10001', 1, 1, '1', '5', 'Old'), row('2', '10001', 1, 2, '1', '5', 'New'), row('3', '10001', 1, 2, '1', '5', 'New'), row('1', '10002', 1, 1, '1', '5', 'One'), row('2', '10002', 1, 1, '1', '5', 'Two'),
      row('1', '10003', 1, 1, '1', '5', ''), row('2', '10003', 1, 1, '1', '5', ''), row('3', '10003', 1, 1, '1', '5', 'Red mug'),
    ]);
    expect([...store.products.values()].map((product) => [product.title, product.productType])).toEqual([['New', 'Other'], ['One', 'Other'], ['Red mug', 'Tableware']]);
    expect(orderOf(store, 1).lines.map((line) => line.title)).toEqual(['New', 'One', 'Red mug']);
  });

  it('carry the tags that stood before, and the id as the file wrote it', async () => {
    const store = await load([row('1', '10001', 1, 1, '1', '77.0'), row('2', '10001', 1, 2, '1', '77'), row('3', '10001', 1, 2, '1', '14'), row('4', '10001', 1, 2, '1', '22'), row('5', '10001', 1, 2, '1', '13')]);
    expect([...store.customers.values()].map((customer) => [customer.id, customer.tags])).toEqual([[77, ['vip', 'Wholesale', 'loyal']], [14, ['vip', 'Wholesale']], [22, ['loyal']], [13, []]]);
    expect(store.customers.get(77)?.orders.map((order) => order.id)).toEqual([1, 2]);
    expect([...store.sourceCustomerIds]).toEqual([[77, '77.0'], [14, '14'], [22, '22'], [13, '13']]);
    expect(store.customers.get(77)).toMatchObject({ createdAt: Date.UTC(2011, 0, 1, 10), updatedAt: Date.UTC(2011, 0, 2, 10), countryCode: 'GB' });
    expect([...store.customers.values()].every((customer) => customer.email?.endsWith(`${customer.id}@example.com`))).toBe(true);
  });

  it('have ids of their own', async () => {
    const store = await load([row('1', '10001', 1, 1, '1', '5'), row('1', '10002', 1, 1, '1', '5'), row('2', '10001', 1, 1, '1', '5')]);
    const lines = [...store.orders.values()].flatMap((order) => order.lines.map((line) => line.id));
    expect(new Set(lines).size).toBe(3);
    expect(new Set([...store.products.values()].map((product) => product.variants[0]?.id)).size).toBe(2);
  });
});

describe('the file', () => {
  it('may have its columns in another order, more of them, and quotes', async () => {
    const store = await load(['5,"A ""big"", red\nmug",1.5,x,2011-01-01T10:00:00Z,2.0,10001,1,EIRE'], NOW, ' Customer_ID,description,price,extra,invoice_date,quantity,stock_code,invoice,country');
    expect(orderOf(store, 1).lines[0]).toMatchObject({ title: 'A "big", red\nmug', quantity: 2, unitPrice: 150 });
    expect(store.customers.get(5)?.countryCode).toBe('IE');
  });

  it('without rows is an empty store', async () => {
    const store = await load([]);
    expect([store.orders.size, store.customers.size, store.products.size]).toEqual([0, 0, 0]);
  });

  it.each([
    ['a missing column', ['1'], 'invoice,stock_code,quantity', /line 1: the header lacks description, invoice_date, price, customer_id, country/],
    ['a column twice', [], `${HEADER},price`, /price stands twice/],
    ['a row that is too short', ['1,10001,x,1'], HEADER, /line 2: has 4 fields where the header has 8/],
    ['a bad quantity', [row('1', '1', 1, 1, '1', ''), '1,10001,x,two,2011-01-01 10:00:00,1,5,UK'], HEADER, /line 3: quantity "two"/],
    ['a bad price', ['1,10001,x,1,2011-01-01 10:00:00,1;5,5,UK'], HEADER, /line 2: price "1;5"/],
    ['a bad date', ['1,10001,x,1,2011-02-31 10:00:00,1,5,UK'], HEADER, /line 2: invoice_date "2011-02-31 10:00:00"/],
    ['a bad customer', ['1,10001,"x\ny",1,2011-01-01 10:00:00,1,5,UK', '1,10001,x,1,2011-01-01 10:00:00,1,abc,UK'], HEADER, /line 4: customer_id "abc"/],
    ['two invoices of one number', [row('01', '10001', 1, 1, '1', '5'), row('1', '10001', 1, 1, '1', '5')], HEADER, /line 3: invoices "1" and "01"/],
    ['an invoice number that no id can hold', [row('99999999999999999999', '10001', 1, 1, '1', '5')], HEADER, /line 2: invoice "99999999999999999999"/],
  ])('with %s is refused with the line and the value', async (_, rows, header, message) => {
    await expect(load(rows, NOW, header)).rejects.toThrow(message);
  });

  it('that is empty is refused', async () => {
    const path = join(dir, 'empty.csv');
    writeFileSync(path, '');
    await expect(loadOnlineRetail(path, { now: NOW, shopDomain: 'x' })).rejects.toThrow(/is empty/);
  });
});
