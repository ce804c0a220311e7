import type { DiffPage, TagDiff } from '../tags/diff-view.ts';
import type { TagCollision } from '../tags/collision-view.ts';
import type { TagUndoPreview } from '../tags/tag-undo-view.ts';
import type { TagWritingView } from '../tags/writing-view.ts';
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
  writing: TagWritingView;
  collisions: TagCollision[];
  /** Why there may be nothing to propose. */
  store: 'not-yet' | 'no-customers' | 'customers';
}

/** What the screen of how tags are written shows. */
export interface TagWritingPage {
  writing: TagWritingView;
  undo: TagUndoPreview[];
  /** Whether customer metafields are written. */
  metafields: 'off' | 'on' | 'paused' | 'removing';
}

/** What the screen of one run shows. */
export interface TagRunPage {
  detail: TagRunDetail;
  page: RunChangePage;
  /** The run that took this one back, or is doing so. */
  undoneBy: { id: number; underWay: boolean } | null;
  writing: TagWritingView;
}
