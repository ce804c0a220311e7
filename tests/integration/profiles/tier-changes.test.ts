import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { closePools } from '#app/database/pools.server.ts';
import { withTenant } from '#app/database/tenant.server.ts';
import { rebuildProfiles } from '#app/profiles/rebuild-profiles.server.ts';
import { refreshProfiles } from '#app/profiles/refresh-profiles.server.ts';
import { scoreDistributionsSchema } from '#app/profiles/score-distribution.ts';
import { closeFactory, factoryPool, makeShop, putInMirror, setScoring, type MadeOrder } from '#tests/factories/made-mirror.ts';

afterAll(async () => {
  await closePools();
  await closeFactory();
});

const NOW = Date.parse('2026-06-15T12:00:00Z');
const DAY = 86_400_000;
const [ONCE, OFTEN, NEVER] = [1, 2, 3];
let shopId: number;

const order = (id: number, customerId: number, daysAgo: number, net = 1_000): MadeOrder => ({ id, customerId, processedAt: new Date(NOW - daysAgo * DAY).toISOString(), lines: [{ net }] });
const rebuild = (days = 0) => rebuildProfiles({ shopId, now: NOW + days * DAY });

interface Change extends Record<string, unknown> {
  customer_id: number;
  from_tier: string | null;
  to_tier: string | null;
  from_stage: string | null;
  to_stage: string | null;
  cause: string;
}

async function changes(): Promise<Change[]> {
  return withTenant(shopId, async (tx) => (await tx.query<Change>('SELECT customer_id, from_tier, to_tier, from_stage, to_stage, cause FROM tier_changes ORDER BY id')).rows);
}

beforeEach(async () => {
  shopId = await makeShop({ timeZone: 'UTC' });
  await putInMirror(shopId, {
    customers: [ONCE, OFTEN, NEVER].map((id) => ({ id })),
    orders: [order(10, ONCE, 5), ...[300, 240, 180, 120, 60, 2].map((ago, index) => order(20 + index, OFTEN, ago))],
  });
});

describe('the history of tiers', () => {
  it('has nothing of the first sorting, and nothing of one that finds everybody where they were', async () => {
    await rebuild();
    await rebuild();
    await rebuild(1);
    expect(await changes()).toEqual([]);
  });

  it('has whoever moved, once, from where and to where', async () => {
    await rebuild();
    await rebuild(200);
    await rebuild(200);
    expect(await changes()).toEqual([
      { customer_id: ONCE, from_tier: 'New', to_tier: 'Dormant', from_stage: 'First-time', to_stage: 'Lapsed', cause: 'customer' },
      expect.objectContaining({ customer_id: OFTEN, from_tier: 'Champions', to_stage: 'Lapsed', cause: 'customer' }),
    ]);
  });

  it('is told by an order that is taken up by itself, and then not once more by the night', async () => {
    await rebuild();
    await putInMirror(shopId, { orders: [order(30, NEVER, 0)] });
    await refreshProfiles({ shopId, customerIds: [NEVER, ONCE], now: NOW });
    await rebuild();
    expect(await changes()).toEqual([{ customer_id: NEVER, from_tier: 'Prospects', to_tier: 'New', from_stage: 'Prospect', to_stage: 'First-time', cause: 'customer' }]);
  });

  it('says that the settings changed where they did', async () => {
    await rebuild();
    await setScoring(shopId, { atRisk: 'flat' });
    await rebuild(40);
    await rebuild(41);
    expect(await changes()).toEqual([
      { customer_id: ONCE, from_tier: 'New', to_tier: expect.any(String), from_stage: 'First-time', to_stage: 'At risk', cause: 'settings' },
      expect.objectContaining({ customer_id: OFTEN, to_stage: 'At risk', cause: 'settings' }),
    ]);
  });

  it('says of a tag that leaves somebody out that it was theirs, and of a setting that does so that it was the setting', async () => {
    await setScoring(shopId, { excludedTags: ['staff'] });
    await rebuild();
    await putInMirror(shopId, { customers: [{ id: ONCE, tags: ['Staff'] }] });
    await rebuild();
    await setScoring(shopId, {});
    await rebuild();
    expect((await changes()).map(({ from_tier, to_tier, cause }) => ({ from_tier, to_tier, cause }))).toEqual([
      { from_tier: 'New', to_tier: null, cause: 'customer' }, { from_tier: null, to_tier: 'New', cause: 'settings' },
    ]);
  });

  it('leaves out what a provisional sorting found, before the first import was through', async () => {
    await factoryPool().query("INSERT INTO import_runs (shop_id, status, active, phase, requested_at, attempts) VALUES ($1, 'running', true, 'Reading', now(), 1)", [shopId]);
    await rebuild();
    await putInMirror(shopId, { orders: [order(30, NEVER, 1)] });
    await refreshProfiles({ shopId, customerIds: [NEVER], now: NOW });
    await putInMirror(shopId, { orders: [order(31, ONCE, 100)] });
    await rebuild();
    await factoryPool().query("UPDATE import_runs SET status = 'succeeded', active = NULL WHERE shop_id = $1", [shopId]);
    await putInMirror(shopId, { orders: [order(32, ONCE, 200), order(33, NEVER, 300)] });
    await rebuild();
    expect(await changes()).toEqual([]);
    await rebuild(400);
    expect((await changes()).map((one) => one.customer_id)).toEqual([ONCE, OFTEN, NEVER]);
  });
});

it('how buyers spread over the scores is kept with the shop’s figures', async () => {
  await rebuild();
  const { rows } = await withTenant(shopId, (tx) => tx.query<{ distributions: unknown }>('SELECT distributions FROM shop_summaries'));
  const kept = scoreDistributionsSchema.parse(rows[0]?.distributions);
  expect(kept.buyers).toBe(2);
  expect(kept.frequency.flatMap((buyers, purchases) => (buyers === 0 ? [] : [purchases]))).toEqual([1, 6]);
});
