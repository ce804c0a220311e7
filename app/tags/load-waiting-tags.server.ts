import type { TenantTransaction } from '../database/tenant.server.ts';
import { loadShopSettings } from '../shops/shop-store.server.ts';

/** What waits for the merchant, or is being written, in a few numbers. */
export interface WaitingTags {
  /** Null: nothing waits for approval. */
  proposal: { adds: number; removes: number } | null;
  /** The run that is being written; null without one. */
  writing: { runId: number; done: number; total: number } | null;
  neverApproved: boolean;
}

/** From the runs' own counters, so that it costs the same in a shop of any size. */
export async function loadWaitingTags(tx: TenantTransaction): Promise<WaitingTags> {
  const { rows } = await tx.query<{ id: number; state: string; adds: number; removes: number; done: number }>(
    `SELECT r.id, r.state, r.adds, r.removes,
            r.added + r.removed + r.skipped + r.failed + r.cancelled
              + coalesce((SELECT sum(progress) FROM tag_batches b WHERE b.shop_id = r.shop_id AND b.run_id = r.id AND b.state <> 'done'), 0)::int AS done
       FROM tag_runs r WHERE r.shop_id = $1 AND r.state IN ('proposed', 'approved', 'running') ORDER BY r.id`,
    [tx.shopId],
  );
  const proposal = rows.find((row) => row.state === 'proposed' && row.adds + row.removes > 0);
  const writing = rows.find((row) => row.state !== 'proposed');
  const { firstApprovalAt } = await loadShopSettings(tx);
  return {
    proposal: proposal === undefined ? null : { adds: proposal.adds, removes: proposal.removes },
    writing: writing === undefined ? null : { runId: writing.id, done: Math.min(writing.done, writing.adds + writing.removes), total: writing.adds + writing.removes },
    neverApproved: firstApprovalAt === null,
  };
}
