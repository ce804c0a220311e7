import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { observeCustomerTags, observeTags } from '#app/tags/observe-tags.server.ts';
import { proposeTags, proposeTagsForCustomer } from '#app/tags/propose-tags.server.ts';
import { saveTagSettings } from '#app/tags/tag-settings-store.server.ts';
import { withTenant } from '#app/database/tenant.server.ts';
import { rebuildProfiles } from '#app/profiles/rebuild-profiles.server.ts';
import { TaggedShop } from './tagged-shop.ts';

let shop: TaggedShop;
const at = (index: number): number => shop.customerIds[index] as number;

beforeAll(async () => {
  shop = await TaggedShop.open({ customers: 10 });
  for (const id of shop.customerIds) shop.standIn.live.removeTags('Customer', id, shop.tagsOf(id), null);
  shop.tick();
  await shop.setRhythm('lapsed', shop.customerIds);
  await shop.run();
});

afterAll(async () => {
  await shop.close();
});

describe('what the merchant does with our tags', () => {
  it('is not seen in a mirror that is older than our own write', async () => {
    // An import that began before the write and ended after it brings the tags of then.
    await shop.query("UPDATE customers SET tags = '{}', updated_at = '2020-01-01', tags_seen_at = NULL");
    expect(await observeTags({ shopId: shop.shopId })).toBe(0);
    expect(await proposeTags({ shopId: shop.shopId })).toMatchObject({ proposalId: null });
    expect(await shop.ledgerOf(at(0))).toEqual([{ tag_key: 'lapsed', state: 'written' }]);
    await shop.importTags();
    expect(await observeTags({ shopId: shop.shopId })).toBe(0);
  });

  it('is kept: removed stays off, put back is theirs, for all and for one', async () => {
    shop.merchantRemoves(at(1), 'lapsed');
    shop.merchantRemoves(at(2), 'LAPSED');
    await shop.importTags();
    expect(await observeCustomerTags({ shopId: shop.shopId, customerId: at(1) })).toBe(1);
    expect(await observeTags({ shopId: shop.shopId })).toBe(1);
    for (const place of [1, 2]) expect(await shop.ledgerOf(at(place))).toEqual([{ tag_key: 'lapsed', state: 'removed-by-merchant' }]);
    expect(await shop.propose()).toMatchObject({ proposalId: null });
    shop.merchantAdds(at(2), 'lapsed');
    await shop.importTags();
    expect(await observeTags({ shopId: shop.shopId })).toBe(1);
    expect(await shop.ledgerOf(at(2))).toEqual([{ tag_key: 'lapsed', state: 'merchants' }]);
  });

  it('holds until the rule has lapsed and holds again', async () => {
    await shop.setRhythm('prospect', [at(1)]);
    expect(await shop.propose()).toMatchObject({ proposalId: null });
    expect(await shop.ledgerOf(at(1))).toEqual([]);
    await shop.setRhythm('lapsed', [at(1)]);
    expect(await shop.propose()).toMatchObject({ adds: 1, removes: 0 });
  });

  it('is not mistaken in a mirror that shows what a run has sent and not settled', async () => {
    class Crash extends Error {}
    await shop.setRhythm('lapsed', shop.customerIds);
    await shop.approve(await shop.propose());
    await expect(shop.write((step) => {
      if (step === 'answered') throw new Crash('stopped');
    })).rejects.toThrow(Crash);
    expect(shop.tagsOf(at(1))).toEqual(['Lapsed']);
    expect(await shop.propose()).toMatchObject({ proposalId: null });
    expect(await shop.ledgerOf(at(1))).toEqual([]);
    await shop.write();
    expect(await shop.ledgerOf(at(1))).toEqual([{ tag_key: 'lapsed', state: 'written' }]);
  });
});

describe('adoption', () => {
  it('makes ours what stands when it is chosen, and nothing that the merchant writes later', async () => {
    for (const place of [7, 8]) {
      shop.merchantRemoves(at(place), 'Lapsed');
      await shop.query('DELETE FROM tag_ledger WHERE customer_id = $1', [at(place)]);
    }
    shop.merchantAdds(at(7), 'lapsed');
    await shop.importTags();
    await withTenant(shop.shopId, (tx) => saveTagSettings(tx, { settings: {}, adopt: ['lapsed'] }));
    await shop.propose();
    expect(await shop.ledgerOf(at(7))).toEqual([{ tag_key: 'lapsed', state: 'written' }]);
    shop.merchantAdds(at(8), 'lapsed');
    expect(await shop.propose()).toMatchObject({ proposalId: null });
    expect(await shop.ledgerOf(at(8))).toEqual([]);
  });
});

describe('a proposal for one customer', () => {
  it('says what one for all says', async () => {
    await shop.setRhythm('new', [at(3), at(4)]);
    await shop.setRhythm('prospect', [at(5)]);
    await shop.importTags();
    await rebuildProfiles({ shopId: shop.shopId, now: shop.now() });
    for (const id of shop.customerIds) await proposeTagsForCustomer({ shopId: shop.shopId, customerId: id });
    const changes = 'SELECT c.customer_id, c.tag_key, c.action, c.why, c.reason, c.before_tags FROM tag_changes c JOIN tag_runs r ON r.id = c.run_id WHERE r.state = $1 ORDER BY 1, 2';
    const one = { changes: await shop.query(changes, ['proposed']), wanted: await shop.query('SELECT * FROM wanted_tags ORDER BY customer_id, rule'), ledger: await shop.query('SELECT customer_id, tag_key, state, unwanted_since_day FROM tag_ledger ORDER BY 1, 2') };
    await proposeTags({ shopId: shop.shopId });
    const all = { changes: await shop.query(changes, ['proposed']), wanted: await shop.query('SELECT * FROM wanted_tags ORDER BY customer_id, rule'), ledger: await shop.query('SELECT customer_id, tag_key, state, unwanted_since_day FROM tag_ledger ORDER BY 1, 2') };
    expect(one).toEqual(all);
    expect(one.changes).toHaveLength(2);
  });
});
