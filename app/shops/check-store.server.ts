import { systemPool } from '../database/pools.server.ts';
import type { TenantTransaction } from '../database/tenant.server.ts';
import { checkAfterGap, isGap, nextCheck } from './check-times.ts';

/** shops.check_at and worker_ticks: when each shop is looked at for what no event told of. */

/** Who says that it is there: without a worker nothing is dealt with, without the web process Shopify's events are told to nobody. */
const TICKS = { worker: 'start-checks', web: 'web' } as const;
/** When the last gap came to its end. */
const GAP = 'gap';

/** Notes that a process is there. After a gap all shops are due soon, whatever their hour. @returns whether there was one */
export async function noteTick(options: { now: number; of?: keyof typeof TICKS }): Promise<boolean> {
  const { now } = options;
  const { rows } = await systemPool().query<{ before: Date | null }>(
    `INSERT INTO worker_ticks AS mine (name, at) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET at = greatest(mine.at, EXCLUDED.at)
     RETURNING (SELECT at FROM worker_ticks WHERE name = $1) AS before`,
    [TICKS[options.of ?? 'worker'], new Date(now)],
  );
  const before = rows[0]?.before ?? null;
  if (!isGap(before === null ? null : before.getTime(), now)) return false;
  await systemPool().query('INSERT INTO worker_ticks AS mine (name, at) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET at = greatest(mine.at, EXCLUDED.at)', [GAP, new Date(now)]);
  const { rows: shops } = await systemPool().query<{ id: number }>('SELECT id FROM shops WHERE uninstalled_at IS NULL');
  await systemPool().query(
    'UPDATE shops SET check_at = n.at FROM unnest($1::integer[], $2::timestamptz[]) AS n(id, at) WHERE shops.id = n.id AND (check_at IS NULL OR check_at > n.at)',
    [shops.map((shop) => shop.id), shops.map((shop) => new Date(checkAfterGap(shop.id, now)))],
  );
  return true;
}

/** When a time ended in which nobody was there, by this machine's clock; null: there was none yet. */
export async function lastGap(): Promise<Date | null> {
  const { rows } = await systemPool().query<{ at: Date }>('SELECT at FROM worker_ticks WHERE name = $1', [GAP]);
  return rows[0]?.at ?? null;
}

/** Looks that are begun in one transaction. */
const AT_ONCE = 100;

/**
 * Takes shops whose look is due. Each gets its next in the transaction in which `begin` is called for it, so that however many
 * workers look at once, and whenever one of them dies, it is begun once. Shops that have none yet get one; shops that uninstalled
 * the app have none.
 * @returns how many were due
 */
export async function takeDueChecks(options: { now: number; begin: (shopId: number, tx: Pick<TenantTransaction, 'query'>) => Promise<void> }): Promise<number> {
  const { now, begin } = options;
  const client = await systemPool().connect();
  let broken: Error | undefined;
  try {
    await client.query('BEGIN');
    const { rows } = await client.query<{ id: number; due: boolean }>(
      'SELECT id, check_at IS NOT NULL AS due FROM shops WHERE uninstalled_at IS NULL AND (check_at IS NULL OR check_at <= $1) ORDER BY check_at NULLS FIRST, id LIMIT $2 FOR UPDATE SKIP LOCKED',
      [new Date(now), AT_ONCE],
    );
    for (const { id, due } of rows) {
      await client.query('UPDATE shops SET check_at = $2 WHERE id = $1', [id, new Date(nextCheck(id, now))]);
      if (due) await begin(id, { query: (text, values) => client.query(text, values) });
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
