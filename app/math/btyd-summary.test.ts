import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkSummary, distinctValues, groupRows, type BtydSummary } from './btyd-summary.ts';

const summaryOf = (rows: readonly (readonly [x: number, tx: number, T: number])[], weight?: number[]): BtydSummary => ({
  size: rows.length, frequency: Float64Array.from(rows, ([x]) => x), recency: Float64Array.from(rows, ([, tx]) => tx), age: Float64Array.from(rows, ([, , T]) => T),
  ...(weight === undefined ? {} : { weight: Float64Array.from(weight) }),
});

describe('grouping', () => {
  it('makes one row of customers who are alike', () => {
    const groups = groupRows(summaryOf([[1, 2, 5], [0, 0, 5], [1, 2, 5], [1, 2, 6]]));
    expect([...groups.frequency]).toEqual([1, 0, 1]);
    expect([...groups.recency]).toEqual([2, 0, 2]);
    expect([...groups.age]).toEqual([5, 5, 6]);
    expect([...groups.weight]).toEqual([2, 1, 1]);
  });

  it('adds weights up, and grouping groups changes nothing', () => {
    const groups = groupRows(summaryOf([[1, 2, 5], [1, 2, 5], [0, 0, 1]], [3, 0.5, 2]));
    expect([...groups.weight]).toEqual([3.5, 2]);
    expect(groupRows(groups)).toEqual(groups);
  });

  it('finds the same kinds with the same counts as a plain map does', () => {
    const row = fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 6 }), fc.integer({ min: 6, max: 9 })).map(([x, tx, T]) => [x, x === 0 ? 0 : tx / 7, T / 7] as const);
    fc.assert(fc.property(fc.array(row, { maxLength: 2_000, size: 'max' }), (rows) => {
      const plain = new Map<string, number>();
      for (const one of rows) plain.set(one.join(), (plain.get(one.join()) ?? 0) + 1);
      const groups = groupRows(summaryOf(rows));
      expect(new Map(Array.from({ length: groups.size }, (_, i) => [[groups.frequency[i], groups.recency[i], groups.age[i]].join(), groups.weight[i]]))).toEqual(plain);
    }), { numRuns: 30 });
  });

  it('keeps apart numbers that differ in their last bit, among very many', () => {
    const column = Float64Array.from({ length: 20_000 }, (_, i) => 1 + (i % 10_000) * Number.EPSILON);
    const { values, index } = distinctValues(column, column.length);
    expect(values.length).toBe(10_000);
    expect(index.every((at, row) => values[at] === column[row])).toBe(true);
  });

  it('takes a negative zero for a zero', () => {
    expect(distinctValues(Float64Array.from([0, -0]), 2).values.length).toBe(1);
  });
});

describe('a row that no customer can have', () => {
  it.each([
    [[-1, 0, 5]], [[1.5, 2, 5]], [[1, 6, 5]], [[1, -1, 5]], [[0, 2, 5]], [[1, 2, Number.NaN]], [[1, 2, Number.POSITIVE_INFINITY]],
  ] as const)('is named: %j', (row) => {
    expect(() => checkSummary(summaryOf([[1, 2, 5], row]))).toThrow('Row 1 is no customer');
  });

  it('may be a column that ends too early', () => {
    expect(() => checkSummary({ ...summaryOf([[1, 2, 5]]), size: 2 })).toThrow('frequency has 1 rows');
  });
});
