import { print } from 'graphql';
import { withTenant } from '../database/tenant.server.ts';
import { streamJsonLines } from '../shopify/bulk-file.server.ts';
import { submitBulkQuery, waitForBulkOperation } from '../shopify/bulk-query.server.ts';
import { CustomerIdsBulkDocument } from '../shopify/generated/customer-ids.bulk.ts';
import { OrderIdsBulkDocument } from '../shopify/generated/order-ids.bulk.ts';
import { ProductIdsBulkDocument } from '../shopify/generated/product-ids.bulk.ts';
import { RetryableError, TerminalError } from '../runtime/errors.ts';
import { CopyText } from './copy-text.ts';
import { readable, type Changed } from './list-changed.server.ts';
import { RECORD_KINDS, type BulkKind, type MirrorTable } from './mirror-tables.ts';
import { readChanged } from './read-changed.server.ts';
import type { ReconcileContext } from './reconcile-context.server.ts';
import { noCounts } from './reconcile-counts.ts';
import { advanceLookPart, noteSwept, openLookPart } from './reconcile-store.server.ts';
import { copyInto, createStage, stageName } from './stage-tables.server.ts';
import { milliseconds } from './versioned-rows.server.ts';

const QUERIES: Readonly<Record<BulkKind, string>> = {
  customers: print(CustomerIdsBulkDocument),
  products: print(ProductIdsBulkDocument),
  orders: print(OrderIdsBulkDocument),
};
const TYPES: Readonly<Record<BulkKind, string>> = { orders: 'Order', customers: 'Customer', products: 'Product' };
/** What is listed of each record: its id and its version. */
const LISTED: MirrorTable = { name: 'listed', key: ['id'], columns: [['id', 'bigint'], ['updated_at', 'timestamptz']] };
/** Objects that are read between two commits. */
const AT_ONCE = 50;
/** Without read_all_orders Shopify shows the orders of 60 days: of those that are about to leave it nothing is concluded. */
const SHOWN_MS = 59 * 24 * 60 * 60 * 1000;

/** More differs than is read one by one; an import is cheaper. */
export class TooManyChanges extends TerminalError {}

/**
 * Holds the ids and versions of everything of a kind at Shopify against the mirror: what it lacks or has older is read, and what
 * Shopify lists no more is asked for by its id and deleted if it is not found. Begun anew after a break: what was set right by then
 * does not differ any more.
 * @param most so many are read one by one
 * @throws TooManyChanges; RetryableError when the list is not whole
 */
export async function sweepIds(context: ReconcileContext, kind: BulkKind, most: number): Promise<void> {
  const { shopId, id, signal } = context;
  const part = `sweep-${kind}` as const;
  if ((await withTenant(shopId, (tx) => openLookPart(tx, id, part))).done) return;
  const list = await listIds(context, kind);
  const differing = await findDifferences(context, kind, list, most);
  if (differing.length > most) throw new TooManyChanges('many-changes', `More than ${most} ${kind} differ.`);
  for (let from = 0; from < differing.length; from += AT_ONCE) {
    signal.throwIfAborted();
    const read = await readChanged(context, kind, differing.slice(from, from + AT_ONCE), { missingAt: list.at });
    await withTenant(shopId, async (tx) => advanceLookPart(tx, id, part, { counts: await read.write(tx), cursor: null, last: false }));
  }
  await withTenant(shopId, async (tx) => {
    await advanceLookPart(tx, id, part, { counts: { ...noCounts(), listed: list.unreadable, rejected: list.unreadable }, cursor: null, last: true });
    await noteSwept(tx, id, list.at);
  });
}

interface IdList {
  rows: CopyText;
  /** Lines that name nothing. */
  unreadable: number;
  at: number;
}

async function listIds({ client, signal }: ReconcileContext, kind: BulkKind): Promise<IdList> {
  const operation = await waitForBulkOperation(client, await submitBulkQuery(client, QUERIES[kind], { signal }), { signal });
  if (operation?.errorCode === 'ACCESS_DENIED') throw new TerminalError('access-denied', `Shopify denies access to ${kind}. Check that the app has been granted all the scopes it asks for.`);
  if (operation?.status !== 'COMPLETED') throw new RetryableError('bulk-operation', `Shopify did not list the ids of all ${kind}: the operation ended as ${operation?.status ?? 'unknown'}.`);
  const rows = new CopyText();
  let number = 0;
  let unreadable = 0;
  if (operation.url !== null) {
    for await (const line of streamJsonLines(operation.url, { signal })) {
      number += 1;
      const [one] = readable(TYPES[kind], line.fault === null ? ((line.value ?? {}) as object) : {});
      if (one === undefined) unreadable += 1;
      else rows.add(number, [one.id, new Date(one.at).toISOString()], true);
    }
  }
  if (number !== operation.objectCount) throw new RetryableError('file-download', `The list of ${kind} ended after ${number} of ${operation.objectCount} ids.`);
  return { rows, unreadable, at: operation.createdAt };
}

/** What the mirror lacks, has older, or has of what is not listed (with a version that it cannot have, so that it is asked for); one more than `most` at the most. */
async function findDifferences({ shopId, readsAllOrders }: ReconcileContext, kind: BulkKind, list: IdList, most: number): Promise<Changed[]> {
  const listed = stageName(LISTED);
  const shown = kind === 'orders' && !readsAllOrders ? 'AND r.created_at >= $4' : 'AND $4::timestamptz IS NOT NULL';
  return withTenant(shopId, async (tx) => {
    await createStage(tx, LISTED);
    await copyInto(tx, LISTED, list.rows);
    await tx.query(`ANALYZE ${listed}`);
    await tx.query('SET LOCAL enable_nestloop = off');
    const { rows } = await tx.query<{ id: string; at: number }>(
      `SELECT s.id::text AS id, ${milliseconds('s.updated_at')} AS at FROM (SELECT id, max(updated_at) AS updated_at FROM ${listed} GROUP BY id) s
         LEFT JOIN ${kind} r ON r.shop_id = $1 AND r.id = s.id LEFT JOIN deleted_records d ON d.shop_id = $1 AND d.kind = $3 AND d.id = s.id
        WHERE (r.id IS NULL AND (d.id IS NULL OR d.deleted_at < s.updated_at)) OR r.updated_at < s.updated_at
       UNION ALL
       SELECT r.id::text, ${milliseconds('r.updated_at')} + 1000 FROM ${kind} r WHERE r.shop_id = $1 AND NOT EXISTS (SELECT FROM ${listed} s WHERE s.id = r.id) ${shown}
       LIMIT $2`,
      [shopId, most + 1, RECORD_KINDS[kind], new Date(list.at - SHOWN_MS)],
    );
    return rows;
  });
}
