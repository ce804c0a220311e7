import { json, openFakeShopify, type FakeShopify } from '../ground/fake-shopify.ts';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { downloadLink } from '#app/customers/download-link.server.ts';
import { closePools } from '#app/database/pools.server.ts';
import { closePrisma } from '#app/database/prisma.server.ts';
import type { TenantTransaction } from '#app/database/tenant.server.ts';
import { applyEvents } from '#app/mirror/apply-events.server.ts';
import { ingress } from '#app/ingress/ingress.server.ts';
import { closeJobQueue } from '#app/jobs/queue.server.ts';
import type { JobHandler } from '#app/jobs/worker.server.ts';
import { startWorker, stopWorker } from '#app/pipeline.server.ts';
import { closeFactory } from '#tests/factories/made-mirror.ts';
import { connectedAs } from '../ground/roles.ts';
import { ForgottenShop, forgetOneByOne } from './forgotten-shop.ts';
import { eventsNaming } from './events-naming.ts';
import { JOB_PAYLOADS } from './job-payloads.ts';
import { segmentsStand } from './segments-stand.ts';
import { askRoute, sessionTokenOf, storeOfflineSession, type RouteModule } from './own-session.ts';
import { idsOf, ROUTE_CALLS } from './route-calls.ts';
import { digestOf, FOREIGN_MARK, FOREIGN_OFFSET, makeTwins, NOW, tenantTables, type Twins } from './twin-shops.ts';

const state = vi.hoisted(() => ({ forgotten: undefined as ForgottenShop | undefined, handlers: [] as JobHandler[] }));
vi.mock('#app/jobs/worker.server.ts', async (original) => ({
  ...await original<typeof import('#app/jobs/worker.server.ts')>(),
  workOn: async (given: readonly JobHandler[]): Promise<void> => void state.handlers.push(...given),
}));
vi.mock('#app/database/tenant.server.ts', async (original) => {
  const real = await original<typeof import('#app/database/tenant.server.ts')>();
  const watching = (within: typeof real.withTenant): typeof real.withTenant => async (shopId, work) => within(shopId, (tx) => work(state.forgotten?.wrap(tx) ?? tx));
  return { ...real, withTenant: watching(real.withTenant), withTenantSnapshot: watching(real.withTenantSnapshot) };
});

const modules = import.meta.glob<RouteModule>('../../../app/routes/*.{ts,tsx}');
let twins: Twins;
let shopify: FakeShopify;
let server: Server;

/** One text of all that the shop has which the transaction names. */
async function digestSql(): Promise<string> {
  const tables = (await tenantTables()).map((table) => `SELECT '${table}' AS t, count(*) AS n, md5(string_agg(x::text, '|' ORDER BY x::text)) AS d FROM ${table} x WHERE shop_id = current_shop_id()`);
  return `SELECT string_agg(t || n || coalesce(d, ''), ' ' ORDER BY t) AS digest FROM (${tables.join(' UNION ALL ')}) AS all_tables`;
}

async function watcher(): Promise<ForgottenShop> {
  const digest = await digestSql();
  const standing = await connectedAs('app', async (client) => {
    await client.query("SELECT set_config('app.shop_id', $1, false)", [String(twins.foreign)]);
    return (await client.query<{ digest: string }>(digest)).rows[0]?.digest ?? '';
  });
  return new ForgottenShop({ own: twins.own, foreign: { shopId: twins.foreign, mark: FOREIGN_MARK, digest, standing } });
}

beforeAll(async () => {
  process.env['REGULARS_NOW'] = new Date(NOW).toISOString();
  shopify = await openFakeShopify();
  shopify.answers(segmentsStand(json(403, { errors: 'not today' })));
  twins = await makeTwins();
  await startWorker();
  server = createServer((request, response) => void ingress(request, response).then((done) => (done ? undefined : response.writeHead(404).end())));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  state.forgotten = await watcher();
});

afterAll(async () => {
  state.forgotten = undefined;
  delete process.env['REGULARS_NOW'];
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await shopify.close();
  await stopWorker();
  await closeJobQueue(0);
  await closePrisma();
  await closePools();
  await closeFactory();
});

describe('a condition on the shop', () => {
  it('is forgotten one at a time, wherever it stands', () => {
    expect(forgetOneByOne('SELECT 1 FROM a JOIN b ON b.shop_id = a.shop_id JOIN c USING (shop_id, id) JOIN d USING (shop_id) WHERE a.shop_id = $1 AND a.id = $2')).toEqual([
      'SELECT 1 FROM a JOIN b ON true JOIN c USING (shop_id, id) JOIN d USING (shop_id) WHERE a.shop_id = $1 AND a.id = $2',
      'SELECT 1 FROM a JOIN b ON b.shop_id = a.shop_id JOIN c USING (id) JOIN d USING (shop_id) WHERE a.shop_id = $1 AND a.id = $2',
      'SELECT 1 FROM a JOIN b ON b.shop_id = a.shop_id JOIN c USING (shop_id, id) JOIN d ON (true) WHERE a.shop_id = $1 AND a.id = $2',
      'SELECT 1 FROM a JOIN b ON b.shop_id = a.shop_id JOIN c USING (shop_id, id) JOIN d USING (shop_id) WHERE ($1::int IS NOT NULL) AND a.id = $2',
    ]);
  });

  it('that is forgotten by a role above the lock is noticed, in what is shown and in what is changed', async () => {
    const forgotten = await watcher();
    await connectedAs('superuser', async (client) => {
      await client.query('BEGIN');
      const tx = forgotten.wrap({ shopId: twins.own, client, query: client.query.bind(client) } as unknown as TenantTransaction);
      await tx.query('SELECT first_name FROM customers WHERE shop_id = $1', [twins.own]);
      await tx.query("UPDATE customers SET city = 'x' WHERE shop_id = $1", [twins.own]);
      await tx.query('DELETE FROM saved_views WHERE shop_id = $1 AND id = $2', [twins.own, twins.ids.view]);
      await forgotten.settled();
      await client.query('ROLLBACK');
    });
    expect(forgotten.leaks.map((leak) => leak.replace(/ .*/, ''))).toEqual(['shows:', 'changes:', 'changes:']);
  });
});

it('that is forgotten in any statement of any route, event, job or download shows and changes nothing of another shop', async () => {
  const before = await digestOf(twins.foreign);
  for (const offset of [0, FOREIGN_OFFSET]) {
    // A job that Shopify refuses gives up the token.
    await storeOfflineSession(twins.ownDomain);
    for (const [file, calls] of Object.entries(ROUTE_CALLS)) {
      const load = modules[Object.keys(modules).find((path) => path.endsWith(`/${file}.tsx`) || path.endsWith(`/${file}.ts`)) ?? ''];
      if (load === undefined) continue;
      for (const call of calls(idsOf(twins, offset))) {
        // What was searched for is kept with an export, and would be taken for a foreign row.
        const asked = JSON.parse(JSON.stringify(call).replaceAll(FOREIGN_MARK, 'Gammamark')) as typeof call;
        const { status, text } = await askRoute(await load(), { ...asked, token: sessionTokenOf(twins.ownDomain) });
        expect(status, `${call.path} ${text.slice(0, 200)}`).toBeLessThan(500);
      }
    }
    // Each about a customer, an order and a product of its own: of one that was deleted the next would be late.
    for (const [index, event] of eventsNaming(twins.ownDomain, { customer: 1 + offset, order: 10 + offset, product: 1 + offset }).entries()) {
      const number = (index % 8) + 1;
      const [same = event] = eventsNaming(twins.ownDomain, { customer: number + offset, order: number * 10 + offset, product: 1 + index + offset }).filter(({ topic }) => topic === event.topic);
      await applyEvents({ shopId: twins.own, events: [same] });
    }
    for (const { job, run } of state.handlers) {
      const payload = { shopId: twins.own, runId: twins.ids.importRun + offset, customerId: twins.customerId + offset, dueAt: NOW, ...JOB_PAYLOADS[job.name] };
      await run(payload, { signal: AbortSignal.timeout(20_000) } as never).catch(() => undefined);
    }
    for (const exportId of Object.values(twins.ids.exports)) {
      await (await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${downloadLink({ shopId: twins.own, exportId: exportId + offset })}`)).arrayBuffer();
    }
  }
  await state.forgotten?.settled();
  const totals = state.forgotten?.totals();
  expect(state.forgotten?.leaks).toEqual([]);
  expect(await digestOf(twins.foreign)).toEqual(before);
  // So that the app's statements are tried indeed, and most of them run without the condition.
  expect(totals?.statements).toBeGreaterThan(150);
  expect((totals?.ran ?? 0) / ((totals?.ran ?? 0) + (totals?.refused ?? 0))).toBeGreaterThan(0.8);
}, 600_000);
