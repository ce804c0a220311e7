import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { interactionsThrough, ofCustomers } from './interactions.ts';
import { columns, CUT_OFF, madeRows } from './made-shops.test-data.ts';
import { trainRecommender, type Recommender } from './recommender.ts';

/** Everybody's lists by code, with scores. */
function said(recommender: Recommender): unknown {
  const { seen } = recommender.knowledge;
  return seen.customerIds.flatMap((id, customer) => {
    const lists = recommender.lists(customer, 10);
    if (lists === null) return [];
    const coded = (list: typeof lists.items): unknown => list.map(({ product, score, repeat }) => [seen.productCodes[product], score, repeat]);
    return [[id, coded(lists.items), coded(lists.novel)]];
  });
}

const shops = fc.record({ seed: fc.integer({ min: 1, max: 1e6 }), customers: fc.constantFrom(1, 30, 450) });

describe('recommendations of any shop', () => {
  it('name no product twice, call novel only what the customer never had, and have falling finite scores', () => {
    fc.assert(fc.property(shops, ({ seed, customers }) => {
      const all = columns(madeRows(seed, customers));
      const recommender = trainRecommender(all, CUT_OFF);
      for (let customer = 0; customer < all.customerIds.length; customer += 1) {
        const history = recommender.history(customer);
        const lists = recommender.lists(customer, 10);
        expect(lists === null).toBe(history === null);
        if (lists === null || history === null) continue;
        const had = new Set(history.products);
        for (const list of [lists.items, lists.novel]) {
          expect(new Set(list.map(({ product }) => product)).size).toBe(list.length);
          expect(list.every(({ score }, at) => Number.isFinite(score) && (at === 0 || score <= (list[at - 1]?.score ?? 0)))).toBe(true);
          expect(list.every(({ product, repeat }) => had.has(product) === repeat)).toBe(true);
        }
        expect(lists.novel.some(({ repeat }) => repeat)).toBe(false);
      }
    }), { numRuns: 4 });
  });

  it('are the same whatever comes after the cut-off', () => {
    fc.assert(fc.property(shops, ({ seed, customers }) => {
      const rows = madeRows(seed, customers);
      const past = rows.filter(({ day }) => day <= CUT_OFF);
      const other = past.concat(rows.filter(({ day }) => day > CUT_OFF).map((row) => ({ ...row, customerId: `${row.customerId}0`, productCode: `P${row.productCode}`, unitPrice: 9 })));
      expect(said(trainRecommender(columns(rows), CUT_OFF))).toEqual(said(trainRecommender(columns(past), CUT_OFF)));
      expect(said(trainRecommender(columns(other), CUT_OFF))).toEqual(said(trainRecommender(columns(past), CUT_OFF)));
    }), { numRuns: 2 });
  });

  it('are the same whatever the order of the rows', () => {
    fc.assert(fc.property(shops, fc.integer({ min: 1, max: 997 }), ({ seed, customers }, step) => {
      const rows = madeRows(seed, customers);
      const mixed = rows.map((row, at) => ({ row, key: (at * step) % 1009 })).sort((a, b) => a.key - b.key).map(({ row }) => row);
      expect(said(trainRecommender(columns(mixed), CUT_OFF))).toEqual(said(trainRecommender(columns(rows), CUT_OFF)));
    }), { numRuns: 2 });
  });

  it('learn rankers where there is enough, and put a customer\'s own shelf first', () => {
    const all = columns(madeRows(7, 700));
    const recommender = trainRecommender(all, CUT_OFF);
    expect(recommender.choice.kinds.reorder.figures.map(({ method }) => method)).toContain('ranker');
    const { productCodes } = all;
    let own = 0;
    let total = 0;
    for (let customer = 0; customer < all.customerIds.length; customer += 1) {
      const shelf = Number(all.customerIds[customer]?.slice(1)) % 4;
      for (const { product } of recommender.lists(customer, 5)?.items ?? []) {
        total += 1;
        if (Math.floor(Number(productCodes[product]?.slice(1)) / 10) === shelf) own += 1;
      }
    }
    expect(own / total).toBeGreaterThan(0.9);
  });

  it('leave out what is not allowed', () => {
    const all = columns(madeRows(7, 30));
    const recommender = trainRecommender(all, CUT_OFF);
    const lists = recommender.lists(0, 10, (product) => product % 2 === 0);
    expect(lists?.items.length).toBeGreaterThan(0);
    expect(lists?.items.concat(lists.novel).every(({ product }) => product % 2 === 0)).toBe(true);
  });
});

describe('the columns', () => {
  it('hold a product once a day, both ways, and are cut at a day without a trace of the next', () => {
    const all = columns([
      { customerId: 'b', productCode: 'Y', day: 2, quantity: 1, unitPrice: 300 }, { customerId: 'a', productCode: 'Y', day: 1, quantity: 1, unitPrice: 100 },
      { customerId: 'a', productCode: 'Y', day: 1, quantity: 3, unitPrice: 200 }, { customerId: 'a', productCode: 'X', day: 2, quantity: 1, unitPrice: 50 },
    ]);
    expect([all.customerIds, all.productCodes]).toEqual([['a', 'b'], ['X', 'Y']]);
    expect([...all.basketDay]).toEqual([1, 2, 2]);
    expect([[...all.product], [...all.quantity], [...all.unitPrice]]).toEqual([[1, 0, 1], [4, 1, 1], [175, 50, 300]]);
    expect([[...all.productStart], [...all.productBasket]]).toEqual([[0, 1, 3], [1, 0, 2]]);
    const first = interactionsThrough(all, 1);
    expect([[...first.customerStart], [...first.product], [...first.productStart]]).toEqual([[0, 1, 1], [1], [0, 0, 1]]);
  });

  it('have guests behind the customers, and leave them out where they are not wanted', () => {
    const known = [{ customerId: '9', productCode: 'X', day: 1, quantity: 1, unitPrice: 50 }, { customerId: '8', productCode: 'Y', day: 2, quantity: 1, unitPrice: 50 }];
    const all = columns([{ customerId: '1', guest: true, productCode: 'Y', day: 3, quantity: 1, unitPrice: 50 }, ...known]);
    expect([all.customerIds, all.customers]).toEqual([['8', '9', '1'], 2]);
    expect(ofCustomers(all)).toEqual(columns(known));
  });
});
