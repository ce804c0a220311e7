import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_WORTH, forecastSettings, FORECAST_SETTINGS, MOST_PURCHASE_COST, parsePurchaseCost, purchaseCostText } from './forecast-settings.ts';

describe('the worth of what customers spend', () => {
  it('is spend where nothing was chosen, and minor units of any currency', () => {
    expect(forecastSettings(DEFAULT_WORTH, 2)).toEqual(FORECAST_SETTINGS);
    const worth = { grossMargin: 40, purchaseCost: 2_500, discountRate: 0 };
    expect(forecastSettings(worth, 2)).toMatchObject({ grossMargin: 0.4, costPerPurchase: 250, discountRate: 0 });
    expect(forecastSettings(worth, 0).costPerPurchase).toBe(2.5);
    expect(forecastSettings(worth, 3).costPerPurchase).toBe(2_500);
  });

  it('has costs that are written with a point or a comma, and come back as they were', () => {
    expect(['2.5', '2,50', ' 2.500 ', '0', '1000000'].map(parsePurchaseCost)).toEqual([2_500, 2_500, 2_500, 0, MOST_PURCHASE_COST]);
    expect(['', '-1', '2.5555', '1.000,50', '1000000.001', 'x', '1e3', 'NaN'].map(parsePurchaseCost)).toEqual(new Array(8).fill(null));
    fc.assert(fc.property(fc.integer({ min: 0, max: MOST_PURCHASE_COST }), (cost) => {
      expect(parsePurchaseCost(purchaseCostText(cost))).toBe(cost);
    }));
  });
});
