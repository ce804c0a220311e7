import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { closePools, systemPool } from '#app/database/pools.server.ts';
import { closePrisma } from '#app/database/prisma.server.ts';
import { withTenant } from '#app/database/tenant.server.ts';
import { closeJobQueue } from '#app/jobs/queue.server.ts';
import { catchUp } from '#app/mirror/catch-up.server.ts';
import { reconcileShop } from '#app/mirror/reconcile-shop.server.ts';
import { listReconciliations } from '#app/mirror/reconcile-store.server.ts';
import { startChecks } from '#app/mirror/start-checks.server.ts';
import { noteTick } from '#app/shops/check-store.server.ts';
import { deleteOrder } from '#tests/shopify-standin/store/after-sale.ts';
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

  it('go over all ids in the first look after a gap, of workers or of the web process, and not in those that follow', { timeout: 60_000 }, async () => {
    await shop.import();
    const order = shop.api.live.list('orders', 'ID').at(-1);
    const looked = async () => {
      await reconcileShop({ shopId: shop.shopId, wish: { cause: 'hourly' } });
      return (await withTenant(shop.shopId, (tx) => listReconciliations(tx, { limit: 1 })))[0]?.sweep;
    };
    await systemPool().query('DELETE FROM worker_ticks');
    expect(await looked(), 'the first of all').toBe(true);
    expect(await looked()).toBe(false);
    const now = Date.now();
    for (const of of ['worker', 'web'] as const) {
      await noteTick({ of, now: now - 20 * MINUTE });
      expect(await noteTick({ of, now: now - 19 * MINUTE })).toBe(false);
    }
    expect(await looked(), 'no gap yet').toBe(false);
    if (order === undefined) throw new Error('The store is empty.');
    deleteOrder(shop.api.live, order.id);
    // The worker was there all the time, nobody was there to be told.
    await noteTick({ of: 'worker', now: now - 15 * MINUTE });
    expect(await noteTick({ of: 'web', now: Date.now() })).toBe(true);
    expect(await looked()).toBe(true);
    expect(await shop.rows('SELECT FROM orders WHERE id = $1', [order.id])).toEqual([]);
    expect(await looked()).toBe(false);
    await new Promise((done) => setTimeout(done, 5));
    expect(await noteTick({ of: 'worker', now: Date.now() })).toBe(true);
    expect(await looked()).toBe(true);
    await systemPool().query('DELETE FROM worker_ticks');
  });

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
