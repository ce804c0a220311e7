/**
 * Exact medians. The median of integers may be a half, so it is returned doubled: an integer that no comparison can
 * round. Values are integers with |value| < 2^52.
 */

/** Twice the median of ascending integers (of an even count the sum of the two middle ones); null for none. */
export function medianDoubled(sorted: Readonly<ArrayLike<number>>): number | null {
  const n = sorted.length;
  if (n === 0) return null;
  return (sorted[(n - 1) >>> 1] as number) + (sorted[n >>> 1] as number);
}

/**
 * Twice the median of integers given as (value, count) pairs, in any order, values distinct or not; null when the
 * counts add up to none. Throws RangeError on a value that is no integer or a count that is no whole number.
 */
export function medianDoubledOfCounts(pairs: Iterable<readonly [value: number, count: number]>): number | null {
  const counted: (readonly [number, number])[] = [];
  let n = 0;
  for (const pair of pairs) {
    const [value, count] = pair;
    if (!Number.isSafeInteger(value) || !Number.isSafeInteger(count) || count < 0) {
      throw new RangeError(`A median needs whole values and counts of 0 or more; got ${value} x ${count}.`);
    }
    n += count;
    if (count > 0) counted.push(pair);
  }
  if (n === 0) return null;
  counted.sort((a, b) => a[0] - b[0]);
  const lower = Math.floor((n - 1) / 2);
  const upper = Math.floor(n / 2);
  let seen = 0;
  let lowerValue: number | null = null;
  for (const [value, count] of counted) {
    seen += count;
    if (lowerValue === null && lower < seen) lowerValue = value;
    if (lowerValue !== null && upper < seen) return lowerValue + value;
  }
  throw new RangeError('A median of counts ran past its last value.');
}
