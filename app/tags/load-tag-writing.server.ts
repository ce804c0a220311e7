import type { TenantTransaction } from '../database/tenant.server.ts';
import { clockIsFixed } from '../runtime/clock.server.ts';
import { loadShopSettings } from '../shops/shop-store.server.ts';
import { loadStaffNames } from '../shops/staff-store.server.ts';
import { loadWriting } from './writing-store.server.ts';
import type { StaffName, TagWritingView } from './writing-view.ts';

/** Whether tags are written in this shop, by whose word, and what holds it up. O(1) but for a run that waits, whose additions it counts. */
export async function loadTagWriting(tx: TenantTransaction): Promise<TagWritingView> {
  const writing = await loadWriting(tx);
  const { firstApprovalAt } = await loadShopSettings(tx);
  const { rows } = await tx.query<{ runId: number; adds: number; left: number; daily: number | null; nextAt: Date; after: number }>(
    `SELECT r.id AS "runId", r.adds, r.daily_additions AS daily, r.next_batch_at AS "nextAt", coalesce(r.released_through, 0) AS after,
            (SELECT count(*)::int FROM tag_changes c WHERE c.shop_id = r.shop_id AND c.run_id = r.id AND c.state = 'planned' AND c.action = 'add') AS left
       FROM tag_runs r WHERE r.shop_id = $1 AND r.state = 'waiting' ORDER BY r.id`,
    [tx.shopId],
  );
  const { automatic, paused, brake } = writing;
  const names = await loadStaffNames(tx, [automatic?.by, paused?.by].filter((id) => id !== undefined));
  const person = (id: string): StaffName => ({ id, name: names.get(id) ?? null });
  return {
    mode: firstApprovalAt === null ? 'never' : automatic === null ? 'by-approval' : 'automatic',
    automatic: automatic === null ? null : { since: automatic.at.toISOString(), by: person(automatic.by) },
    paused: paused === null ? null : { since: paused.at.toISOString(), by: person(paused.by) },
    brake: brake === null ? null : { since: brake.at.toISOString(), touched: brake.touched, of: brake.of },
    brakeRule: { percent: writing.brakePercent, customers: writing.brakeCustomers },
    dailyAdditions: writing.dailyAdditions,
    waiting: rows.map((row) => ({ runId: row.runId, adds: row.adds, done: row.adds - row.left, next: Math.min(row.daily ?? row.left, row.left), nextAt: row.nextAt.toISOString(), after: row.after })),
    clockStands: clockIsFixed(),
  };
}
