import { describe, expect, it } from 'vitest';
import { fitForecast, horizonOfShop, type ForecastModel } from './fit-forecast.ts';
import { createForecaster } from './forecaster.ts';
import { madeShop } from './made-shop.test-data.ts';
import { outcomesAfter, purchasesThrough } from './order-histories.ts';
import { LEARNING } from './raw-forecast.ts';
import { churnBand, predictAll, predictCustomer, type CustomerPurchases } from './predict-customer.ts';

const FIRST = 14_000;
const shop = madeShop({ customers: 2000, firstDay: FIRST, days: 1000, seed: 21 });
const NOW = FIRST + 634;
const fitted = fitForecast(shop, NOW, undefined, createForecaster(shop, { ...LEARNING, step: 42 }));
if (!fitted.made) throw new Error(fitted.reason);
// What is kept is JSON: everything below goes by what has been stored and read again.
const model = JSON.parse(JSON.stringify(fitted.model)) as ForecastModel;
const view = purchasesThrough(shop, NOW);
const table = predictAll(model, view);

function customerAt(i: number): CustomerPurchases {
  const [from, to] = [view.starts[i] as number, view.starts[i + 1] as number];
  return {
    days: view.days.subarray(from, to), values: view.values.subarray(from, to), orders: view.orders[i] as number, discountedOrders: view.discountedOrders[i] as number,
    grossValue: view.grossValue[i] as number, refundedValue: view.refundedValue[i] as number,
  };
}

describe('one customer', () => {
  it('is forecast alone as among all others', () => {
    for (const i of [0, 17, 400, view.size - 1]) {
      const one = predictCustomer(model, customerAt(i));
      expect(one.clv12m).toBe(table.clv12m[i]);
      expect(one.pBuy90).toBe(table.pBuy90[i]);
      expect(one.pBuy).toBe(table.pBuy[i]);
      expect(one.nextOrderDay ?? Number.NaN).toEqual(table.nextOrderDay[i]);
    }
  });

  it('is worth more after a purchase, and less as days go by without one', () => {
    const base: CustomerPurchases = { days: [NOW - 200, NOW - 150, NOW - 100], values: [2000, 2500, 2200], orders: 3, discountedOrders: 0, grossValue: 6700, refundedValue: 0 };
    const before = predictCustomer(model, base);
    const bought = predictCustomer(model, { ...base, days: [...base.days as number[], NOW + 1], values: [2000, 2500, 2200, 2300], orders: 4, grossValue: 9000 });
    const waited = predictCustomer(model, base, NOW + 200);
    expect(bought.pBuy90).toBeGreaterThan(before.pBuy90);
    expect(bought.clv12m).toBeGreaterThan(before.clv12m);
    expect(waited.pBuy90).toBeLessThan(before.pBuy90);
    expect(waited.pAlive).toBeLessThan(before.pAlive);
    expect(before.nextOrderDay).toBeGreaterThan(NOW);
  });

  it('is worth what margin and costs leave of it, interval and all, and everything else is said as before', () => {
    const customer = customerAt(17);
    const spend = predictCustomer(model, customer);
    const half = predictCustomer({ ...model, settings: { ...model.settings, grossMargin: 0.5 } }, customer);
    expect([half.clv12m, half.low, half.high]).toEqual([spend.clv12m / 2, spend.low / 2, spend.high / 2]);
    expect({ ...half, clv12m: spend.clv12m, low: spend.low, high: spend.high }).toEqual(spend);
    // A cost of 100 a purchase takes at most 100 for each of them, and somewhat less as later ones are discounted.
    const costly = predictCustomer({ ...model, settings: { ...model.settings, costPerPurchase: 100 } }, customer);
    const taken = (spend.clv12m - costly.clv12m) / spend.purchases12m;
    expect(taken).toBeGreaterThan(100 / 1.1);
    expect(taken).toBeLessThan(100);
    const ruinous = predictCustomer({ ...model, settings: { ...model.settings, costPerPurchase: 1e6 } }, customer);
    expect(ruinous.low <= ruinous.clv12m && ruinous.clv12m <= ruinous.high && ruinous.high <= 0).toBe(true);
    // What was kept before there were margins means the spend.
    const old = { ...model, settings: { discountRate: 0.1, intervalLevel: 0.8 } } as ForecastModel;
    expect(predictCustomer(old, customer)).toEqual(spend);
  });

  it('needs purchases that can be', () => {
    const none: CustomerPurchases = { days: [], values: [], orders: 0, discountedOrders: 0, grossValue: 0, refundedValue: 0 };
    expect(() => predictCustomer(model, none)).toThrow('at least one purchase day');
    expect(() => predictCustomer(model, { ...none, days: [5, 5], values: [1, 1] })).toThrow('ascending');
  });
});

describe('all customers', () => {
  it('have figures that agree: who buys was a customer still, a longer time holds more chance, and who may well buy may spend more than is expected', () => {
    const shorter = model.own.horizon < model.compared.horizon;
    for (let i = 0; i < view.size; i += 1) {
      const [alive, own, compared] = [table.pAlive[i] as number, table.pBuy[i] as number, table.pBuy90[i] as number];
      expect(alive).toBeGreaterThanOrEqual(Math.max(own, compared));
      expect(shorter ? own <= compared : own >= compared).toBe(true);
      if (compared > 0.1) expect(table.high[i]).toBeGreaterThan(table.clv12m[i] as number);
    }
  });

  it('have chances from 0 to 1, intervals around their value, and no fewer purchases than chance of any', () => {
    for (let i = 0; i < view.size; i += 1) {
      for (const column of [table.pAlive, table.pBuy, table.pBuy90]) {
        expect(column[i]).toBeGreaterThanOrEqual(0);
        expect(column[i]).toBeLessThanOrEqual(1);
      }
      expect(table.low[i]).toBeGreaterThanOrEqual(0);
      expect(table.low[i]).toBeLessThanOrEqual(table.clv12m[i] as number);
      expect(table.high[i]).toBeGreaterThanOrEqual(table.clv12m[i] as number);
      expect(table.purchases90[i]).toBeGreaterThanOrEqual(table.pBuy90[i] as number);
    }
  });

  it('spend in the year about what was forecast of them all, within their intervals about as often as these say', () => {
    const { revenue } = outcomesAfter(shop, view, 365, NOW + 365);
    let [said, did, within] = [0, 0, 0];
    for (let i = 0; i < view.size; i += 1) {
      said += table.clv12m[i] as number;
      did += revenue[i] as number;
      // The discount is some 5%: an interval of discounted money is held against undiscounted.
      if ((revenue[i] as number) >= (table.low[i] as number) && (revenue[i] as number) <= (table.high[i] as number) * 1.05) within += 1;
    }
    expect(said / did).toBeGreaterThan(0.7);
    expect(said / did).toBeLessThan(1.3);
    expect(within / view.size).toBeGreaterThan(0.7);
  });
});

describe('the shop\'s own horizon and bands', () => {
  it('is twice its gap within 30 and 365 days', () => {
    expect([horizonOfShop(5), horizonOfShop(40.5), horizonOfShop(400)]).toEqual([30, 81, 365]);
    expect(model.own.horizon).toBe(horizonOfShop(model.shopGap));
  });

  it('are low below 33% of risk and high above 66%', () => {
    expect([churnBand(0.68), churnBand(0.67), churnBand(0.5), churnBand(0.34), churnBand(0.33)]).toEqual(['low', 'medium', 'medium', 'medium', 'high']);
  });
});

describe('a young shop', () => {
  it('has no number but how far it is', () => {
    const young = madeShop({ customers: 143, firstDay: FIRST, days: 300, seed: 1 });
    expect(fitForecast(young, FIRST + 299)).toMatchObject({ made: false, reason: 'below-floor', progress: { buyers: 143, buyersNeeded: 500, daysNeeded: 180, met: false } });
  });

  it('with nobody coming back has none either, and says why', () => {
    const once = madeShop({ customers: 600, firstDay: FIRST, days: 300, seed: 2, dropout: 1 });
    expect(fitForecast(once, FIRST + 299)).toMatchObject({ made: false, reason: 'no-model' });
  });
});
