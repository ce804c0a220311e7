import { withTenant, type TenantTransaction } from '../database/tenant.server.ts';
import { machineNow } from '../runtime/clock.server.ts';
import { errorMessage } from '../runtime/errors.ts';
import { outsideLogContext } from '../runtime/log-context.server.ts';
import { log } from '../runtime/log.server.ts';
import { RecentLooks, type Access, type AccessKind } from './access-log.ts';

/** Looks wait for so long, to be written together and after the answer that showed the data is out. */
const WRITE_AFTER_MS = 1_000;
/** What waits while the database is away. Beyond it the oldest are lost, which the log of the process tells. */
const MOST_WAITING = 5_000;

interface WaitingLook extends Access {
  at: Date;
}

const looks = new RecentLooks();
let waiting: WaitingLook[] = [];
let timer: NodeJS.Timeout | undefined;

/** Notes that somebody saw or took people's data. Costs the screen nothing: it is written a moment later. */
export function noteAccess(access: Access): void {
  const at = machineNow();
  // A file is asked for once each time; what a screen shows is asked for again by itself.
  if (access.what !== 'export' && access.what !== 'data-request' && !looks.isNew(access, at)) return;
  waiting.push({ ...access, at: new Date(at) });
  writeAfter(WRITE_AFTER_MS);
}

/** One writing for whoever looked meanwhile, so that its log lines are of no request. */
function writeAfter(ms: number): void {
  timer ??= outsideLogContext(() => setTimeout(() => void flushAccess(), ms));
  timer.unref();
}

let writing: Promise<void> = Promise.resolve();

/** Writes what waits, and returns when all that was noted before is written; the last act of a process that ends gracefully, too. */
export function flushAccess(): Promise<void> {
  writing = writing.then(writeWaiting);
  return writing;
}

async function writeWaiting(): Promise<void> {
  clearTimeout(timer);
  timer = undefined;
  const entries = waiting;
  waiting = [];
  for (const [shopId, own] of Map.groupBy(entries, (entry) => entry.shopId)) {
    try {
      await withTenant(shopId, (tx) => tx.query(
        // Somebody who was redacted since is not named by what waited.
        `INSERT INTO access_log (shop_id, at, by, what, customer_id)
         SELECT $1, n.at, n.by, n.what, CASE WHEN NOT EXISTS (SELECT FROM redactions r WHERE r.shop_id = $1 AND r.customer_id = n.customer_id) THEN n.customer_id END
           FROM unnest($2::timestamptz[], $3::text[], $4::text[], $5::bigint[]) AS n(at, by, what, customer_id)`,
        [shopId, own.map((one) => one.at), own.map((one) => one.by), own.map((one) => one.what), own.map((one) => one.customerId)],
      ));
    } catch (error) {
      log.error({ shopId, entries: own.length, reason: errorMessage(error) }, 'who looked at people’s data could not be written down; it is tried again');
      waiting = [...own, ...waiting].slice(-MOST_WAITING);
      writeAfter(WRITE_AFTER_MS * 10);
    }
  }
}

/** An entry of the log. */
export interface AccessEntry {
  id: number;
  at: Date;
  by: string;
  what: AccessKind;
  customerId: number | null;
}

/** The latest first. */
export async function listAccess(tx: TenantTransaction, options: { most: number }): Promise<AccessEntry[]> {
  const { rows } = await tx.query<AccessEntry & Record<string, unknown>>(
    'SELECT id, at, by, what, customer_id AS "customerId" FROM access_log WHERE shop_id = $1 ORDER BY id DESC LIMIT $2', [tx.shopId, options.most],
  );
  return rows;
}

export async function forgetOldAccess(tx: TenantTransaction, before: Date): Promise<number> {
  const { rowCount } = await tx.query('DELETE FROM access_log WHERE shop_id = $1 AND at < $2', [tx.shopId, before]);
  return rowCount ?? 0;
}
