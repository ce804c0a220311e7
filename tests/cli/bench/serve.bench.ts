import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { closeFactory, factoryPool } from '#tests/factories/made-mirror.ts';
import { fillLargeMirror } from '#tests/factories/large-mirror.ts';
import { buildApp } from '../build-app.ts';
import { wholeNumbers, type Bench, type BenchContext } from './bench.ts';
import { makeBenchShop } from './bench-shop.ts';
import { medianOf, percentileOf } from './figures.ts';
import { inProcess } from './measured-process.ts';
import type { ListLoad, ListLoadResult } from './serve/list-load.ts';
import { answerKey, signedQuery, type AskedList } from './serve/signed-query.ts';
import { serverSeconds } from './server-time.ts';
import { startServer, type MeasuredServer } from './webhooks/measured-server.ts';

const SHOP = 'serve-bench.myshopify.com';
const NOW = Date.parse('2011-12-10T00:30:00Z');
/** By count and not by time: until the code has been compiled for what it meets, more processor time goes into compiling than into answering. */
const WARM_UP_REQUESTS = 20_000;
/** Lists of products that everybody asks for, and customers who ask for their own. */
const HOT_PRODUCTS = 200;
const CUSTOMERS = 2_000;

interface Side {
  server: MeasuredServer;
  perSecond: number[];
  cpuMicroseconds: number[];
  databaseMicroseconds: number[];
  milliseconds: number[];
  refused: number;
}

type Way = 'memory' | 'database';

/**
 * Lists over real HTTP from the app's built web process, signature and all, and in turns from a bare Node server that has the very same bytes in
 * memory. `memory`: a product's list that this process remembers; `database`: a customer's own, which is read anew each time.
 */
export const bench: Bench = {
  about: 'lists for shoppers, from memory and from the database, against a bare Node server with the same bytes in memory',
  options: { connections: 'how many ask at once (50; of what comes from the database a sixth, as the app waits 0.4 seconds for it and no longer)', seconds: 'of one round (5)', rounds: 'of each (4)', customers: 'in the shop (20000)', orders: 'in the shop (60000)' },
  run: async (context) => {
    const { database, options, say, directory } = context;
    const number = (name: string, otherwise: number): number => wholeNumbers(name, options[name], [otherwise])[0] ?? otherwise;
    const [connections, seconds, rounds] = [number('connections', 50), number('seconds', 5), number('rounds', 4)];
    const started = await database();
    const { environment } = started;
    const asked = await makeLists(context, { customers: number('customers', 20_000), orders: number('orders', 60_000) });
    await buildApp(say);
    const app = await sideOf('../../../../app/server.ts', environment);
    const answers = join(directory, 'answers.json');
    await writeFile(answers, JSON.stringify(await answersOf(app.server.port, [...asked.memory, ...asked.database], environment)));
    const reference = await sideOf('../serve/reference-server.ts', { ...environment, REFERENCE_ANSWERS: answers });
    const checking = await sideOf('../serve/reference-server.ts', { ...environment, REFERENCE_ANSWERS: answers, REFERENCE_CHECKS: '1' });
    const load = async (side: Side, way: Way, most: { seconds: number; requests: number }): Promise<ListLoadResult> =>
      (await inProcess<ListLoad, ListLoadResult>('serve/list-load.ts', { port: side.server.port, shop: SHOP, secret: environment['SHOPIFY_API_SECRET'] ?? '', asked: asked[way], connections: way === 'memory' ? connections : Math.ceil(connections / 6), ...most })).result;
    try {
      for (const way of ['memory', 'database'] as const) {
        const sides = [app, reference, checking];
        for (const side of sides) {
          Object.assign(side, { perSecond: [], cpuMicroseconds: [], databaseMicroseconds: [], milliseconds: [], refused: 0 });
          await load(side, way, { seconds: 40, requests: WARM_UP_REQUESTS });
        }
        for (let round = 0; round < rounds; round += 1) {
          say(`${way}: round ${round + 1} of ${rounds} ...`);
          // In turns, and another one first each time.
          for (const side of [...sides.slice(round % 3), ...sides.slice(0, round % 3)]) {
            const [before, databaseBefore] = [await side.server.cpuSeconds(), await serverSeconds(started)];
            const result = await load(side, way, { seconds, requests: Number.MAX_SAFE_INTEGER });
            side.cpuMicroseconds.push((((await side.server.cpuSeconds()) - before) / result.times.length) * 1e6);
            side.databaseMicroseconds.push((((await serverSeconds(started)) ?? Number.NaN) - (databaseBefore ?? Number.NaN)) / result.times.length * 1e6);
            side.refused += result.refused;
            side.perSecond.push(result.times.length / result.seconds);
            for (const time of result.times) side.milliseconds.push(time / 1000);
          }
        }
        report(context, way, { app, reference, checking });
      }
    } finally {
      for (const side of [app, reference, checking]) await side.server.stop();
    }
  },
};

/** A shop with lists. @returns what is asked for */
async function makeLists({ say, database }: BenchContext, size: { customers: number; orders: number }): Promise<Record<Way, AskedList[]>> {
  process.env['TEST_SUPERUSER_URL'] = (await database()).superuserUrl;
  const shopId = await makeBenchShop('serve');
  say('making the shop and its lists ...');
  await fillLargeMirror(shopId, { ...size, products: 2_000 });
  await factoryPool().query("UPDATE products SET published_at = created_at, image_url = 'https://cdn.shopify.com/s/files/1/0001/products/' || id || '.jpg' WHERE shop_id = $1", [shopId]);
  await factoryPool().query(
    `INSERT INTO product_variants (shop_id, product_id, id, price, position, available_for_sale, title) SELECT $1, id, id * 10, 1000 + id, 1, id % 50 <> 7, 'Default' FROM products WHERE shop_id = $1`, [shopId],
  );
  const [{ rebuildProfiles }, { refreshRecommendations }] = await Promise.all([import('#app/profiles/rebuild-profiles.server.ts'), import('#app/recommendations/refresh-recommendations.server.ts')]);
  await rebuildProfiles({ shopId, now: NOW });
  await refreshRecommendations({ shopId, now: NOW });
  // Those with a list of their own first: in a shop of chance there may be none, and the bestsellers stand in.
  const products = await factoryPool().query<{ id: string }>(
    `SELECT p.id::text AS id FROM products p LEFT JOIN product_lists l ON l.shop_id = $1 AND l.product_id = p.id AND l.kind = 'also' WHERE p.shop_id = $1 ORDER BY l.product_id IS NULL, p.id LIMIT $2`, [shopId, HOT_PRODUCTS],
  );
  const customers = await factoryPool().query<{ id: string }>('SELECT customer_id::text AS id FROM customer_lists WHERE shop_id = $1 ORDER BY customer_id LIMIT $2', [shopId, CUSTOMERS]);
  await factoryPool().query('VACUUM ANALYZE product_lists, customer_lists, product_variants, products');
  await closeFactory();
  return {
    memory: products.rows.map(({ id }) => ({ query: { block: 'also', product: id, limit: '4', placement: 'product', locale: 'en' }, customer: '' })),
    database: customers.rows.map(({ id }) => ({ query: { block: 'recommended', limit: '4', placement: 'home', locale: 'en' }, customer: id })),
  };
}

/** What the app says to each, as the reference is to say it. */
async function answersOf(port: number, asked: readonly AskedList[], environment: Record<string, string>): Promise<{ key: string; body: string; headers: Record<string, string> }[]> {
  const answers = [];
  for (const one of asked) {
    const query = signedQuery(one.query, { shop: SHOP, customer: one.customer, secret: environment['SHOPIFY_API_SECRET'] ?? '' });
    const response = await fetch(`http://127.0.0.1:${port}/proxy/recommendations?${query}`);
    const body = await response.text();
    if (response.status !== 200 || !body.includes('"product_id"')) throw new Error(`A list was answered with ${response.status}: ${body.slice(0, 200)}`);
    const headers = Object.fromEntries(['content-type', 'cache-control', 'etag', 'x-content-type-options'].flatMap((name) => {
      const value = response.headers.get(name);
      return value === null ? [] : [[name, value]];
    }));
    answers.push({ key: answerKey(one), body, headers });
  }
  return answers;
}

async function sideOf(script: Parameters<typeof startServer>[0], environment: Record<string, string>): Promise<Side> {
  return { server: await startServer(script, environment), perSecond: [], cpuMicroseconds: [], databaseMicroseconds: [], milliseconds: [], refused: 0 };
}

function report({ report: tell }: BenchContext, way: Way, { app, reference, checking }: Record<'app' | 'reference' | 'checking', Side>): void {
  tell({ name: `serve:${way}:cpu-per-request`, value: medianOf(app.cpuMicroseconds), unit: 'us', baseline: medianOf(reference.cpuMicroseconds) });
  tell({ name: `serve:${way}:cpu-per-request:reference-checks`, value: medianOf(app.cpuMicroseconds), unit: 'us', baseline: medianOf(checking.cpuMicroseconds) });
  tell({ name: `serve:${way}:p50`, value: percentileOf(app.milliseconds, 0.5), unit: 'ms', baseline: percentileOf(reference.milliseconds, 0.5) });
  tell({ name: `serve:${way}:p99`, value: percentileOf(app.milliseconds, 0.99), unit: 'ms', baseline: percentileOf(reference.milliseconds, 0.99) });
  tell({ name: `serve:${way}:throughput`, value: medianOf(app.perSecond), unit: 'requests/s', baseline: medianOf(reference.perSecond) });
  if (way === 'database') tell({ name: `serve:${way}:refused`, value: app.refused / (app.refused + app.milliseconds.length), unit: 'share' });
  if (way === 'database') tell({ name: `serve:${way}:database-cpu-per-request`, value: medianOf(app.databaseMicroseconds), unit: 'us' });
}
