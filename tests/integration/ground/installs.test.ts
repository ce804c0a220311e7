import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { closePools, systemPool } from '#app/database/pools.server.ts';
import { closeJobQueue } from '#app/jobs/queue.server.ts';
import { applyPrivacyEvent } from '#app/privacy/apply-privacy-event.server.ts';
import { findShop, recordInstall } from '#app/shops/shop-store.server.ts';
import { uninstallShop } from '#app/shops/uninstall-shop.server.ts';
import { now } from '#app/runtime/clock.server.ts';

const DOMAIN = 'comes-back.myshopify.com';
const HOUR = 3_600_000;
let shopId: number;

beforeEach(async () => {
  await systemPool().query('DELETE FROM shops WHERE domain = $1', [DOMAIN]);
  shopId = (await recordInstall(DOMAIN)).id;
  await systemPool().query("UPDATE shops SET installed_at = installed_at - interval '30 days' WHERE id = $1", [shopId]);
});

afterAll(async () => {
  await closeJobQueue();
  await closePools();
});

const ago = (ms: number): Date => new Date(now() - ms);
const uninstalled = (at: Date): Promise<boolean> => uninstallShop({ shopId, shopDomain: DOMAIN, at });
const redacted = (at: Date) => applyPrivacyEvent({ shopId, event: { id: 1, shopDomain: DOMAIN, topic: 'shop/redact', eventId: 'e', triggeredAt: at, attempts: 0, body: { shop_id: 1, shop_domain: DOMAIN } } });

describe('a shop that left and came back without the app hearing of it', () => {
  beforeEach(async () => {
    // The merchant opens the app, its old token is refused, and Shopify grants another.
    await recordInstall(DOMAIN);
  });

  it('keeps the app when the uninstall is told of after all', async () => {
    expect(await uninstalled(ago(2 * HOUR))).toBe(false);
    expect(await findShop(DOMAIN)).toMatchObject({ uninstalledAt: null });
  });

  it('keeps its data when the request to forget it comes that belonged to that uninstall', async () => {
    expect(await redacted(ago(HOUR))).toEqual({ outcome: 'ignored', reasonCode: 'before-install' });
    expect(await findShop(DOMAIN)).toMatchObject({ uninstalledAt: null });
  });

  it('is gone with an uninstall of after it', async () => {
    expect(await uninstalled(ago(-1_000))).toBe(true);
    expect((await findShop(DOMAIN))?.uninstalledAt).toEqual(expect.any(Date));
  });
});

describe('a token that Shopify grants', () => {
  it('does not hide an uninstall that follows within the second, by clocks that are a little apart', async () => {
    await recordInstall(DOMAIN);
    expect(await uninstalled(ago(1_000))).toBe(true);
  });

  it('never moves the instant back', async () => {
    await systemPool().query('UPDATE shops SET installed_at = $2 WHERE id = $1', [shopId, ago(-HOUR)]);
    expect((await recordInstall(DOMAIN)).installedAt.getTime()).toBeGreaterThan(now());
  });

  it('to a shop that was known to be gone counts from its own moment', async () => {
    await uninstalled(ago(HOUR));
    const { installedAt, uninstalledAt } = await recordInstall(DOMAIN);
    expect(uninstalledAt).toBeNull();
    expect(Math.abs(installedAt.getTime() - now())).toBeLessThan(1_500);
  });
});
