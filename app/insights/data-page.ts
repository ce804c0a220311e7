import type { ExportState } from '../customers/export-log.ts';
import type { FitView } from '../forecast/fit-progress.ts';
import type { RebuildCause } from '../profiles/rebuild-cause.ts';
import type { RebuildProgress } from '../profiles/rebuild-progress.ts';
import type { ListRunView } from '../recommendations/lists-progress.ts';
import type { Fault } from '../runtime/errors.ts';
import type { ImportPartView, ImportView } from './home.ts';

/** What the screens under Data show, as plain JSON: instants are ISO texts. */

export interface DataPageView {
  latestImport: ImportView | null;
  /** The one that waits or runs. */
  rebuild: RebuildUnderWay | null;
  /** When customers were sorted last by a whole rebuild; null: never. */
  sortedAt: string | null;
  /** How the forecast comes along, which follows the sorting. */
  fit: FitView;
  /** How the lists that shoppers see come along, which follow it too. */
  lists: ListRunView;
  /** Whether an import has ever come to its end. */
  imported: boolean;
  /** The export of everything that is being downloaded, or was asked for last. */
  archive: { state: ExportState; at: string; rows: number; rowsExpected: number | null; bytes: number } | null;
  live: LiveView;
  runs: LastRun[];
  /** Pieces of work that failed for good and wait for a person. */
  failedWork: number;
}

/** How Shopify's changes come in by themselves. */
export interface LiveView {
  events: { today: number; lastHour: number; waiting: number; lastAt: string | null; /** Age of the oldest that waits; null: none does. */ lagSeconds: number | null };
  /** The look at Shopify for lost events that waits or works. */
  look: { share: number; stalled: boolean; /** Why it waits for its next try. */ faultCode: string | null } | null;
  /** The one that ended last. */
  lastLook: { state: 'succeeded' | 'failed' | 'handed-over'; at: string; faultCode: string | null; healed: HealedView[] } | null;
}

/** What of a kind was not as at Shopify, and has been set right. */
export interface HealedView {
  kind: 'orders' | 'customers' | 'products';
  count: number;
  /** Of those: who or what had been deleted at Shopify. */
  deleted: number;
}

export interface RebuildUnderWay {
  status: 'queued' | 'running';
  stalled: boolean;
  customers: number | null;
  progress: RebuildProgress;
  /** Why it waits for its next try; null while all is well. */
  fault: Fault | null;
}

export type RunOutcome = 'waiting' | 'running' | 'succeeded' | 'partly' | 'failed' | 'cancelled';

interface AnyRun {
  id: number;
  at: string;
  /** A staff member's name, or Shopify's number of them; null: the app itself. */
  who: { name: string | null; id: string } | null;
  seconds: number | null;
  outcome: RunOutcome;
  /** What went wrong. */
  fault: Fault | null;
}

/** Something that was done with the shop's data. */
export type LastRun =
  | (AnyRun & { kind: 'import'; read: number; rejected: number })
  | (AnyRun & { kind: 'rebuild'; cause: RebuildCause; customers: number | null; changed: number | null; moved: number | null })
  | (AnyRun & { kind: 'tags'; undo: boolean; automatic: boolean; added: number; removed: number; skipped: number; failed: number })
  | (AnyRun & { kind: 'export'; what: string; rows: number; bytes: number });

/** An import in the list of imports, and the head of its own page. */
export interface ImportSummary extends ImportView {
  who: AnyRun['who'];
  seconds: number | null;
  parts: (ImportPartView & { removed: number })[];
  read: number;
  rejected: number;
}

export interface ImportPageView {
  run: ImportSummary;
  /** Rejected rows that are still kept, by reason and kind. */
  groups: { code: string; kind: string; example: string; rows: number }[];
  kept: number;
  /** A page of them. */
  rows: { kind: string; lineNumber: number; code: string; reason: string; raw: string }[];
  previous: string | null;
  next: string | null;
  /** The reason that the page is narrowed to. */
  code: string | null;
}
