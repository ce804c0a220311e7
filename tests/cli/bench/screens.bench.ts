import { Session } from '@shopify/shopify-api';
import { fillLargeMirror } from '#tests/factories/large-mirror.ts';
import { closeFactory } from '#tests/factories/made-mirror.ts';
import { buildApp } from '../build-app.ts';
import { wholeNumbers, type Bench, type BenchContext } from './bench.ts';
import { makeBenchShop } from './bench-shop.ts';
import { percentileOf } from './figures.ts';
import { screensOf } from './screens/screens.ts';
import { startWebProcess } from './screens/web-process.ts';

const NOW = '2011-12-10T00:00:00Z';
const WARM_UP = 5;
const MOST_CALLS = 200;
/** A screen is asked for until it has been so many times, or for so long and at least twenty times. */
const MOST_MS = 6_000;
const FEWEST_CALLS = 20;

/**
 * What the server takes for each screen's data: the app's built web process is asked over HTTP with a session token, one
 * request after the other, as the app asks between two screens. Against it stands a SELECT 1 in a tenant's transaction,
 * the least that any of them could cost, measured between the screens of the same run.
 */
export const bench: Bench = {
  about: "the server's time for each screen's data, against a SELECT 1 in a tenant's transaction",
  options: { customers: 'sizes of shops, parted by commas (1000,100000,1000000)' },
  run: async (context) => {
    const database = await context.database();
    await buildApp(context.say);
    process.env['TEST_SUPERUSER_URL'] = database.superuserUrl;
    process.env['REGULARS_NOW'] = NOW;
    try {
      for (const customers of wholeNumbers('customers', context.options['customers'], [1_000, 100_000, 1_000_000])) await measureShop(context, customers);
    } finally {
      await closeFactory();
    }
  },
};

async function measureShop(context: BenchContext, customers: number): Promise<void> {
  const { say, report } = context;
  const { environment } = await context.database();
  const name = `screens-${customers}`;
  const shopId = await makeShop(context, name, customers);
  const web = await startWebProcess({ ...environment, REGULARS_NOW: NOW }, `${name}-bench.myshopify.com`);
  const { withTenant } = await import('#app/database/tenant.server.ts');
  try {
    const screens = await screensOf(shopId);
    say(`${customers} customers: asking for ${screens.length} screens ...`);
    for (const screen of screens) {
      const least = await timesOf(50, () => timed(() => withTenant(shopId, (tx) => tx.query('SELECT 1'))));
      const times = await timesOf(MOST_CALLS, () => web.timeOf(screen.route, screen.path));
      for (const [percentile, share] of [['p50', 0.5], ['p99', 0.99]] as const) {
        report({ name: `screens:${customers}:${screen.name}:${percentile}`, value: percentileOf(times, share), unit: 'ms', baseline: percentileOf(least, share) });
      }
    }
  } finally {
    await web.stop();
  }
}

/** A shop with so many customers, half as many orders again, its profiles and a proposal of tags. */
async function makeShop({ say }: BenchContext, name: string, customers: number): Promise<number> {
  const [{ rebuildProfiles }, { proposeTags }, { approveTags }, { sessionStorage }] = await Promise.all([
    import('#app/profiles/rebuild-profiles.server.ts'), import('#app/tags/propose-tags.server.ts'), import('#app/tags/approve-tags.server.ts'), import('#app/shopify/shopify-app.server.ts'),
  ]);
  const shopId = await makeBenchShop(name);
  say(`${customers} customers: filling the mirror ...`);
  await fillLargeMirror(shopId, { customers, orders: Math.round(customers * 1.5) });
  say(`${customers} customers: profiles ...`);
  await rebuildProfiles({ shopId, now: Date.parse(NOW) });
  say(`${customers} customers: a proposal of tags ...`);
  await proposeTags({ shopId });
  // One tag approved, so that there is a run to look at; the rest stays proposed. No worker runs here to write it.
  await approveTags({ shopId, by: 'bench', selection: { rules: ['lapsed'] } });
  const shop = `${name}-bench.myshopify.com`;
  const tomorrow = new Date(Date.now() + 86_400_000);
  await sessionStorage.storeSession(new Session({ id: `offline_${shop}`, shop, state: '', isOnline: false, accessToken: 'bench', scope: (await import('#app/runtime/config.server.ts')).ACCESS_SCOPES.join(','), expires: tomorrow, refreshToken: 'bench', refreshTokenExpires: tomorrow }));
  return shopId;
}

async function timesOf(most: number, once: () => Promise<number>): Promise<number[]> {
  for (let call = 0; call < WARM_UP; call += 1) await once();
  const times: number[] = [];
  const began = performance.now();
  while (times.length < most && (times.length < FEWEST_CALLS || performance.now() - began < MOST_MS)) times.push(await once());
  return times;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

