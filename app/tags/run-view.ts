import type { Fault } from '../runtime/errors.ts';
import type { ChangeOutcome } from './change-outcome.ts';
import type { ChangeCause, NamedCustomer } from './diff-view.ts';
import type { TagRule } from './tag-rule.ts';
import type { TagReason } from './wanted-tags.ts';

/** What the screens show of runs, as plain JSON: instants are ISO texts. */

export const RUN_CHANGE_STATES = ['planned', 'sent', 'done', 'skipped', 'failed', 'cancelled'] as const;
export type RunChangeState = (typeof RUN_CHANGE_STATES)[number];

/** A run in the history. */
export interface TagRunSummary {
  id: number;
  kind: 'apply' | 'undo';
  state: 'approved' | 'running' | 'waiting' | 'paused' | 'done' | 'cancelled' | 'failed';
  approvedAt: string;
  /** The session token's sub: a staff member's id at Shopify. */
  approvedBy: string;
  /** Their name, where Shopify told it. */
  approvedByName: string | null;
  startedAt: string | null;
  finishedAt: string | null;
  /** Of an undo: the run it takes back. */
  undoOf: number | null;
  /** What was asked for, and what came of it. */
  adds: number;
  removes: number;
  added: number;
  removed: number;
  skipped: number;
  failed: number;
  cancelled: number;
  /** Lines that the bulk operation under way has worked through, beyond what is counted above; 0 without one. */
  underWay: number;
  stopRequested: 'pause' | 'cancel' | null;
  /** What stopped it, or holds it up; null while all is well. */
  error: Fault | null;
  canUndo: boolean;
  /** Approved by the shop's setting; approvedBy is who switched that on. */
  automatic: boolean;
  /** Additions a day at most; null: all at once. */
  dailyAdditions: number | null;
  /** When the next of them are due; null: the run does not wait. */
  nextBatchAt: string | null;
  /** Of an undo of a tag over all runs: its rule. */
  undoRule: TagRule | null;
}

/** One run with what was left alone or refused, by reason. */
export interface TagRunDetail {
  run: TagRunSummary;
  outcomes: { outcome: ChangeOutcome; words: string; message: string | null; count: number }[];
}

/** One change of a run, for its page. */
export interface RunChange extends NamedCustomer {
  id: number;
  name: string;
  rule: TagRule;
  action: 'add' | 'remove';
  state: RunChangeState;
  before: string[];
  after: string[] | null;
  /** Why: as a code with the numbers behind it, and as an English sentence. */
  cause: ChangeCause;
  reason: TagReason | null;
  why: string;
  /** Why it was not carried out, as a code, with Shopify's own words if it gave any, and in English; null when it was, or is yet to be. */
  outcomeCode: ChangeOutcome | null;
  outcomeMessage: string | null;
  outcome: string | null;
  undone: boolean;
}

export interface RunChangePage {
  rows: RunChange[];
  /** Give them back as `before` and `after` for the pages beside this one; null at either end. */
  previous: number | null;
  next: number | null;
}
