import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { madeBuyers } from '#tests/factories/made-buyers.ts';
import { hypergeometric } from '#tests/reference/hypergeometric.ts';
import type { BetaGeometric } from './beta-geometric.ts';
import type { BtydRow } from './btyd-summary.ts';
import {
  distributionOfPurchases, expectedPurchases, medianNextPurchase, nextPurchaseQuantile, probabilityAlive, probabilityOfBuying, probabilityOfPurchases, purchaseInterval, purchaseQuantile,
} from './predict-purchases.ts';
import { buyingColumn, purchaseColumns, purchaseQuantileColumns } from './purchase-columns.ts';

/** Fader, Hardie & Lee 2005, table 2. */
const CDNOW: BetaGeometric = { model: 'bg-nbd', r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 };

const anyModel = fc.constantFrom('bg-nbd' as const, 'mbg-nbd' as const);
const parameter = (most: number) => fc.double({ min: -most, max: most, noNaN: true }).map(Math.exp);
const parametersUpTo = (most: number) => fc.record({ model: anyModel, r: parameter(most), alpha: parameter(most), a: parameter(most), b: parameter(most) });
const anyCustomer = fc.tuple(fc.nat(40), fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 300, noNaN: true })).map(([x, share, T]): BtydRow => ({ x, tx: x === 0 ? 0 : share * T, T }));
// Not of a size at which a number has no digits left (below 1e-300).
const anyHorizon = fc.oneof(fc.constant(0), fc.double({ min: 1e-9, max: 200, noNaN: true }));

/** Fader, Hardie & Lee 2005, eq. 10, as printed. */
function printedExpectation({ r, alpha, a, b }: BetaGeometric, { x, tx, T }: BtydRow, t: number): number {
  const hyper = hypergeometric(r + x, b + x, a + b + x - 1, t / (alpha + T + t));
  const top = ((a + b + x - 1) / (a - 1)) * (1 - ((alpha + T) / (alpha + T + t)) ** (r + x) * hyper);
  return top / (1 + (x > 0 ? (a / (b + x - 1)) * ((alpha + T) / (alpha + tx)) ** (r + x) : 0));
}

describe('published examples', () => {
  it('expects 1.226 purchases in 39 weeks of the customer with x = 2, t_x = 30.43, T = 38.86 (Fader, Hardie & Lee 2005, "Implementing ... in Excel")', () => {
    expect(expectedPurchases(CDNOW, { x: 2, tx: 30.43, T: 38.86 }, 39)).toBeCloseTo(1.226, 3);
  });

  it.each([[1 / 7, 0.0078], [1, 0.0532], [3, 0.1506], [223 / 7, 1.0405], [32, 1.0437], [78, 1.8576]])('expects of a new customer in %d weeks %d repeat purchases (the spreadsheet of the same note)', (weeks, expected) => {
    // Three digits of parameters do not give four of this: these are the spreadsheet's own, unrounded.
    expect(expectedPurchases({ model: 'bg-nbd', r: 0.24259, alpha: 4.41360, a: 0.79292, b: 2.42591 }, { x: 0, tx: 0, T: 0 }, weeks)).toBeCloseTo(expected, 3);
  });

  it('agrees with the printed formula wherever that keeps its digits', () => {
    const shop = fc.record({ model: fc.constant('bg-nbd' as const), r: fc.double({ min: 0.1, max: 3, noNaN: true }), alpha: fc.double({ min: 0.5, max: 40, noNaN: true }), a: fc.oneof(fc.double({ min: 0.1, max: 0.8, noNaN: true }), fc.double({ min: 1.3, max: 5, noNaN: true })), b: fc.double({ min: 1.1, max: 9, noNaN: true }) });
    fc.assert(fc.property(shop, anyCustomer, fc.double({ min: 1, max: 60, noNaN: true }), (parameters, row, t) => {
      const printed = printedExpectation(parameters, row, t);
      expect(Math.abs(expectedPurchases(parameters, row, t) - printed)).toBeLessThan(1e-8 * (1 + Math.abs(printed)));
    }));
  });

  it('keeps its digits at a = 1, where the printed formula has none', () => {
    const row = { x: 3, tx: 20, T: 30 };
    const [below, at, above] = [1 - 1e-7, 1, 1 + 1e-7].map((a) => expectedPurchases({ ...CDNOW, a }, row, 39)) as [number, number, number];
    expect(Number.isFinite(printedExpectation({ ...CDNOW, a: 1 }, row, 39))).toBe(false);
    expect(at).toBeGreaterThan(above);
    expect(at).toBeLessThan(below);
    expect((below + above) / 2).toBeCloseTo(at, 12);
  });
});

describe('P(alive)', () => {
  it('is 1 for everybody who bought once in BG/NBD, and falls with silence in MBG/NBD', () => {
    expect(probabilityAlive(CDNOW, { x: 0, tx: 0, T: 200 })).toBe(1);
    const silent = [0, 10, 50, 200].map((T) => probabilityAlive({ ...CDNOW, model: 'mbg-nbd' }, { x: 0, tx: 0, T }));
    expect(silent[0]).toBeCloseTo(2.426 / (0.793 + 2.426), 12);
    expect(silent.every((chance, i) => i === 0 || chance < (silent[i - 1] as number))).toBe(true);
  });

  it('is the share of generated customers who go on to buy, among those who would', () => {
    // With a horizon far beyond any gap those alive buy again: what is left is the chance of being alive.
    const shop: BetaGeometric = { model: 'mbg-nbd', r: 6, alpha: 12, a: 1.2, b: 3 };
    const { summary, later } = madeBuyers(shop, { customers: 40_000, seed: 3, longest: 30, shortest: 10, holdout: 400 });
    const { alive, buying } = purchaseColumns(shop, summary, 400);
    const mean = (column: Float64Array): number => column.reduce((sum, value) => sum + value, 0) / column.length;
    const bought = mean(later.map((count) => (count > 0 ? 1 : 0)));
    expect(Math.abs(mean(buying) - bought)).toBeLessThan(0.01);
    expect(Math.abs(mean(alive) - bought)).toBeLessThan(0.01);
  });
});

describe('predictions of purchases', () => {
  it('have probabilities from 0 to 1 that add up to 1, with the expectation as their mean', () => {
    fc.assert(fc.property(parametersUpTo(3), anyCustomer, anyHorizon, (parameters, row, horizon) => {
      let sum = 0;
      let mean = 0;
      let n = 0;
      for (const probability of distributionOfPurchases(parameters, row, horizon)) {
        if (!(probability >= 0 && probability <= 1)) expect(probability).toBe('from 0 to 1');
        sum += probability;
        mean += n * probability;
        n += 1;
      }
      expect(sum).toBeCloseTo(1, 9);
      expect(Math.abs(mean - expectedPurchases(parameters, row, horizon))).toBeLessThan(1e-7 * (1 + mean));
    }), { numRuns: 60 });
  });

  it('rise with the horizon, and begin at nothing', () => {
    fc.assert(fc.property(parametersUpTo(8), anyCustomer, anyHorizon, anyHorizon, (parameters, row, one, other) => {
      const [near, far] = [Math.min(one, other), Math.max(one, other)];
      expect(expectedPurchases(parameters, row, near)).toBeLessThanOrEqual(expectedPurchases(parameters, row, far) * (1 + 1e-9));
      expect(probabilityOfBuying(parameters, row, near)).toBeLessThanOrEqual(probabilityOfBuying(parameters, row, far));
      expect(expectedPurchases(parameters, row, 0)).toBe(0);
      expect(probabilityOfPurchases(parameters, row, 0, 0)).toBe(1);
    }));
  });

  it('stay finite and within bounds at tiny and huge parameters', () => {
    fc.assert(fc.property(parametersUpTo(14), anyCustomer, anyHorizon, (parameters, row, horizon) => {
      const [alive, buying, expected] = [probabilityAlive(parameters, row), probabilityOfBuying(parameters, row, horizon), expectedPurchases(parameters, row, horizon)];
      expect(alive >= 0 && alive <= 1).toBe(true);
      expect(buying >= 0 && buying <= alive).toBe(true);
      // Never fewer than the chance of one, never more than somebody makes who cannot leave.
      expect(expected).toBeGreaterThanOrEqual(buying * (1 - 1e-12));
      expect(expected).toBeLessThanOrEqual(((alive * (parameters.r + row.x) * horizon) / (parameters.alpha + row.T)) * (1 + 1e-12));
      expect(medianNextPurchase(parameters, row)).toBeGreaterThanOrEqual(0);
    }));
  });

  it('do not depend on the unit of time', () => {
    fc.assert(fc.property(parametersUpTo(3), anyCustomer, anyHorizon, (parameters, { x, tx, T }, horizon) => {
      const days: BetaGeometric = { ...parameters, alpha: parameters.alpha * 7 };
      const [one, other] = [expectedPurchases(parameters, { x, tx, T }, horizon), expectedPurchases(days, { x, tx: tx * 7, T: T * 7 }, horizon * 7)];
      expect(Math.abs(one - other)).toBeLessThan(1e-10 * (1 + one));
    }));
  });

  it('are, where nobody can leave, those of the negative binomial', () => {
    const parameters: BetaGeometric = { model: 'bg-nbd', r: 400, alpha: 10, a: 1e-12, b: 1 };
    // P(0) has 800 digits behind the point here: the distribution is built from its logarithm.
    expect(expectedPurchases(parameters, { x: 600, tx: 99, T: 100 }, 500)).toBeCloseTo((1000 / 110) * 500, 5);
    expect(purchaseInterval(parameters, { x: 600, tx: 99, T: 100 }, 500, 0.9)[0]).toBeGreaterThan(4_000);
  });

  it('have intervals that hold at least what they promise, and no more than they must', () => {
    fc.assert(fc.property(parametersUpTo(2), anyCustomer, fc.double({ min: 1, max: 60, noNaN: true }), fc.double({ min: 0.05, max: 0.99, noNaN: true }), (parameters, row, horizon, level) => {
      const quantile = purchaseQuantile(parameters, row, horizon, level);
      let upTo = 0;
      let n = 0;
      let before = 0;
      for (const probability of distributionOfPurchases(parameters, row, horizon)) {
        before = upTo;
        upTo += probability;
        if (n === quantile) break;
        n += 1;
      }
      expect(n).toBe(quantile);
      expect(upTo).toBeGreaterThanOrEqual(level - 1e-9);
      if (quantile > 0) expect(before).toBeLessThan(level + 1e-9);
    }), { numRuns: 200 });
  });

  it('say when an alive customer has most likely bought again', () => {
    const row = { x: 4, tx: 20, T: 22 };
    const median = medianNextPurchase(CDNOW, row);
    expect(probabilityOfBuying(CDNOW, row, median)).toBeCloseTo(probabilityAlive(CDNOW, row) / 2, 12);
    expect(nextPurchaseQuantile(CDNOW, row, 0.9)).toBeGreaterThan(median);
  });

  it('come true in a generated shop, in the mean and in the share that buys', () => {
    for (const model of ['bg-nbd', 'mbg-nbd'] as const) {
      const shop: BetaGeometric = { model, r: 0.55, alpha: 7, a: 0.8, b: 2.5 };
      const { summary, later } = madeBuyers(shop, { customers: 60_000, seed: 11, longest: 80, shortest: 20, holdout: 26 });
      const { expected, buying } = purchaseColumns(shop, summary, 26);
      const sum = (column: Float64Array): number => column.reduce((total, value) => total + value, 0);
      expect(sum(expected) / sum(later)).toBeCloseTo(1, 1.5);
      expect(sum(buying) / later.filter((count) => count > 0).length).toBeCloseTo(1, 1.5);
    }
  });

  it('refuse a horizon, a count or a level that is none', () => {
    expect(() => expectedPurchases(CDNOW, { x: 1, tx: 1, T: 2 }, -1)).toThrow(RangeError);
    expect(() => probabilityOfPurchases(CDNOW, { x: 1, tx: 1, T: 2 }, 4, 1.5)).toThrow(RangeError);
    expect(() => purchaseQuantile(CDNOW, { x: 1, tx: 1, T: 2 }, 4, 1)).toThrow(RangeError);
  });
});

describe('columns', () => {
  it('say of each customer what the functions for one say', () => {
    fc.assert(fc.property(parametersUpTo(4), fc.array(anyCustomer, { minLength: 1, maxLength: 20 }), anyHorizon, (parameters, rows, horizon) => {
      const summary = { size: rows.length, frequency: Float64Array.from(rows, ({ x }) => x), recency: Float64Array.from(rows, ({ tx }) => tx), age: Float64Array.from(rows, ({ T }) => T) };
      const columns = purchaseColumns(parameters, summary, horizon);
      const buying = buyingColumn(parameters, summary, horizon);
      const quantiles = purchaseQuantileColumns(parameters, summary, horizon, [(1 - 0.8) / 2, (1 + 0.8) / 2]);
      rows.forEach((row, i) => {
        expect(columns.expected[i]).toBe(expectedPurchases(parameters, row, horizon));
        expect(columns.buying[i]).toBe(probabilityOfBuying(parameters, row, horizon));
        expect(columns.alive[i]).toBe(probabilityAlive(parameters, row));
        expect(columns.medianNext[i]).toBe(medianNextPurchase(parameters, row));
        expect(buying[i]).toBe(columns.buying[i]);
        expect(quantiles.map((column) => column[i])).toEqual(purchaseInterval(parameters, row, horizon, 0.8));
      });
    }));
  });
});
