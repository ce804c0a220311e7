import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closePools, systemPool } from '#app/database/pools.server.ts';
import { withTenant } from '#app/database/tenant.server.ts';
import { installJobs } from '#app/jobs/install-jobs.server.ts';
import { closeJobQueue } from '#app/jobs/queue.server.ts';
import { jobs } from '#app/pipeline.server.ts';
import { listRebuilds } from '#app/profiles/rebuild-store.server.ts';
import { runRebuild } from '#app/profiles/run-rebuild.server.ts';
import { loadSettings } from '#app/settings/load-settings.server.ts';
import { previewSettings } from '#app/settings/preview-settings.server.ts';
import { saveSettings } from '#app/settings/save-settings.server.ts';
import { draftOf, parseDraft, type SettingsDraft } from '#app/settings/settings-draft.ts';
import { defaultChoice } from '#app/settings/shop-choice.ts';
import { findNight } from '#app/shops/nightly-store.server.ts';
import { loadCustomerTags } from '#app/tags/load-customer-tags.server.ts';
import { proposeTags } from '#app/tags/propose-tags.server.ts';
import { loadTagSettings, saveTagSettings } from '#app/tags/tag-settings-store.server.ts';
import { closeFactory, factoryPool, makeShop, putInMirror } from '#tests/factories/made-mirror.ts';

const NOW = Date.parse('2011-12-10T12:00:00Z');

beforeAll(async () => installJobs(process.env['DATABASE_OWNER_URL'] ?? '', jobs));

afterAll(async () => {
  await closeJobQueue(0);
  await closePools();
  await closeFactory();
});

async function shopWithCustomers(): Promise<number> {
  const shopId = await makeShop({ timeZone: 'UTC' });
  await putInMirror(shopId, {
    customers: [{ id: 1, tags: ['Lapsed'] }, { id: 2, tags: ['LAPSED'] }, { id: 3 }],
    orders: [1, 2, 3].map((id) => ({ id: 10 + id, customerId: id, processedAt: '2009-12-01T12:00:00Z', lines: [{ net: 500 }] })),
  });
  await runRebuild({ shopId, now: NOW });
  return shopId;
}

async function save(shopId: number, change: (draft: SettingsDraft) => void, revision?: string): Promise<Awaited<ReturnType<typeof saveSettings>>> {
  const view = await loadSettings({ shopId });
  const draft = draftOf(view.choice);
  change(draft);
  return saveSettings({ shopId, draft, revision: revision ?? view.revision, by: '42', now: NOW });
}

async function waiting(shopId: number): Promise<string[]> {
  const { rows } = await systemPool().query<{ name: string }>("SELECT name FROM pgboss.job WHERE (data->>'shopId')::int = $1 AND state < 'active' ORDER BY name", [shopId]);
  return rows.map((row) => row.name);
}

describe('settings that are saved', () => {
  it('queue what has to be worked out anew, and no more', async () => {
    const shopId = await shopWithCustomers();
    expect(await save(shopId, () => {})).toMatchObject({ changed: false, then: 'nothing' });
    expect(await save(shopId, (draft) => { draft.nightlyAt = '03:30'; })).toMatchObject({ changed: true, then: 'nothing' });
    expect(await waiting(shopId)).toEqual([]);
    expect((await findNight(shopId))?.at.toISOString()).toBe('2011-12-11T03:30:00.000Z');
    expect(await save(shopId, (draft) => { draft.tags.vip.name = 'Best'; })).toMatchObject({ then: 'propose' });
    expect(await waiting(shopId)).toEqual(['propose-tags']);
    // What customers are worth moves nobody: their forecast alone is made anew, unless a rebuild makes it anyway.
    expect(await save(shopId, (draft) => Object.assign(draft, { grossMargin: '40', purchaseCost: '2,50' }))).toMatchObject({ changed: true, then: 'forecast' });
    expect(await waiting(shopId)).toEqual(['fit-forecast', 'propose-tags']);
    expect(await save(shopId, (draft) => { draft.window = '12'; })).toMatchObject({ then: 'rebuild' });
    expect(await waiting(shopId)).toEqual(['fit-forecast', 'propose-tags', 'rebuild-profiles']);
    const { rows: [job] } = await systemPool().query<{ data: { requestedBy: string } }>("SELECT data FROM pgboss.job WHERE (data->>'shopId')::int = $1 AND name = 'rebuild-profiles'", [shopId]);
    expect(job?.data).toMatchObject({ cause: 'settings', requestedBy: '42' });
    await runRebuild({ shopId, now: NOW, ...job?.data, cause: 'settings' });
    expect((await withTenant(shopId, (tx) => listRebuilds(tx, { limit: 1 })))[0]).toMatchObject({ cause: 'settings', requestedBy: '42' });
  });

  it('before the first import queue nothing and hold from it on', async () => {
    const shopId = await makeShop();
    expect(await save(shopId, (draft) => { draft.window = '12'; })).toMatchObject({ changed: true, then: 'nothing' });
    expect(await loadSettings({ shopId })).toMatchObject({ inForce: null, choice: { scoring: { window: 12 } } });
  });

  it('while the first import runs wait for its end: a rebuild now would propose tags from a part of the store', async () => {
    const shopId = await shopWithCustomers();
    await factoryPool().query('UPDATE shop_summaries SET provisional = true WHERE shop_id = $1', [shopId]);
    expect(await save(shopId, (draft) => { draft.window = '12'; })).toMatchObject({ changed: true, then: 'nothing' });
    expect(await waiting(shopId)).toEqual([]);
  });

  it('are refused when others were saved since the form was opened, from this screen or another, and nothing is lost', async () => {
    const shopId = await shopWithCustomers();
    const { revision } = await loadSettings({ shopId });
    await save(shopId, (draft) => { draft.window = '12'; });
    await expect(save(shopId, (draft) => { draft.atRisk = 'flat'; }, revision)).rejects.toMatchObject({ code: 'settings-changed' });
    expect((await loadSettings({ shopId })).choice.scoring).toMatchObject({ window: 12, atRisk: 'rhythm' });
    const later = await loadSettings({ shopId });
    await withTenant(shopId, async (tx) => {
      const { settings } = await loadTagSettings(tx);
      await saveTagSettings(tx, { settings: { ...settings, vip: { name: 'Best', on: true } }, adopt: [] });
    });
    await expect(save(shopId, (draft) => { draft.atRisk = 'flat'; }, later.revision)).rejects.toMatchObject({ code: 'settings-changed' });
  });

  it('by several windows at once are those of one, and the others are told', async () => {
    const shopId = await shopWithCustomers();
    const { revision } = await loadSettings({ shopId });
    const results = await Promise.allSettled(['12', '24', 'all'].map((window) => save(shopId, (draft) => { draft.window = window; }, revision)));
    expect(results.map((result) => result.status).sort()).toEqual(['fulfilled', 'rejected', 'rejected']);
    expect((await loadSettings({ shopId })).history).toHaveLength(1);
  });

  it('that are wrong are refused with every reason in words', async () => {
    const shopId = await shopWithCustomers();
    await expect(save(shopId, (draft) => {
      draft.tags.vip.name = 'lapsed';
      draft.tags.new.name = 'a,b';
      draft.nightlyAt = '25:00';
      (draft.tierMap[0] as string[])[0] = '';
    })).rejects.toThrow(/Choose a tier for this cell.*Leave it out.*has this name already.*time of day/s);
    expect((await loadSettings({ shopId })).choice).toEqual(defaultChoice());
  });

  it('keep who changed what, what was changed elsewhere too, and can be brought back', async () => {
    const shopId = await shopWithCustomers();
    await save(shopId, (draft) => { draft.window = '12'; draft.tags.vip.on = false; });
    await withTenant(shopId, async (tx) => {
      const { settings } = await loadTagSettings(tx);
      await saveTagSettings(tx, { settings: { ...settings, new: { name: 'Fresh', on: true } }, adopt: ['lapsed'], by: '7' });
    });
    expect((await loadSettings({ shopId })).history.map((one) => [one.changedBy, one.parts])).toEqual([['7', ['tagNames']], ['42', ['window', 'tagsOn']]]);
    await save(shopId, (draft) => { draft.nightlyAt = '04:00'; });
    const { history } = await loadSettings({ shopId });
    expect(history.map((one) => [one.changedBy, one.parts])).toEqual([['42', ['nightly']], ['7', ['tagNames']], ['42', ['window', 'tagsOn']]]);
    expect(history[2]?.before).toEqual(defaultChoice());
    // What is to be adopted is no setting of this form, and stays asked for.
    expect([...(await withTenant(shopId, loadTagSettings)).adopt]).toEqual(['lapsed']);
    const first = history[2]?.before ?? defaultChoice();
    await save(shopId, (draft) => Object.assign(draft, draftOf(first)));
    expect((await loadSettings({ shopId })).choice).toEqual(defaultChoice());
  });

  it('to a new name of a tag take the old one off where it is ours, leave the merchant’s alone, and put the new one on', async () => {
    const shopId = await shopWithCustomers();
    await factoryPool().query(
      "INSERT INTO tag_ledger (shop_id, customer_id, tag_key, name, rule, state, updated_at) VALUES ($1, 1, 'lapsed', 'Lapsed', 'lapsed', 'written', now())", [shopId],
    );
    const draft = draftOf(defaultChoice());
    draft.tags.lapsed.name = 'Gone quiet';
    const choice = parseDraft(draft).choice ?? defaultChoice();
    expect((await previewSettings({ shopId, choice, now: NOW })).tags[0]).toMatchObject({ rule: 'lapsed', wantedNow: 3, wantedThen: 3, gained: 0, lost: 0, adds: 3, removes: 1, renamed: 1 });
    await save(shopId, (one) => { one.tags.lapsed.name = 'Gone quiet'; });
    await proposeTags({ shopId });
    const { rows } = await factoryPool().query<{ change: string }>("SELECT customer_id || ' ' || action || ' ' || name AS change FROM tag_changes WHERE shop_id = $1 ORDER BY 1", [shopId]);
    expect(rows.map((row) => row.change)).toEqual(['1 add Gone quiet', '1 remove Lapsed', '2 add Gone quiet', '3 add Gone quiet']);
    expect((await loadCustomerTags({ shopId, customerId: 1 }))?.find((tag) => tag.name === 'Lapsed')).toMatchObject({ owner: 'ours', outlook: 'to-remove', removedFor: 'renamed' });
  });
});
