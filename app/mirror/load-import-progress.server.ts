import type { TenantTransaction } from '../database/tenant.server.ts';
import { machineNow } from '../runtime/clock.server.ts';
import { latestRun, loadParts, type ImportPart, type ImportRun } from './import-run.server.ts';
import { STALLED_AFTER_MS } from './start-import.server.ts';

/** The last import and its parts, for Home and for the demo's report. */
export interface ImportProgress extends Omit<ImportRun, 'active'> {
  /** Queued or running. */
  active: boolean;
  /** Stopping at the merchant's wish. */
  stopping: boolean;
  /** Running by its row, with no sign of life: starting the import again takes it up. */
  stalled: boolean;
  /** 0 to 1; null before anything is known. */
  share: number | null;
  /** Sums of the parts: read = inserted + updated + stale + rejected once the run has succeeded. */
  read: number;
  inserted: number;
  updated: number;
  stale: number;
  rejected: number;
  removed: number;
  parts: ImportPart[];
}

/** @returns null when the shop has never been imported */
export async function loadImportProgress(tx: TenantTransaction): Promise<ImportProgress | null> {
  const run = await latestRun(tx);
  if (run === null) return null;
  const parts = await loadParts(tx, run.id);
  const sum = (figure: 'read' | 'inserted' | 'updated' | 'stale' | 'rejected' | 'removed'): number => parts.reduce((total, part) => total + part[figure], 0);
  const active = run.active === true;
  const lastSign = run.progressAt ?? run.requestedAt;
  return {
    ...run,
    active,
    stopping: active && run.cancelRequestedAt !== null,
    stalled: active && machineNow() - lastSign.getTime() > STALLED_AFTER_MS,
    share: run.status === 'succeeded' ? 1 : run.objectsExpected === null || run.objectsExpected === 0 ? null : Math.min(1, run.objectsDone / run.objectsExpected),
    read: sum('read'),
    inserted: sum('inserted'),
    updated: sum('updated'),
    stale: sum('stale'),
    rejected: sum('rejected'),
    removed: sum('removed'),
    parts,
  };
}

/** What of the store is there: nothing that can be relied on, all of a store without customers, or customers. O(1). */
export type StoreRead = 'not-yet' | 'no-customers' | 'customers';

export async function storeRead(tx: TenantTransaction): Promise<StoreRead> {
  if (!(await hasImported(tx))) return 'not-yet';
  const { rowCount } = await tx.query('SELECT FROM customers WHERE shop_id = $1 LIMIT 1', [tx.shopId]);
  return (rowCount ?? 0) > 0 ? 'customers' : 'no-customers';
}

/** Whether any import of the shop has come to its end: before that the mirror holds a part of the store at most. */
export async function hasImported(tx: TenantTransaction): Promise<boolean> {
  const { rowCount } = await tx.query("SELECT FROM import_runs WHERE shop_id = $1 AND status = 'succeeded' LIMIT 1", [tx.shopId]);
  return (rowCount ?? 0) > 0;
}
