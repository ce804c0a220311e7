import { medianDoubled } from '../math/median.ts';
import type { CustomerHistories } from '../profiles/customer-histories.ts';
import { countThrough } from '../profiles/histories-through.ts';
import { distinctDays } from '../profiles/purchase-history.ts';
import { shopGap } from '../profiles/shop-gap.ts';
import { rhythmLimits, type AtRiskPreset } from '../profiles/stage.ts';
import type { PeriodFigures } from './insight-figures.ts';
import type { Period } from './periods.ts';


/** Customers gone over between two steps: some milliseconds of work. */
const CUSTOMERS_A_STEP = 500;

/**
 * Who was a customer at the beginning and the end of each period, and who bought in it. Somebody is a customer at the end of a
 * day when they have bought and are not Lapsed then: by the stage's own rule over what they had bought by that day, with the
 * shop's gap as of that day. Excluded customers are in none of it. Works in steps, for a process that has others to answer.
 * O(customers x days at which a period begins or ends + purchases).
 * @param series lists of periods, each ascending and without overlaps
 * @returns figures for each period of each list
 */
export function* keptInSteps<Name extends string>(
  histories: CustomerHistories, series: Readonly<Record<Name, readonly Period[]>>, atRisk: AtRiskPreset,
): Generator<void, Record<Name, PeriodFigures[]>> {
  const names = Object.keys(series) as Name[];
  const days = Int32Array.from(new Set(names.flatMap((name) => series[name].flatMap(({ from, to }) => [from - 1, to])))).sort();
  const gaps = yield* shopGapsAt(histories, days);
  const placeOf = new Map(Array.from(days, (day, place) => [day, place]));
  const lists = names.map((name) => series[name].map((period) => ({
    ...emptyFigures(period), startPlace: placeOf.get(period.from - 1) as number, endPlace: placeOf.get(period.to) as number,
  })));
  const at = new Uint8Array(days.length);
  const stands = standingReader(days, gaps, atRisk);
  for (let place = 0; place < histories.count; place += 1) {
    if (place % CUSTOMERS_A_STEP === 0) yield;
    const { excluded, purchaseDays, purchaseValues } = histories.at(place);
    if (excluded || purchaseDays.length === 0) continue;
    stands(purchaseDays, at);
    for (const list of lists) {
      let bought = 0;
      for (const row of list) {
        const first = purchaseDays[0] as number;
        if (row.to < first) continue;
        const isNew = row.from <= first;
        const atEnd = at[row.endPlace] === 1;
        if (at[row.startPlace] === 1) row.start += 1;
        if (atEnd) {
          row.end += 1;
          if (at[row.startPlace] === 0) row[isNew ? 'joined' : 'wonBack'] += 1;
        }
        while (bought < purchaseDays.length && (purchaseDays[bought] as number) < row.from) bought += 1;
        const begun = bought;
        for (; bought < purchaseDays.length && (purchaseDays[bought] as number) <= row.to; bought += 1) {
          const value = purchaseValues[bought] as number;
          row.revenue += value;
          if (bought > 0) row.repeatRevenue += value;
          if (value > 0) row.valuedPurchases += 1;
        }
        row.purchases += bought - begun;
        if (bought > begun) row.buyers += 1;
        if (bought > begun + 1) row.repeatBuyers += 1;
        if (isNew) row.newBuyers += 1;
      }
    }
  }
  return Object.fromEntries(names.map((name, index) => [name, (lists[index] ?? []).map(({ startPlace: _, endPlace: __, ...row }) => row)])) as Record<Name, PeriodFigures[]>;
}

function emptyFigures({ from, to }: Period): PeriodFigures {
  return { from, to, start: 0, end: 0, joined: 0, wonBack: 0, buyers: 0, repeatBuyers: 0, newBuyers: 0, purchases: 0, valuedPurchases: 0, revenue: 0, repeatRevenue: 0 };
}

/**
 * The shop's doubled gap at the end of each of these ascending days: over the gaps that had ended by then.
 * @returns in the order of the days
 */
function* shopGapsAt(histories: CustomerHistories, days: Int32Array): Generator<void, number[]> {
  const endedBy = Array.from(days, () => new Map<number, number>());
  const firstGapBy = new Int32Array(days.length);
  for (let place = 0; place < histories.count; place += 1) {
    if (place % CUSTOMERS_A_STEP === 0) yield;
    const history = histories.at(place);
    if (history.excluded) continue;
    const bought = distinctDays(history.purchaseDays);
    for (let index = 1; index < bought.length; index += 1) {
      const end = bought[index] as number;
      const by = countThrough(days, end - 1);
      if (by === days.length) break;
      const gap = end - (bought[index - 1] as number);
      const counts = endedBy[by] as Map<number, number>;
      counts.set(gap, (counts.get(gap) ?? 0) + 1);
      if (index === 1) firstGapBy[by] = (firstGapBy[by] as number) + 1;
    }
  }
  const all = new Map<number, number>();
  let customersWithGap = 0;
  const gaps: number[] = [];
  for (const [place, counts] of endedBy.entries()) {
    for (const [gap, count] of counts) all.set(gap, (all.get(gap) ?? 0) + count);
    customersWithGap += firstGapBy[place] as number;
    gaps.push(shopGap(all, customersWithGap).doubled);
    yield;
  }
  return gaps;
}

/**
 * A function that writes, for one customer's ascending purchase days, a 1 for each of `days` at whose end they had bought and
 * were not Lapsed, else a 0.
 */
function standingReader(days: Int32Array, shopGaps: readonly number[], atRisk: AtRiskPreset): (purchaseDays: ArrayLike<number>, at: Uint8Array) => void {
  return (purchaseDays, at) => {
    const first = purchaseDays[0] as number;
    const begin = countThrough(days, first - 1);
    at.fill(0, 0, begin);
    // The gaps so far, ascending: their median is the middle one.
    const gaps: number[] = [];
    let seen = 1;
    let last = first;
    let known = { gaps: -1, shopGap: -1, lostDays: 0 };
    for (let place = begin; place < days.length; place += 1) {
      const day = days[place] as number;
      for (; seen < purchaseDays.length && (purchaseDays[seen] as number) <= day; seen += 1) {
        const gap = (purchaseDays[seen] as number) - last;
        if (gap === 0) continue;
        gaps.splice(countThrough(gaps, gap), 0, gap);
        last = purchaseDays[seen] as number;
      }
      const ofShop = shopGaps[place] as number;
      if (known.gaps !== gaps.length || known.shopGap !== ofShop) {
        known = { gaps: gaps.length, shopGap: ofShop, lostDays: rhythmLimits(gaps.length, medianDoubled(gaps), ofShop, atRisk).lostDays };
      }
      at[place] = day - last <= known.lostDays ? 1 : 0;
    }
  };
}
