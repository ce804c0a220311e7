import { describe, expect, it } from 'vitest';
import { addToKpis, createKpiTally, kpisOf, type KpiRow } from './kpis.ts';

const row = (changes: Partial<KpiRow>): KpiRow => ({
  tier: 'Champions', stage: 'Regular', r: 5, fm: 5, customers: 1, buyers: 1, repeatBuyers: 1, netSpend: 0, firstPurchaseValue: 0, ...changes,
});

describe('KPIs', () => {
  const tally = createKpiTally();
  addToKpis(tally, row({ netSpend: 9000, firstPurchaseValue: 1000 }));
  addToKpis(tally, row({ tier: 'New', stage: 'First-time', fm: 1, repeatBuyers: 0, netSpend: 1000, firstPurchaseValue: 1000 }));
  addToKpis(tally, row({ tier: 'Dormant', stage: 'Lapsed', r: 1, fm: 2, customers: 2, buyers: 2, repeatBuyers: 0, netSpend: 600, firstPurchaseValue: 600 }));
  addToKpis(tally, row({ tier: 'Prospects', stage: 'Prospect', r: null, fm: null, customers: 5, buyers: 0, repeatBuyers: 0 }));
  addToKpis(tally, row({ tier: null, stage: null, r: null, fm: null, netSpend: 700 }));

  it('are buyers, repurchase rate, net revenue and the repeat share of it', () => {
    expect(kpisOf(tally, 300)).toEqual({
      buyers: 4, repeatBuyers: 1, repurchaseRate: 1 / 4, netRevenue: 9000 + 1000 + 600 + 700 + 300, repeatRevenue: 8000, repeatShareOfRevenue: 8000 / 10_600,
    });
  });

  it('put people and money in the grid, New and Prospects beside it', () => {
    expect(tally.grid[0]?.[0]).toEqual({ customers: 1, netSpend: 9000 });
    expect(tally.grid[4]?.[3]).toEqual({ customers: 2, netSpend: 600 });
    expect(tally.grid.flat().reduce((total, cell) => total + cell.customers, 0)).toBe(3);
    expect(tally.tiers.New).toEqual({ customers: 1, netSpend: 1000 });
    expect(tally.tiers.Prospects).toEqual({ customers: 5, netSpend: 0 });
    expect(tally.stages.Lapsed).toEqual({ customers: 2, netSpend: 600 });
    expect(tally.excluded).toEqual({ customers: 1, netSpend: 700 });
  });

  it('have no rate where there is nobody to divide by, and refuse sums that no number holds', () => {
    expect(kpisOf(createKpiTally(), 0)).toEqual({ buyers: 0, repeatBuyers: 0, repurchaseRate: null, netRevenue: 0, repeatRevenue: 0, repeatShareOfRevenue: null });
    const large = createKpiTally();
    addToKpis(large, row({ netSpend: 2 ** 53 - 1 }));
    expect(() => addToKpis(large, row({ netSpend: 1 }))).toThrow('no exact number');
  });
});
