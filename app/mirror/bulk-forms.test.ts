import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ByteLine } from '../shopify/json-lines.ts';
import { below, shopifyCustomer, shopifyLine, shopifyOrder } from '#tests/factories/shopify-rows.ts';
import { bulkForms } from './bulk-forms.ts';
import { BatchBuilder, type LineBatch } from './line-batch.ts';
import type { BulkKind } from './mirror-tables.ts';

/** What is made of lines read as bytes, by their form where they have it, and of the same lines parsed as JSON. */
function bothWays(kind: BulkKind, lines: readonly Buffer[]): [byForm: object, parsed: object] {
  const made = (line: (number: number, bytes: Buffer) => ByteLine | { number: number; text: string; fault: null }): object => {
    const builder = new BatchBuilder(kind, 2);
    lines.forEach((bytes, at) => builder.add(line(at + 1, bytes)));
    return comparable(builder.take());
  };
  return [made((number, bytes) => new ByteLine(number, bytes)), made((number, bytes) => ({ number, text: bytes.toString('utf8'), fault: null }))];
}

/** With rows in the order of their text: a batch does not keep theirs. */
function comparable(batch: LineBatch): object {
  const sorted = (bytes: Buffer): string[] => bytes.toString('utf8').split('\n').sort();
  return { ...batch, rootText: sorted(batch.rootText.bytes()), childText: sorted(batch.childText.bytes()), insideText: sorted(batch.insideText.bytes()) };
}

const line = (row: unknown): Buffer => Buffer.from(JSON.stringify(row), 'utf8');
const isOfForm = (kind: BulkKind, row: object): boolean => {
  const forms = bulkForms(kind);
  return forms?.root.make(1, line(row)) === true || forms?.child?.make(1, line(row)) === true;
};

const text = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.string({ unit: fc.constantFrom('"', '\\', '/', '\n', '\t', '\r', '\b', '\0', 'é', '👩‍🚀', 'x', '{', '}', ',') }), fc.constantFrom('NO_RETURN', 'null', ''));
const textOrNull = fc.option(text);
const instant = fc.oneof(
  fc.date({ min: new Date('1995-01-01T00:00:00Z'), max: new Date('2100-01-01T00:00:00Z'), noInvalidDate: true }).map((date) => `${date.toISOString().slice(0, 19)}Z`),
  fc.constantFrom('2024-02-29T00:00:00Z', '2025-02-29T00:00:00Z', '2026-04-31T00:00:00Z', '2026-12-31T23:59:60Z', '2026-01-31T00:00:00+01:00', '2026-01-01T24:00:00Z', 'yesterday', '', '2026-13-01T00:00:00Z', '0000-01-01T00:00:00Z'),
);
const instantOrNull = fc.option(instant);
const decimal = fc.oneof(
  fc.integer({ min: -100_000, max: 10_000_000 }).map((minor) => String(minor / 100)),
  fc.constantFrom('0.0', '-0.0', '5', '5.', '.5', '1.005', '1.500', '007.10', '1-2', '--1', '', '1e5', '999999999999999.0', '99999999999999999999', '0.1', '-0.05', '1.2.3'),
);
const money = decimal.map((a) => ({ s: { a } }));
const moneyOrNull = fc.oneof(money, fc.constantFrom(null, { s: null }, { s: { a: null } }));
const whole = fc.oneof(fc.integer({ min: -20, max: 20 }), fc.constantFrom(null, -0, 1.5, 2_147_483_647, 2_147_483_648, 1e21, '3'));
const flag = fc.oneof(fc.boolean(), fc.constantFrom(null, 'true'));
const texts = fc.oneof(fc.array(text, { maxLength: 3 }), fc.constantFrom(null, [null], [1], 'x'));
const gid = (type: string): fc.Arbitrary<string> => fc.oneof(fc.integer({ min: 1 }).map((id) => `gid://shopify/${type}/${id}`), fc.constantFrom(`gid://shopify/${type}/1?x=2`, `gid://shopify/${type}/`, 'gid://shopify/Shop/1', `gid://shopify/${type}/1234567890123456`, ''));
const object = (type: string): fc.Arbitrary<object | null> => fc.option(fc.record({ id: gid(type) }));
const currency = fc.constantFrom('GBP', 'JPY', 'KWD', 'ZZZ', '', null);

const changedOrder = fc.record({
  id: gid('Order'), name: textOrNull, customer: object('Customer'), processedAt: instantOrNull, cancelledAt: instantOrNull, closedAt: instantOrNull, cancelReason: textOrNull, test: flag, paid: textOrNull, sent: textOrNull, returned: textOrNull,
  currency, shownIn: textOrNull, taxIn: flag, subtotal: moneyOrNull, discounts: moneyOrNull, shipping: moneyOrNull, total: moneyOrNull, totalNow: moneyOrNull, refunded: moneyOrNull, codes: texts, source: textOrNull, app: fc.option(fc.record({ name: textOrNull })),
  journey: fc.option(fc.record({ visit: fc.option(fc.record({ at: instantOrNull, source: textOrNull, type: textOrNull, page: textOrNull, from: textOrNull, utm: fc.option(fc.record({ source: textOrNull, medium: textOrNull, campaign: textOrNull })) })) })),
  sends: fc.array(fc.record({ at: instantOrNull, arrived: instantOrNull }), { maxLength: 2 }), to: fc.option(fc.record({ country: textOrNull })), tags: texts,
}, { requiredKeys: [] });
const percentage = { __typename: fc.constantFrom('DiscountCodeApplication', 'ManualDiscountApplication'), index: whole, method: textOrNull, target: textOrNull, value: fc.oneof(fc.record({ percentage: whole }), fc.record({ amount: decimal })), code: textOrNull };
const changedLine = fc.record({
  id: gid('LineItem'), product: object('Product'), variant: object('ProductVariant'), title: textOrNull, option: textOrNull, sku: textOrNull, vendor: textOrNull, quantity: whole, current: whole, refundable: whole, gift: flag, ships: flag,
  unit: fc.record({ s: fc.record({ a: decimal, c: currency }) }), total: moneyOrNull, net: money, taxes: fc.array(fc.record({ price: moneyOrNull }), { maxLength: 2 }), off: fc.array(fc.record({ amount: money, by: fc.record(percentage) }), { maxLength: 2 }),
}, { requiredKeys: [] });
const changedCustomer = fc.record({
  id: gid('Customer'), firstName: textOrNull, lastName: textOrNull, locale: textOrNull, state: textOrNull, tags: texts, createdAt: instantOrNull, updatedAt: instantOrNull, numberOfOrders: fc.constantFrom('0', '3', '03', '-1', '1.5', '9999999999', '', null),
  amountSpent: fc.option(fc.record({ amount: decimal, currencyCode: currency })), defaultEmailAddress: fc.option(fc.record({ emailAddress: textOrNull, marketingState: textOrNull, marketingOptInLevel: textOrNull, marketingUpdatedAt: instantOrNull })),
  defaultPhoneNumber: fc.option(fc.record({ phoneNumber: textOrNull, smsMarketingConsent: fc.option(fc.record({ state: textOrNull, optInLevel: textOrNull, updatedAt: instantOrNull })) })),
  defaultAddress: fc.option(fc.record({ countryCodeV2: textOrNull, city: textOrNull })), statistics: fc.option(fc.record({ rfmGroup: textOrNull, predictedSpendTier: textOrNull })),
}, { requiredKeys: [] });

/** A line as it may come: whole, or with a byte changed, taken out, put in, or everything from it on cut off. */
const spoilt = (row: fc.Arbitrary<object>): fc.Arbitrary<Buffer> =>
  fc.tuple(row, fc.constantFrom('none', 'none', 'none', 'change', 'remove', 'insert', 'cut'), fc.nat(), fc.oneof(fc.nat({ max: 255 }), fc.constantFrom(...Buffer.from(' "\\{}[],:0n')))).map(([made, how, place, byte]) => {
    const bytes = line(made);
    const at = place % bytes.length;
    if (how === 'none') return bytes;
    if (how === 'cut') return bytes.subarray(0, at);
    return Buffer.concat([bytes.subarray(0, at), ...(how === 'remove' ? [] : [Buffer.from([byte])]), bytes.subarray(how === 'insert' ? at : at + 1)]);
  });

describe('lines that are read by their form', () => {
  it.each<[BulkKind, fc.Arbitrary<object>]>([
    ['orders', fc.oneof(changedOrder.map((changes) => ({ ...shopifyOrder(1), ...changes })), changedLine.map((changes) => below('gid://shopify/Order/1', { ...shopifyLine(11), ...changes })))],
    ['customers', changedCustomer.map((changes) => ({ ...shopifyCustomer(1), ...changes }))],
  ])('become the rows and the rejections that parsing them would, whatever is in them: %s', (kind, row) => {
    fc.assert(
      fc.property(fc.array(spoilt(row), { minLength: 1, maxLength: 5 }), (lines) => {
        const [byForm, parsed] = bothWays(kind, lines);
        expect(byForm).toEqual(parsed);
      }),
      { numRuns: 1_000 },
    );
  });

  it.each<[string, BulkKind, object]>([
    ['an order', 'orders', shopifyOrder(1)],
    ['an order of a guest, cancelled, sent and visited', 'orders', shopifyOrder(1, {
      customer: null, cancelledAt: '2026-03-31T00:00:00Z', sends: [{ at: '2026-03-04T05:06:07Z', arrived: null }], codes: ['TEN', 'é'], tags: ['a'],
      journey: { visit: { at: '2026-03-04T05:06:07Z', source: 'Google', type: 'SEO', page: '/', from: null, utm: { source: 'x', medium: null, campaign: null } } } as never,
    })],
    ['a line', 'orders', below('gid://shopify/Order/1', shopifyLine(11, { title: 'Honey "Heather"' }))],
    ['a line with a tax and a code', 'orders', below('gid://shopify/Order/1', shopifyLine(11, {
      taxes: [{ price: { s: { a: '1.0' } } }], off: [{ amount: { s: { a: '1.1' } }, by: { __typename: 'DiscountCodeApplication', index: 0, method: 'ACROSS', target: 'ALL', value: { percentage: 10 }, code: 'TEN' } }],
    }))],
    ['a customer', 'customers', shopifyCustomer(1)],
    ['a customer whose data is hidden', 'customers', shopifyCustomer(1, { firstName: null, lastName: null, defaultEmailAddress: null, defaultAddress: null })],
  ])('are %s', (_, kind, row) => {
    expect(isOfForm(kind, row)).toBe(true);
    const [byForm, parsed] = bothWays(kind, [line(row)]);
    expect(byForm).toEqual(parsed);
  });

  it('are not those with refunds, several discounts, spaces or bytes that are no text', () => {
    expect(isOfForm('orders', shopifyOrder(1, { refunds: [{ id: 'gid://shopify/Refund/51', createdAt: null, processedAt: '2026-04-01T00:00:00Z', note: null, total: { s: { a: '2.5' } }, return: null }] }))).toBe(false);
    expect(bulkForms('customers')?.root.make(1, Buffer.from(JSON.stringify(shopifyCustomer(1), null, 1)))).toBe(false);
    const bytes = line(shopifyCustomer(1, { firstName: 'Ad?' }));
    bytes[bytes.indexOf(63)] = 0xff;
    expect(bulkForms('customers')?.root.make(1, bytes)).toBe(false);
  });
});
