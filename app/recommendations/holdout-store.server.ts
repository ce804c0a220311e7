import type { TenantTransaction } from '../database/tenant.server.ts';
import type { Holdout } from './holdout.ts';

/** Rows of holdouts: read and written here alone. */

/** The holdout in force. */
export interface StoredHoldout extends Holdout {
  /** Each change is an experiment of its own: those who came before it are not counted with those after. */
  id: number;
  since: Date;
  /** The session token's `sub`; empty: the app, when it was installed. */
  by: string;
  /** When it stood at Shopify for the theme to read; null: not yet. */
  publishedAt: Date | null;
}

/** @returns null before the app has set one up: nobody is held out then, and nobody is counted */
export async function loadHoldout(tx: TenantTransaction): Promise<StoredHoldout | null> {
  const { rows } = await tx.query<StoredHoldout & Record<string, unknown>>(
    'SELECT id, salt, percent, since, "by", published_at AS "publishedAt" FROM holdouts WHERE shop_id = $1 ORDER BY id DESC LIMIT 1', [tx.shopId],
  );
  return rows[0] ?? null;
}

/** One change of a shop's holdout after the other. */
export async function lockHoldout(tx: TenantTransaction): Promise<void> {
  await tx.query("SELECT pg_advisory_xact_lock(hashtext('holdouts'), $1)", [tx.shopId]);
}

export async function insertHoldout(tx: TenantTransaction, holdout: Holdout & { at: Date; by: string }): Promise<void> {
  await tx.query('INSERT INTO holdouts (shop_id, salt, percent, since, "by") VALUES ($1, $2, $3, $4, $5)', [tx.shopId, holdout.salt, holdout.percent, holdout.at, holdout.by]);
}

export async function markPublished(tx: TenantTransaction, id: number, at: Date): Promise<void> {
  await tx.query('UPDATE holdouts SET published_at = $3 WHERE shop_id = $1 AND id = $2', [tx.shopId, id, at]);
}

/** Changes of the holdout, the latest first. */
export async function listHoldouts(tx: TenantTransaction, most: number): Promise<StoredHoldout[]> {
  const { rows } = await tx.query<StoredHoldout & Record<string, unknown>>(
    'SELECT id, salt, percent, since, "by", published_at AS "publishedAt" FROM holdouts WHERE shop_id = $1 ORDER BY id DESC LIMIT $2', [tx.shopId, most],
  );
  return rows;
}
