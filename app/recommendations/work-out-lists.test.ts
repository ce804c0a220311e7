import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { complementOf } from './complement-of.ts';
import { createInteractionsBuilder, type InteractionRow, type Interactions } from './interactions.ts';
import { LISTED, workOutLists, type CatalogueProduct, type CustomerLists, type ListItem, type ProductLists, type ShopLists } from './work-out-lists.ts';

const CUT_OFF = 500;

const rowsOfAnyShop = fc.array(
  fc.record({ customerId: fc.constantFrom('1', '2', '3', '4', '5', '6'), guest: fc.boolean(), productCode: fc.constantFrom('10', '11', '12', '13', '14', '15', '16'), day: fc.integer({ min: 300, max: CUT_OFF + 40 }), quantity: fc.integer({ min: 1, max: 3 }), unitPrice: fc.constantFrom(100, 900) }),
  { minLength: 1, maxLength: 120 },
);
const returnsOfAnyShop = fc.array(fc.record({ customerId: fc.constantFrom('1', '2', '3'), productCode: fc.constantFrom('10', '11', '12'), day: fc.integer({ min: 400, max: CUT_OFF + 40 }), quantity: fc.integer({ min: 1, max: 9 }) }), { maxLength: 6 });

/** 10 is a gift card, 16 is no longer in the catalogue, 15 came of late. */
const CATALOGUE: CatalogueProduct[] = ['10', '11', '12', '13', '14', '15'].map((id) => ({ id, productType: id < '13' ? 'Mug' : '', createdDay: id === '15' ? 470 : 1, isGiftCard: id === '10' }));

function columns(rows: readonly InteractionRow[], returns: readonly Omit<InteractionRow, 'unitPrice'>[] = []): Interactions {
  const builder = createInteractionsBuilder();
  for (const row of rows) builder.add(row);
  for (const row of returns) builder.addReturn(row);
  return builder.finish();
}

function listsOf(rows: readonly InteractionRow[], returns: readonly Omit<InteractionRow, 'unitPrice'>[] = []): Omit<ShopLists, 'products' | 'customers'> & { products: ProductLists[]; customers: CustomerLists[] } {
  const lists = workOutLists(columns(rows, returns), CATALOGUE, CUT_OFF);
  return { ...lists, products: [...lists.products], customers: [...lists.customers] };
}

function everyList(lists: ReturnType<typeof listsOf>): ListItem[][] {
  const { shop } = lists;
  return [...lists.products.flatMap(({ together, also }) => [together, also]), ...lists.customers.flatMap(({ reorder, discover }) => [reorder, discover]), shop.bestsellers, shop.rising, shop.fresh, ...shop.byType.map(({ items }) => items)];
}

const personOf = ({ customerId, guest }: InteractionRow): string => `${guest === true ? 'guest ' : ''}${customerId}`;
const who = (rows: readonly InteractionRow[], productCode: string): Set<string> => new Set(rows.filter((row) => row.productCode === productCode).map(personOf));

/** Holds a reason against the rows themselves. */
function recount(rows: readonly InteractionRow[], customer: string | null, product: string, reason: ListItem['reason']): void {
  const past = rows.filter(({ day }) => day <= CUT_OFF);
  const daysOf = (of: readonly InteractionRow[]): number => new Set(of.map((row) => `${personOf(row)} ${row.day}`)).size;
  const own = [...new Set(past.filter((row) => row.guest !== true && row.customerId === customer && row.productCode === product).map(({ day }) => day))].sort((a, b) => a - b);
  const within = (days: number): number => daysOf(past.filter((row) => row.productCode === product && CUT_OFF - row.day < days));
  switch (reason.kind) {
    case 'you-reorder': {
      expect([reason.baskets, reason.lastDaysAgo]).toEqual([own.length, CUT_OFF - (own.at(-1) ?? 0)]);
      expect(reason.everyDays).toBe(Math.max(1, Math.round(((own.at(-1) ?? 0) - (own[0] ?? 0)) / (own.length - 1))));
      break;
    }
    case 'you-bought': expect([1, reason.lastDaysAgo]).toEqual([own.length, CUT_OFF - (own[0] ?? 0)]); break;
    case 'bought-with': case 'also-bought': {
      const buyers = who(past, reason.product);
      const both = new Set(past.filter((row) => row.productCode === product && past.some((other) => other.productCode === reason.product && personOf(other) === personOf(row) && (reason.kind === 'also-bought' || other.day === row.day))).map(personOf));
      expect([reason.by, reason.ofBuyers]).toEqual([both.size, buyers.size]);
      break;
    }
    case 'rising': expect(reason.baskets).toBe(within(14)); break;
    case 'popular': expect(reason.baskets).toBe(within(reason.days)); break;
    case 'new': expect(reason.baskets).toBe(within(Number.POSITIVE_INFINITY)); break;
  }
}

describe('the lists of any shop', () => {
  it('name no product twice, no gift card, nothing that is gone, with falling finite scores, at most so many', () => {
    fc.assert(fc.property(rowsOfAnyShop, returnsOfAnyShop, (rows, returns) => {
      for (const list of everyList(listsOf(rows, returns))) {
        expect(list.length).toBeLessThanOrEqual(LISTED);
        expect(new Set(list.map(({ product }) => product)).size).toBe(list.length);
        expect(list.some(({ product }) => product === '10' || product === '16')).toBe(false);
        expect(list.every(({ score }, at) => Number.isFinite(score) && (at === 0 || score <= (list[at - 1]?.score ?? 0)))).toBe(true);
      }
    }), { numRuns: 40 });
  });

  it('have reasons whose numbers can be counted again from the orders', () => {
    fc.assert(fc.property(rowsOfAnyShop, (rows) => {
      const lists = listsOf(rows);
      for (const { customer, reorder, discover } of lists.customers) for (const { product, reason } of [...reorder, ...discover]) recount(rows, customer, product, reason);
      for (const { together, also } of lists.products) for (const { product, reason } of [...together, ...also]) recount(rows, null, product, reason);
      for (const { product, reason } of [...lists.shop.bestsellers, ...lists.shop.rising, ...lists.shop.fresh]) recount(rows, null, product, reason);
    }), { numRuns: 40 });
  });

  it('of a customer keep what they had apart from what they had not, leave out what came back whole, and no guest has any', () => {
    fc.assert(fc.property(rowsOfAnyShop, returnsOfAnyShop, (rows, returns) => {
      const past = rows.filter(({ day, guest }) => day <= CUT_OFF && guest !== true);
      const lists = listsOf(rows, returns);
      expect(lists.customers.map(({ customer }) => customer)).toEqual([...new Set(past.map(({ customerId }) => customerId))].sort());
      for (const { customer, reorder, discover } of lists.customers) {
        const own = past.filter(({ customerId }) => customerId === customer);
        expect(reorder.every(({ product }) => own.some(({ productCode }) => productCode === product))).toBe(true);
        expect(discover.some(({ product }) => own.some(({ productCode }) => productCode === product))).toBe(false);
        for (const { product } of reorder) {
          const units = (of: readonly { productCode: string; quantity: number }[]): number => of.reduce((sum, row) => sum + (row.productCode === product ? row.quantity : 0), 0);
          const back = units(returns.filter(({ customerId, day }) => customerId === customer && day <= CUT_OFF));
          expect(back === 0 || back < units(own)).toBe(true);
        }
      }
    }), { numRuns: 40 });
  });

  it('are the same whatever the order of the rows, and whatever comes after the last known day', () => {
    fc.assert(fc.property(rowsOfAnyShop, fc.integer(), (rows, seed) => {
      const mixed = rows.map((row, at) => ({ row, key: Math.sin(seed + at) })).sort((a, b) => a.key - b.key).map(({ row }) => row);
      const past = rows.filter(({ day }) => day <= CUT_OFF);
      fc.pre(past.length > 0);
      expect(listsOf(mixed)).toEqual(listsOf(rows));
      expect(listsOf(past)).toEqual(listsOf(rows));
    }), { numRuns: 20 });
  });
});

describe('the lists of a shop', () => {
  const buy = (customerId: string, day: number, ...codes: string[]): InteractionRow[] => codes.map((productCode) => ({ customerId, productCode, day, quantity: 1, unitPrice: 100 }));

  it('count guests for products', () => {
    const rows = [...buy('1', 480, '11', '12'), ...buy('7', 481, '11', '12').map((row) => ({ ...row, guest: true })), ...buy('8', 482, '11').map((row) => ({ ...row, guest: true }))];
    const lists = listsOf(rows);
    expect(lists.products[0]).toMatchObject({ product: '11', together: [{ product: '12', reason: { kind: 'bought-with', product: '11', by: 2, ofBuyers: 3 } }] });
    expect(lists.shop.bestsellers[0]).toMatchObject({ product: '11', reason: { kind: 'popular', baskets: 3, days: 28 } });
    expect(lists.shop.byType.map(({ productType, items }) => [productType, items.map(({ product }) => product)])).toEqual([['Mug', ['11', '12']]]);
    expect(lists.customers.map(({ customer }) => customer)).toEqual(['1']);
  });

  it('say what is new and what rises', () => {
    const rows = [...Array.from({ length: 12 }, (_, at) => at).flatMap((at) => buy(String(at), 488 + at, '13')), ...buy('1', 200, '13'), ...buy('2', 480, '15'), ...buy('3', 485, '15'), ...buy('4', 490, '14')];
    const { shop } = listsOf(rows);
    expect(shop.fresh).toMatchObject([{ product: '15', reason: { kind: 'new', daysAgo: 30, baskets: 2 } }]);
    expect(shop.rising).toMatchObject([{ product: '13', reason: { kind: 'rising', baskets: 12 } }]);
  });
});

describe('what goes with a basket', () => {
  const item = (product: string, score: number, by: string): ListItem => ({ product, score, reason: { kind: 'bought-with', product: by, by: 3, ofBuyers: 9 } });
  const lists = [{ product: 'a', together: [item('b', 0.5, 'a'), item('c', 0.3, 'a'), item('d', 0.1, 'a')] }, { product: 'b', together: [item('d', 0.4, 'b'), item('c', 0.2, 'b')] }];

  it('is what goes with its products, added up, with the stronger reason, and nothing that is in it', () => {
    expect(complementOf(lists, ['a', 'b'])).toEqual([{ ...item('c', 0.5, 'a') }, { ...item('d', 0.5, 'b') }]);
    expect(complementOf([...lists].reverse(), ['b', 'a'])).toEqual(complementOf(lists, ['a', 'b']));
    expect(complementOf([], ['a'])).toEqual([]);
  });
});
