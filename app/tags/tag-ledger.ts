import { tagKey } from '../profiles/tag-key.ts';
import type { TagRule } from './tag-rule.ts';

/**
 * What the ledger knows of one tag on one customer:
 * - `written`: the app wrote it (or the merchant let the app adopt it), and it stood when last seen. Only such a tag is
 *   ever removed.
 * - `removed-by-merchant`: the app wrote it, the merchant took it off; it stays off until its rule has lapsed.
 * - `undone`: the merchant undid the run that wrote it; it stays off likewise, or until they ask for it again.
 * - `merchants`: the merchant put it back; it is theirs.
 * No entry: the app has nothing to do with the tag, and if it stands it is the merchant's.
 */
export type LedgerState = 'written' | 'removed-by-merchant' | 'undone' | 'merchants';

/** One entry of the ledger, keyed by customer and `nameKey`. It is input, never rebuilt. */
export interface LedgerEntry {
  /** `tagKey(name)`. */
  nameKey: string;
  /** As it was written. */
  name: string;
  /** The rule it stood for last. */
  rule: TagRule;
  state: LedgerState;
  /** It stood before, and the merchant let the app adopt it. */
  adopted: boolean;
  /** The day since which a written tag has been unwanted; null while it is wanted, and in other states. */
  unwantedSinceDay: number | null;
  /** An undo put it back after a run had removed it: it is not removed again before its rule has held once more. */
  removalHeld: boolean;
  /** The run that wrote it: undoing an earlier run leaves it alone. */
  runId: string | null;
}

/** What the ledger says of a tag that the app has just written. */
export function writtenEntry(name: string, rule: TagRule, runId: string | null): LedgerEntry {
  return { nameKey: tagKey(name), name, rule, state: 'written', adopted: false, unwantedSinceDay: null, removalHeld: false, runId };
}

/** The merchant asks for an undone tag, or one that they had taken off, again: the ledger forgets it. */
export function proposeAgain(entry: LedgerEntry): LedgerEntry | null {
  return entry.state === 'undone' || entry.state === 'removed-by-merchant' ? null : entry;
}

/** The merchant hands one standing tag over, be it from before or put back. Throws nothing; it is ours from then on. */
export function adoptTag(name: string, rule: TagRule, runId: string | null): LedgerEntry {
  return { ...writtenEntry(name, rule, runId), adopted: true };
}
