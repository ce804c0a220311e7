import type { TenantTransaction } from '../database/tenant.server.ts';
import { now } from '../runtime/clock.server.ts';
import type { CustomerTagPlan } from './customer-tag-plan.ts';

/** One customer's plan, as it is stored. */
export interface StoredPlan {
  customerId: number;
  plan: CustomerTagPlan;
}

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

/** What the mirror says of some customers' tags; a customer who is gone from it is not in the map. */
export async function loadMirrorTags(tx: TenantTransaction, customerIds: readonly number[]): Promise<Map<number, { tags: string[]; version: number }>> {
  const { rows } = await tx.query<{ id: number; tags: string[] | null; updated_at: Date }>(
    'SELECT id, tags, updated_at FROM customers WHERE shop_id = $1 AND id = ANY ($2::bigint[])', [tx.shopId, customerIds],
  );
  return new Map(rows.map((row) => [row.id, { tags: row.tags ?? [], version: row.updated_at.getTime() }]));
}

/**
 * Makes wanted_tags say for these customers what their plans say.
 * @param range all customers whose ids lie in it are covered: who has no plan wants nothing
 */
export async function saveWanted(tx: TenantTransaction, plans: readonly StoredPlan[], range: { from: number; to: number }): Promise<void> {
  const wanted = JSON.stringify(plans.flatMap(({ customerId, plan }) => plan.wanted.map((one) => ({
    customer_id: customerId, rule: one.rule, tag_key: one.nameKey, name: one.name, reason: one.reason, standing: one.standing, why: one.why, stands_as: one.standsAs,
  }))));
  const columns = 'customer_id bigint, rule text, tag_key text, name text, reason jsonb, standing text, why text, stands_as text';
  await tx.query(
    `DELETE FROM wanted_tags w WHERE shop_id = $1 AND customer_id BETWEEN $3 AND $4
        AND (customer_id, rule) NOT IN (SELECT customer_id, rule FROM jsonb_to_recordset($2::jsonb) AS n (${columns}))`,
    [tx.shopId, wanted, range.from, range.to],
  );
  await tx.query(
    `INSERT INTO wanted_tags (shop_id, customer_id, rule, tag_key, name, reason, standing, why, stands_as)
     SELECT $1, customer_id, rule, tag_key, name, reason, standing, why, stands_as FROM jsonb_to_recordset($2::jsonb) AS n (${columns})
     ON CONFLICT (shop_id, customer_id, rule) DO UPDATE
       SET tag_key = EXCLUDED.tag_key, name = EXCLUDED.name, reason = EXCLUDED.reason, standing = EXCLUDED.standing, why = EXCLUDED.why, stands_as = EXCLUDED.stands_as
     WHERE (wanted_tags.tag_key, wanted_tags.name, wanted_tags.reason, wanted_tags.standing, wanted_tags.why, wanted_tags.stands_as)
           IS DISTINCT FROM (EXCLUDED.tag_key, EXCLUDED.name, EXCLUDED.reason, EXCLUDED.standing, EXCLUDED.why, EXCLUDED.stands_as)`,
    [tx.shopId, wanted],
  );
}

/** Adds the plans' changes to a proposal. Returns how many of each kind. */
export async function insertChanges(tx: TenantTransaction, runId: number, revision: number, plans: readonly StoredPlan[]): Promise<{ adds: number; removes: number }> {
  const changes = plans.flatMap(({ customerId, plan }) => plan.changes.map((change) => ({
    customer_id: customerId, tag_key: change.nameKey, rule: change.rule, name: change.name, action: change.action, why: change.why,
    reason: change.reason, before_tags: plan.standing, entry_before: change.entryBefore, entry_after: change.entryAfter,
  })));
  if (changes.length === 0) return { adds: 0, removes: 0 };
  await tx.query(
    `INSERT INTO tag_changes (shop_id, run_id, revision, customer_id, tag_key, rule, name, action, why, reason, before_tags, entry_before, entry_after)
     SELECT $1, $2, $3, n.* FROM jsonb_to_recordset($4::jsonb) AS n (
       customer_id bigint, tag_key text, rule text, name text, action text, why text, reason jsonb, before_tags text[], entry_before jsonb, entry_after jsonb)`,
    [tx.shopId, runId, revision, JSON.stringify(changes)],
  );
  const adds = changes.filter((change) => change.action === 'add').length;
  return { adds, removes: changes.length - adds };
}

/** The open proposal, or null. */
export async function openProposal(tx: TenantTransaction): Promise<{ id: number; revision: number } | null> {
  const { rows } = await tx.query<{ id: number; revision: number }>("SELECT id, revision FROM tag_runs WHERE shop_id = $1 AND state = 'proposed'", [tx.shopId]);
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
