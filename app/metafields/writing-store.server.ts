import type { TenantTransaction } from '../database/tenant.server.ts';

/** Rows of metafield_writing: read and written here alone, but for the lease and the counts of its writer. */

export interface MetafieldWriting {
  state: 'off' | 'on' | 'removing';
  since: Date;
  /** The session token's sub. */
  by: string;
  pausedAt: Date | null;
  pausedBy: string | null;
  definitionsGo: boolean;
  definedAt: Date | null;
  followed: number;
  followedAt: Date | null;
  errorCode: string | null;
  errorMessage: string | null;
}

/** Whoever decides what is written, or whether anything is, waits for the others. */
export async function lockMetafields(tx: TenantTransaction): Promise<void> {
  await tx.query("SELECT pg_advisory_xact_lock(hashtextextended('metafields:' || $1, 0))", [String(tx.shopId)]);
}

/** Null: never switched on. */
export async function loadMetafieldWriting(tx: TenantTransaction): Promise<MetafieldWriting | null> {
  const { rows } = await tx.query<MetafieldWriting & Record<string, unknown>>(
    `SELECT state, since, by, paused_at AS "pausedAt", paused_by AS "pausedBy", definitions_go AS "definitionsGo", defined_at AS "definedAt", followed, followed_at AS "followedAt",
            error_code AS "errorCode", error_message AS "errorMessage" FROM metafield_writing WHERE shop_id = $1`,
    [tx.shopId],
  );
  return rows[0] ?? null;
}

/** Whether values are written now: switched on, or being taken off, and not paused. */
export function isWriting(writing: MetafieldWriting | null): writing is MetafieldWriting {
  return writing !== null && writing.state !== 'off' && writing.pausedAt === null;
}

/** Puts another state in force, from an instant and by somebody's word; a pause and what stopped the writer are over with it. The caller holds `lockMetafields`. */
export async function saveMetafieldState(tx: TenantTransaction, next: { state: MetafieldWriting['state']; at: Date; by: string; definitionsGo?: boolean }): Promise<void> {
  await tx.query(
    `INSERT INTO metafield_writing (shop_id, state, since, by, definitions_go) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (shop_id) DO UPDATE SET (state, since, by, definitions_go, paused_at, paused_by, followed, followed_at, error_code, error_message)
       = ROW (EXCLUDED.state, EXCLUDED.since, EXCLUDED.by, EXCLUDED.definitions_go, NULL, NULL, 0, NULL, NULL, NULL)`,
    [tx.shopId, next.state, next.at, next.by, next.definitionsGo ?? false],
  );
}

/** @param pause null: goes on */
export async function savePause(tx: TenantTransaction, pause: { at: Date; by: string } | null): Promise<void> {
  await tx.query('UPDATE metafield_writing SET paused_at = $2, paused_by = $3 WHERE shop_id = $1', [tx.shopId, pause?.at ?? null, pause?.by ?? null]);
}

/** When the definitions were seen to stand; null: they are to be looked for. */
export async function saveDefined(tx: TenantTransaction, at: Date | null): Promise<void> {
  await tx.query('UPDATE metafield_writing SET defined_at = $2 WHERE shop_id = $1', [tx.shopId, at]);
}

/** What stopped the writer, for the screen; null once it has come through. */
export async function saveStop(tx: TenantTransaction, fault: { code: string | null; message: string } | null): Promise<void> {
  await tx.query('UPDATE metafield_writing SET error_code = $2, error_message = $3 WHERE shop_id = $1 AND (error_code, error_message) IS DISTINCT FROM ($2::text, $3::text)', [tx.shopId, fault?.code ?? null, fault?.message ?? null]);
}
