import type { Figure } from './bench.ts';

/** A figure with its ratio, where it has something to be held against. */
export function figure(given: Omit<Figure, 'ratio' | 'baseline'> & Partial<Pick<Figure, 'ratio' | 'baseline'>>): Figure {
  const baseline = given.baseline ?? null;
  const ratio = given.ratio ?? (baseline === null || baseline === 0 ? null : given.value / baseline);
  return { name: given.name, value: rounded(given.value), unit: given.unit, baseline: baseline === null ? null : rounded(baseline), ratio: ratio === null ? null : rounded(ratio) };
}

/** Four digits that count: no measurement here is truer than that. */
function rounded(value: number): number {
  return Math.abs(value) >= 1000 ? Math.round(value) : Number(value.toPrecision(4));
}

/** The figures as a table for people. */
export function figureTable(figures: readonly Figure[]): string {
  const rows = [['', 'value', 'unit', 'baseline', 'ratio'], ...figures.map((one) => [one.name, shown(one.value), one.unit, shown(one.baseline), shown(one.ratio)])];
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  // Names and units stand left, numbers right.
  return rows.map((row) => row.map((cell, column) => (column === 0 || column === 2 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join('  ').trimEnd()).join('\n');
}

function shown(value: number | null): string {
  return value === null ? '-' : value.toLocaleString('en', { maximumFractionDigits: 4, maximumSignificantDigits: Math.abs(value) >= 1000 ? undefined : 4 });
}

/** The middle of some measurements; of an even number the mean of the two in the middle. NaN of none. */
export function medianOf(values: readonly number[]): number {
  return percentileOf(values, 0.5);
}

/** The value below which this share of the measurements lies, between two of them in proportion. NaN of none. */
export function percentileOf(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (sorted.length - 1) * share;
  const low = sorted[Math.floor(at)] ?? Number.NaN;
  const high = sorted[Math.ceil(at)] ?? Number.NaN;
  return low + (high - low) * (at - Math.floor(at));
}
