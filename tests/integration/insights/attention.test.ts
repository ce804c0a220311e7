import { afterAll, describe, expect, it } from 'vitest';
import { closePools } from '#app/database/pools.server.ts';
import { withTenant } from '#app/database/tenant.server.ts';
import { loadAttention, refreshAttention } from '#app/insights/attention-store.server.ts';
import { builtInQuery } from '#app/customers/saved-view.ts';
import { listCustomers } from '#app/customers/list-customers.server.ts';
import { loadHome } from '#app/insights/load-home.server.ts';
import { parseDay } from '#app/profiles/calendar.ts';
import { rebuildProfiles } from '#app/profiles/rebuild-profiles.server.ts';
import { refreshProfiles } from '#app/profiles/refresh-profiles.server.ts';
import { showFirstSteps, recordLook } from '#app/shops/first-steps-store.server.ts';
import { saveTagSettings } from '#app/tags/tag-settings-store.server.ts';
import { proposeTags, proposeTagsForCustomer } from '#app/tags/propose-tags.server.ts';
import { closeFactory, factoryPool, makeShop, putInMirror, type MadeOrder } from '#tests/factories/made-mirror.ts';

afterAll(async () => {
  await closePools();
  await closeFactory();
});

const NOW = Date.parse('2011-12-10T12:00:00Z');
let orders = 0;

function order(customerId: number, day: string, net: number): MadeOrder {
  orders += 1;
  return { id: orders, customerId, processedAt: `${day}T12:00:00Z`, lines: [{ net }] };
}

/** Customers 1 and 2 are VIPs who stayed away (the shop's gap is taken to be 60 days), 3 is one in rhythm; the rest bought little once. */
async function shopWithVips(): Promise<number> {
  const shopId = await makeShop();
  await putInMirror(shopId, {
    customers: [{ id: 1, firstName: 'Ada' }, { id: 2, firstName: null, email: null }, ...Array.from({ length: 38 }, (_, index) => ({ id: index + 3 }))],
    orders: [
      order(1, '2011-06-01', 9_000), order(1, '2011-08-01', 9_000),
      order(2, '2011-01-02', 9_500), order(2, '2011-03-02', 9_500),
      order(3, '2011-10-10', 8_000), order(3, '2011-12-08', 8_000),
      ...Array.from({ length: 37 }, (_, index) => order(index + 4, '2011-11-01', 100 + index)),
    ],
  });
  await rebuildProfiles({ shopId, now: NOW });
  await proposeTags({ shopId });
  await refreshAttention({ shopId });
  return shopId;
}

const attention = (shopId: number) => withTenant(shopId, loadAttention);

describe('who needs attention', () => {
  it('are VIPs at risk or lapsed by their own rhythm, the latest slip first, with their money', async () => {
    const shopId = await shopWithVips();
    expect(await attention(shopId)).toMatchObject({
      vipTag: 'VIP', customers: 2, spendLastYear: 18_000 + 19_000,
      people: [
        // 61 days between the two orders, shrunk to the shop's 60: late after 90, lapsed after 180.
        { id: '1', name: 'Ada', stage: 'At risk', spendLastYear: 18_000, lastPurchaseDay: parseDay('2011-08-01'), slippedOn: parseDay('2011-08-01') + 91 },
        { id: '2', name: null, email: null, stage: 'Lapsed', spendLastYear: 19_000 },
      ],
    });
    expect((await loadHome({ shopId })).attention?.customers).toBe(2);
  });

  it('are as many as the list of them shows, whoever carries a tag of that name and whoever does not', async () => {
    const shopId = await shopWithVips();
    // 1 has the merchant's own VIP; 4 too, who is none by the rule and lapsed; 2 is held off the tag.
    await factoryPool().query("UPDATE customers SET tags = '{vip}' WHERE shop_id = $1 AND id IN (1, 4)", [shopId]);
    await factoryPool().query("UPDATE wanted_tags SET standing = 'held-off' WHERE shop_id = $1 AND customer_id = 2 AND rule = 'vip'", [shopId]);
    await factoryPool().query("UPDATE profiles SET stage = 'Lapsed' WHERE shop_id = $1 AND customer_id = 4", [shopId]);
    await refreshAttention({ shopId });
    const list = await listCustomers({ shopId, query: builtInQuery('vips-slipping') });
    expect(list.matching).toBe((await attention(shopId))?.customers);
    expect(list.rows.map((row) => row.id)).toEqual(['2', '1']);
  });

  it('no longer name whoever has come back, even before they are counted anew', async () => {
    const shopId = await shopWithVips();
    await putInMirror(shopId, { orders: [order(1, '2011-12-09', 50)] });
    await refreshProfiles({ shopId, customerIds: [1], now: NOW });
    await proposeTagsForCustomer({ shopId, customerId: 1 });
    expect((await attention(shopId))?.people.map((one) => one.id)).toEqual(['2']);
    await refreshAttention({ shopId });
    expect(await attention(shopId)).toMatchObject({ customers: 1, spendLastYear: 19_000 });
  });

  it('are not looked for where the VIP tag is off, and not known before they were', async () => {
    const shopId = await shopWithVips();
    await withTenant(shopId, (tx) => saveTagSettings(tx, { settings: { vip: { name: 'VIP', on: false } }, adopt: [] }));
    await proposeTags({ shopId });
    await refreshAttention({ shopId });
    expect(await attention(shopId)).toEqual({ vipTag: null, customers: 0, spendLastYear: 0, people: [] });
    expect(await attention(await makeShop())).toBeNull();
  });
});

describe('the first steps', () => {
  it('remember who looked first, and are hidden and shown for the whole shop', async () => {
    const [shopId, other] = [await makeShop(), await makeShop()];
    const steps = async (shop: number) => (await loadHome({ shopId: shop })).firstSteps;
    expect(await steps(shopId)).toEqual({ dismissed: false, done: { import: false, tiers: false, 'tag-changes': false, approval: false, automatic: false, settings: false } });
    await recordLook({ shopId, step: 'tiers', by: '1' });
    await recordLook({ shopId, step: 'tiers', by: '2' });
    await showFirstSteps({ shopId, shown: false, by: '1' });
    await showFirstSteps({ shopId, shown: false, by: '2' });
    expect(await steps(shopId)).toMatchObject({ dismissed: true, done: { tiers: true, settings: false } });
    await showFirstSteps({ shopId, shown: true, by: '2' });
    expect(await steps(shopId)).toMatchObject({ dismissed: false, done: { tiers: true } });
    expect(await steps(other)).toMatchObject({ dismissed: false, done: { tiers: false } });
    const { rows } = await withTenant(shopId, (tx) => tx.query<{ step: string; done_by: string }>('SELECT step, done_by FROM first_steps'));
    expect(rows).toEqual([{ step: 'tiers', done_by: '1' }]);
  });
});
