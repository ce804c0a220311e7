import { tagKey } from '../profiles/tag-key.ts';
import { outcomeOf, type ChangeOutcome } from './change-outcome.ts';
import type { TagRule } from './tag-rule.ts';
import { decideTag } from './tag-diff.ts';
import type { LedgerEntry } from './tag-ledger.ts';
import { findTag, TAGS_PER_CUSTOMER } from './tag-name.ts';
import { takeBackTag, undoChange, type DoneChange } from './tag-undo.ts';

/** A change of an approved run, as the writer finds it. */
export interface IntendedChange {
  id: number;
  customerId: number;
  action: 'add' | 'remove';
  rule: TagRule;
  nameKey: string;
  name: string;
  /** In an undo: the change that it takes back, and whether a later run of ours has changed the tag since. */
  undoes: { change: DoneChange; changedLater: boolean } | null;
  /** In an undo of a tag over all runs: whichever run wrote it. */
  takesBack: boolean;
  alone: boolean;
}

export type WriteDecision =
  | { kind: 'write'; name: string; entryBefore: LedgerEntry | null; entryAfter: LedgerEntry | null }
  /** `ledger`: what the ledger is to say from now on, as the fresh look has it. */
  | { kind: 'skip'; outcome: ChangeOutcome; ledger: LedgerEntry | null };

/**
 * Decides on the changes of one customer once more, with the tags that Shopify shows just before they are written:
 * between the proposal and now the merchant may have added or removed the very same tags, and then they are theirs.
 * Removals come before additions, since they make room. What waited (for its day, or while writing was paused) is written
 * only if it still fits: an addition whose rule holds, a removal whose rule does not.
 * @param wanted keys of the tags that the customer should carry by the last look at their profile
 * @param standing the customer's tags at Shopify now; null when the customer is gone
 */
export function decideWrites(changes: readonly IntendedChange[], standing: readonly string[] | null, ledger: readonly LedgerEntry[], wanted: ReadonlySet<string>, runId: string): Map<number, WriteDecision> {
  const decisions = new Map<number, WriteDecision>();
  const entries = new Map(ledger.map((entry) => [entry.nameKey, entry]));
  let count = new Set((standing ?? []).map(tagKey)).size;
  const ordered = [...changes].sort((a, b) => Number(a.action === 'add') - Number(b.action === 'add') || a.id - b.id);
  for (const change of ordered) {
    const entry = entries.get(change.nameKey) ?? null;
    let decision: WriteDecision = standing === null
      ? { kind: 'skip', outcome: 'customer-gone', ledger: entry }
      : change.takesBack ? decideTakeBack(change, standing, entry)
        : change.undoes === null ? decideApply(change, standing, entry, wanted.has(change.nameKey), runId) : decideUndo(change, change.undoes, standing, entry);
    if (decision.kind === 'write' && change.action === 'add') {
      if (count >= TAGS_PER_CUSTOMER) decision = { kind: 'skip', outcome: 'tag-limit', ledger: entry };
      else count += 1;
    } else if (decision.kind === 'write') {
      count -= 1;
    }
    decisions.set(change.id, decision);
  }
  return decisions;
}

function decideApply(change: IntendedChange, standing: readonly string[], entry: LedgerEntry | null, wanted: boolean, runId: string): WriteDecision {
  const spelling = findTag(standing, change.name);
  const decision = decideTag({
    name: change.name, rule: change.rule, wanted, standing: spelling !== null, entry, adopt: false,
    // The days of grace were counted when the change was proposed.
    nowDay: 0, removalDelayDays: -Infinity, runId,
  });
  if (wanted !== (change.action === 'add')) {
    // One of ours that stands has nothing to learn here: its days of grace are the proposal's to count.
    return { kind: 'skip', outcome: wanted ? 'fits-again' : 'no-longer-fits', ledger: entry?.state === 'written' && spelling !== null ? entry : decision.ledger };
  }
  if (decision.action === change.action) {
    return { kind: 'write', name: change.action === 'add' ? change.name : spelling ?? change.name, entryBefore: entry, entryAfter: decision.ledgerWhenDone };
  }
  return { kind: 'skip', outcome: outcomeOf(change.action, decision.why), ledger: decision.ledger };
}

function decideTakeBack(change: IntendedChange, standing: readonly string[], entry: LedgerEntry | null): WriteDecision {
  const spelling = findTag(standing, change.name);
  const decision = takeBackTag(entry, spelling !== null);
  if (decision.action === 'remove') return { kind: 'write', name: spelling ?? change.name, entryBefore: entry, entryAfter: decision.ledgerWhenDone };
  return { kind: 'skip', ...whyLeftAlone(change, entry, spelling !== null) };
}

function decideUndo(change: IntendedChange, undoes: { change: DoneChange; changedLater: boolean }, standing: readonly string[], entry: LedgerEntry | null): WriteDecision {
  const spelling = findTag(standing, change.name);
  const decision = undoChange(undoes.change, entry, spelling !== null);
  if (!undoes.changedLater && decision.action === change.action) {
    return { kind: 'write', name: change.action === 'add' ? change.name : spelling ?? change.name, entryBefore: entry, entryAfter: decision.ledgerWhenDone };
  }
  return { kind: 'skip', ...whyLeftAlone(change, entry, spelling !== null) };
}

/** Whose doing it is that an undo has nothing to take back, and what the ledger learns from seeing it. */
function whyLeftAlone(change: IntendedChange, entry: LedgerEntry | null, standing: boolean): { outcome: ChangeOutcome; ledger: LedgerEntry | null } {
  if (entry?.state === 'written' && !standing) return { outcome: 'removed-by-merchant', ledger: { ...entry, state: 'removed-by-merchant', unwantedSinceDay: null, removalHeld: false } };
  if (entry !== null && standing && entry.state !== 'written') return { outcome: 'merchants', ledger: { ...entry, state: 'merchants' } };
  if (entry === null && standing) return { outcome: 'merchants', ledger: null };
  if (change.action === 'remove' && !standing) return { outcome: 'gone-already', ledger: entry };
  return { outcome: 'changed-since', ledger: entry };
}
