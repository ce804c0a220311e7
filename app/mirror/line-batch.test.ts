import { describe, expect, it } from 'vitest';
import { below, shopifyCustomer, shopifyLine, shopifyOrder, shopifyProduct, shopifyVariant } from '#tests/factories/shopify-rows.ts';
import { BatchBuilder, KEPT_RAW_BYTES, type LineBatch } from './line-batch.ts';
import type { BulkKind } from './mirror-tables.ts';
import type { CopyText } from './copy-text.ts';

function batchOf(kind: BulkKind, rows: (object | string)[], shopDecimals = 2): LineBatch {
  const builder = new BatchBuilder(kind, shopDecimals);
  rows.forEach((row, at) => builder.add({ number: at + 1, text: typeof row === 'string' ? row : JSON.stringify(row), fault: null }));
  return builder.take();
}

/** COPY text read back as PostgreSQL would: rows of cells. */
function rowsOf(text: CopyText): (string | null)[][] {
  const lines = text.bytes().toString('utf8').split('\n').slice(0, -1);
  const plain: Record<string, string> = { '\\\\': '\\', '\\n': '\n', '\\r': '\r', '\\t': '\t' };
  return lines.map((line) => line.split('\t').map((cell) => (cell === '\\N' ? null : cell.replace(/\\[\\nrt]/g, (escape) => plain[escape] as string))));
}

describe('a line of a bulk result', () => {
  it('becomes a row of its table, with its line number in front', () => {
    const batch = batchOf('customers', [shopifyCustomer(1), shopifyCustomer(2)]);
    expect(batch).toMatchObject({ lines: 2, roots: 2, children: 0, unreadable: 0, rejected: [] });
    expect(rowsOf(batch.rootText).map((row) => row.slice(0, 4))).toEqual([['1', '1', 'Ada', 'Lovelace'], ['2', '2', 'Ada', 'Lovelace']]);
  });

  it('that is malformed is rejected alone', () => {
    const batch = batchOf('customers', [shopifyCustomer(1), '{"id": "gid://shopify/Cust', shopifyCustomer(3), '[1]', '7', 'null']);
    expect(batch).toMatchObject({ lines: 6, roots: 2, unreadable: 4 });
    expect(batch.rejected.map((row) => [row.lineNumber, row.code])).toEqual([[2, 'not-json'], [4, 'not-json'], [5, 'not-json'], [6, 'not-json']]);
    expect(rowsOf(batch.rootText)).toHaveLength(2);
  });

  it('cut off at the end of the file is rejected, and kept as it came', () => {
    const cut = JSON.stringify(shopifyCustomer(2)).slice(0, 40);
    expect(batchOf('customers', [shopifyCustomer(1), cut]).rejected).toEqual([{ lineNumber: 2, code: 'not-json', reason: expect.any(String) as string, raw: cut }]);
  });

  it('of 10 MB is rejected by its number', () => {
    const builder = new BatchBuilder('customers', 2);
    builder.add({ number: 9, text: '{"id":', fault: 'too-long' });
    expect(builder.take().rejected).toMatchObject([{ lineNumber: 9, code: 'too-long' }]);
  });

  it('nested 10,000 deep is taken or rejected, and never ends the import', () => {
    const deep = `{"id":"gid://shopify/Customer/1","tags":${'['.repeat(10_000)}${']'.repeat(10_000)}}`;
    expect(batchOf('customers', [deep, shopifyCustomer(2)])).toMatchObject({ lines: 2, rejected: [{ lineNumber: 1 }] });
  });

  it('with an unknown currency is rejected, a line of an order as well as the order', () => {
    const batch = batchOf('orders', [
      shopifyOrder(1, { currency: 'ZZZ' as 'GBP' }),
      below('gid://shopify/Order/1', shopifyLine(11, { unit: { s: { a: '1.0', c: 'ZZZ' as 'GBP' } } })),
      shopifyOrder(2),
    ]);
    expect(batch.rejected.map((row) => row.code)).toEqual(['currency', 'currency']);
    expect(batch.rejected[0]?.reason).toContain('"ZZZ"');
    expect(rowsOf(batch.rootText)).toHaveLength(1);
  });

  it.each([
    ['no id', { ...shopifyCustomer(1), id: undefined }, 'type'],
    ['the id of another type', { ...shopifyCustomer(1), id: 'gid://shopify/Order/1' }, 'type'],
    ['an id that is no number', { ...shopifyCustomer(1), id: 'gid://shopify/Customer/abc' }, 'id'],
    ['an id beyond what a number holds', { ...shopifyCustomer(1), id: 'gid://shopify/Customer/99999999999999999999' }, 'id'],
    ['a date that is none', { ...shopifyCustomer(1), updatedAt: 'yesterday' }, 'instant'],
    ['the 31st of February of month 13', { ...shopifyCustomer(1), updatedAt: '2026-13-31T00:00:00Z' }, 'instant'],
    ['the 31st of February', { ...shopifyCustomer(1), updatedAt: '2026-02-31T00:00:00Z' }, 'instant'],
    ['the 29th of February of a year without', { ...shopifyCustomer(1), updatedAt: '2025-02-29T00:00:00+01:00' }, 'instant'],
    ['the year 0', { ...shopifyCustomer(1), updatedAt: '0000-01-01T00:00:00Z' }, 'instant'],
    ['no date of change', { ...shopifyCustomer(1), updatedAt: null }, 'instant'],
    ['an amount with too many decimals', shopifyCustomer(1, { amountSpent: { amount: '1.005', currencyCode: 'GBP' } }), 'amount'],
    ['an amount as a number', { ...shopifyCustomer(1), amountSpent: { amount: 1.5, currencyCode: 'GBP' } }, 'amount'],
    ['no amount at all', { ...shopifyCustomer(1), amountSpent: null }, 'form'],
    ['tags that are no list', { ...shopifyCustomer(1), tags: 'vip' }, 'form'],
    ['a name that is a number', { ...shopifyCustomer(1), firstName: 7 }, 'form'],
  ])('with %s is rejected with its reason', (_, row, code) => {
    expect(batchOf('customers', [row]).rejected).toMatchObject([{ lineNumber: 1, code }]);
  });

  it('that is a child where none is asked for, or of another kind, is rejected', () => {
    expect(batchOf('customers', [below('gid://shopify/Customer/1', shopifyLine(1))]).rejected).toMatchObject([{ code: 'type' }]);
    expect(batchOf('orders', [below('gid://shopify/Product/1', shopifyLine(1))]).rejected).toMatchObject([{ code: 'id' }]);
    expect(batchOf('orders', [below('gid://shopify/Order/1', shopifyVariant(1))]).rejected).toMatchObject([{ code: 'type' }]);
  });

  it('that is rejected is kept in 2 kB at most, without NUL or a broken character', () => {
    const [rejected] = batchOf('customers', [{ ...shopifyCustomer(1), id: 'x', firstName: '\u{1F600}'.repeat(2_000) }, `\0{`]).rejected;
    expect(Buffer.byteLength(rejected?.raw ?? '')).toBeLessThanOrEqual(KEPT_RAW_BYTES);
    expect(rejected?.raw).not.toMatch(/\ufffd/);
    expect(batchOf('customers', ['\0{']).rejected[0]?.raw).toBe('{');
  });
});

describe('a customer', () => {
  const column = (changes: Parameters<typeof shopifyCustomer>[1]): (string | null)[] => rowsOf(batchOf('customers', [shopifyCustomer(1, changes)]).rootText)[0] ?? [];

  it('without name, e-mail, phone and address is a customer all the same', () => {
    const row = column({ firstName: null, lastName: null, defaultEmailAddress: null, defaultPhoneNumber: null, defaultAddress: null, statistics: { rfmGroup: null, predictedSpendTier: null } });
    expect(row.slice(1, 6)).toEqual(['1', null, null, null, null]);
  });

  it('keeps emoji and right-to-left names as they are, and loses NUL', () => {
    expect(column({ firstName: 'שלום 👩‍🚀', lastName: 'a\0b' }).slice(2, 4)).toEqual(['שלום 👩‍🚀', 'ab']);
  });

  it('keeps tabs, line breaks and backslashes', () => {
    expect(column({ firstName: 'a\tb\nc\\d\r', lastName: '\\N' }).slice(2, 4)).toEqual(['a\tb\nc\\d\r', '\\N']);
  });

  it('keeps a tag of 300 characters, quotes and braces', () => {
    const tags = ['x'.repeat(300), '"quoted"', '{brace}', 'back\\slash', 'NULL', ''];
    expect(column({ tags })[16]).toBe(`{"${'x'.repeat(300)}","\\"quoted\\"","{brace}","back\\\\slash","NULL",""}`);
  });
});

describe('an order', () => {
  const orderRow = (changes: Parameters<typeof shopifyOrder>[1]): (string | null)[] => rowsOf(batchOf('orders', [shopifyOrder(5, changes)]).rootText)[0]?.slice(1) ?? [];

  it('of a guest has no customer', () => {
    expect(orderRow({ customer: null }).slice(0, 2)).toEqual(['5', null]);
  });

  it('in the future, or with a negative subtotal, is kept as Shopify says it', () => {
    const row = orderRow({ processedAt: '2199-01-01T00:00:00Z', subtotal: { s: { a: '-4.25' } } });
    expect(row[2]).toBe('2199-01-01T00:00:00Z');
    expect(row[9]).toBe('-425');
  });

  it.each([['JPY', '1200', '1200'], ['KWD', '1.234', '1234'], ['USD', '10.1', '1010']])('in %s counts in that currency\'s minor unit', (currencyCode, amount, minor) => {
    expect(orderRow({ currency: currencyCode as 'GBP', total: { s: { a: amount } }, subtotal: null, discounts: null, tax: null,
      shipping: { s: { a: '0' } }, subtotalNow: { s: { a: '0' } }, discountsNow: { s: { a: '0' } }, totalNow: { s: { a: '0' } } })[13]).toBe(minor);
  });

  it('brings its refunds along, and is marked as having more to be read', () => {
    const batch = batchOf('orders', [shopifyOrder(5, { refunds: [{ id: 'gid://shopify/Refund/51', createdAt: null, processedAt: '2026-04-01T00:00:00Z', note: 'Chipped', total: { s: { a: '2.5' } }, return: null }] })]);
    expect(rowsOf(batch.insideText)).toEqual([['1', '5', '51', null, '2026-04-01T00:00:00Z', '250', null, 'Chipped']]);
    expect(rowsOf(batch.rootText)[0]?.[23]).toBe('t');
  });

  it('whose line has discounts keeps what each took, and their sum', () => {
    const allocation = { amount: { s: { a: '1.1' } }, by: { __typename: 'DiscountCodeApplication' as const, index: 0, method: 'ACROSS' as const, target: 'ALL' as const, value: { percentage: 10 }, code: 'TEN\0' } };
    const row = rowsOf(batchOf('orders', [below('gid://shopify/Order/5', shopifyLine(6, { off: [allocation, allocation] }))]).childText)[0] ?? [];
    expect(row[9]).toBe('220');
    expect(JSON.parse(row[19] ?? '')).toEqual(Array.from({ length: 2 }, () => ({ index: 0, amount: 110, kind: 'code', title: 'TEN', method: 'ACROSS', target: 'ALL', percentage: 10 })));
  });
});

describe('a product', () => {
  it('and its variants are rows, prices in the minor unit of the shop', () => {
    const batch = batchOf('products', [shopifyProduct(7), below('gid://shopify/Product/7', shopifyVariant(70, { price: '1200' }))], 0);
    expect(batch).toMatchObject({ roots: 1, children: 1, rejected: [] });
    expect(rowsOf(batch.childText)[0]?.slice(1, 4)).toEqual(['7', '70', '1200']);
  });
});
