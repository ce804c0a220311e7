import { withTenant } from '#app/database/tenant.server.ts';
import { loadImportProgress, type ImportProgress } from '#app/mirror/load-import-progress.server.ts';
import { loadShopSummary, type ShopSummary } from '#app/profiles/load-shop-summary.server.ts';
import { unfinishedWork } from '#app/pipeline.server.ts';

/** What the demo waits for and reports, read as the app itself reads it. */
export interface ShopState {
  importRun: ImportProgress | null;
  summary: ShopSummary | null;
  proposal: { id: number; revision: number } | null;
  /** Jobs that wait or run. */
  unfinished: string[];
}

export async function readShopState(shopId: number): Promise<ShopState> {
  // Asked first: work that ends between the two questions is then seen as done.
  const unfinished = await unfinishedWork(shopId);
  const [importRun, summary] = await Promise.all([withTenant(shopId, loadImportProgress), loadShopSummary(shopId)]);
  return { importRun, summary, proposal: await openProposal(shopId), unfinished };
}

async function openProposal(shopId: number): Promise<ShopState['proposal']> {
  return withTenant(shopId, async (tx) => {
    const { rows } = await tx.query<{ id: number; revision: number }>("SELECT id, revision FROM tag_runs WHERE shop_id = $1 AND state = 'proposed'", [shopId]);
    return rows[0] ?? null;
  });
}

export interface TagRunState {
  id: number;
  kind: 'apply' | 'undo';
  state: string;
  added: number;
  removed: number;
  skipped: number;
  failed: number;
  undoOf: number | null;
  errorMessage: string | null;
}

/** Every run but the open proposal, oldest first. */
export async function readTagRuns(shopId: number): Promise<TagRunState[]> {
  return withTenant(shopId, async (tx) => {
    const { rows } = await tx.query<TagRunState>(
      `SELECT id, kind, state, added, removed, skipped, failed, undo_of AS "undoOf", error_message AS "errorMessage"
         FROM tag_runs WHERE shop_id = $1 AND state <> 'proposed' ORDER BY id`,
      [shopId],
    );
    return rows;
  });
}

/** Wanted tags by name, with how many customers each is wanted for. */
export async function readWantedCounts(shopId: number): Promise<Record<string, number>> {
  return withTenant(shopId, async (tx) => {
    const { rows } = await tx.query<{ name: string; customers: number }>('SELECT name, count(*) AS customers FROM wanted_tags WHERE shop_id = $1 GROUP BY name ORDER BY name', [shopId]);
    return Object.fromEntries(rows.map((row) => [row.name, row.customers]));
  });
}

/** Wanted tags of each customer that has any, sorted. */
export async function readWantedTags(shopId: number): Promise<Map<string, string[]>> {
  return withTenant(shopId, async (tx) => {
    const { rows } = await tx.query<{ id: string; names: string[] }>(
      `SELECT customer_id::text AS id, array_agg(name ORDER BY name COLLATE "C") AS names FROM wanted_tags WHERE shop_id = $1 GROUP BY customer_id`,
      [shopId],
    );
    return new Map(rows.map((row) => [row.id, row.names]));
  });
}

/** Wanted tags that are not proposed, since the merchant or an undo took them off. */
export async function readHeldOff(shopId: number): Promise<number> {
  return withTenant(shopId, async (tx) => {
    const { rows } = await tx.query<{ count: number }>("SELECT count(*) AS count FROM wanted_tags WHERE shop_id = $1 AND standing = 'held-off'", [shopId]);
    return rows[0]?.count ?? 0;
  });
}
