import { withTenant, type TenantTransaction } from '../database/tenant.server.ts';
import { now } from '../runtime/clock.server.ts';
import { LOOKED_AT, type FirstStepsMemory, type LookedAt } from './first-steps.ts';

const DISMISSED = 'dismissed';

export async function loadFirstSteps(tx: TenantTransaction): Promise<FirstStepsMemory> {
  const { rows } = await tx.query<{ step: string }>('SELECT step FROM first_steps WHERE shop_id = $1', [tx.shopId]);
  const steps = new Set(rows.map((row) => row.step));
  return { lookedAt: LOOKED_AT.filter((step) => steps.has(step)), dismissed: steps.has(DISMISSED) };
}

/** What no one of the shop has looked at yet, so that the screens need not tell again. */
export async function loadUnseenSteps(options: { shopId: number }): Promise<LookedAt[]> {
  const { lookedAt } = await withTenant(options.shopId, loadFirstSteps);
  return LOOKED_AT.filter((step) => !lookedAt.includes(step));
}

/** Remembers that somebody looked; the first look stays. */
export async function recordLook(options: { shopId: number; step: LookedAt; by: string }): Promise<void> {
  await withTenant(options.shopId, (tx) => record(tx, options.step, options.by));
}

/** Hides the list of first steps for the whole shop, or brings it back. */
export async function showFirstSteps(options: { shopId: number; shown: boolean; by: string }): Promise<void> {
  await withTenant(options.shopId, async (tx) => {
    if (options.shown) await tx.query('DELETE FROM first_steps WHERE shop_id = $1 AND step = $2', [tx.shopId, DISMISSED]);
    else await record(tx, DISMISSED, options.by);
  });
}

async function record(tx: TenantTransaction, step: string, by: string): Promise<void> {
  await tx.query('INSERT INTO first_steps (shop_id, step, done_at, done_by) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING', [tx.shopId, step, new Date(now()), by]);
}
