import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { closePools, systemPool } from '#app/database/pools.server.ts';
import { closePrisma } from '#app/database/prisma.server.ts';
import { withTenant } from '#app/database/tenant.server.ts';
import { closeJobQueue } from '#app/jobs/queue.server.ts';
import { catchUp } from '#app/mirror/catch-up.server.ts';
import { reconcileShop } from '#app/mirror/reconcile-shop.server.ts';
import { listReconciliations } from '#app/mirror/reconcile-store.server.ts';
import { startChecks } from '#app/mirror/start-checks.server.ts';
import { TerminalError } from '#app/runtime/errors.ts';
import { openShop, smallStore, type ImportingShop } from './importing-shop.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
let shop: ImportingShop;
let opened = 0;

beforeEach(async () => {
  opened += 1;
  shop = await openShop({ loaded: await smallStore({ customers: 5, shopDomain: `comes-back-${opened}.myshopify.com` }) });
});
afterEach(async () => {
  await shop.close();
});
afterAll(async () => {
  await closeJobQueue();
  await closePrisma();
  await closePools();
});

async function waitingLooks(): Promise<number> {
  const { rows } = await systemPool().query<{ count: number }>("SELECT count(*)::int AS count FROM pgboss.job WHERE name = 'reconcile-shop' AND data->>'shopId' = $1 AND state < 'active'", [String(shop.shopId)]);
  return rows[0]?.count ?? 0;
}

describe('a shop that gives the app access', () => {
  it('is imported when it is new, and left alone when it only signs in again', async () => {
    expect(await catchUp({ shopId: shop.shopId, awayMs: null })).toBe('imported');
    await shop.import();
    expect(await catchUp({ shopId: shop.shopId, awayMs: null })).toBe('nothing');
  });

  it('is looked at after some days without the app, and imported after a long time', async () => {
    await shop.import();
    expect(await catchUp({ shopId: shop.shopId, awayMs: 2 * DAY })).toBe('looked-at');
    expect(await waitingLooks()).toBe(1);
    const [look] = await withTenant(shop.shopId, (tx) => listReconciliations(tx, { limit: 1 }));
    expect(look).toMatchObject({ cause: 'reinstall', sweep: true, state: 'queued' });
    expect(await catchUp({ shopId: shop.shopId, awayMs: 30 * DAY })).toBe('imported');
  });

  it('is looked at when the last look failed for want of a token', async () => {
    await shop.import();
    const refused = { shopDomain: 'x', request: () => Promise.reject(new TerminalError('not-installed', 'It refuses the token.')) };
    await expect(reconcileShop({ shopId: shop.shopId, wish: { cause: 'hourly' }, client: refused })).rejects.toThrow('refuses');
    expect(await withTenant(shop.shopId, async (tx) => (await listReconciliations(tx, { limit: 1 }))[0])).toMatchObject({ state: 'failed', errorCode: 'not-installed' });
    expect(await catchUp({ shopId: shop.shopId, awayMs: null })).toBe('looked-at');
  });
});

describe('looks that nobody asked for', () => {
  const at = Date.UTC(2031, 0, 1);

  it('come once an hour for each shop, however many workers look, and soon after a gap, but not for who uninstalled', { timeout: 60_000 }, async () => {
    await startChecks({ now: at });
    const due = async (): Promise<Date | null> => (await systemPool().query<{ at: Date | null }>('SELECT check_at AS at FROM shops WHERE id = $1', [shop.shopId])).rows[0]?.at ?? null;
    const first = (await due())?.getTime() ?? 0;
    expect(first - at).toBeGreaterThanOrEqual(30 * MINUTE);
    for (let now = at; now < first; now += 4 * MINUTE) await startChecks({ now });
    expect(await waitingLooks()).toBe(0);
    await Promise.all([1, 2, 3].map(() => startChecks({ now: first })));
    expect(await waitingLooks()).toBe(1);
    expect((await due())?.getTime()).toBe(first + 60 * MINUTE);
    // Nobody works for ten minutes.
    await startChecks({ now: first + 10 * MINUTE });
    expect((await due())?.getTime()).toBeLessThanOrEqual(first + 20 * MINUTE);
    await systemPool().query('UPDATE shops SET uninstalled_at = $2 WHERE id = $1', [shop.shopId, new Date(at)]);
    await systemPool().query("DELETE FROM pgboss.job WHERE name = 'reconcile-shop' AND data->>'shopId' = $1", [String(shop.shopId)]);
    await startChecks({ now: first + 3 * 60 * MINUTE });
    expect(await waitingLooks()).toBe(0);
  });
});
