import { describe, expect, it } from 'vitest';
import { fitBgNbd, fitMbgNbd } from '#app/math/fit-beta-geometric.ts';
import { fitGammaGamma } from '#app/math/gamma-gamma.ts';
import { isoDay, onlineRetailFile, purchaseDays, retailOrders, rollingCutOffs, summaryAt } from './online-retail.ts';

const NOTE = onlineRetailFile === null ? ' (left out: the data set is not beside the project)' : '';

describe('purchase days at a cut-off', () => {
  const day = Date.UTC(2011, 0, 10) / 86_400_000;
  const orders = [{ day, value: 500, refunds: [{ at: (day + 5) * 86_400_000, value: 500 }] }, { day: day + 2, value: 300, refunds: [] }];

  it('know of no refund that came later', () => {
    expect([...purchaseDays(orders, day + 5)]).toEqual([[day, 500], [day + 2, 300]]);
    expect([...purchaseDays(orders, day + 6)]).toEqual([[day + 2, 300]]);
  });

  it('do not hold the day of the cut-off', () => {
    expect([...purchaseDays(orders, day + 2)]).toEqual([[day, 500]]);
  });
});

describe('Online Retail II, cut off every 14 days from 2010-06-06 to 2011-08-14', () => {
  it(`is fitted by both models and Gamma-Gamma at 32 of 32, without a penalty${NOTE}`, { timeout: 120_000 }, async () => {
    if (onlineRetailFile === null) return;
    const customers = await retailOrders(onlineRetailFile);
    expect(rollingCutOffs).toHaveLength(32);
    const failed: string[] = [];
    const atALimit: string[] = [];
    for (const cutOff of rollingCutOffs) {
      const summary = summaryAt(customers, cutOff);
      for (const [name, found] of [['bg', fitBgNbd(summary)], ['mbg', fitMbgNbd(summary)], ['value', fitGammaGamma(summary)]] as const) {
        if (!found.converged) failed.push(`${name} ${isoDay(cutOff)} ${found.reason}`);
        else {
          expect(found.gradientNorm).toBeLessThan(1e-8);
          if (found.edges.length > 0) atALimit.push(`${name} ${isoDay(cutOff)} ${found.edges.join()}`);
        }
      }
    }
    expect(failed).toEqual([]);
    // In its first months nothing speaks for anybody having left this shop: the best fit is the limit without dropping out, and says so.
    expect(atALimit).toEqual([
      'bg 2010-06-06 no-dropout', 'mbg 2010-06-06 no-dropout', 'bg 2010-06-20 no-dropout', 'mbg 2010-06-20 no-dropout', 'bg 2010-07-04 no-dropout', 'mbg 2010-07-04 no-dropout',
      'bg 2010-07-18 no-dropout', 'mbg 2010-07-18 no-dropout', 'bg 2010-08-01 no-dropout', 'mbg 2010-08-01 no-dropout', 'mbg 2010-08-15 no-dropout',
    ]);
  });
});
