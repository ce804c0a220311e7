import type { DiffPage, TagDiff } from '../tags/diff-view.ts';
import type { RunChangePage, TagRunDetail, TagRunSummary } from '../tags/run-view.ts';

/** What the screen of tag changes shows, as plain JSON. */
export interface TagChangesView {
  diff: TagDiff;
  page: DiffPage;
  runs: TagRunSummary[];
  /** Give it back for the page of older runs; null at the end. */
  olderThan: number | null;
  /** Changes are being worked out anew. */
  proposing: boolean;
  /** The run approved last, which may be under way. */
  newest: TagRunSummary | null;
}

/** What the screen of one run shows. */
export interface TagRunPage {
  detail: TagRunDetail;
  page: RunChangePage;
  /** The run that took this one back. */
  undoneBy: number | null;
}
