import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closePools } from '#app/database/pools.server.ts';
import { withTenant } from '#app/database/tenant.server.ts';
import { installJobs } from '#app/jobs/install-jobs.server.ts';
import { closeJobQueue } from '#app/jobs/queue.server.ts';
import { jobs } from '#app/pipeline.server.ts';
import { listRebuilds } from '#app/profiles/rebuild-store.server.ts';
import { runRebuild } from '#app/profiles/run-rebuild.server.ts';
import { GRID_TIERS } from '#app/profiles/tier.ts';
import { previewSettings } from '#app/settings/preview-settings.server.ts';
import { saveSettings } from '#app/settings/save-settings.server.ts';
import { draftOf } from '#app/settings/settings-draft.ts';
import { loadChoice, revisionOf } from '#app/settings/settings-store.server.ts';
import { defaultChoice, shopChoiceSchema, type ShopChoice } from '#app/settings/shop-choice.ts';
import { proposeTags } from '#app/tags/propose-tags.server.ts';
import { TAG_RULES } from '#app/tags/tag-rule.ts';
import { fillLargeMirror } from '#tests/factories/large-mirror.ts';
import { closeFactory, factoryPool, makeShop, putInMirror } from '#tests/factories/made-mirror.ts';

const NOW = Date.parse('2011-12-10T12:00:00Z');

beforeAll(async () => installJobs(process.env['DATABASE_OWNER_URL'] ?? '', jobs));

afterAll(async () => {
  await closeJobQueue(0);
  await closePools();
  await closeFactory();
});

const stored = (shopId: number): Promise<ShopChoice> => withTenant(shopId, loadChoice);

async function save(shopId: number, choice: ShopChoice): Promise<void> {
  await saveSettings({ shopId, draft: draftOf(choice), revision: revisionOf(await stored(shopId)), by: '42', now: NOW });
}

/** What the saved settings come to: a rebuild and a proposal, as the queue would do them. */
async function outcome(shopId: number): Promise<{ moves: unknown; moved: number | null; changes: Record<string, number> }> {
  await runRebuild({ shopId, cause: 'settings', now: NOW });
  await proposeTags({ shopId });
  const [run] = await withTenant(shopId, (tx) => listRebuilds(tx, { limit: 1 }));
  const { rows } = await factoryPool().query<{ key: string; changes: number }>(
    "SELECT c.rule || ' ' || c.action AS key, count(*)::int AS changes FROM tag_changes c JOIN tag_runs r USING (shop_id) WHERE c.shop_id = $1 AND r.id = c.run_id AND r.state = 'proposed' GROUP BY 1", [shopId],
  );
  return { moves: run?.moves, moved: run?.moved ?? null, changes: Object.fromEntries(rows.map((row) => [row.key, row.changes])) };
}

/** Tags of ours as an approved run would have left them, so that settings have something to take off again. */
async function asWritten(shopId: number): Promise<void> {
  await factoryPool().query(
    `INSERT INTO tag_ledger (shop_id, customer_id, tag_key, name, rule, state, updated_at)
     SELECT shop_id, customer_id, tag_key, name, rule, 'written', now() FROM tag_changes WHERE shop_id = $1 AND action = 'add' AND customer_id % 3 <> 0
     ON CONFLICT DO NOTHING`, [shopId],
  );
  await factoryPool().query(
    `UPDATE customers c SET tags = c.tags || w.names FROM (
       SELECT customer_id, array_agg(name) AS names FROM tag_ledger WHERE shop_id = $1 GROUP BY 1) w WHERE c.shop_id = $1 AND c.id = w.customer_id`, [shopId],
  );
}

async function filledShop(customers: number): Promise<number> {
  const shopId = await makeShop();
  await fillLargeMirror(shopId, { customers, orders: customers * 3, products: 50 });
  await runRebuild({ shopId, cause: 'import', now: NOW });
  await proposeTags({ shopId });
  await asWritten(shopId);
  await proposeTags({ shopId });
  return shopId;
}

const choices: fc.Arbitrary<ShopChoice> = fc.record({
  scoring: fc.record({
    window: fc.constantFrom(12, 24, 36, 'all'), rRule: fc.constantFrom('rhythm', 'plain'), fRule: fc.constantFrom('bands', 'midrank'), atRisk: fc.constantFrom('rhythm', 'flat'),
    tierMap: fc.option(fc.array(fc.array(fc.constantFrom(...GRID_TIERS), { minLength: 4, maxLength: 4 }), { minLength: 5, maxLength: 5 }), { nil: undefined }),
    excludedTags: fc.subarray(['wholesale', 'LOYAL', 'nobody']),
  }),
  names: fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }),
  on: fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }),
}).map(({ scoring, names, on }) => shopChoiceSchema.parse({
  scoring, nightlyMinute: 0,
  tags: Object.fromEntries(TAG_RULES.map((rule, index) => [rule, { name: names[index] ? `${rule} too` : defaultChoice().tags[rule].name, on: on[index] }])),
}));

describe('the preview of settings', () => {
  it('is what a rebuild and a proposal with them then come to, to the customer', async () => {
    const shopId = await filledShop(700);
    let moved = 0;
    await fc.assert(fc.asyncProperty(choices, async (choice) => {
      const preview = await previewSettings({ shopId, choice, now: NOW });
      await save(shopId, choice);
      const came = await outcome(shopId);
      expect({ moves: preview.moves, moved: preview.moved }).toEqual({ moves: came.moves, moved: came.moved });
      const promised = Object.fromEntries(preview.tags.flatMap((tag) => [[`${tag.rule} add`, tag.adds], [`${tag.rule} remove`, tag.removes]] as [string, number][]).filter(([, count]) => count > 0));
      expect(promised).toEqual(came.changes);
      const { rows } = await factoryPool().query<{ rule: string; wanted: number }>('SELECT rule, count(*)::int AS wanted FROM wanted_tags WHERE shop_id = $1 GROUP BY rule', [shopId]);
      expect(Object.fromEntries(preview.tags.filter((tag) => tag.wantedThen > 0).map((tag) => [tag.rule, tag.wantedThen]))).toEqual(Object.fromEntries(rows.map((row) => [row.rule, row.wanted])));
      for (const tag of preview.tags) expect(tag.wantedThen - tag.wantedNow).toBe(tag.gained - tag.lost);
      moved += preview.moved;
    }), { numRuns: 12, endOnFailure: true });
    expect(moved).toBeGreaterThan(500);
  });

  it('says that nobody moves when nobody does, and counts the settings’ doing only, not that of the days since', async () => {
    const shopId = await filledShop(600);
    const choice = { ...(await stored(shopId)), nightlyMinute: 90 };
    expect(await previewSettings({ shopId, choice, now: NOW + 40 * 86_400_000 })).toMatchObject({ moved: 0, moves: [] });
  });

  it('of a small shop says that midrank rules wait for the floor', async () => {
    const shopId = await makeShop();
    await putInMirror(shopId, { customers: [{ id: 1 }], orders: [{ id: 11, customerId: 1, processedAt: '2011-12-01T12:00:00Z', lines: [{ net: 500 }] }] });
    await runRebuild({ shopId, now: NOW });
    const choice = shopChoiceSchema.parse({ ...defaultChoice(), scoring: { rRule: 'plain', fRule: 'midrank' } });
    expect(await previewSettings({ shopId, choice, now: NOW })).toMatchObject({ customers: 1, moved: 0, rules: { then: { r: 'rhythm', f: 'bands', m: 'median-order' }, floor: { met: false, buyers: 1 } } });
  });

  it('before the first import looks at nobody', async () => {
    expect(await previewSettings({ shopId: await makeShop(), choice: defaultChoice(), now: NOW })).toMatchObject({ customers: 0, moved: 0, rules: null });
  });

  it('ends when it is no longer wanted, at any moment, and leaves the connection fit for use', async () => {
    const shopId = await filledShop(2_000);
    const choice = shopChoiceSchema.parse({ ...defaultChoice(), scoring: { window: 12 } });
    for (const share of [0, 0.05, 0.3, 0.6]) {
      const abort = new AbortController();
      if (share === 0) abort.abort(new Error('not wanted'));
      await expect(previewSettings({ shopId, choice, now: NOW, signal: abort.signal, onProgress: (done) => {
        if (done >= share) abort.abort(new Error('not wanted'));
      } })).rejects.toThrow('not wanted');
    }
    expect((await previewSettings({ shopId, choice, now: NOW })).customers).toBe(2_000);
  });

  it('of 100,000 customers takes seconds, tells how far it is, and holds nobody else up', async () => {
    const shopId = await makeShop();
    await fillLargeMirror(shopId, { customers: 100_000, orders: 200_000, products: 200 });
    await runRebuild({ shopId, now: NOW });
    const choice = shopChoiceSchema.parse({ ...defaultChoice(), scoring: { window: 12, fRule: 'midrank', excludedTags: ['wholesale'] } });
    await previewSettings({ shopId, choice, now: NOW });
    let longest = 0;
    let last = performance.now();
    const watch = setInterval(() => {
      longest = Math.max(longest, performance.now() - last);
      last = performance.now();
    }, 1);
    const shares: number[] = [];
    const startedAt = performance.now();
    const preview = await previewSettings({ shopId, choice, now: NOW, onProgress: (share) => shares.push(share) });
    const took = performance.now() - startedAt;
    clearInterval(watch);
    expect(preview.customers).toBe(100_000);
    expect(preview.moved).toBeGreaterThan(10_000);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(shares.length).toBeGreaterThan(10);
    // The machine may be busy with other things: seconds, and never a second at a time.
    expect(took).toBeLessThan(20_000);
    expect(longest).toBeLessThan(500);
  }, 600_000);
});
