import type { TagRule } from './tag-rule.ts';
import { adoptTag, type LedgerEntry } from './tag-ledger.ts';

/** A change that a run carried out at Shopify. */
export interface DoneChange {
  action: 'add' | 'remove';
  name: string;
  rule: TagRule;
  runId: string;
  /** What the ledger said just before the change. */
  entryBefore: LedgerEntry | null;
}

/** What undoing it comes to. */
export interface UndoDecision {
  action: 'add' | 'remove' | 'nothing';
  why: 'as it was before the run' | 'changed since the run';
  /** The entry once that was carried out; where there is nothing to carry out, the entry as it is. */
  ledgerWhenDone: LedgerEntry | null;
}

/**
 * Undoes one change of a run and leaves alone whatever changed since: an addition is taken back only while the ledger
 * says that this very run wrote the tag and it still stands; a removal only while nobody has written the tag since.
 *
 * An undone addition stays off until its rule has lapsed and holds again, or the merchant asks for it again. A tag that
 * an undo puts back is again what it was before the run, so that undoing the run which wrote it takes it off: undoing all
 * runs, the last first, gives back what customers began with. It is not removed again before its rule has held once more.
 */
export function undoChange(change: DoneChange, entry: LedgerEntry | null, standing: boolean): UndoDecision {
  if (change.action === 'add') {
    if (standing && entry?.state === 'written' && entry.runId === change.runId) {
      return { action: 'remove', why: 'as it was before the run', ledgerWhenDone: { ...entry, state: 'undone', unwantedSinceDay: null, removalHeld: false } };
    }
  } else if (!standing && entry === null) {
    return {
      action: 'add', why: 'as it was before the run',
      ledgerWhenDone: { ...(change.entryBefore ?? adoptTag(change.name, change.rule, null)), unwantedSinceDay: null, removalHeld: true },
    };
  }
  return { action: 'nothing', why: 'changed since the run', ledgerWhenDone: entry };
}

/**
 * Takes a tag back whichever run wrote it: only while the ledger says that the app wrote it and it still stands. One
 * that the merchant had handed over stays with them. It stays off as any undone addition does.
 */
export function takeBackTag(entry: LedgerEntry | null, standing: boolean): UndoDecision {
  if (standing && entry?.state === 'written' && !entry.adopted) {
    return { action: 'remove', why: 'as it was before the run', ledgerWhenDone: { ...entry, state: 'undone', unwantedSinceDay: null, removalHeld: false } };
  }
  return { action: 'nothing', why: 'changed since the run', ledgerWhenDone: entry };
}
