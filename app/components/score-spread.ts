import type { TierReason } from '../profiles/reasons.ts';
import type { Score } from '../profiles/rfm.ts';
import { MOST_PURCHASES, recencyPlace, RECENCY_PLACES, recencyPosition, spendFrom, spendPlace, type ScoreDistributions } from '../profiles/score-distribution.ts';

/**
 * A picture of how a shop's buyers spread over what one score measures: bars from worse to better, the points where the
 * score rises, and where one customer stands. Places on the axis are shares of its length.
 */
export interface ScoreSpread {
  bars: SpreadBar[];
  /** Where the score becomes 2, 3, 4 and 5; a step that nobody reaches, or that lies beyond the axis, is left out. */
  cuts: { at: number; score: Score }[];
  /** The customer's place, and the bar they are in. */
  here: number;
  bar: number;
  buyers: number;
  /** Buyers in worse bars than the customer's, and in the same. */
  below: number;
  same: number;
}

/** The buyers from `from` up to `to`; null: without an end on that side. Purchases for F, minor units for M, quarters of a zone for R. */
export interface SpreadBar {
  from: number | null;
  to: number | null;
  buyers: number;
}

/** R: five zones of the customer's own limits, the latest first. */
export function recencySpread(distributions: ScoreDistributions, reason: TierReason): ScoreSpread {
  const bars = distributions.recency.map((buyers, place): SpreadBar => ({ from: place, to: place + 1, buyers })).reverse();
  const cuts = reason.recencyLimits.flatMap((limit, index) => (limit === null ? [] : [{ at: (4 - index) / 5, score: (5 - index) as Score }])).reverse();
  const here = 1 - recencyPosition(reason.recencyLimits, reason.days, reason.r) / 5;
  return spread(distributions.buyers, bars, cuts, here, RECENCY_PLACES - 1 - recencyPlace(reason.recencyLimits, reason.days, reason.r));
}

/** F: a bar for each number of purchases, as far as anyone comes. */
export function frequencySpread(distributions: ScoreDistributions, reason: TierReason): ScoreSpread {
  const own = Math.min(reason.purchasesInWindow, MOST_PURCHASES);
  const cutsInReach = reason.frequencyCuts.filter((cut) => cut !== null && cut <= MOST_PURCHASES) as number[];
  const first = own === 0 || (distributions.frequency[0] ?? 0) > 0 ? 0 : 1;
  const last = Math.max(own, distributions.frequency.findLastIndex((buyers) => buyers > 0), ...cutsInReach, 6);
  const bars = Array.from({ length: last - first + 1 }, (_, index): SpreadBar => {
    const from = first + index;
    return { from, to: from === MOST_PURCHASES ? null : from + 1, buyers: distributions.frequency[from] ?? 0 };
  });
  const cuts = reason.frequencyCuts.flatMap((cut, index) => (cut === null || cut > last ? [] : [{ at: (cut - first) / bars.length, score: (index + 2) as Score }]));
  return spread(distributions.buyers, bars, cuts, (own - first + 0.5) / bars.length, own - first);
}

/** M: a bar for those without spend, then one for each half octave of money. */
export function monetarySpread(distributions: ScoreDistributions, reason: TierReason): ScoreSpread {
  const own = spendPlace(reason.spendInWindow);
  const { none, from, counts } = distributions.spend;
  const cutPlaces = reason.spendCuts.flatMap((cut) => spendPlace(cut ?? 0) ?? []);
  const places = [...(counts.length === 0 ? [] : [from, from + counts.length - 1]), ...(own === null ? [] : [own]), ...cutPlaces];
  const first = places.length === 0 ? 0 : Math.min(...places);
  const last = places.length === 0 ? 0 : Math.max(...places);
  const bars: SpreadBar[] = [
    { from: null, to: 1, buyers: none },
    ...Array.from({ length: last - first + 1 }, (_, index): SpreadBar => {
      const place = first + index;
      return { from: spendFrom(place), to: spendFrom(place + 1), buyers: counts[place - from] ?? 0 };
    }),
  ];
  const placeOf = (spend: number): number => (1 + 2 * Math.log2(spend) - first) / bars.length;
  const cuts = reason.spendCuts.flatMap((cut, index) => (cut === null || cut < 1 ? [] : [{ at: placeOf(cut), score: (index + 2) as Score }]));
  return spread(distributions.buyers, bars, cuts, own === null ? 0.5 / bars.length : placeOf(reason.spendInWindow), own === null ? 0 : 1 + own - first);
}

function spread(buyers: number, bars: SpreadBar[], cuts: ScoreSpread['cuts'], here: number, bar: number): ScoreSpread {
  const below = bars.slice(0, bar).reduce((sum, one) => sum + one.buyers, 0);
  return { bars, cuts, here: Math.min(Math.max(here, 0), 1), bar, buyers, below, same: bars[bar]?.buyers ?? 0 };
}

/** The stretch of the axis that gives each score, the worst first; a score that nobody reaches has none. */
export function scoreZones(cuts: ScoreSpread['cuts']): { score: Score; from: number; to: number }[] {
  const starts: { at: number; score: Score }[] = [{ at: 0, score: 1 }, ...cuts];
  return starts.map(({ at, score }, index) => ({ score, from: at, to: starts[index + 1]?.at ?? 1 })).filter(({ from, to }) => to > from);
}
