import type { ReadOutcome } from './customer-state.ts';

/**
 * What became of an object that was read in full: inserted, or updated (what stood was older or differed); completed: nothing
 * differed, and it is now known to be whole; same; stale: what stands is newer; gone: deleted later than that version.
 */
export type FullOutcome = ReadOutcome | 'gone';

/** Whether the mirror was not as Shopify is: what reconciliation counts as healed. */
export function hasHealed(outcome: FullOutcome): boolean {
  return outcome === 'inserted' || outcome === 'updated';
}
