import { withTenant } from '../database/tenant.server.ts';
import { enqueue } from '../jobs/queue.server.ts';
import { SHOWABLE } from './load-wanted.server.ts';
import { addFieldRun } from './run-store.server.ts';
import { loadFieldWriting, lockProductFields } from './writing-store.server.ts';
import { writeProductFieldsJob } from './write-product-fields.job.server.ts';

/** Products are put away by the dozen: one run sees all of them. */
const AFTER_PRODUCTS_SECONDS = 30;

/** After products changed or went: a run takes those that may be shown no more out of the lists that name them. Others wait for the next lists. */
export async function followProducts(options: { shopId: number; productIds: readonly number[] }): Promise<void> {
  const { shopId, productIds } = options;
  if (productIds.length === 0) return;
  await withTenant(shopId, async (tx) => {
    const writing = await loadFieldWriting(tx);
    if (writing?.state !== 'on') return;
    const { rows } = await tx.query<{ named: boolean }>(
      `SELECT EXISTS (SELECT FROM unnest($2::bigint[]) AS gone JOIN product_field_ledger l ON l.shop_id = $1 AND l.stands @> to_jsonb(gone)
                       WHERE NOT EXISTS (SELECT FROM products p WHERE p.shop_id = $1 AND p.id = gone AND ${SHOWABLE})) AS named`, [shopId, productIds],
    );
    if (rows[0]?.named !== true) return;
    await lockProductFields(tx);
    await addFieldRun(tx, { kind: 'write', cause: 'products', by: writing.by, exact: false });
    await enqueue(writeProductFieldsJob, { shopId }, { tx, startAfterSeconds: AFTER_PRODUCTS_SECONDS });
  });
}

/** After lists were worked out anew, or the merchant changed a rule: a run writes what has changed, where lists are written and nothing is held. */
export async function writeLists(options: { shopId: number; cause: 'lists' | 'rules' }): Promise<void> {
  const { shopId, cause } = options;
  await withTenant(shopId, async (tx) => {
    await lockProductFields(tx);
    const writing = await loadFieldWriting(tx);
    if (writing?.state !== 'on') return;
    await addFieldRun(tx, { kind: 'write', cause, by: writing.by, exact: cause === 'rules' });
    if (writing.pausedAt === null) await enqueue(writeProductFieldsJob, { shopId }, { tx });
  });
}

/** Enqueues the writer where something is to be done and no job may know of it: one that was lost, or used up its tries. */
export async function wakeProductFields(options: { shopId: number }): Promise<void> {
  const { shopId } = options;
  await withTenant(shopId, async (tx) => {
    const writing = await loadFieldWriting(tx);
    if (writing === null || writing.pausedAt !== null) return;
    const { rows } = await tx.query<{ due: boolean }>(
      `SELECT EXISTS (SELECT FROM product_field_runs WHERE shop_id = $1 AND state IN ('waiting', 'running')) OR EXISTS (SELECT FROM product_field_ledger WHERE shop_id = $1 AND intended IS NOT NULL) AS due`, [shopId],
    );
    if (rows[0]?.due === true) await enqueue(writeProductFieldsJob, { shopId }, { tx });
  });
}
