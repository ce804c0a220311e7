import type { TenantTransaction } from '../database/tenant.server.ts';
import { now } from '../runtime/clock.server.ts';
import { TerminalError } from '../runtime/errors.ts';
import { planLines, type StoredPlan } from './plan-lines.ts';

/** Tags of some customers that approved runs are yet to write, or wait for an answer about. */
export async function loadBusyTags(tx: TenantTransaction, customerIds: readonly number[]): Promise<Map<number, { planned: Set<string>; sent: Set<string> }>> {
  const { rows } = await tx.query<{ customer_id: number; tag_key: string; state: string }>(
    `SELECT c.customer_id, c.tag_key, c.state FROM tag_changes c JOIN tag_runs r ON r.shop_id = c.shop_id AND r.id = c.run_id
      WHERE c.shop_id = $1 AND c.customer_id = ANY ($2::bigint[]) AND c.state IN ('planned', 'sent') AND r.state <> 'proposed'`,
    [tx.shopId, customerIds],
  );
  const busy = new Map<number, { planned: Set<string>; sent: Set<string> }>();
  for (const row of rows) {
    const one = busy.get(row.customer_id) ?? { planned: new Set(), sent: new Set() };
    one[row.state === 'sent' ? 'sent' : 'planned'].add(row.tag_key);
    busy.set(row.customer_id, one);
  }
  return busy;
}

/** A customer's tags and the time (ms) of the version that has them: not the customer's own, of which a payload says no tags. */
export interface MirrorTags {
  tags: string[];
  version: number;
}

interface MirrorRow {
  id: number;
  tags: string[] | null;
  version: Date;
}

/** What the mirror says of some customers' tags; a customer who is gone from it is not in the map. */
export async function loadMirrorTags(tx: TenantTransaction, customerIds: readonly number[]): Promise<Map<number, MirrorTags>> {
  const { rows } = await tx.query<MirrorRow>('SELECT id, tags, coalesce(tags_seen_at, updated_at) AS version FROM customers WHERE shop_id = $1 AND id = ANY ($2::bigint[])', [tx.shopId, customerIds]);
  return mirrorTags(rows);
}

/** The same of all whose ids lie in a range: dearer for a few, cheaper for most of them. */
export async function loadMirrorTagsBetween(tx: TenantTransaction, range: { from: number; to: number }): Promise<Map<number, MirrorTags>> {
  const { rows } = await tx.query<MirrorRow>('SELECT id, tags, coalesce(tags_seen_at, updated_at) AS version FROM customers WHERE shop_id = $1 AND id BETWEEN $2 AND $3', [tx.shopId, range.from, range.to]);
  return mirrorTags(rows);
}

function mirrorTags(rows: readonly MirrorRow[]): Map<number, MirrorTags> {
  return new Map(rows.map((row) => [row.id, { tags: row.tags ?? [], version: row.version.getTime() }]));
}

const KIND_COLUMNS = `kind integer, rule text, tag_key text, name text, standing text, standing_why text, stands_as text,
  action text, why text, before_tags text[], entry_before jsonb, entry_after jsonb`;

/**
 * Makes wanted_tags say for these customers what their plans say, and adds the plans' changes to a proposal, in the
 * order of the plans. One statement, in which each reason is read once: half a proposal's time was reading JSON.
 * @param covered all customers whose ids lie in the range, or are named: who of them has no plan wants nothing
 * @param proposal null where no plan has a change
 */
export async function savePlans(
  tx: TenantTransaction, plans: readonly StoredPlan[], covered: { from: number; to: number } | { customerIds: readonly number[] }, proposal: { id: number; revision: number } | null,
): Promise<{ adds: number; removes: number }> {
  const { customerIds, kinds, reasons, allKinds, adds, removes } = planLines(plans);
  if (proposal === null && adds + removes > 0) throw new TerminalError('tags', 'Changes of tags were worked out with no proposal to put them in.');
  await tx.query(
    `WITH lines AS MATERIALIZED (
       SELECT n.place, n.customer_id, nullif(n.reason, 'null') AS reason, k.*
         FROM ROWS FROM (unnest($2::bigint[]), unnest($3::integer[]), jsonb_array_elements($4::jsonb)) WITH ORDINALITY AS n (customer_id, kind, reason, place)
         JOIN jsonb_to_recordset($5::jsonb) AS k (${KIND_COLUMNS}) ON k.kind = n.kind
     ), unwanted AS (
       DELETE FROM wanted_tags WHERE shop_id = $1 AND ${'from' in covered ? 'customer_id BETWEEN $6 AND $7' : 'customer_id = ANY ($6::bigint[]) AND $7::bigint IS NULL'}
          AND (customer_id, rule) NOT IN (SELECT customer_id, rule FROM lines WHERE standing IS NOT NULL)
     ), wanted AS (
       INSERT INTO wanted_tags (shop_id, customer_id, rule, tag_key, name, reason, standing, why, stands_as)
       SELECT $1, customer_id, rule, tag_key, name, reason, standing, standing_why, stands_as FROM lines WHERE standing IS NOT NULL ORDER BY place
       ON CONFLICT (shop_id, customer_id, rule) DO UPDATE
         SET tag_key = EXCLUDED.tag_key, name = EXCLUDED.name, reason = EXCLUDED.reason, standing = EXCLUDED.standing, why = EXCLUDED.why, stands_as = EXCLUDED.stands_as
       WHERE (wanted_tags.tag_key, wanted_tags.name, wanted_tags.reason, wanted_tags.standing, wanted_tags.why, wanted_tags.stands_as)
             IS DISTINCT FROM (EXCLUDED.tag_key, EXCLUDED.name, EXCLUDED.reason, EXCLUDED.standing, EXCLUDED.why, EXCLUDED.stands_as)
     )
     INSERT INTO tag_changes (shop_id, run_id, revision, customer_id, tag_key, rule, name, action, why, reason, before_tags, entry_before, entry_after)
     SELECT $1, $8, $9, customer_id, tag_key, rule, name, action, why, reason, before_tags, nullif(entry_before, 'null'), nullif(entry_after, 'null')
       FROM lines WHERE action IS NOT NULL ORDER BY place`,
    [tx.shopId, customerIds, kinds, JSON.stringify(reasons), JSON.stringify(allKinds), ...('from' in covered ? [covered.from, covered.to] : [covered.customerIds, null]), proposal?.id ?? null, proposal?.revision ?? null],
  );
  return { adds, removes };
}

/** The open proposal, or null. `seenFrom`: approvals of an earlier revision are of what is no more. */
export async function openProposal(tx: TenantTransaction): Promise<{ id: number; revision: number; seenFrom: number } | null> {
  const { rows } = await tx.query<{ id: number; revision: number; seenFrom: number }>("SELECT id, revision, seen_from AS \"seenFrom\" FROM tag_runs WHERE shop_id = $1 AND state = 'proposed'", [tx.shopId]);
  return rows[0] ?? null;
}

/** Takes the open proposal back, if there is one. Its number is not used again, so that nobody approves another in its place. */
export async function dropProposal(tx: TenantTransaction): Promise<void> {
  const open = await openProposal(tx);
  if (open === null) return;
  await tx.query('DELETE FROM tag_changes WHERE shop_id = $1 AND run_id = $2', [tx.shopId, open.id]);
  await tx.query('DELETE FROM tag_runs WHERE shop_id = $1 AND id = $2', [tx.shopId, open.id]);
}

export async function createProposal(tx: TenantTransaction): Promise<{ id: number; revision: number }> {
  const { rows } = await tx.query<{ id: number; revision: number }>(
    "INSERT INTO tag_runs (shop_id, kind, state, created_at) VALUES ($1, 'apply', 'proposed', $2) RETURNING id, revision",
    [tx.shopId, new Date(now())],
  );
  return rows[0] as { id: number; revision: number };
}

/** Counts the proposal's changes anew; one without any is no proposal. Returns whether it stays. */
export async function countProposal(tx: TenantTransaction, runId: number, revision: number): Promise<boolean> {
  const { rows } = await tx.query<{ adds: number; removes: number }>(
    `UPDATE tag_runs r SET revision = $3, adds = c.adds, removes = c.removes
       FROM (SELECT count(*) FILTER (WHERE action = 'add')::int AS adds, count(*) FILTER (WHERE action = 'remove')::int AS removes
               FROM tag_changes WHERE shop_id = $1 AND run_id = $2) c
      WHERE r.shop_id = $1 AND r.id = $2 RETURNING r.adds, r.removes`,
    [tx.shopId, runId, revision],
  );
  const stays = (rows[0]?.adds ?? 0) + (rows[0]?.removes ?? 0) > 0;
  if (!stays) await tx.query('DELETE FROM tag_runs WHERE shop_id = $1 AND id = $2', [tx.shopId, runId]);
  return stays;
}
