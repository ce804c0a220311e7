import { withTenant, type TenantTransaction } from '../database/tenant.server.ts';
import { enqueue } from '../jobs/queue.server.ts';
import { machineNow, now } from '../runtime/clock.server.ts';
import { queueCustomers } from './ledger-store.server.ts';
import { addRun } from './run-store.server.ts';
import { isWriting, loadMetafieldWriting, lockMetafields } from './writing-store.server.ts';
import { writeMetafieldsJob } from './write-metafields.job.server.ts';

/** Seconds after which the writer looks at who was noted: they come in bursts, and three share a call. */
const BEGINS_AFTER_SECONDS = 2;
/** A job that waits sees whatever is committed before it begins; one that was put in this long ago still waits. */
const COVERS_MS = 1_000;

/** When the waiting job was put in, by shop, as far as this process knows. */
const putInAt = new Map<number, number>();

/**
 * Notes customers whose profile or forecast came out different, where the merchant has fields written: in the caller's transaction,
 * and nothing else. No call of Shopify stands before the tags.
 * @returns whether somebody was noted, so that `writeFollowed` is to be called once that is committed
 */
export async function noteForMetafields(tx: TenantTransaction, customerIds: readonly number[]): Promise<boolean> {
  if (customerIds.length === 0) return false;
  const { rowCount } = await tx.query({
    name: 'note-for-metafields',
    text: `INSERT INTO customer_changes (shop_id, customer_id, kind, changed_at)
           SELECT $1, id, 'metafields', $3 FROM unnest($2::bigint[]) AS id WHERE EXISTS (SELECT FROM metafield_writing WHERE shop_id = $1 AND state = 'on' AND paused_at IS NULL)`,
    values: [tx.shopId, customerIds, new Date(now())],
  });
  return (rowCount ?? 0) > 0;
}

/** Has the writer look at who was noted, some seconds from now. */
export async function writeFollowed(shopId: number): Promise<void> {
  const at = machineNow();
  if (at - (putInAt.get(shopId) ?? Number.NEGATIVE_INFINITY) < COVERS_MS) return;
  await enqueue(writeMetafieldsJob, { shopId }, { startAfterSeconds: BEGINS_AFTER_SECONDS });
  putInAt.set(shopId, at);
}

/** After customers were sorted and forecast anew: a run over all writes what has changed, where the fields are on and not paused. */
export async function writeSorted(options: { shopId: number }): Promise<void> {
  const { shopId } = options;
  await withTenant(shopId, async (tx) => {
    await lockMetafields(tx);
    const writing = await loadMetafieldWriting(tx);
    if (!isWriting(writing) || writing.state !== 'on') return;
    await addRun(tx, { kind: 'write', cause: 'sorted', by: writing.by });
    await enqueue(writeMetafieldsJob, { shopId }, { tx });
  });
}

/** Enqueues the writer where something is to be done and no job may know of it: one that was lost, or used up its tries. */
export async function wakeMetafields(options: { shopId: number }): Promise<void> {
  const { shopId } = options;
  await withTenant(shopId, async (tx) => {
    if (!isWriting(await loadMetafieldWriting(tx))) return;
    const { rows } = await tx.query<{ due: boolean }>(
      `SELECT EXISTS (SELECT FROM metafield_runs WHERE shop_id = $1 AND state IN ('waiting', 'running')) OR EXISTS (SELECT FROM customer_changes WHERE shop_id = $1 AND kind = 'metafields')
              OR EXISTS (SELECT FROM metafield_ledger WHERE shop_id = $1 AND intended IS NOT NULL) AS due`, [shopId],
    );
    if (rows[0]?.due === true) await enqueue(writeMetafieldsJob, { shopId }, { tx });
  });
}

/**
 * Two customers became one at Shopify, in the caller's transaction: the values of the one who stays count there, with whatever they
 * lacked from the other. What stands is not known then, and is written anew.
 */
export async function mergeMetafields(tx: TenantTransaction, merge: { goneId: number; keptId: number }): Promise<void> {
  const { rowCount } = await tx.query('DELETE FROM metafield_ledger WHERE shop_id = $1 AND customer_id = $2', [tx.shopId, merge.goneId]);
  const kept = await tx.query('UPDATE metafield_ledger SET unsure = true, refused = NULL, refusal = NULL WHERE shop_id = $1 AND customer_id = $2', [tx.shopId, merge.keptId]);
  if ((rowCount ?? 0) === 0 && (kept.rowCount ?? 0) === 0) return;
  if (kept.rowCount === 0) await tx.query('INSERT INTO metafield_ledger (shop_id, customer_id, unsure) VALUES ($1, $2, true)', [tx.shopId, merge.keptId]);
  await queueCustomers(tx, [merge.keptId]);
}
