import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chooseForCollision, loadTagCollisions, previewRename } from '#app/tags/choose-collision.server.ts';
import { STAFF, TaggedShop } from './tagged-shop.ts';

let shop: TaggedShop;
const at = (index: number): number => shop.customerIds[index] as number;
const range = (from: number, to: number): number[] => shop.customerIds.slice(from, to);
const choose = (choice: 'leave' | 'adopt' | 'rename', name?: string) => chooseForCollision({ shopId: shop.shopId, rule: 'lapsed', choice, by: STAFF, ...(name === undefined ? {} : { name }) });
const found = async () => (await loadTagCollisions({ shopId: shop.shopId })).find((one) => one.rule === 'lapsed');

beforeAll(async () => {
  shop = await TaggedShop.open({ customers: 30 });
  for (const id of shop.customerIds) shop.standIn.live.removeTags('Customer', id, shop.tagsOf(id), null);
  shop.tick();
  for (const [place, tag] of [[0, 'LAPSED'], [1, 'lapsed'], [9, 'lapsed'], [12, 'Gone']] as const) shop.merchantAdds(at(place), tag);
  await shop.setRhythm('lapsed', range(0, 5));
  await shop.propose();
});

afterAll(async () => {
  await shop.close();
});

describe('a tag that stood before', () => {
  it('is left to the merchant by default, and counted by whether its rule holds', async () => {
    expect(await found()).toEqual({ rule: 'lapsed', name: 'Lapsed', spellings: ['LAPSED', 'lapsed'], fitting: 2, unfitting: 1, adopted: 0, written: 0, choice: 'leave', pending: false });
    await shop.run();
    expect(shop.tagsOf(at(0))).toEqual(['LAPSED']);
    expect(shop.tagsOf(at(9))).toEqual(['lapsed']);
  });

  it('is adopted once it is said, as often as it is said, and removed by the rules', async () => {
    await choose('adopt');
    expect(await found()).toMatchObject({ choice: 'adopt', pending: true });
    await choose('adopt');
    await shop.run();
    expect(await found()).toMatchObject({ choice: 'adopt', pending: false, fitting: 0, unfitting: 0, adopted: 3, written: 3 });
    expect(shop.tagsOf(at(9)), 'not before its days of grace').toEqual(['lapsed']);
    shop.day += 7;
    await shop.setRhythm('lapsed', range(0, 5));
    await shop.run();
    expect(shop.tagsOf(at(9))).toEqual([]);
    expect(shop.tagsOf(at(0))).toEqual(['LAPSED']);
  });

  it('is the merchant’s again when they change their mind, whatever the rules say', async () => {
    await choose('leave');
    await shop.setRhythm('prospect', range(0, 5));
    await shop.run();
    shop.day += 8;
    await shop.run();
    expect(shop.tagsOf(at(0))).toEqual(['LAPSED']);
    expect(shop.tagsOf(at(3))).toEqual([]);
    expect(await found()).toMatchObject({ choice: 'leave', unfitting: 2, adopted: 0 });
  });

  it('stays beside ours under another name, which is checked by Shopify’s rules and against the other tags', async () => {
    await shop.setRhythm('lapsed', range(0, 5));
    await shop.run();
    expect(await previewRename({ shopId: shop.shopId, rule: 'lapsed', name: 'gone' })).toEqual({ name: 'gone', problem: null, carriers: 1 });
    expect((await previewRename({ shopId: shop.shopId, rule: 'lapsed', name: 'vip' })).problem).toMatch(/already the tag for VIP/);
    await expect(choose('rename', ' lapsed ')).rejects.toMatchObject({ code: 'tag-name' });
    await expect(choose('rename', 'a,b')).rejects.toThrow(/comma/);
    await expect(choose('rename', ' ')).rejects.toThrow(/name/);
    await choose('rename', 'Slipped away');
    await shop.run();
    expect(shop.tagsOf(at(0))).toEqual(['LAPSED', 'Slipped away']);
    expect(shop.tagsOf(at(3))).toEqual(['Slipped away']);
    expect(await found()).toMatchObject({ name: 'Slipped away', choice: 'rename', fitting: 0, written: 5 });
    expect(await shop.propose()).toMatchObject({ proposalId: null });
  });
});
