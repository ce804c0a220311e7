import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { outcome } from './arbitrary-histories.test-data.ts';
import { groupsInSteps } from './value-groups.ts';

const valueGroups = (...given: Parameters<typeof groupsInSteps>) => outcome(groupsInSteps(...given));

const values = (netSpend: number[], expected: (number | null)[] = netSpend.map(() => null)) => ({ netSpend: Float64Array.from(netSpend), expected: Float64Array.from(expected.map((one) => one ?? Number.NaN)) });

describe('groups of buyers', () => {
  const keys = ['web', 'till', 'web', null, 'web', 'app', 'fair', 'till'];
  const given = values([10, 20, 30, 40, 50, 60, 70, 80], [1, null, 3, 4, null, null, null, 8]);

  it('are listed by number of buyers, the others together, and those of whom nothing is known at the end', () => {
    expect(valueGroups(given, (place) => keys[place] ?? null, { most: 2 })).toEqual([
      { key: 'web', rest: 0, buyers: 3, total: 90, medianDoubled: 60, expected: 4, forecast: 2 },
      { key: 'till', rest: 0, buyers: 2, total: 100, medianDoubled: 100, expected: 8, forecast: 1 },
      { key: null, rest: 2, buyers: 2, total: 130, medianDoubled: 130, expected: 0, forecast: 0 },
      { key: null, rest: 0, buyers: 1, total: 40, medianDoubled: 80, expected: 4, forecast: 1 },
    ]);
  });

  it('are named from a number of buyers on, and come in an order of their own where there is one', () => {
    expect(valueGroups(given, (place) => keys[place] ?? null, { fewest: 2, order: (a, b) => a.localeCompare(b) }).map(({ key, rest, buyers }) => [key, rest, buyers])).toEqual([['till', 0, 2], ['web', 0, 3], [null, 2, 2], [null, 0, 1]]);
    expect(valueGroups(values([]), () => 'x')).toEqual([]);
  });

  it('add up to everybody, whatever they have in common', () => {
    const buyer = fc.record({ key: fc.option(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { nil: null }), spent: fc.integer({ min: 0, max: 10 ** 7 }), expected: fc.option(fc.integer({ min: 0, max: 10 ** 6 }), { nil: null }) });
    fc.assert(fc.property(fc.array(buyer, { maxLength: 60 }), fc.integer({ min: 0, max: 5 }), fc.integer({ min: 1, max: 6 }), (buyers, most, fewest) => {
      const groups = valueGroups(values(buyers.map((one) => one.spent), buyers.map((one) => one.expected)), (place) => buyers[place]?.key ?? null, { most, fewest });
      const sum = (figure: 'buyers' | 'total' | 'expected' | 'forecast') => groups.reduce((all, group) => all + group[figure], 0);
      expect(sum('buyers')).toBe(buyers.length);
      expect(sum('total')).toBe(buyers.reduce((all, one) => all + one.spent, 0));
      expect(sum('expected')).toBe(buyers.reduce((all, one) => all + (one.expected ?? 0), 0));
      expect(sum('forecast')).toBe(buyers.filter((one) => one.expected !== null).length);
      for (const group of groups.filter((one) => one.key !== null)) {
        const spent = buyers.filter((one) => one.key === group.key).map((one) => one.spent).sort((a, b) => a - b);
        expect(group.buyers).toBe(spent.length);
        expect(group.medianDoubled).toBe((spent[(spent.length - 1) >> 1] as number) + (spent[spent.length >> 1] as number));
        expect(group.buyers).toBeGreaterThanOrEqual(fewest);
      }
      expect(groups.filter((one) => one.key !== null).length).toBeLessThanOrEqual(most);
    }));
  });
});
