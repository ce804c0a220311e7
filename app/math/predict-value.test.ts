import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { madeBuyers } from '#tests/factories/made-buyers.ts';
import { Random } from '#tests/shopify-standin/store/random.ts';
import type { BetaGeometric } from './beta-geometric.ts';
import type { GammaGamma } from './gamma-gamma.ts';
import { expectedPurchases, probabilityOfBuying } from './predict-purchases.ts';
import { discountedPurchases, expectedSpend, spendInterval, spendQuantile, type ValuedCustomer } from './predict-value.ts';
import { discountedColumn } from './purchase-columns.ts';
import { spendQuantileColumns } from './spend-columns.ts';

const BUYING: BetaGeometric = { model: 'bg-nbd', r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 };
const SPENDING: GammaGamma = { p: 6.25, q: 3.74, v: 15.44 };
const CUSTOMER: ValuedCustomer = { purchases: { x: 2, tx: 30.43, T: 38.86 }, known: { count: 2, mean: 22.35 } };

/** What this customer spends, lived through so many times as the models tell it. */
function livedSpends(lives: number, horizon: number): Float64Array {
  const random = new Random(17, 'spends');
  const { x, T } = CUSTOMER.purchases;
  const { count, mean } = CUSTOMER.known;
  const alive = probabilityOfBuying(BUYING, CUSTOMER.purchases, 1e12);
  return Float64Array.from({ length: lives }, () => {
    if (!random.chance(alive)) return 0;
    const [rate, drop, nu] = [random.gamma(BUYING.r + x, BUYING.alpha + T), random.beta(BUYING.a, BUYING.b + x), random.gamma(SPENDING.q + SPENDING.p * count, SPENDING.v + count * mean)];
    let spend = 0;
    for (let time = random.exponential(rate); time <= horizon; time += random.exponential(rate)) {
      spend += random.gamma(SPENDING.p, nu);
      if (random.chance(drop)) break;
    }
    return spend;
  }).sort();
}

describe('the spend to come', () => {
  it('has the mean and the quantiles of a customer lived through 100,000 times', () => {
    const spends = livedSpends(100_000, 52);
    expect(spends.reduce((sum, spend) => sum + spend, 0) / spends.length / expectedSpend(BUYING, SPENDING, CUSTOMER, 52)).toBeCloseTo(1, 1.7);
    for (const level of [0.5, 0.7, 0.9, 0.97]) {
      const lived = spends[Math.round(level * spends.length)] as number;
      const said = spendQuantile(BUYING, SPENDING, CUSTOMER, 52, level);
      expect(Math.abs(said - lived)).toBeLessThan(0.03 * lived + 0.5);
    }
  });

  it('is 0 up to the probability of buying nothing, and rises with the level and the horizon from there', () => {
    const none = 1 - probabilityOfBuying(BUYING, CUSTOMER.purchases, 26);
    expect(spendQuantile(BUYING, SPENDING, CUSTOMER, 26, none - 1e-6)).toBe(0);
    expect(spendQuantile(BUYING, SPENDING, CUSTOMER, 26, none + 1e-3)).toBeGreaterThan(0);
    expect(spendQuantile(BUYING, SPENDING, CUSTOMER, 0, 0.999)).toBe(0);
    const level = fc.double({ min: 0, max: 0.999, noNaN: true });
    fc.assert(fc.property(level, level, fc.double({ min: 1, max: 100, noNaN: true }), (one, other, horizon) => {
      const [low, high] = [one, other].sort((a, b) => a - b).map((at) => spendQuantile(BUYING, SPENDING, CUSTOMER, horizon, at)) as [number, number];
      expect(low).toBeLessThanOrEqual(high * (1 + 1e-6));
      expect(high).toBeLessThanOrEqual(spendQuantile(BUYING, SPENDING, CUSTOMER, horizon * 1.1, Math.max(one, other)) * (1 + 1e-6));
    }), { numRuns: 50 });
  });

  it('scales with the unit of money', () => {
    const [pounds, pence] = [1, 100].map((unit) => spendInterval(BUYING, { ...SPENDING, v: SPENDING.v * unit }, { ...CUSTOMER, known: { count: 2, mean: 22.35 * unit } }, 52, 0.8)[1]) as [number, number];
    expect(pence / 100).toBeCloseTo(pounds, 5);
  });

  it('holds the spend of generated customers in intervals of 80% as often as it says', () => {
    const model: BetaGeometric = { model: 'mbg-nbd', r: 3, alpha: 9, a: 0.8, b: 6 };
    const { summary, later } = madeBuyers(model, { customers: 20_000, seed: 4, longest: 60, shortest: 10, holdout: 26 });
    const random = new Random(8, 'values');
    const spent = new Float64Array(summary.size);
    const mean = summary.frequency.map((x, row) => {
      const nu = random.gamma(SPENDING.q, SPENDING.v);
      const bought = later[row] as number;
      spent[row] = bought === 0 ? 0 : random.gamma(SPENDING.p * bought, nu);
      return x === 0 ? 0 : random.gamma(SPENDING.p * x, nu) / x;
    });
    const [low, high] = spendQuantileColumns(model, SPENDING, summary, { count: summary.frequency, mean }, 26, [0.1, 0.9]) as [Float64Array, Float64Array];
    const above = spent.filter((value, row) => value > (high[row] as number)).length / summary.size;
    // Those for whom the quantile is 0 exceed it less often than a tenth of the time.
    const sure = [...high.keys()].filter((row) => (high[row] as number) > 0);
    expect(sure.filter((row) => (spent[row] as number) > (high[row] as number)).length / sure.length).toBeCloseTo(0.1, 1.7);
    expect(above).toBeLessThanOrEqual(0.11);
    const certain = [...low.keys()].filter((row) => (low[row] as number) > 0);
    expect(certain.filter((row) => (spent[row] as number) < (low[row] as number)).length / certain.length).toBeCloseTo(0.1, 1.7);
  });

  it('is the same in columns, to half a percent', () => {
    for (const [buying, spending] of [[BUYING, SPENDING], [{ model: 'bg-nbd', r: 2, alpha: 5, a: 0.2, b: 3 }, { p: 0.6, q: 8, v: 400 }], [{ model: 'mbg-nbd', r: 0.6, alpha: 9, a: 0.5, b: 2 }, { p: 2, q: 1.5, v: 10 }]] as const) {
      const { summary } = madeBuyers(buying, { customers: 3_000, seed: 6, longest: 90, grain: 1 / 7 });
      const mean = summary.frequency.map((x, row) => (x === 0 ? 0 : 5 + (row % 90)));
      const levels = [0.1, 0.5, 0.9];
      const columns = spendQuantileColumns(buying, spending, summary, { count: summary.frequency, mean }, 52, levels);
      for (let row = 0; row < summary.size; row += 29) {
        const [x, tx, T] = [summary.frequency[row], summary.recency[row], summary.age[row]] as [number, number, number];
        levels.forEach((level, at) => {
          const alone = spendQuantile(buying, spending, { purchases: { x, tx, T }, known: { count: x, mean: mean[row] as number } }, 52, level);
          expect(Math.abs((columns[at]?.[row] as number) - alone)).toBeLessThanOrEqual(0.005 * alone);
        });
      }
    }
  });

  it('refuses a level that is none', () => {
    expect(() => spendQuantile(BUYING, SPENDING, CUSTOMER, 52, 1)).toThrow(RangeError);
    expect(() => spendQuantileColumns(BUYING, SPENDING, { size: 0, frequency: new Float64Array(), recency: new Float64Array(), age: new Float64Array() }, { count: new Float64Array(), mean: new Float64Array() }, 52, [-0.1])).toThrow(RangeError);
  });
});

describe('discounted purchases', () => {
  const rate = Math.log(1.1) / 52;

  it('are those of each moment, discounted to now', () => {
    let sum = 0;
    for (let i = 0; i < 5_200; i += 1) sum += Math.exp((-rate * (i + 0.5)) / 100) * (expectedPurchases(BUYING, CUSTOMER.purchases, (i + 1) / 100) - expectedPurchases(BUYING, CUSTOMER.purchases, i / 100));
    expect(discountedPurchases(BUYING, CUSTOMER.purchases, 52, rate)).toBeCloseTo(sum, 6);
  });

  it('are all of them without a discount, and the same in a column', () => {
    expect(discountedPurchases(BUYING, CUSTOMER.purchases, 52, 0)).toBe(expectedPurchases(BUYING, CUSTOMER.purchases, 52));
    const summary = { size: 1, frequency: Float64Array.from([2]), recency: Float64Array.from([30.43]), age: Float64Array.from([38.86]) };
    expect(discountedColumn(BUYING, summary, 52, rate)[0]).toBeCloseTo(discountedPurchases(BUYING, CUSTOMER.purchases, 52, rate), 14);
    expect(() => discountedPurchases(BUYING, CUSTOMER.purchases, 52, -1)).toThrow(RangeError);
  });
});
