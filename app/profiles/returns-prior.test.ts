import { describe, expect, it } from 'vitest';
import { seeded } from './arbitrary-shop.test-data.ts';
import { fitReturnsPrior, sendsBackMostUnits, tallyReturns, type ReturnsTally } from './returns-prior.ts';

/** Customers who each return units by a share of their own, drawn from Beta(a, b) for whole a and b. */
function shopOfReturners(a: number, b: number, customers: number, units: number): ReturnsTally {
  const random = seeded(a * 100 + b);
  const gamma = (shape: number) => Array.from({ length: shape }, () => -Math.log(1 - random())).reduce((x, y) => x + y, 0);
  const tally: ReturnsTally = new Map();
  for (let index = 0; index < customers; index += 1) {
    const [x, y] = [gamma(a), gamma(b)];
    const bought = 1 + Math.floor(random() * units);
    tallyReturns(tally, bought, Array.from({ length: bought }, random).filter((u) => u < x / (x + y)).length);
  }
  return tally;
}

describe('prior of the share sent back', () => {
  it.each([[1, 4], [2, 3], [1, 9]])('finds Beta(%i, %i) again in a shop drawn from it', (a, b) => {
    const prior = fitReturnsPrior(shopOfReturners(a, b, 20_000, 20));
    expect(prior.fitted).toBe(true);
    expect(prior.alphaThousandths / 1000 / a).toBeGreaterThan(0.9);
    expect(prior.alphaThousandths / 1000 / a).toBeLessThan(1.1);
    expect(prior.betaThousandths / 1000 / b).toBeGreaterThan(0.9);
    expect(prior.betaThousandths / 1000 / b).toBeLessThan(1.1);
  });

  it('is one unit in ten where there is too little to fit on', () => {
    const fallback = { alphaThousandths: 1000, betaThousandths: 9000, fitted: false };
    expect(fitReturnsPrior(new Map())).toEqual({ ...fallback, customers: 0 });
    expect(fitReturnsPrior(shopOfReturners(1, 4, 99, 20))).toEqual({ ...fallback, customers: 99 });
    expect(fitReturnsPrior(new Map([[3, { customers: 200, refunded: 0, refundedSquared: 0 }]]))).toEqual({ ...fallback, customers: 200 });
  });

  it('is held loosely at the pooled share where nobody bought two units, and firmly where customers do not differ', () => {
    expect(fitReturnsPrior(new Map([[1, { customers: 200, refunded: 50, refundedSquared: 50 }]]))).toMatchObject({ alphaThousandths: 2250, betaThousandths: 6750 });
    expect(fitReturnsPrior(new Map([[4, { customers: 200, refunded: 200, refundedSquared: 200 }]]))).toMatchObject({ alphaThousandths: 250_000, betaThousandths: 750_000 });
  });

  it('is weighed against the customer’s own units: above one half, not at it', () => {
    const prior = { alphaThousandths: 1000, betaThousandths: 9000, fitted: false, customers: 0 };
    // (1 + 13) / (10 + 18) = 0.5; (1 + 14) / 28 above.
    expect(sendsBackMostUnits(prior, 18, 13)).toBe(false);
    expect(sendsBackMostUnits(prior, 18, 14)).toBe(true);
  });
});
