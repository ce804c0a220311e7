import type { TenantTransaction } from '../database/tenant.server.ts';
import type { FieldTarget } from './product-field.ts';

/** Rows of product_field_writing: read and written here alone, but for the lease of its writer. */

export interface ProductFieldWriting {
  state: 'off' | 'on' | 'held' | 'removing';
  target: FieldTarget;
  since: Date;
  /** The session token's sub. */
  by: string;
  pausedAt: Date | null;
  pausedBy: string | null;
  definitionsGo: boolean;
  definedAt: Date | null;
  lookedAt: Date | null;
  errorCode: string | null;
  errorMessage: string | null;
}

/** Whoever decides what is written, or whether anything is, waits for the others. */
export async function lockProductFields(tx: TenantTransaction): Promise<void> {
  await tx.query("SELECT pg_advisory_xact_lock(hashtextextended('product-fields:' || $1, 0))", [String(tx.shopId)]);
}

/** Null: never asked for. */
export async function loadFieldWriting(tx: TenantTransaction): Promise<ProductFieldWriting | null> {
  const { rows } = await tx.query<ProductFieldWriting & Record<string, unknown>>(
    `SELECT state, target, since, by, paused_at AS "pausedAt", paused_by AS "pausedBy", definitions_go AS "definitionsGo", defined_at AS "definedAt", looked_at AS "lookedAt",
            error_code AS "errorCode", error_message AS "errorMessage" FROM product_field_writing WHERE shop_id = $1`,
    [tx.shopId],
  );
  return rows[0] ?? null;
}

/** Puts another state in force, from an instant and by somebody's word; a pause and what stopped the writer are over with it. The caller holds `lockProductFields`. */
export async function saveFieldState(tx: TenantTransaction, next: Pick<ProductFieldWriting, 'state' | 'target' | 'by'> & { at: Date; definitionsGo?: boolean }): Promise<void> {
  await tx.query(
    `INSERT INTO product_field_writing AS w (shop_id, state, target, since, by, definitions_go) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (shop_id) DO UPDATE SET (state, target, since, by, definitions_go, defined_at, looked_at, paused_at, paused_by, error_code, error_message)
       = ROW (EXCLUDED.state, EXCLUDED.target, EXCLUDED.since, EXCLUDED.by, EXCLUDED.definitions_go, CASE WHEN w.target = EXCLUDED.target THEN w.defined_at END,
              CASE WHEN w.target = EXCLUDED.target THEN w.looked_at END, NULL, NULL, NULL, NULL)`,
    [tx.shopId, next.state, next.target, next.at, next.by, next.definitionsGo ?? false],
  );
}

/** @param pause null: goes on */
export async function saveFieldPause(tx: TenantTransaction, pause: { at: Date; by: string } | null): Promise<void> {
  await tx.query('UPDATE product_field_writing SET paused_at = $2, paused_by = $3 WHERE shop_id = $1', [tx.shopId, pause?.at ?? null, pause?.by ?? null]);
}

/** When the definitions were seen to stand; null: they are to be looked for. */
export async function saveFieldsDefined(tx: TenantTransaction, at: Date | null): Promise<void> {
  await tx.query('UPDATE product_field_writing SET defined_at = $2 WHERE shop_id = $1', [tx.shopId, at]);
}

/** When it was read what stands; null: it is to be read before anything is switched on. */
export async function saveFieldsLooked(tx: TenantTransaction, at: Date | null): Promise<void> {
  await tx.query('UPDATE product_field_writing SET looked_at = $2 WHERE shop_id = $1', [tx.shopId, at]);
}

/** What stopped the writer, for the screen; null once it has come through. */
export async function saveFieldStop(tx: TenantTransaction, fault: { code: string | null; message: string } | null): Promise<void> {
  await tx.query('UPDATE product_field_writing SET error_code = $2, error_message = $3 WHERE shop_id = $1 AND (error_code, error_message) IS DISTINCT FROM ($2::text, $3::text)', [tx.shopId, fault?.code ?? null, fault?.message ?? null]);
}
