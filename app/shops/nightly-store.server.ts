import { systemPool } from '../database/pools.server.ts';
import type { TenantTransaction } from '../database/tenant.server.ts';

/** When a shop is due to be sorted again, and what that was worked out from. */
export interface Night {
  shopId: number;
  timeZone: string;
  minuteOfDay: number;
  at: Date;
}

/** A shop's next night; null before its first rebuild. */
export async function findNight(shopId: number): Promise<Night | null> {
  const { rows } = await systemPool().query<Night>(
    `SELECT id AS "shopId", nightly_zone AS "timeZone", nightly_minute AS "minuteOfDay", nightly_at AS at FROM shops WHERE id = $1 AND nightly_at IS NOT NULL`,
    [shopId],
  );
  return rows[0] ?? null;
}

/** Sets a shop's next night, unless zone and time are those that it was worked out from already: a night that is due stays due. */
export async function setNight(night: Night): Promise<void> {
  await systemPool().query(
    `UPDATE shops SET nightly_at = $4, nightly_zone = $2, nightly_minute = $3
      WHERE id = $1 AND uninstalled_at IS NULL AND (nightly_at IS NULL OR nightly_zone IS DISTINCT FROM $2 OR nightly_minute IS DISTINCT FROM $3)`,
    [night.shopId, night.timeZone, night.minuteOfDay, night.at],
  );
}

/**
 * Takes up to `limit` nights that are due. Each gets its next night in the transaction in which `begin` is called for
 * it, so that however many workers look at once, and whenever one of them dies, it is begun once. Shops that
 * uninstalled the app have no nights.
 * @param options.next the night after this one
 * @returns how many were taken
 */
export async function takeDueNights(
  options: { now: Date; limit: number; next: (night: Night) => Date; begin: (night: Night, tx: Pick<TenantTransaction, 'query'>) => Promise<void> },
): Promise<number> {
  const client = await systemPool().connect();
  let broken: Error | undefined;
  try {
    await client.query('BEGIN');
    await client.query('UPDATE shops SET nightly_at = NULL WHERE nightly_at <= $1 AND uninstalled_at IS NOT NULL', [options.now]);
    const { rows } = await client.query<Night>(
      `SELECT id AS "shopId", nightly_zone AS "timeZone", nightly_minute AS "minuteOfDay", nightly_at AS at
         FROM shops WHERE nightly_at <= $1 AND uninstalled_at IS NULL ORDER BY nightly_at, id LIMIT $2 FOR UPDATE SKIP LOCKED`,
      [options.now, options.limit],
    );
    for (const night of rows) {
      await client.query('UPDATE shops SET nightly_at = $2 WHERE id = $1', [night.shopId, options.next(night)]);
      await options.begin(night, { query: (text, values) => client.query(text, values) });
    }
    await client.query('COMMIT');
    return rows.length;
  } catch (error) {
    await client.query('ROLLBACK').catch((rollback: Error) => {
      broken = rollback;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}
