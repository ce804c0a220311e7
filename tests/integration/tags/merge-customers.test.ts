import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { mergeLedgers } from '#app/tags/ledger-merge.ts';
import { mergeCustomers } from '#app/tags/merge-customers.server.ts';
import type { LedgerEntry, LedgerState } from '#app/tags/tag-ledger.ts';
import { undoRun } from '#app/tags/undo-run.server.ts';
import { factoryPool } from '#tests/factories/made-mirror.ts';
import { STAFF, TaggedShop, waitingJobs } from './tagged-shop.ts';

let shop: TaggedShop;
/** Ids of customers, two new ones for each test. */
let next = 0;
let gone: number;
let kept: number;

beforeAll(async () => {
  shop = await TaggedShop.open({ customers: 60 });
});
afterAll(() => shop.close());
beforeEach(() => {
  [gone, kept] = shop.customerIds.slice(next, next + 2) as [number, number];
  next += 2;
  for (const id of [gone, kept]) Object.assign(shop.standIn.live.customer(id) ?? {}, { tags: [] });
});

/** Shopify merges the two, and the app hears of it as a webhook tells. */
async function mergeAtShopify(): Promise<Date> {
  shop.tick();
  const at = new Date(shop.standIn.live.mergeCustomers(gone, kept));
  shop.tick();
  return at;
}

const merge = (mergedAt: Date) => mergeCustomers({ shopId: shop.shopId, goneId: gone, keptId: kept, mergedAt });
const changesOf = (id: number) => shop.query<{ name: string; action: string; state: string }>('SELECT name, action, state FROM tag_changes WHERE customer_id = $1 ORDER BY id', [id]);

describe('customers who are merged', () => {
  it('keep one ledger: what the app wrote on either is the app’s, and goes when its time has come', async () => {
    await shop.setRhythm('lapsed', [gone]);
    await shop.run();
    expect(shop.tagsOf(gone)).toEqual(['Lapsed']);
    const at = await mergeAtShopify();
    expect(await merge(at)).toMatchObject({ keptId: kept, entries: 1, changes: 1, orders: 1 });
    expect([await shop.ledgerOf(gone), await shop.ledgerOf(kept)]).toEqual([[], [{ tag_key: 'lapsed', state: 'written' }]]);
    expect(await shop.query('SELECT customer_id FROM orders WHERE customer_id = ANY ($1)', [[gone, kept]])).toEqual([{ customer_id: kept }]);
    expect(await waitingJobs('refresh-profiles')).toBeGreaterThan(0);
    await shop.propose();
    expect(await shop.ledgerOf(kept)).toEqual([{ tag_key: 'lapsed', state: 'written' }]);
    await shop.setRhythm('new', [kept]);
    await shop.run();
    shop.day += 8;
    await shop.setRhythm('new', [kept]);
    await shop.run();
    expect(shop.tagsOf(kept)).toEqual(['New']);
  });

  it('leave to the merchant what was theirs on one of the two', async () => {
    shop.merchantAdds(kept, 'lapsed');
    await shop.setRhythm('lapsed', [gone]);
    await shop.run();
    const at = await mergeAtShopify();
    await merge(at);
    expect(await shop.ledgerOf(kept)).toEqual([{ tag_key: 'lapsed', state: 'merchants' }]);
    await shop.setRhythm('new', [kept]);
    shop.day += 8;
    await shop.run();
    expect(shop.tagsOf(kept)).toContain('lapsed');
  });

  it('take an undo along: the run that tagged the one who is gone is undone at the one who stays', async () => {
    await shop.setRhythm('lapsed', [gone]);
    const runId = await shop.run() as number;
    await merge(await mergeAtShopify());
    await undoRun({ shopId: shop.shopId, runId, by: STAFF });
    await shop.write();
    expect(shop.tagsOf(kept)).toEqual([]);
    expect(await shop.ledgerOf(kept)).toEqual([{ tag_key: 'lapsed', state: 'undone' }]);
  });

  it('of whom both were tagged by one run, that run is undone once', async () => {
    await shop.setRhythm('lapsed', [gone, kept]);
    const runId = await shop.run() as number;
    await merge(await mergeAtShopify());
    expect([(await changesOf(gone)).length, (await changesOf(kept)).length]).toEqual([1, 1]);
    await undoRun({ shopId: shop.shopId, runId, by: STAFF });
    await shop.write();
    expect(shop.tagsOf(kept)).toEqual([]);
  });

  it('are no longer proposed apart, and the history of tiers follows with whose it was', async () => {
    await shop.setRhythm('new', [gone]);
    await shop.propose();
    await shop.setRhythm('lapsed', [gone]);
    await shop.propose();
    expect(await changesOf(gone)).toMatchObject([{ name: 'Lapsed', state: 'planned' }]);
    const result = await merge(await mergeAtShopify());
    expect(result?.tierChanges).toBeGreaterThan(0);
    expect([await changesOf(gone), await shop.query('SELECT 1 FROM wanted_tags WHERE customer_id = $1', [gone])]).toEqual([[], []]);
    expect((await shop.query('SELECT merged_from FROM tier_changes WHERE customer_id = $1', [kept])).every((row) => row['merged_from'] === gone)).toBe(true);
    expect(await shop.query('SELECT 1 FROM tier_changes WHERE customer_id = $1', [gone])).toEqual([]);
    expect(await shop.query<{ adds: number }>("SELECT r.adds FROM tag_runs r WHERE state = 'proposed' AND adds <> (SELECT count(*) FROM tag_changes c WHERE c.run_id = r.id AND c.action = 'add')")).toEqual([]);
  });

  it('keep a wish that a tag stay off, though only the orders of both make it fit', async () => {
    await shop.setRhythm('lapsed', [gone]);
    await shop.run();
    shop.merchantRemoves(gone, 'Lapsed');
    await shop.propose();
    expect(await shop.ledgerOf(gone)).toEqual([{ tag_key: 'lapsed', state: 'removed-by-merchant' }]);
    await merge(await mergeAtShopify());
    await shop.run();
    expect([shop.tagsOf(kept), await shop.ledgerOf(kept)]).toEqual([[], [{ tag_key: 'lapsed', state: 'removed-by-merchant' }]]);
  });

  it('merged again are as they were, in either order they are one, and nobody is merged into themselves', async () => {
    await shop.setRhythm('lapsed', [gone]);
    await shop.run();
    const at = await mergeAtShopify();
    await merge(at);
    const state = async () => [await shop.ledgerOf(kept), await changesOf(kept), await shop.query('SELECT gone_id, kept_id FROM customer_merges WHERE kept_id = $1', [kept])];
    const once = await state();
    expect(await merge(at)).toMatchObject({ keptId: kept, entries: 0, changes: 0, orders: 0, tierChanges: 0 });
    expect(await mergeCustomers({ shopId: shop.shopId, goneId: kept, keptId: gone, mergedAt: at })).toBeNull();
    expect(await state()).toEqual(once);
    await expect(mergeCustomers({ shopId: shop.shopId, goneId: kept, keptId: kept })).rejects.toThrow('cannot be merged into themselves');
  });

  it('merged in a chain that is heard of in the wrong order end at the one who is there', async () => {
    const last = shop.customerIds.at(-1) as number;
    await shop.setRhythm('lapsed', [gone]);
    await shop.run();
    await mergeAtShopify();
    const at = new Date(shop.standIn.live.mergeCustomers(kept, last));
    await mergeCustomers({ shopId: shop.shopId, goneId: kept, keptId: last, mergedAt: at });
    expect(await merge(at)).toMatchObject({ keptId: last });
    expect(await shop.ledgerOf(last)).toEqual([{ tag_key: 'lapsed', state: 'written' }]);
    expect(await shop.query('SELECT gone_id, kept_id FROM customer_merges WHERE kept_id = $1 ORDER BY gone_id', [last])).toEqual([gone, kept].sort((a, b) => a - b).map((id) => ({ gone_id: id, kept_id: last })));
  });
});

describe('a merge while a run writes', () => {
  const moments = ['tags read', 'decided', 'sent', 'answered', 'settled'] as const;
  it.each(moments)('at the moment "%s" loses no tag from the ledger and makes none of the merchant’s its own', async (moment) => {
    await shop.setRhythm('lapsed', [gone]);
    await shop.approve(await shop.propose());
    const merging: Promise<unknown>[] = [];
    shop.tick();
    await shop.write((step) => {
      if (step !== moment || merging.length > 0) return;
      const at = new Date(shop.standIn.live.mergeCustomers(gone, kept));
      merging.push(merge(at));
    });
    expect(merging).toHaveLength(1);
    await Promise.all(merging);
    const stands = shop.tagsOf(kept).includes('Lapsed');
    expect(await shop.ledgerOf(gone)).toEqual([]);
    // Written before the merge, it came over and is ours; after it, Shopify refused to write to the one who is gone.
    expect(await shop.ledgerOf(kept)).toEqual(stands ? [{ tag_key: 'lapsed', state: 'written' }] : []);
    await shop.run();
    expect(shop.tagsOf(kept)).toEqual(['Lapsed']);
    expect(await shop.ledgerOf(kept)).toEqual([{ tag_key: 'lapsed', state: 'written' }]);
  });
});

it('ledgers in the database merge as the rule says, whatever stood on either', async () => {
  // Without a profile nothing is wanted or unwanted, and no wish is spent.
  await factoryPool().query('DELETE FROM profiles WHERE shop_id = $1', [shop.shopId]);
  const states: LedgerState[] = ['written', 'removed-by-merchant', 'undone', 'merchants'];
  const side = fc.record({ state: fc.option(fc.constantFrom(...states)), own: fc.boolean(), since: fc.option(fc.integer({ min: 1, max: 9 })) });
  const standsWith = (one: { state: LedgerState | null; own: boolean }): boolean => one.state === 'written' || one.state === 'merchants' || (one.state === null && one.own);
  await fc.assert(fc.asyncProperty(side, side, async (ofGone, ofKept) => {
    await shop.query('DELETE FROM tag_ledger WHERE customer_id = ANY ($1)', [[gone, kept]]);
    await shop.query('DELETE FROM customer_merges');
    const entry = ({ state, since }: { state: LedgerState | null; since: number | null }): LedgerEntry[] => (state === null ? [] : [{
      nameKey: 'vip', name: 'VIP', rule: 'vip', state, adopted: false, unwantedSinceDay: state === 'written' ? since : null, removalHeld: false, runId: null,
    }]);
    for (const [id, one] of [[gone, ofGone], [kept, ofKept]] as const) {
      const tags = standsWith(one) ? ['VIP'] : [];
      await factoryPool().query(
        `INSERT INTO customers (shop_id, id, tags, amount_spent, amount_spent_currency, number_of_orders, created_at, updated_at) VALUES ($1, $2, $3, 0, 'GBP', 0, now(), '2026-01-01')
         ON CONFLICT (shop_id, id) DO UPDATE SET tags = EXCLUDED.tags`, [shop.shopId, id, tags],
      );
      for (const made of entry(one)) {
        await shop.query(
          `INSERT INTO tag_ledger (shop_id, customer_id, tag_key, name, rule, state, adopted, unwanted_since_day, updated_at, version) VALUES ($1, $2, 'vip', 'VIP', 'vip', $3, false, $4, now(), '2026-01-01')`,
          [shop.shopId, id, made.state, made.unwantedSinceDay],
        );
      }
    }
    const tagsOf = (one: typeof ofGone): string[] => (standsWith(one) ? ['VIP'] : []);
    const expected = mergeLedgers({ ledger: entry(ofKept), tags: tagsOf(ofKept) }, { ledger: entry(ofGone), tags: tagsOf(ofGone) });
    await merge(new Date('2026-06-01T00:00:00Z'));
    const found = await shop.query('SELECT state, unwanted_since_day AS since FROM tag_ledger WHERE customer_id = $1', [kept]);
    const foundGone = await shop.query('SELECT FROM tag_ledger WHERE customer_id = $1', [gone]);
    expect(foundGone).toEqual([]);
    expect(found.map((row) => row['state'])).toEqual(expected.map((one) => one.state));
  }), { numRuns: 60 });
});
