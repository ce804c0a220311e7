import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allScopes } from '#tests/shopify-standin/graphql/scopes.ts';
import { withTenant } from '#app/database/tenant.server.ts';
import { loadShopSettings } from '#app/shops/shop-store.server.ts';
import { approveTags } from '#app/tags/approve-tags.server.ts';
import { listTagRuns, loadRunChanges, loadTagRun } from '#app/tags/list-tag-runs.server.ts';
import { loadCustomerTags } from '#app/tags/load-customer-tags.server.ts';
import { loadCollisions, loadDiffRows, loadTagDiff } from '#app/tags/load-tag-diff.server.ts';
import { proposeTags, proposeTagsForCustomer } from '#app/tags/propose-tags.server.ts';
import { resumeRun, stopRun } from '#app/tags/stop-run.server.ts';
import { rebuildProfiles } from '#app/profiles/rebuild-profiles.server.ts';
import { writeTags } from '#app/tags/write-tags.server.ts';
import { removeCustomers } from '#tests/factories/made-mirror.ts';
import { STAFF, TaggedShop, waitingJobs } from './tagged-shop.ts';

let shop: TaggedShop;
const at = (index: number): number => shop.customerIds[index] as number;
const range = (from: number, to: number): number[] => shop.customerIds.slice(from, to);

beforeAll(async () => {
  shop = await TaggedShop.open({ customers: 200 });
  for (const id of shop.customerIds) shop.standIn.live.removeTags('Customer', id, shop.tagsOf(id), null);
  shop.tick();
});

afterAll(async () => {
  await shop.close();
});

describe('tag changes of a shop', () => {
  it('are proposed with before, after and a reason, and nothing is written before they are approved', async () => {
    for (const tag of ['LAPSED', 'Wholesale']) shop.merchantAdds(at(3), tag);
    shop.merchantAdds(at(4), 'Wholesale');
    await shop.setRhythm('lapsed', range(0, 5));
    await shop.setRhythm('new', range(5, 8));
    const entry = shop.standIn.live.flowLog().length;
    const proposal = await shop.propose();
    expect(proposal).toMatchObject({ customers: 200, wanted: 8, adds: 7, removes: 0 });

    const diff = await loadTagDiff({ shopId: shop.shopId });
    expect(diff.proposal).toMatchObject({ id: proposal.proposalId, adds: 7, removes: 0, customers: 7 });
    expect(diff.firstApprovalAt).toBeNull();
    expect(diff.tags.find((tag) => tag.rule === 'lapsed')).toMatchObject({ wanted: 5, stands: 0, merchants: 1, heldOff: 0, adds: 4, removes: 0 });
    expect(await loadCollisions({ shopId: shop.shopId, rule: 'lapsed' })).toMatchObject({ rows: [{ customerId: at(3), standsAs: 'LAPSED' }], next: null });
    const page = await loadDiffRows({ shopId: shop.shopId, rule: 'lapsed', limit: 3 });
    expect(page.rows.map((row) => row.customerId)).toEqual([at(0), at(1), at(2)]);
    const next = await loadDiffRows({ shopId: shop.shopId, rule: 'lapsed', limit: 3, after: page.next ?? 0 });
    expect(next).toMatchObject({ rows: [{ customerId: at(4), before: ['Wholesale'], after: ['Wholesale', 'Lapsed'] }], next: null });
    expect(next.rows[0]?.changes[0]?.why).toMatch(/^Lapsed, as Lapsed: 730 days since the last order; .*lapsed after/);

    await writeTags({ shopId: shop.shopId });
    expect(shop.effectsSince(entry)).toEqual([]);
  });

  it('are written one by one when few, after the approval of the proposal that was read and with who gave it', async () => {
    const first = await shop.propose();
    const second = await shop.propose();
    await expect(approveTags({ shopId: shop.shopId, proposalId: first.proposalId ?? 0, revision: 1, by: STAFF })).rejects.toThrow(/worked out anew/);
    await expect(approveTags({ shopId: shop.shopId, proposalId: second.proposalId ?? 0, revision: 1, by: ' ' })).rejects.toThrow(/who gave it/);
    expect(await waitingJobs('write-tags')).toBe(0);
    const entry = shop.standIn.live.flowLog().length;
    const runId = await shop.approve(second);
    expect(await waitingJobs('write-tags')).toBe(1);
    expect(await withTenant(shop.shopId, loadShopSettings)).toMatchObject({ firstApprovalBy: STAFF });
    await shop.write();
    expect(shop.effectsSince(entry)).toHaveLength(7);
    expect(shop.asked('TagsAdd')).toBe(7);
    expect(shop.tagsOf(at(4))).toEqual(['Wholesale', 'Lapsed']);
    expect(shop.tagsOf(at(3))).toEqual(['LAPSED', 'Wholesale']);
    expect(await loadTagRun({ shopId: shop.shopId, runId })).toMatchObject({ run: { state: 'done', approvedBy: STAFF, added: 7, removed: 0, skipped: 0, failed: 0, canUndo: true }, outcomes: [] });
    expect((await loadRunChanges({ shopId: shop.shopId, runId })).rows[3]).toMatchObject({ customerId: at(4), before: ['Wholesale'], after: ['Wholesale', 'Lapsed'], state: 'done' });
  });

  it('come to nothing a second time, with or without an import in between', async () => {
    expect(await proposeTags({ shopId: shop.shopId })).toMatchObject({ proposalId: null, adds: 0, removes: 0 });
    expect(await shop.propose()).toMatchObject({ proposalId: null, adds: 0, removes: 0 });
    expect((await loadTagDiff({ shopId: shop.shopId })).proposal).toBeNull();
  });

  it('say of each tag whose it is, why it is wanted and when it goes', async () => {
    expect(await loadCustomerTags({ shopId: shop.shopId, customerId: at(4) })).toMatchObject([
      { name: 'Wholesale', owner: 'merchants', rule: null, why: null, outlook: 'stays' },
      { name: 'Lapsed', owner: 'ours', rule: 'lapsed', outlook: 'stays', removalDay: null },
    ]);
    expect((await loadCustomerTags({ shopId: shop.shopId, customerId: at(3) }))?.[0]).toMatchObject({ name: 'LAPSED', owner: 'merchants', rule: 'lapsed' });
    expect(await loadCustomerTags({ shopId: shop.shopId, customerId: 1 })).toBeNull();
  });

  it('are written as a bulk mutation when many, removals after seven days first', async () => {
    await shop.setRhythm('new', range(0, 5));
    expect(await shop.propose()).toMatchObject({ adds: 5, removes: 0 });
    await shop.run();
    expect(shop.tagsOf(at(0))).toEqual(['Lapsed', 'New']);
    expect((await loadCustomerTags({ shopId: shop.shopId, customerId: at(0) }))?.[0]).toMatchObject({ name: 'Lapsed', outlook: 'leaving' });
    shop.day += 7;
    await shop.setRhythm('new', range(0, 5));
    await shop.setRhythm('lapsed', range(20, 150));
    const before = shop.allTags();
    const calls = shop.asked('TagsAdd');
    const runId = await shop.run();
    expect(shop.tagsOf(at(0))).toEqual(['New']);
    expect(shop.tagsOf(at(3))).toEqual(['LAPSED', 'Wholesale', 'New']);
    for (const id of range(20, 150)) expect(shop.tagsOf(id)).toEqual([...(before.get(id) ?? []), 'Lapsed']);
    expect(shop.asked('BulkMutationRun')).toBe(1);
    expect(shop.asked('TagsAdd')).toBe(calls);
    expect((await loadTagRun({ shopId: shop.shopId, runId: runId ?? 0 }))?.run).toMatchObject({ state: 'done', added: 130, removed: 4, skipped: 0, underWay: 0 });
    expect(await shop.propose()).toMatchObject({ proposalId: null });
  });
});

describe('between approval and writing', () => {
  it('a tag that the merchant wrote stays theirs, one they removed stays off, and who is gone is counted', async () => {
    await shop.setRhythm('lapsed', range(150, 156));
    const runId = await shop.approve(await shop.propose());
    shop.merchantAdds(at(150), 'lapsed');
    shop.merchantDeletes(at(151));
    await shop.write();
    expect(shop.tagsOf(at(150))).toEqual(['lapsed']);
    expect(await shop.ledgerOf(at(150))).toEqual([]);
    const detail = await loadTagRun({ shopId: shop.shopId, runId });
    expect(detail?.run).toMatchObject({ added: 4, skipped: 2 });
    expect(detail?.outcomes.map((one) => one.outcome).sort()).toEqual(['customer-gone', 'merchants']);
    await removeCustomers(shop.shopId, [at(151)]);
    shop.merchantRemoves(at(152), 'Lapsed');
    expect(await shop.propose()).toMatchObject({ proposalId: null });
    expect(await shop.ledgerOf(at(152))).toEqual([{ tag_key: 'lapsed', state: 'removed-by-merchant' }]);
  });

  it('a customer with 250 tags is left as they are', async () => {
    for (let tag = shop.tagsOf(at(160)).length; tag < 249; tag += 1) shop.standIn.live.addTags('Customer', at(160), [`tag ${tag}`], null);
    await shop.setRhythm('lapsed', [at(160)]);
    await shop.approve(await shop.propose());
    shop.merchantAdds(at(160), 'the last');
    await shop.write();
    expect(shop.tagsOf(at(160))).toHaveLength(250);
    expect(shop.tagsOf(at(160))).not.toContain('Lapsed');
  });

  it('what one customer’s change adds to the proposal is not approved by who has not seen it', async () => {
    await shop.setRhythm('lapsed', [at(161)]);
    const seen = await shop.propose();
    await shop.setRhythm('lapsed', [at(162)]);
    await rebuildProfiles({ shopId: shop.shopId, now: shop.now() });
    await proposeTagsForCustomer({ shopId: shop.shopId, customerId: at(162) });
    const diff = await loadTagDiff({ shopId: shop.shopId });
    expect(diff.proposal?.id).toBe(seen.proposalId);
    expect(diff.proposal?.revision).toBe(seen.revision + 1);
    await shop.approve(seen);
    await shop.write();
    expect(shop.tagsOf(at(161))).toContain('Lapsed');
    expect(shop.tagsOf(at(162))).not.toContain('Lapsed');
    expect((await loadTagDiff({ shopId: shop.shopId })).proposal?.id).not.toBe(seen.proposalId);
    expect(await shop.propose()).toMatchObject({ adds: 1 });
  });
});

describe('when Shopify does not do as asked', () => {
  it('a throttled call waits and is made', async () => {
    await shop.setRhythm('lapsed', [at(163)]);
    await shop.approve(await shop.propose());
    let refused = 0;
    shop.meddle = ({ operation }) => {
      if (operation !== 'TagsAdd' || refused > 0) return null;
      refused += 1;
      return Response.json({ errors: [{ message: 'Throttled', extensions: { code: 'THROTTLED' } }], extensions: { cost: { requestedQueryCost: 10, throttleStatus: { maximumAvailable: 2000, currentlyAvailable: 5, restoreRate: 100 } } } });
    };
    await shop.write();
    shop.meddle = null;
    expect(refused).toBe(1);
    expect(shop.tagsOf(at(163))).toContain('Lapsed');
  });

  it('a refused tag is recorded with Shopify’s words, and does not keep the other tags of its call off', async () => {
    await shop.setRhythm('lapsed', [at(164)]);
    await shop.query("INSERT INTO tag_settings (shop_id, settings, adopt, updated_at) VALUES ($1, $2, '{}', now())", [shop.shopId, JSON.stringify({ vip: { name: 'VIP', on: true } })]);
    const proposal = await shop.propose();
    // A second tag for the same customer, which Shopify will not take.
    await shop.query(
      `INSERT INTO tag_changes (shop_id, run_id, customer_id, tag_key, rule, name, action, why, before_tags) VALUES ($1, $2, $3, 'a,b', 'vip', 'a,b', 'add', 'rule holds', '{}')`,
      [shop.shopId, proposal.proposalId, at(164)],
    );
    await shop.query(
      `INSERT INTO wanted_tags (shop_id, customer_id, rule, tag_key, name, reason, standing, why) VALUES ($1, $2, 'vip', 'a,b', 'a,b', '{}', 'to-add', 'rule holds')`, [shop.shopId, at(164)],
    );
    const runId = await shop.approve(proposal);
    await shop.write();
    expect(shop.tagsOf(at(164))).toContain('Lapsed');
    const detail = await loadTagRun({ shopId: shop.shopId, runId });
    expect(detail?.run).toMatchObject({ state: 'done', failed: 1 });
    expect(detail?.outcomes).toMatchObject([{ outcome: 'refused', message: expect.stringMatching(/comma/) as string, count: 1 }]);
    expect(await shop.ledgerOf(at(164))).toEqual([{ tag_key: 'lapsed', state: 'written' }]);
  });

  it.each([['few', 165, 167], ['many', 20, 90]] as const)('a missing scope stops a run of %s with the reason, and it can be resumed', async (_size, from, to) => {
    await shop.setRhythm(from === 20 ? 'new' : 'lapsed', range(from, to));
    const runId = await shop.approve(await shop.propose());
    await shop.grant(allScopes.filter((scope) => scope !== 'write_customers'));
    await expect(shop.write()).rejects.toThrow(/denies access/);
    const [failed] = await listTagRuns({ shopId: shop.shopId, runId });
    expect(failed).toMatchObject({ state: 'failed', added: 0 });
    expect(failed?.error).toMatchObject({ code: 'access-denied', message: expect.stringMatching(/write_customers/) as string });
    await shop.grant(allScopes);
    await resumeRun({ shopId: shop.shopId, runId });
    await shop.write();
    expect((await listTagRuns({ shopId: shop.shopId, runId }))[0]).toMatchObject({ state: 'done', added: to - from, error: null });
  });

  it('a paused run stops at a safe point and goes on when resumed; a cancelled one leaves the rest', async () => {
    await shop.setRhythm('new', range(100, 105));
    const first = await shop.approve(await shop.propose());
    await stopRun({ shopId: shop.shopId, runId: first, how: 'pause' });
    await shop.write();
    expect((await listTagRuns({ shopId: shop.shopId, runId: first }))[0]).toMatchObject({ state: 'paused', added: 0 });
    await resumeRun({ shopId: shop.shopId, runId: first });
    await shop.write();
    expect((await listTagRuns({ shopId: shop.shopId, runId: first }))[0]).toMatchObject({ state: 'done', added: 5 });

    await shop.setRhythm('new', range(110, 115));
    const second = await shop.approve(await shop.propose());
    await stopRun({ shopId: shop.shopId, runId: second, how: 'cancel' });
    const entry = shop.standIn.live.flowLog().length;
    await shop.write();
    expect((await listTagRuns({ shopId: shop.shopId, runId: second }))[0]).toMatchObject({ state: 'cancelled', added: 0, cancelled: 5 });
    expect(shop.effectsSince(entry)).toEqual([]);
    await expect(stopRun({ shopId: shop.shopId, runId: second, how: 'pause' })).rejects.toThrow(/not being written/);
  });
});

describe('another shop', () => {
  it('sees none of it', async () => {
    for (const table of ['tag_ledger', 'wanted_tags', 'tag_runs', 'tag_changes', 'tag_batches', 'tag_settings']) {
      expect((await shop.query<{ count: number }>(`SELECT count(*)::int AS count FROM ${table}`))[0]?.count, table).toBeGreaterThan(0);
      const other = await withTenant(shop.shopId + 1, (tx) => tx.query<{ count: number }>(`SELECT count(*)::int AS count FROM ${table}`));
      expect(other.rows[0]?.count, table).toBe(0);
    }
    expect(await listTagRuns({ shopId: shop.shopId + 1 })).toEqual([]);
    await expect(approveTags({ shopId: shop.shopId + 1, proposalId: 1, revision: 1, by: STAFF })).rejects.toThrow(/worked out anew/);
  });
});
