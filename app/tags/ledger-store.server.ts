import type { TenantTransaction } from '../database/tenant.server.ts';
import { now } from '../runtime/clock.server.ts';
import type { VersionedEntry } from './standing-tags.ts';
import type { TagRule } from './tag-rule.ts';
import type { LedgerEntry, LedgerState } from './tag-ledger.ts';

/** First key of the advisory lock of this room ("tags"); the second is the shop. */
const LOCK_CLASS = 0x74616773;

/**
 * Whoever reads the ledger to decide, or writes it, holds this lock until their transaction ends: a proposal that was
 * computed from entries which the writer changes meanwhile would put back what it had read.
 */
export async function lockTags(tx: TenantTransaction): Promise<void> {
  await tx.query('SELECT pg_advisory_xact_lock($1, $2)', [LOCK_CLASS, tx.shopId]);
}

/**
 * As `lockTags`, but waits for no lock longer than this, here and later in the transaction: a writer's transaction is over
 * in a moment, while a proposal for a whole shop holds the lock for as long as that takes.
 * @throws the database's lock_not_available, which is retryable
 */
export async function lockTagsWithin(tx: TenantTransaction, milliseconds: number): Promise<void> {
  await tx.query("SELECT set_config('lock_timeout', $3, true), pg_advisory_xact_lock($1, $2)", [LOCK_CLASS, tx.shopId, `${milliseconds}ms`]);
}

interface EntryRow {
  customer_id: number;
  tag_key: string;
  name: string;
  rule: string;
  state: string;
  adopted: boolean;
  unwanted_since_day: number | null;
  removal_held: boolean;
  run_id: number | null;
  version: Date | null;
}

const COLUMNS = 'customer_id, tag_key, name, rule, state, adopted, unwanted_since_day, removal_held, run_id, version';

/** The ledger of some customers. Those without an entry are not in the map. */
export async function loadLedger(tx: TenantTransaction, customerIds: readonly number[]): Promise<Map<number, VersionedEntry[]>> {
  const { rows } = await tx.query<EntryRow>(`SELECT ${COLUMNS} FROM tag_ledger WHERE shop_id = $1 AND customer_id = ANY ($2::bigint[]) ORDER BY customer_id, tag_key`, [tx.shopId, customerIds]);
  return byCustomer(rows);
}

/** Entries of customers of whom the mirror has a newer version than the entry, in order, from after one customer on; whole customers only. */
export async function loadOutdatedLedger(tx: TenantTransaction, options: { afterCustomer: number; customers: number }): Promise<Map<number, VersionedEntry[]>> {
  const { rows } = await tx.query<EntryRow>(
    `SELECT ${COLUMNS} FROM tag_ledger l WHERE shop_id = $1 AND customer_id IN (
       SELECT DISTINCT o.customer_id FROM tag_ledger o JOIN customers c ON c.shop_id = o.shop_id AND c.id = o.customer_id
        WHERE o.shop_id = $1 AND o.customer_id > $2 AND (o.version IS NULL OR coalesce(c.tags_seen_at, c.updated_at) > o.version)
        ORDER BY o.customer_id LIMIT $3)
      ORDER BY customer_id, tag_key`,
    [tx.shopId, options.afterCustomer, options.customers],
  );
  return byCustomer(rows);
}

function byCustomer(rows: readonly EntryRow[]): Map<number, VersionedEntry[]> {
  const ledger = new Map<number, VersionedEntry[]>();
  for (const row of rows) {
    const entries = ledger.get(row.customer_id);
    const one = { entry: entryOf(row), version: row.version === null ? null : row.version.getTime() };
    if (entries === undefined) ledger.set(row.customer_id, [one]);
    else entries.push(one);
  }
  return ledger;
}

function entryOf(row: EntryRow): LedgerEntry {
  return {
    nameKey: row.tag_key,
    name: row.name,
    rule: row.rule as TagRule,
    state: row.state as LedgerState,
    adopted: row.adopted,
    unwantedSinceDay: row.unwanted_since_day,
    removalHeld: row.removal_held,
    runId: row.run_id === null ? null : String(row.run_id),
  };
}

/** What the ledger is to say of one tag of one customer from now on; `entry` null: nothing. */
export interface LedgerWrite {
  customerId: number;
  nameKey: string;
  entry: LedgerEntry | null;
  /** Shopify's updatedAt (ms) of the customer as of which this is known; null leaves what is there. */
  version: number | null;
}

/** Writes entries and takes away those that are null. The caller holds `lockTags`. */
export async function writeLedger(tx: TenantTransaction, writes: readonly LedgerWrite[]): Promise<void> {
  const gone = writes.filter((write) => write.entry === null);
  if (gone.length > 0) {
    await tx.query(
      `DELETE FROM tag_ledger l USING unnest($2::bigint[], $3::text[]) AS g (customer_id, tag_key)
        WHERE l.shop_id = $1 AND l.customer_id = g.customer_id AND l.tag_key = g.tag_key`,
      [tx.shopId, gone.map((write) => write.customerId), gone.map((write) => write.nameKey)],
    );
  }
  const kept = writes.flatMap(({ customerId, entry, version }) => (entry === null ? [] : [{
    customer_id: customerId, tag_key: entry.nameKey, name: entry.name, rule: entry.rule, state: entry.state, adopted: entry.adopted,
    unwanted_since_day: entry.unwantedSinceDay, removal_held: entry.removalHeld, run_id: entry.runId, version: version === null ? null : new Date(version),
  }]));
  if (kept.length === 0) return;
  await tx.query(
    `INSERT INTO tag_ledger (shop_id, ${COLUMNS}, updated_at, state_since)
     SELECT $1, ${COLUMNS}, $3, $3 FROM jsonb_to_recordset($2::jsonb) AS n (
       customer_id bigint, tag_key text, name text, rule text, state text, adopted boolean, unwanted_since_day integer, removal_held boolean, run_id integer, version timestamptz)
     ON CONFLICT (shop_id, customer_id, tag_key) DO UPDATE
       SET name = EXCLUDED.name, rule = EXCLUDED.rule, state = EXCLUDED.state, adopted = EXCLUDED.adopted, unwanted_since_day = EXCLUDED.unwanted_since_day,
           removal_held = EXCLUDED.removal_held, run_id = EXCLUDED.run_id, version = greatest(tag_ledger.version, EXCLUDED.version), updated_at = EXCLUDED.updated_at,
           state_since = CASE WHEN tag_ledger.state = EXCLUDED.state THEN tag_ledger.state_since ELSE EXCLUDED.state_since END`,
    [tx.shopId, JSON.stringify(kept), new Date(now())],
  );
}

/** The writes that turn one customer's ledger into another; nothing for what stays as it is. */
export function ledgerWrites(customerId: number, before: readonly VersionedEntry[], after: readonly LedgerEntry[], version: number | null): LedgerWrite[] {
  const old = new Map(before.map(({ entry }) => [entry.nameKey, entry]));
  const writes: LedgerWrite[] = [];
  for (const entry of after) {
    const known = old.get(entry.nameKey);
    old.delete(entry.nameKey);
    if (known === undefined || !sameEntry(known, entry)) writes.push({ customerId, nameKey: entry.nameKey, entry, version });
  }
  for (const nameKey of old.keys()) writes.push({ customerId, nameKey, entry: null, version });
  return writes;
}

function sameEntry(a: LedgerEntry, b: LedgerEntry): boolean {
  return a.name === b.name && a.rule === b.rule && a.state === b.state && a.adopted === b.adopted
    && a.unwantedSinceDay === b.unwantedSinceDay && a.removalHeld === b.removalHeld && a.runId === b.runId;
}
