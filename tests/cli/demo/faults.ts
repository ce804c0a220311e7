import { bulkFaults, faultNames, type FaultName, type FaultRates, type FaultSettings } from '../../shopify-standin/faults/fault-plan.ts';
import { Random } from '../../shopify-standin/store/random.ts';

/** How often each goes wrong where the seed makes it neither more nor less: some one request in four, some one webhook in three. */
const RATES: FaultRates = {
  drop: 0.08, duplicate: 0.08, duplicateAtOnce: 0.05, reorder: 0.08, delay: 0.08, replay: 0.04, finishLost: 0.3,
  tooMany: 0.04, throttled: 0.04, serverError: 0.04, answerLost: 0.04, reset: 0.04, errorsBesideData: 0.04, tokenRevoked: 0.02,
  bulkFail: 0.08, bulkFailPartial: 0.08, bulkExpired: 0.12, bulkCut: 0.12,
};
const LONGEST_DELAY_MS = 60_000;
const FURTHEST_CLOCK_MS = 60_000;

/**
 * What a demo with faults has its Shopify do: every kind of fault there is, at rates that the seed draws around the usual
 * ones, and beyond those one of the bulk kind for certain, for a small store has so few runs that none might come.
 * @param options.clockMayMove false where the app's clock runs with the local Shopify's, which then has to run on
 */
export function faultsOfSeed(seed: number, options: { clockMayMove: boolean }): FaultSettings {
  const random = new Random(seed, 'faults of the demo');
  const rates: FaultRates = {};
  for (const fault of faultNames) rates[fault] = Math.round((RATES[fault] ?? 0) * (0.5 + random.uniform()) * 1000) / 1000;
  if (options.clockMayMove) rates.clockMoved = 0.01;
  return { seed, rates, once: [{ fault: random.pick(bulkFaults) }], longestDelayMs: LONGEST_DELAY_MS, furthestClockMs: FURTHEST_CLOCK_MS };
}

export type FaultCounts = Partial<Record<FaultName, number>>;

/** "41 faults: throttled 12, drop 29". */
export function faultsInWords(counts: FaultCounts): string {
  const met = faultNames.filter((fault) => (counts[fault] ?? 0) > 0);
  const total = met.reduce((sum, fault) => sum + (counts[fault] ?? 0), 0);
  return total === 0 ? 'no fault' : `${total} ${total === 1 ? 'fault' : 'faults'}: ${met.map((fault) => `${fault} ${counts[fault]}`).join(', ')}`;
}
