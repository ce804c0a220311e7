import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withTenant } from '#app/database/tenant.server.ts';
import { loadTagsLeft, takeTagsOff } from '#app/tags/leave-cleanly.server.ts';
import { lockTags } from '#app/tags/ledger-store.server.ts';
import { loadWriting, saveWriting } from '#app/tags/writing-store.server.ts';
import { STAFF, TaggedShop } from './tagged-shop.ts';

let shop: TaggedShop;
const leave = (by: string) => withTenant(shop.shopId, (tx) => takeTagsOff(tx, { by }));
const left = () => withTenant(shop.shopId, loadTagsLeft);

beforeAll(async () => {
  shop = await TaggedShop.open({ customers: 30 });
});

afterAll(async () => {
  await shop.close();
});

describe('leaving cleanly', () => {
  it('takes off every tag that the app wrote and no other, switches everything off, and leaves nothing to propose', async () => {
    const beginning = shop.allTags();
    await shop.setRhythm('lapsed', shop.customerIds.slice(0, 12));
    await shop.run();
    // One that the merchant has taken off since, and one that was theirs before.
    shop.merchantRemoves(shop.customerIds[0] as number, 'Lapsed');
    const written = (await left()).written;
    expect(written).toBeGreaterThan(5);
    expect(shop.allTags()).not.toEqual(beginning);
    await withTenant(shop.shopId, async (tx) => {
      await lockTags(tx);
      await saveWriting(tx, { automatic: { at: new Date(), by: STAFF }, paused: { at: new Date(), by: STAFF } });
    });
    const { runs } = await leave(STAFF);
    expect(runs).toBeGreaterThan(0);
    expect(await left()).toEqual({ written, toTakeOff: written, failed: 0, automatic: false });
    await expect(leave(STAFF)).rejects.toThrow(/being written at the moment/);
    await shop.write();
    expect(shop.allTags()).toEqual(beginning);
    await shop.propose();
    expect(await left()).toEqual({ written: 0, toTakeOff: 0, failed: 0, automatic: false });
    expect(await withTenant(shop.shopId, loadWriting)).toMatchObject({ automatic: null, paused: null });
    expect(await shop.propose()).toMatchObject({ adds: 0, removes: 0 });
  });

  it('of a shop that has nothing of ours does nothing at Shopify', async () => {
    const before = shop.requests.length;
    expect(await leave(STAFF)).toEqual({ runs: 0 });
    expect(shop.requests).toHaveLength(before);
  });

  it('needs to know who asked for it', async () => {
    await expect(leave(' ')).rejects.toMatchObject({ code: 'approval' });
  });
});
