import { afterAll, describe, expect, it } from 'vitest';
import { closePools } from '#app/database/pools.server.ts';
import { withTenant } from '#app/database/tenant.server.ts';
import { parseDay } from '#app/profiles/calendar.ts';
import { listRebuilds } from '#app/profiles/rebuild-store.server.ts';
import { runRebuild } from '#app/profiles/run-rebuild.server.ts';
import { closeFactory, factoryPool, makeShop, putInMirror, setScoring } from '#tests/factories/made-mirror.ts';

afterAll(async () => {
  await closePools();
  await closeFactory();
});

const NOW = Date.parse('2011-12-10T12:00:00Z');
const DAY_MS = 86_400_000;
const at = (daysAgo: number): string => new Date(NOW - daysAgo * DAY_MS).toISOString();
const runsOf = (shopId: number) => withTenant(shopId, (tx) => listRebuilds(tx, { limit: 10 }));

async function madeShop(): Promise<number> {
  const shopId = await makeShop();
  await putInMirror(shopId, {
    customers: [{ id: 1 }, { id: 2 }, { id: 3, tags: ['staff'] }],
    orders: [
      { id: 11, customerId: 1, processedAt: at(1), lines: [{ net: 1_000 }] },
      { id: 12, customerId: 3, processedAt: at(1), lines: [{ net: 1_000 }] },
    ],
  });
  return shopId;
}

describe('a rebuild of a shop', () => {
  it('leaves in its row for which day it sorted, and who moved', async () => {
    const shopId = await madeShop();
    await runRebuild({ shopId, cause: 'import', now: NOW });
    expect(await runsOf(shopId)).toMatchObject([{
      cause: 'import', status: 'succeeded', dueAt: null, forDay: parseDay('2011-12-10'), customers: 3, moved: 3,
      moves: [{ from: 'absent', to: 'New', customers: 2 }, { from: 'absent', to: 'Prospects', customers: 1 }],
    }]);
    await setScoring(shopId, { excludedTags: ['Staff'] });
    await factoryPool().query('DELETE FROM customers WHERE shop_id = $1 AND id = 2', [shopId]);
    const later = NOW + 200 * DAY_MS;
    await runRebuild({ shopId, cause: 'nightly', dueAt: new Date(later).toISOString(), now: later });
    expect((await runsOf(shopId))[0]).toMatchObject({
      cause: 'nightly', dueAt: new Date(later), customers: 2, moved: 3,
      moves: [{ from: 'New', to: 'Dormant', customers: 1 }, { from: 'New', to: 'excluded', customers: 1 }, { from: 'Prospects', to: 'absent', customers: 1 }],
    });
  });

  it('says that nobody moved when nobody did', async () => {
    const shopId = await madeShop();
    await runRebuild({ shopId, now: NOW });
    await runRebuild({ shopId, now: NOW });
    expect((await runsOf(shopId))[0]).toMatchObject({ moved: 0, moves: [] });
  });
});
