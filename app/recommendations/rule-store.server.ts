import type { TenantTransaction } from '../database/tenant.server.ts';
import { now } from '../runtime/clock.server.ts';
import type { Block, BoostBy, MerchantRule } from './merchant-rules.ts';

/** Rows of recommendation_rules: read and written here alone. */

type NewRule = MerchantRule extends infer One ? (One extends MerchantRule ? Omit<One, 'id'> : never) : never;
export type { NewRule };

/** A rule with who made it and who undid it. */
export interface RecordedRule {
  rule: MerchantRule;
  madeAt: Date;
  madeBy: string;
  undoneAt: Date | null;
  undoneBy: string | null;
}

interface RuleRow {
  id: number;
  kind: MerchantRule['kind'];
  block: Block | null;
  product: string | null;
  shownWith: string | null;
  boostBy: BoostBy | null;
  value: string | null;
  factor: number | null;
}

const COLUMNS = 'id, kind, block, product_id::text AS product, shown_with::text AS "shownWith", boost_by AS "boostBy", value, factor';

function ruleOf(row: RuleRow): MerchantRule {
  const { id, kind } = row;
  switch (kind) {
    case 'pin':
      return { id, kind, block: row.block as Block, product: row.product as string, shownWith: row.shownWith };
    case 'exclude':
      return { id, kind, product: row.product as string };
    case 'boost':
      return { id, kind, by: row.boostBy as BoostBy, value: row.value as string, factor: row.factor as number };
  }
}

/** The rules in force, in the order in which they were made. */
export async function loadRules(tx: TenantTransaction): Promise<MerchantRule[]> {
  const { rows } = await tx.query<RuleRow & Record<string, unknown>>(`SELECT ${COLUMNS} FROM recommendation_rules WHERE shop_id = $1 AND undone_at IS NULL ORDER BY id`, [tx.shopId]);
  return rows.map(ruleOf);
}

/** The last rules that were made or undone, the latest first. */
export async function listRules(tx: TenantTransaction, most: number): Promise<RecordedRule[]> {
  const { rows } = await tx.query<RuleRow & Omit<RecordedRule, 'rule'>>(
    `SELECT ${COLUMNS}, made_at AS "madeAt", made_by AS "madeBy", undone_at AS "undoneAt", undone_by AS "undoneBy"
       FROM recommendation_rules WHERE shop_id = $1 ORDER BY greatest(made_at, undone_at) DESC, id DESC LIMIT $2`,
    [tx.shopId, most],
  );
  return rows.map((row) => ({ rule: ruleOf(row), madeAt: row.madeAt, madeBy: row.madeBy, undoneAt: row.undoneAt, undoneBy: row.undoneBy }));
}

/** One change of a shop's rules after the other. */
export async function lockRules(tx: TenantTransaction): Promise<void> {
  await tx.query("SELECT pg_advisory_xact_lock(hashtext('recommendation_rules'), $1)", [tx.shopId]);
}

/** @returns its number */
export async function insertRule(tx: TenantTransaction, rule: NewRule, by: string): Promise<number> {
  const pin = rule.kind === 'pin' ? rule : null;
  const boost = rule.kind === 'boost' ? rule : null;
  const { rows } = await tx.query<{ id: number }>(
    `INSERT INTO recommendation_rules (shop_id, kind, block, product_id, shown_with, boost_by, value, factor, made_at, made_by)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING id`,
    [tx.shopId, rule.kind, pin?.block ?? null, rule.kind === 'boost' ? null : rule.product, pin?.shownWith ?? null, boost?.by ?? null, boost?.value ?? null, boost?.factor ?? null, new Date(now()), by],
  );
  return (rows[0] as { id: number }).id;
}

/** @returns false: it is not there, or not in force any more */
export async function markUndone(tx: TenantTransaction, id: number, by: string): Promise<boolean> {
  const { rowCount } = await tx.query('UPDATE recommendation_rules SET undone_at = $3, undone_by = $4 WHERE shop_id = $1 AND id = $2 AND undone_at IS NULL', [tx.shopId, id, new Date(now()), by]);
  return rowCount === 1;
}
