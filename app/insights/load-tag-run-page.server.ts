import { loadRunChanges, loadTagRun } from '../tags/list-tag-runs.server.ts';
import { findUndoOf } from '../tags/find-undo.server.ts';
import type { RunChangeState } from '../tags/run-view.ts';
import type { TagRunPage } from './tag-changes.ts';

const ROWS = 25;

/** A run with its outcome and a page of its changes; null when there is no such run. */
export async function loadTagRunPage(options: { shopId: number; runId: number; state?: RunChangeState; after?: number; before?: number }): Promise<TagRunPage | null> {
  const { shopId, runId, state, after, before } = options;
  const [detail, page, undoneBy] = await Promise.all([
    loadTagRun({ shopId, runId }),
    loadRunChanges({ shopId, runId, state, after, before, limit: ROWS }),
    findUndoOf({ shopId, runId }),
  ]);
  return detail === null ? null : { detail, page, undoneBy };
}
