import { medianDoubled } from '../math/median.ts';
import type { ValueGroup } from './insight-figures.ts';

/** Columns of all buyers, one place a buyer; minor units. */
export interface BuyerValues {
  netSpend: Float64Array;
  /** Expected in 12 months; NaN without a forecast. */
  expected: Float64Array;
}

const BUYERS_A_STEP = 10_000;

/**
 * Puts buyers into groups by a key each, and adds them up: every buyer is in one group, so that the groups add up to all. Works in steps.
 * @param keyOf by place of a buyer; null where it is not known
 * @param options.most keys that are listed one by one, by number of buyers; the others are one group, at the end
 * @param options.fewest buyers that a key needs to be listed
 * @param options.order in which listed keys come, instead of most buyers first
 */
export function* groupsInSteps(values: BuyerValues, keyOf: (place: number) => string | null, options: { most?: number; fewest?: number; order?: (a: string, b: string) => number } = {}): Generator<void, ValueGroup[]> {
  const { most = Number.POSITIVE_INFINITY, fewest = 1, order } = options;
  const count = values.netSpend.length;
  const codes = new Map<string | null, number>();
  const codeOf = new Int32Array(count);
  const buyersOf: number[] = [];
  for (let place = 0; place < count; place += 1) {
    if (place % BUYERS_A_STEP === 0) yield;
    const key = keyOf(place);
    let code = codes.get(key);
    if (code === undefined) {
      code = codes.size;
      codes.set(key, code);
      buyersOf.push(0);
    }
    codeOf[place] = code;
    buyersOf[code] = (buyersOf[code] as number) + 1;
  }
  const ranked = [...codes].filter((one): one is [string, number] => one[0] !== null).map(([key, code]) => ({ key, code, buyers: buyersOf[code] as number }))
    .sort((a, b) => b.buyers - a.buyers || (a.key < b.key ? -1 : 1));
  const listed = ranked.filter(({ buyers }, place) => place < most && buyers >= fewest);
  if (order !== undefined) listed.sort((a, b) => order(a.key, b.key));
  const rest = ranked.length - listed.length;
  const unknown = codes.get(null);
  const groups: { key: string | null; rest: number }[] = listed.map(({ key }) => ({ key, rest: 0 }));
  const groupOf = new Int32Array(codes.size).fill(listed.length);
  for (const [place, { code }] of listed.entries()) groupOf[code] = place;
  if (rest > 0) groups.push({ key: null, rest });
  if (unknown !== undefined) {
    groupOf[unknown] = groups.length;
    groups.push({ key: null, rest: 0 });
  }
  return yield* addUp(values, codeOf, groupOf, groups);
}

/** Sums and medians of each group: all amounts are laid out group by group, and each stretch is sorted. */
function* addUp(values: BuyerValues, codeOf: Int32Array, groupOf: Int32Array, groups: readonly { key: string | null; rest: number }[]): Generator<void, ValueGroup[]> {
  const sums = groups.map((group): ValueGroup => ({ ...group, buyers: 0, total: 0, medianDoubled: 0, expected: 0, forecast: 0 }));
  const at = (place: number): number => groupOf[codeOf[place] as number] as number;
  for (let place = 0; place < codeOf.length; place += 1) {
    if (place % BUYERS_A_STEP === 0) yield;
    const sum = sums[at(place)] as ValueGroup;
    sum.buyers += 1;
    sum.total += values.netSpend[place] as number;
    const expected = values.expected[place] as number;
    if (Number.isNaN(expected)) continue;
    sum.expected += expected;
    sum.forecast += 1;
  }
  const ends = new Int32Array(groups.length);
  let end = 0;
  for (const [group, { buyers }] of sums.entries()) {
    ends[group] = end;
    end += buyers;
  }
  const laidOut = new Float64Array(codeOf.length);
  for (let place = 0; place < codeOf.length; place += 1) {
    if (place % BUYERS_A_STEP === 0) yield;
    const group = at(place);
    laidOut[ends[group] as number] = values.netSpend[place] as number;
    ends[group] = (ends[group] as number) + 1;
  }
  for (const [group, sum] of sums.entries()) {
    yield;
    sum.medianDoubled = medianDoubled(laidOut.subarray((ends[group] as number) - sum.buyers, ends[group]).sort()) ?? 0;
  }
  return sums;
}
