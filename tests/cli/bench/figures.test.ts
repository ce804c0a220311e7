import { describe, expect, it } from 'vitest';
import { BenchUsageError, wholeNumbers } from './bench.ts';
import { figure, figureTable, medianOf, percentileOf } from './figures.ts';
import { benchNames, loadBench } from './find-benches.ts';

describe('a figure', () => {
  it('is held against its baseline', () => {
    expect(figure({ name: 'a', value: 30, unit: 's', baseline: 20 })).toEqual({ name: 'a', value: 30, unit: 's', baseline: 20, ratio: 1.5 });
  });

  it('has no ratio without a baseline, and keeps one that is given', () => {
    expect(figure({ name: 'a', value: 30, unit: 's' })).toEqual({ name: 'a', value: 30, unit: 's', baseline: null, ratio: null });
    expect(figure({ name: 'a', value: 30, unit: 's', baseline: 0 }).ratio).toBeNull();
    expect(figure({ name: 'a', value: 1, unit: 's', ratio: 0.25 }).ratio).toBe(0.25);
  });

  it('has four digits that count', () => {
    expect(figure({ name: 'a', value: 1.234567, unit: 's', baseline: 123456.78 })).toMatchObject({ value: 1.235, baseline: 123457 });
  });

  it('stands in a table of even columns', () => {
    const lines = figureTable([figure({ name: 'short', value: 1, unit: 's' }), figure({ name: 'much longer', value: 12345.6, unit: 'rows/s', baseline: 20_000 })]).split('\n');
    expect(lines).toEqual([
      '              value  unit    baseline   ratio',
      'short             1  s              -       -',
      'much longer  12,346  rows/s    20,000  0.6173',
    ]);
  });
});

describe('a percentile', () => {
  it('lies between two measurements in proportion', () => {
    expect(medianOf([3, 1, 2])).toBe(2);
    expect(medianOf([4, 1, 2, 3])).toBe(2.5);
    expect(percentileOf([10, 20], 0.99)).toBeCloseTo(19.9);
    expect(medianOf([])).toBeNaN();
  });
});

describe('an option of sizes', () => {
  it('is whole numbers parted by commas', () => {
    expect(wholeNumbers('orders', undefined, [5])).toEqual([5]);
    expect(wholeNumbers('orders', '10,2000', [5])).toEqual([10, 2000]);
    expect(() => wholeNumbers('orders', '10,x', [])).toThrow(BenchUsageError);
    expect(() => wholeNumbers('orders', '0', [])).toThrow('--orders');
  });
});

it('every bench says what it measures', async () => {
  expect(benchNames()).toContain('tenant');
  for (const name of benchNames()) expect((await loadBench(name)).about).not.toBe('');
});
