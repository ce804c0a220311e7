import { z } from 'zod';
import type { CustomerFacts } from './customer-facts.ts';
import type { RecencyLimits, Score } from './rfm.ts';
import type { Profile } from './score-customer.ts';

/**
 * How the buyers of a shop spread over what R, F and M measure, counted while a rebuild scores them, so that one
 * customer's place in the shop can be shown without reading anyone else. Three rulers:
 * - R: how far through their own limits somebody is, since each has limits of their own: five zones, one a score, four
 *   quarters each. In the last zone each quarter is twice as many days as the one before, and the last has no end.
 * - F: purchases in the window, one by one; the last place counts all from MOST_PURCHASES on.
 * - M: spend in the window by half octaves (each place begins at 1.41 times the one before), as spend spreads over powers.
 */
export const RECENCY_PLACES = 20;
export const MOST_PURCHASES = 20;
const QUARTERS = 4;
/** Half octaves that a safe integer can have. */
const SPEND_PLACES = 107;

const counts = z.array(z.number().int().nonnegative());

export const scoreDistributionsSchema = z.object({
  buyers: z.number().int().nonnegative(),
  recency: counts.length(RECENCY_PLACES),
  frequency: counts.length(MOST_PURCHASES + 1),
  spend: z.object({
    /** Buyers without spend in the window. */
    none: z.number().int().nonnegative(),
    /** The half octave that the first count is of. */
    from: z.number().int().nonnegative(),
    counts,
  }),
});
export type ScoreDistributions = z.infer<typeof scoreDistributionsSchema>;

/** Counts that grow while customers are scored. */
export interface DistributionTally {
  buyers: number;
  recency: number[];
  frequency: number[];
  spend: number[];
  noSpend: number;
}

export function createDistributionTally(): DistributionTally {
  const zeros = (length: number): number[] => new Array<number>(length).fill(0);
  return { buyers: 0, recency: zeros(RECENCY_PLACES), frequency: zeros(MOST_PURCHASES + 1), spend: zeros(SPEND_PLACES), noSpend: 0 };
}

/** Adds one customer; only buyers have a place. */
export function addToDistributions(tally: DistributionTally, facts: Pick<CustomerFacts, 'purchasesInWindow' | 'spendInWindow'>, profile: Profile): void {
  if (profile.kind !== 'buyer') return;
  tally.buyers += 1;
  count(tally.recency, recencyPlace(profile.recencyLimits, profile.recencyDays, profile.r));
  count(tally.frequency, Math.min(facts.purchasesInWindow, MOST_PURCHASES));
  const place = spendPlace(facts.spendInWindow);
  if (place === null) tally.noSpend += 1;
  else count(tally.spend, place);
}

function count(places: number[], place: number): void {
  places[place] = (places[place] ?? 0) + 1;
}

/** The counts, as they are stored: the half octaves between the least and the most that anyone spent. */
export function distributionsOf(tally: DistributionTally): ScoreDistributions {
  const first = tally.spend.findIndex((buyers) => buyers > 0);
  const last = tally.spend.findLastIndex((buyers) => buyers > 0);
  return {
    buyers: tally.buyers,
    recency: [...tally.recency],
    frequency: [...tally.frequency],
    spend: { none: tally.noSpend, from: Math.max(first, 0), counts: first < 0 ? [] : tally.spend.slice(first, last + 1) },
  };
}

/**
 * How far somebody is through the five zones of their limits, above 0 and below 5: near 0 bought today, 1.5 is halfway
 * through "a little late". The first day of a zone stands a hair behind the line that the zone begins at, never on it.
 */
export function recencyPosition(limits: RecencyLimits, days: number, r: Score): number {
  const zone = 5 - r;
  // A score that nobody reaches has no limit of its own: its zone is empty, and the next one begins where the last ended.
  const before = limits.slice(0, zone).findLast((limit) => limit !== null) ?? -1;
  const end = limits[zone] ?? null;
  const through = end === null
    ? Math.log2(Math.max(days, 1) / Math.max(before, 1)) / QUARTERS
    : Math.max(0, days - before - 1) / Math.max(end - before, 1);
  return zone + Math.min(Math.max(through, 0.001), 0.999);
}

/** The quarter of the zone that they count in. */
export function recencyPlace(limits: RecencyLimits, days: number, r: Score): number {
  return Math.floor(recencyPosition(limits, days, r) * QUARTERS);
}

/** The half octave of a spend; null for none. */
export function spendPlace(spend: number): number | null {
  return spend < 1 ? null : Math.min(Math.floor(2 * Math.log2(spend)), SPEND_PLACES - 1);
}

/** The least spend, in whole minor units, that stands in this half octave. */
export function spendFrom(place: number): number {
  return Math.ceil(2 ** (place / 2));
}
