import { withTenant } from '../database/tenant.server.ts';
import { loadRunChanges, loadTagRun } from '../tags/list-tag-runs.server.ts';
import { findUndoOf } from '../tags/find-undo.server.ts';
import { loadTagWriting } from '../tags/load-tag-writing.server.ts';
import type { RunChangeState } from '../tags/run-view.ts';
import type { TagRunPage } from './tag-changes.ts';

const ROWS = 25;

/** A run with its outcome and a page of its changes; null when there is no such run. */
export async function loadTagRunPage(options: { shopId: number; runId: number; state?: RunChangeState; after?: number; before?: number }): Promise<TagRunPage | null> {
  const { shopId, runId, state, after, before } = options;
  const [detail, page, undoneBy, writing] = await Promise.all([
    loadTagRun({ shopId, runId }),
    loadRunChanges({ shopId, runId, state, after, before, limit: ROWS }),
    findUndoOf({ shopId, runId }),
    withTenant(shopId, loadTagWriting),
  ]);
  return detail === null ? null : { detail, page, undoneBy, writing };
}
