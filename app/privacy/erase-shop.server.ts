import { systemPool } from '../database/pools.server.ts';
import { withTenant } from '../database/tenant.server.ts';
import { forgetEvents } from '../inbox/forget-payloads.server.ts';
import { forgetJobs } from '../jobs/forget-outputs.server.ts';
import { enqueue } from '../jobs/queue.server.ts';
import { RetryableError } from '../runtime/errors.ts';
import { log } from '../runtime/log.server.ts';
import { eraseShopJob } from './erase-shop.job.server.ts';
import { HELD_DATA } from './held-data.ts';

/** Rows deleted in one transaction: no lock is held for longer than a moment, however large the shop. */
const ROWS_A_STEP = 5_000;

/**
 * Notes that Shopify asks for everything of a shop to be deleted, and has it done. One that was asked for before the present install is
 * none of it: it came late, or again.
 * @returns whether it will be done
 */
export async function askForShopErasure(options: { shopId: number; at: Date }): Promise<boolean> {
  const { rowCount } = await systemPool().query('UPDATE shops SET redact_asked_at = $2, uninstalled_at = coalesce(uninstalled_at, $2) WHERE id = $1 AND installed_at <= $2', [options.shopId, options.at]);
  if (rowCount === 0) return false;
  await enqueue(eraseShopJob, { shopId: options.shopId });
  return true;
}

/** The shop's domain while it is to be erased: null once it is gone, or has installed the app again. */
async function domainToErase(shopId: number): Promise<string | null> {
  const { rows } = await systemPool().query<{ domain: string }>('SELECT domain FROM shops WHERE id = $1 AND redact_asked_at IS NOT NULL AND uninstalled_at IS NOT NULL', [shopId]);
  return rows[0]?.domain ?? null;
}

/**
 * Deletes everything of a shop, in small steps: the rows of all its tables, its sessions, events and jobs, and last the row that its
 * domain stands in. Begun again it goes on; a shop that installs the app meanwhile is left as it is, and imported anew.
 * @param options.jobId the job that does this, which is not deleted from under itself
 * @throws RetryableError while another job of the shop is under way, which may write yet
 */
export async function eraseShop(options: { shopId: number; jobId?: string; signal?: AbortSignal }): Promise<{ erased: boolean }> {
  const { shopId, signal } = options;
  const domain = await domainToErase(shopId);
  if (domain === null) return { erased: false };
  await systemPool().query('DELETE FROM sessions WHERE shop = $1', [domain]);
  const active = await forgetJobs({ shopId, except: options.jobId ?? null });
  for (const table of Object.keys(HELD_DATA)) {
    for (let deleted = ROWS_A_STEP; deleted === ROWS_A_STEP;) {
      signal?.throwIfAborted();
      if ((await domainToErase(shopId)) === null) return { erased: false };
      deleted = await withTenant(shopId, async (tx) => (await tx.query(`DELETE FROM ${table} WHERE ctid = ANY (ARRAY(SELECT ctid FROM ${table} WHERE shop_id = $1 LIMIT ${ROWS_A_STEP})) AND shop_id = $1`, [shopId])).rowCount ?? 0);
    }
  }
  if (active > 0) throw new RetryableError('shop-busy', 'Work for this shop was still under way. What it wrote is deleted in the next try.', { retryAfterMs: 30_000 });
  const { rowCount } = await systemPool().query('DELETE FROM shops WHERE id = $1 AND redact_asked_at IS NOT NULL AND uninstalled_at IS NOT NULL', [shopId]);
  if (rowCount === 0) return { erased: false };
  await forgetEvents({ shopDomain: domain });
  log.info({ shopId }, 'everything of a shop was deleted, as Shopify asked');
  return { erased: true };
}

/** Has every shop erased whose erasure was asked for and is not done yet. @returns how many */
export async function startDueErasures(): Promise<number> {
  const { rows } = await systemPool().query<{ id: number }>('SELECT id FROM shops WHERE redact_asked_at IS NOT NULL AND uninstalled_at IS NOT NULL');
  for (const { id } of rows) await enqueue(eraseShopJob, { shopId: id });
  return rows.length;
}
