import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { systemPool } from '#app/database/pools.server.ts';
import { startEvents, stopEvents } from '#app/pipeline-events.server.ts';
import { loadCustomerTags } from '#app/tags/load-customer-tags.server.ts';
import { LiveShop } from './live-shop.ts';

let shop: LiveShop;

beforeAll(async () => {
  shop = await LiveShop.open({ customers: 60 });
  shop.listen();
});

afterEach(async () => {
  await stopEvents();
  shop.tagged.meddle = null;
});

afterAll(async () => {
  await shop.tagged.close();
});

async function states(): Promise<Record<string, number>> {
  const { rows } = await systemPool().query<{ state: string; count: number }>('SELECT state, count(*)::int AS count FROM inbox_events GROUP BY state');
  return Object.fromEntries(rows.map((row) => [row.state, row.count]));
}

async function jobsWaiting(): Promise<string[]> {
  const { rows } = await systemPool().query<{ name: string }>("SELECT name FROM pgboss.job WHERE state < 'completed' AND data->>'shopId' = $1 ORDER BY name", [String(shop.shopId)]);
  return rows.map((row) => row.name);
}

describe('an order', () => {
  it('becomes a tag at Shopify at once, with no job but the one that would find it forgotten', async () => {
    await systemPool().query('DELETE FROM pgboss.job');
    startEvents();
    const placed = performance.now();
    shop.buys(shop.customer(1));
    await vi.waitFor(() => expect(shop.tagged.tagsOf(shop.customer(1))).toEqual(['New']), { timeout: 8_000, interval: 20 });
    expect(performance.now() - placed).toBeLessThan(8_000);
    await vi.waitFor(async () => expect((await states())['new'] ?? 0).toBe(0), 8_000);
    // Those that a person's shop has anyway: orders without details are none of ours here.
    expect((await jobsWaiting()).filter((name) => name !== 'complete-orders')).toEqual(['forgotten-writing', 'refresh-attention']);
  });

  it('is followed by the echo of its own tag, which changes nothing and writes nothing', async () => {
    startEvents();
    await vi.waitFor(async () => expect((await states())['new'] ?? 0).toBe(0), 8_000);
    const asked = shop.tagged.asked('TagsAdd');
    const [runs] = await shop.tagged.query<{ count: number }>('SELECT count(*)::int AS count FROM tag_runs');
    shop.buys(shop.customer(2));
    await vi.waitFor(() => expect(shop.tagged.tagsOf(shop.customer(2))).toEqual(['New']), { timeout: 8_000, interval: 20 });
    await vi.waitFor(async () => {
      expect(shop.told.some((one) => one.topic === 'customer.tags_added')).toBe(true);
      expect((await states())['new'] ?? 0).toBe(0);
    }, 8_000);
    await stopEvents();
    expect(shop.tagged.asked('TagsAdd')).toBe(asked + 1);
    expect(await shop.tagged.query('SELECT count(*)::int AS count FROM tag_runs')).toEqual([{ count: (runs?.count ?? 0) + 1 }]);
    expect(await shop.tagged.query('SELECT id FROM customer_changes')).toEqual([]);
  });

  it('whose tag Shopify does not take at once is left to the writer\'s job, and nothing of it is forgotten', async () => {
    startEvents();
    shop.tagged.meddle = ({ operation }) => (operation === 'TagsAdd' ? Response.json({ errors: [{ message: 'Access denied for tagsAdd field.', extensions: { code: 'ACCESS_DENIED' } }] }) : null);
    shop.buys(shop.customer(3));
    await vi.waitFor(async () => expect(await jobsWaiting()).toContain('write-tags'), 8_000);
    expect(await shop.tagged.query("SELECT state FROM tag_runs WHERE state IN ('approved', 'running')")).toHaveLength(1);
    expect(shop.tagged.tagsOf(shop.customer(3))).toEqual([]);
    shop.tagged.meddle = null;
    const { writeTags } = await import('#app/tags/write-tags.server.ts');
    await writeTags({ shopId: shop.shopId });
    expect(shop.tagged.tagsOf(shop.customer(3))).toEqual(['New']);
  });

  it('of a process that died after its events were applied is followed when another takes the turn again', async () => {
    const { applyEvents } = await import('#app/mirror/apply-events.server.ts');
    shop.buys(shop.customer(4));
    const { claimEvents } = await import('#app/inbox/claim-events.server.ts');
    await Promise.all(shop.told.map((one) => one.ids));
    const claimed = await claimEvents({ shopDomain: shop.shopDomain, topics: ['orders/create', 'customers/purchasing_summary', 'products/update'], most: 50 });
    expect(claimed.length).toBeGreaterThan(0);
    // Applied, and then nothing more.
    await applyEvents({ shopId: shop.shopId, events: claimed.flatMap((one) => (one.readable ? [one.event] : [])) });
    expect(await shop.tagged.query('SELECT customer_id FROM customer_changes')).not.toEqual([]);
    startEvents();
    await vi.waitFor(() => expect(shop.tagged.tagsOf(shop.customer(4))).toEqual(['New']), { timeout: 40_000, interval: 50 });
  });

  it('of a shop that is not there, or has left, is not taken over', async () => {
    startEvents();
    const { putInInbox, inboxRows } = await import('#tests/factories/made-events.ts');
    const ids = await putInInbox([{ shopDomain: 'nobody.myshopify.com' }]);
    await vi.waitFor(async () => expect(await inboxRows(ids)).toMatchObject([{ state: 'ignored', reason_code: 'unknown-shop', payload: null }]), 8_000);
  });
});

describe('a tag of ours that the merchant takes off', () => {
  const said = async (id: number): Promise<unknown[]> => (await loadCustomerTags({ shopId: shop.shopId, customerId: id }) ?? []).map(({ name, owner, outlook, heldOffBy }) => ({ name, owner, outlook, heldOffBy }));
  const quiet = (): Promise<void> => vi.waitFor(async () => expect((await states())['new'] ?? 0).toBe(0), 8_000);

  it('is said to stay off at once, not to be added, and is theirs when they put it back', async () => {
    startEvents();
    const id = shop.customer(6);
    shop.buys(id);
    await vi.waitFor(() => expect(shop.tagged.tagsOf(id)).toEqual(['New']), { timeout: 8_000, interval: 20 });
    await quiet();
    await vi.waitFor(async () => expect(await said(id)).toEqual([{ name: 'New', owner: 'ours', outlook: 'stays', heldOffBy: null }]), 8_000);
    const asked = shop.tagged.asked('TagsAdd');
    shop.tagged.tick();
    shop.tagged.merchantRemoves(id, 'New');
    await vi.waitFor(async () => expect(await said(id)).toEqual([{ name: 'New', owner: 'absent', outlook: 'held-off', heldOffBy: 'merchant removed it' }]), 8_000);
    shop.tagged.tick();
    shop.tagged.merchantAdds(id, 'new');
    await vi.waitFor(async () => expect(await said(id)).toEqual([{ name: 'new', owner: 'merchants', outlook: 'stays', heldOffBy: null }]), 8_000);
    await quiet();
    expect(await shop.tagged.query(`SELECT standing, stands_as FROM wanted_tags WHERE customer_id = ${id}`)).toEqual([{ standing: 'merchants', stands_as: 'new' }]);
    expect(shop.tagged.asked('TagsAdd')).toBe(asked);
    expect(shop.tagged.tagsOf(id)).toEqual(['new']);
  });
});

describe('an uninstall', () => {
  it('of before the present install is recorded and not followed; one of after it takes tokens and waiting jobs with it', async () => {
    startEvents();
    const { inboxRows } = await import('#tests/factories/made-events.ts');
    const late = await shop.put({ topic: 'app/uninstalled', triggeredAt: '2020-01-01T00:00:00Z', body: { id: 1 } });
    await vi.waitFor(async () => expect(await inboxRows(late)).toMatchObject([{ state: 'ignored', reason_code: 'before-install' }]), 8_000);
    const sessions = async (): Promise<number> => (await systemPool().query('SELECT FROM sessions WHERE shop = $1', [shop.shopDomain])).rowCount ?? 0;
    expect(await sessions()).toBe(1);
    const now = await shop.put({ topic: 'app/uninstalled', triggeredAt: new Date(Date.now() + 60_000).toISOString(), body: { id: 1 } });
    const after = await shop.put({ topic: 'orders/create', body: { id: 5 } });
    await vi.waitFor(async () => expect(await inboxRows([...now, ...after])).toMatchObject([{ state: 'done' }, { state: 'ignored', reason_code: 'not-installed' }]), 8_000);
    expect(await sessions()).toBe(0);
    expect(await jobsWaiting()).toEqual([]);
  });
});
