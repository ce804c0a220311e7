import { recordCustomerTags } from '../mirror/customer-tags.server.ts';
import { withTenant, type TenantTransaction } from '../database/tenant.server.ts';
import { loadCurrentModel } from '../profiles/profile-store.server.ts';
import { tagKey } from '../profiles/tag-key.ts';
import { now } from '../runtime/clock.server.ts';
import { countTagWrites } from '../runtime/metrics.server.ts';
import { carryOverLate } from './carry-over.server.ts';
import type { ChangeOutcome } from './change-outcome.ts';
import { lockTags, writeLedger } from './ledger-store.server.ts';
import { countOutcomes } from './run-store.server.ts';
import type { LedgerEntry } from './tag-ledger.ts';

/** A customer's tags as Shopify just gave them. */
export interface FreshTags {
  customerId: number;
  tags: string[];
  /** Shopify's updatedAt. */
  updatedAt: Date;
}

/** What became of one change. */
export type Settlement =
  | { changeId: number; kind: 'done'; fresh: FreshTags }
  | { changeId: number; kind: 'failed'; outcome: ChangeOutcome; message: string | null };

interface SettledRow {
  id: number;
  customer_id: number;
  tag_key: string;
  action: 'add' | 'remove';
  entry_after: LedgerEntry | null;
  undoes: number | null;
}

/**
 * Records what Shopify did with sent changes: the change, the ledger, the mirror's tags, the run's counters, and what
 * profiles have to follow, all in one transaction. A change that is settled already stays
 * as it is, so that an answer may be read twice.
 */
export async function settleChanges(shopId: number, runId: number, settlements: readonly Settlement[]): Promise<void> {
  if (settlements.length === 0) return;
  const settled = await withTenant(shopId, async (tx) => {
    await lockTags(tx);
    return settleChangesIn(tx, runId, settlements);
  });
  countSettled(settled);
}

/** Counts what was settled, once it is committed. */
export function countSettled(settled: SettledCounts): void {
  for (const [outcome, count] of Object.entries(settled)) countTagWrites(outcome, count);
}

export interface SettledCounts {
  added: number;
  removed: number;
  failed: number;
}

/** The same in the caller's transaction, which holds `lockTags`, and who counts it by `countSettled` once that is committed. */
export async function settleChangesIn(tx: TenantTransaction, runId: number, settlements: readonly Settlement[]): Promise<SettledCounts> {
  const fresh = new Map(settlements.flatMap((one) => (one.kind === 'done' ? [[one.changeId, one.fresh] as const] : [])));
  const done = await markDone(tx, fresh);
  const failed = await markFailed(tx, settlements);
  await writeLedger(tx, done.map((row) => ({
    customerId: row.customer_id, nameKey: row.tag_key, entry: row.entry_after, version: fresh.get(row.id)?.updatedAt.getTime() ?? null,
  })));
  const newest = newestByCustomer(done.flatMap((row) => fresh.get(row.id) ?? []));
  await recordCustomerTags(tx, newest);
  await noteStanding(tx, done);
  await carryOverLate(tx, newest);
  await reportExclusions(tx, done);
  const added = done.filter((row) => row.action === 'add').length;
  const settled = { added, removed: done.length - added, failed };
  await countOutcomes(tx, runId, { ...settled, skipped: 0 });
  return settled;
}

/**
 * All that a profile takes from tags is whether one excludes its customer from the scores: so only where we wrote such a
 * tag, profiles have something to follow.
 */
async function reportExclusions(tx: TenantTransaction, done: readonly SettledRow[]): Promise<void> {
  if (done.length === 0) return;
  const excluding = new Set(((await loadCurrentModel(tx))?.model.settings.excludedTags ?? []).map(tagKey));
  const customerIds = [...new Set(done.filter((row) => excluding.has(row.tag_key)).map((row) => row.customer_id))];
  if (customerIds.length === 0) return;
  await tx.query(
    `INSERT INTO customer_changes (shop_id, customer_id, kind, changed_at) SELECT $1, id, 'mirror', $3 FROM unnest($2::bigint[]) AS id`,
    [tx.shopId, customerIds, new Date(now())],
  );
}

async function markDone(tx: TenantTransaction, fresh: ReadonlyMap<number, FreshTags>): Promise<SettledRow[]> {
  if (fresh.size === 0) return [];
  const { rows } = await tx.query<SettledRow>(
    `UPDATE tag_changes c SET state = 'done', after_tags = n.after_tags, settled_at = $3
       FROM jsonb_to_recordset($2::jsonb) AS n (id bigint, after_tags text[])
      WHERE c.shop_id = $1 AND c.id = n.id AND c.state = 'sent'
     RETURNING c.id, c.customer_id, c.tag_key, c.action, c.entry_after, c.undoes`,
    [tx.shopId, JSON.stringify([...fresh].map(([id, { tags }]) => ({ id, after_tags: tags }))), new Date(now())],
  );
  const undoing = rows.filter((row) => row.undoes !== null);
  if (undoing.length > 0) {
    await tx.query(
      'UPDATE tag_changes c SET undone_by = u.id FROM unnest($2::bigint[], $3::bigint[]) AS u (id, undoes) WHERE c.shop_id = $1 AND c.id = u.undoes',
      [tx.shopId, undoing.map((row) => row.id), undoing.map((row) => row.undoes)],
    );
  }
  return rows;
}

async function markFailed(tx: TenantTransaction, settlements: readonly Settlement[]): Promise<number> {
  const failed = settlements.flatMap((one) => (one.kind === 'failed' ? [{ id: one.changeId, outcome: one.outcome, message: one.message }] : []));
  if (failed.length === 0) return 0;
  const { rowCount } = await tx.query(
    `UPDATE tag_changes c SET state = 'failed', outcome = n.outcome, outcome_message = n.message, settled_at = $3
       FROM jsonb_to_recordset($2::jsonb) AS n (id bigint, outcome text, message text) WHERE c.shop_id = $1 AND c.id = n.id AND c.state = 'sent'`,
    [tx.shopId, JSON.stringify(failed), new Date(now())],
  );
  return rowCount ?? 0;
}

function newestByCustomer(all: readonly FreshTags[]): FreshTags[] {
  const newest = new Map<number, FreshTags>();
  for (const one of all) {
    const known = newest.get(one.customerId);
    if (known === undefined || known.updatedAt <= one.updatedAt) newest.set(one.customerId, one);
  }
  return [...newest.values()];
}

/** Until the next proposal makes wanted_tags anew, the screen should not say "to add" of what stands. */
async function noteStanding(tx: TenantTransaction, done: readonly SettledRow[]): Promise<void> {
  if (done.length === 0) return;
  await tx.query(
    `UPDATE wanted_tags w SET standing = n.standing, why = n.why, stands_as = n.stands_as
       FROM jsonb_to_recordset($2::jsonb) AS n (customer_id bigint, tag_key text, standing text, why text, stands_as text)
      WHERE w.shop_id = $1 AND w.customer_id = n.customer_id AND w.tag_key = n.tag_key`,
    [tx.shopId, JSON.stringify(done.map((row) => ({
      customer_id: row.customer_id, tag_key: row.tag_key,
      ...(row.action === 'add'
        ? { standing: 'stands', why: 'stands as wanted', stands_as: row.entry_after?.name ?? null }
        : { standing: 'held-off', why: row.undoes === null ? 'not wanted' : 'run undone', stands_as: null }),
    })))],
  );
}
