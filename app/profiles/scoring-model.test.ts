import { describe, expect, it } from 'vitest';
import { madeShop, onePurchaseFacts, scoredShop, type MadeCustomer } from './arbitrary-shop.test-data.ts';
import { addCustomerToModel, createModelColumns } from './model-columns.ts';
import { buildScoringModel, parseScoringModel } from './scoring-model.ts';
import { defaultScoringSettings, scoringSettingsSchema } from './settings.ts';

const NOW = 15_318;

function buyerOf(id: number, values: readonly number[], day = NOW - 10): MadeCustomer {
  return {
    id: String(id), excluded: false, emptyOrders: 0,
    purchases: values.map((value) => ({ day, value, foreign: false, discounted: false, units: 1, refundedUnits: 0 })),
  };
}

describe('scoring model', () => {
  it('of a shop without customers is empty, below the floor, and readable', () => {
    const { model } = scoredShop([], defaultScoringSettings(), NOW);
    expect(parseScoringModel(JSON.parse(JSON.stringify(model)))).toEqual(model);
    expect(model).toMatchObject({
      format: 1, customers: 0, gap: { doubled: 120, assumed: true }, floor: { met: false }, rules: { r: 'rhythm', f: 'bands', m: 'median-order' },
      spendCuts: [null, null, null, null], vip: { spendFrom: null, ranked: 0 }, bigSpender: { from: null, ranked: 0 },
    });
  });

  it('falls back to rhythm, bands and the median order below the floor, whatever is set', () => {
    const settings = scoringSettingsSchema.parse({ rRule: 'plain', fRule: 'midrank' });
    const { model } = scoredShop([buyerOf(1, [1000]), buyerOf(2, [3000])], settings, NOW);
    expect(model.rules).toEqual({ r: 'rhythm', f: 'bands', m: 'median-order' });
    // Median of 1000 and 3000: 2000.
    expect(model).toMatchObject({ recencyLimits: null, frequencyCuts: [2, 3, 4, 6], spendCuts: [1000, 2000, 4000, 8000] });
  });

  it('ranks VIPs without a floor: the best of five is at 0.9, the best of four at 0.875', () => {
    const shop = [1, 2, 3, 4, 5].map((id) => buyerOf(id, [id * 100]));
    expect(scoredShop(shop, defaultScoringSettings(), NOW).model.vip).toEqual({ spendFrom: 500, ranked: 5 });
    expect(scoredShop(shop.slice(0, 4), defaultScoringSettings(), NOW).model.vip).toEqual({ spendFrom: null, ranked: 4 });
  });

  it('ranks only spend of the last 365 days for VIP', () => {
    const shop = [buyerOf(1, [100], NOW - 364), buyerOf(2, [900], NOW - 365)];
    expect(scoredShop(shop, defaultScoringSettings(), NOW).model.vip.ranked).toBe(1);
  });

  it('keeps the top 5% by mean order value as the fraction itself', () => {
    const shop = Array.from({ length: 10 }, (_, index) => buyerOf(index, [100 + index, 100, 100]));
    // Ten different means; the best is at (2 x 9 + 1) / 20 = 0.95: 309 / 3 = 103 / 1.
    expect(scoredShop(shop, defaultScoringSettings(), NOW).model.bigSpender).toEqual({ from: { spend: 103, purchases: 1 }, ranked: 10 });
    const nine = Array.from({ length: 10 }, (_, index) => buyerOf(index, [101 + index, 100, 100]));
    expect(scoredShop(nine, defaultScoringSettings(), NOW).model.bigSpender).toEqual({ from: { spend: 310, purchases: 3 }, ranked: 10 });
  });

  it('leaves excluded customers out of everything', () => {
    const shop = madeShop(9, 400, NOW);
    const { model } = scoredShop(shop, defaultScoringSettings(), NOW);
    const without = scoredShop(shop.filter((customer) => !customer.excluded), defaultScoringSettings(), NOW).model;
    expect(model.excludedCustomers).toBeGreaterThan(0);
    expect({ ...model, customers: 0, excludedCustomers: 0 }).toEqual({ ...without, customers: 0, excludedCustomers: 0 });
  });

  it('stops at impossible facts with the customer’s id', () => {
    const columns = createModelColumns(NOW);
    expect(() => addCustomerToModel(columns, onePurchaseFacts({ customerId: '77', netSpend: 1.5 }))).toThrow('customer 77');
    expect(() => addCustomerToModel(columns, onePurchaseFacts({ customerId: '78', lastPurchaseDay: NOW + 1 }))).toThrow('78');
  });

  it('of another format is not read, and says what to do', () => {
    const { model } = scoredShop([], defaultScoringSettings(), NOW);
    expect(() => parseScoringModel({ ...model, format: 0 })).toThrow('Rebuild the profiles');
    expect(() => parseScoringModel(null)).toThrow('Rebuild the profiles');
  });

  it('of many more customers than its columns begin with has them all', () => {
    const columns = createModelColumns(NOW);
    for (let index = 1; index <= 5000; index += 1) {
      addCustomerToModel(columns, onePurchaseFacts({ customerId: String(index), spendInWindow: index, netSpend: 5000, firstPurchaseValue: 0, spendLastYear: 0 }));
    }
    const model = buildScoringModel(columns, { gap: { doubled: 120, assumed: true, customersWithGap: 0 }, firstCountedOrderDay: 15_000, medianOrderValueDoubled: 2 }, defaultScoringSettings());
    expect(model).toMatchObject({ spendRanked: 5000, floor: { buyers: 5000, repeatBuyers: 0, met: false } });
  });
});
