import { json, openFakeShopify, type FakeShopify } from '../ground/fake-shopify.ts';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeJobQueue } from '#app/jobs/queue.server.ts';
import { closePools } from '#app/database/pools.server.ts';
import { closePrisma } from '#app/database/prisma.server.ts';
import { flushAccess } from '#app/privacy/access-log.server.ts';
import { closeFactory, factoryPool } from '#tests/factories/made-mirror.ts';
import { segmentsStand } from './segments-stand.ts';
import { askRoute, sessionTokenOf, storeOfflineSession, type RouteModule } from './own-session.ts';
import { idsOf, NAMES_ROWS, ROUTE_CALLS, type Ids, type RouteCall } from './route-calls.ts';
import { digestOf, FOREIGN_MARK, FOREIGN_OFFSET, makeTwins, NOW, OWN_MARK, tenantTables, type Twins } from './twin-shops.ts';

const ROUTES = fileURLToPath(new URL('../../../app/routes/', import.meta.url));
/** Ids that no shop has. */
const NOWHERE = 3 * FOREIGN_OFFSET;
const files = readdirSync(ROUTES).map((name) => name.replace(/\.tsx?$/, '')).sort();
const modules = import.meta.glob<RouteModule>('../../../app/routes/*.{ts,tsx}');

let twins: Twins;
let shopify: FakeShopify;

beforeAll(async () => {
  process.env['REGULARS_NOW'] = new Date(NOW).toISOString();
  shopify = await openFakeShopify();
  // What the app asks Shopify meanwhile (a name of staff, a count) is not what this is about.
  shopify.answers(segmentsStand(json(503, {})));
  twins = await makeTwins();
  await storeOfflineSession(twins.ownDomain);
  await storeOfflineSession(twins.foreignDomain, 'shpat_foreign', 'shprt_foreign');
});

afterAll(async () => {
  delete process.env['REGULARS_NOW'];
  await shopify.close();
  await closeJobQueue(0);
  await closePrisma();
  await closePools();
  await closeFactory();
});

async function ask(file: string, call: RouteCall, shopDomain: string): Promise<{ status: number; text: string }> {
  const path = Object.keys(modules).find((one) => one.endsWith(`/${file}.tsx`) || one.endsWith(`/${file}.ts`));
  const load = modules[path ?? ''];
  if (load === undefined) throw new Error(`There is no route ${file}.`);
  return askRoute(await load(), { ...call, token: sessionTokenOf(shopDomain) });
}

/** An answer without what differs from call to call by itself: the ids that were asked for, links, instants. */
function withoutIds(text: string, ids: Ids): string {
  return Object.values(ids).reduce<string>((rest, id) => rest.replaceAll(String(id), '#').replaceAll(String(id + 1), '#'), text)
    .replace(/\/exports\/[\w.-]+/g, 'LINK').replace(/"(exportId|viewId)":\d+/g, '"$1":#').replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'INSTANT');
}

/** An answer without what the request itself said: a search is shown again above its result. */
function withoutAsked(text: string, call: RouteCall): string {
  const asked = [...new URLSearchParams(call.path.split('?')[1] ?? '').values(), ...new URLSearchParams(call.form?.['query'] ?? '').values()];
  return asked.filter((value) => value.includes(FOREIGN_MARK)).reduce((rest, value) => rest.replaceAll(value, ''), text);
}

it('every route stands in the list of what is asked, so that a new one cannot be forgotten', () => {
  expect(files.filter((file) => !Object.hasOwn(ROUTE_CALLS, file))).toEqual([]);
  expect(files.length).toBeGreaterThan(30);
});

it('every tenant table has rows of both shops, so that each could be leaked', async () => {
  for (const shop of [twins.own, twins.foreign]) {
    const digest = await digestOf(shop);
    expect((await tenantTables()).filter((table) => digest[table]?.startsWith('0 '))).toEqual([]);
  }
});

describe('a session token of the one shop', () => {
  it.each(files)("and ids of the other's rows at %s: nothing of the other is told or changed, and an id of its own is as one that nobody has", async (file) => {
    const before = await digestOf(twins.foreign);
    const foreign = idsOf(twins, FOREIGN_OFFSET);
    const nowhere = idsOf(twins, NOWHERE);
    const calls = ROUTE_CALLS[file] ?? (() => []);
    for (const [index, call] of calls(foreign).entries()) {
      const answer = await ask(file, call, twins.ownDomain);
      expect(withoutAsked(answer.text, call), call.path).not.toContain(FOREIGN_MARK);
      expect(answer.text, call.path).not.toContain(twins.foreignDomain);
      expect(answer.status, `${call.path} ${answer.text.slice(0, 300)}`).toBeLessThan(500);
      if (!NAMES_ROWS.has(file)) continue;
      const other = calls(nowhere)[index];
      if (other === undefined) throw new Error('The calls differ by their ids.');
      const same = await ask(file, other, twins.ownDomain);
      expect({ ...answer, text: withoutIds(answer.text, foreign) }, call.path).toMatchObject({ status: same.status, text: withoutIds(same.text, nowhere) });
    }
    expect(await digestOf(twins.foreign)).toEqual(before);
  });

  it.each(files)("and ids that both shops have at %s: it is the own row that is shown or changed, and the other's is as before", async (file) => {
    const before = await digestOf(twins.foreign);
    for (const call of (ROUTE_CALLS[file] ?? (() => []))(idsOf(twins, 0))) {
      const answer = await ask(file, call, twins.ownDomain);
      expect(withoutAsked(answer.text, call), call.path).not.toContain(FOREIGN_MARK);
      expect(answer.text, call.path).not.toContain(twins.foreignDomain);
      expect(answer.status, `${call.path} ${answer.text.slice(0, 300)}`).toBeLessThan(500);
    }
    expect(await digestOf(twins.foreign)).toEqual(before);
  });
});

it("a name that the other shop has given is free: no unique key tells of it", async () => {
  const answer = await ask('app.customers.views', { path: '/app/customers/views', form: { intent: 'save', name: `${FOREIGN_MARK.toUpperCase()} view`, query: '' } }, twins.ownDomain);
  expect(answer).toMatchObject({ status: 200 });
});

it('the other shop does see its marks by the same requests: they would have been noticed', async () => {
  const seen: string[] = [];
  for (const file of ['app.customers._index', 'app.customers.$customerId', 'app.data.imports.$runId', 'app.tags._index', 'app.segments._index', 'app.customers.export']) {
    for (const call of (ROUTE_CALLS[file] ?? (() => []))(idsOf(twins, FOREIGN_OFFSET))) {
      const answer = await ask(file, call, twins.foreignDomain);
      expect(answer.text, call.path).not.toContain(OWN_MARK);
      if (answer.text.includes(FOREIGN_MARK)) seen.push(file);
    }
  }
  expect([...new Set(seen)]).toEqual(expect.arrayContaining(['app.customers._index', 'app.customers.$customerId', 'app.data.imports.$runId']));
});

it('every answer that names a customer leaves a look in the log of who saw people\u2019s data, whichever screen it is of', async () => {
  const named: Record<string, string[]> = {};
  for (const [number, file] of files.entries()) {
    for (const call of (ROUTE_CALLS[file] ?? (() => []))(idsOf(twins, 0))) {
      if (call.form !== undefined) continue;
      // Somebody else at each screen, so that no look is the repetition of another.
      const load = modules[Object.keys(modules).find((one) => one.endsWith(`/${file}.tsx`) || one.endsWith(`/${file}.ts`)) ?? ''];
      const { text } = await askRoute(await (load as () => Promise<RouteModule>)(), { ...call, token: sessionTokenOf(twins.ownDomain, { sub: String(9_000 + number) }) });
      await flushAccess();
      const { rows } = await factoryPool().query<{ what: string }>('SELECT DISTINCT what FROM access_log WHERE shop_id = $1 AND by = $2', [twins.own, String(9_000 + number)]);
      if (new RegExp(`${OWN_MARK}\\d|same-\\d@example|${OWN_MARK} row`).test(text)) (named[file] ??= []).push(...rows.map((row) => row.what), ...(rows.length === 0 ? ['nothing was noted'] : []));
    }
  }
  const looks = Object.fromEntries(Object.entries(named).map(([file, what]) => [file, [...new Set(what)].sort()]));
  expect(looks).toMatchObject({ 'app.customers._index': ['list', 'search'], 'app.customers.$customerId': ['customer'], 'app.data.imports.$runId': ['rejects'], 'app.tags.$runId': ['tag-changes'] });
  // The log itself, which would fill with looks at it.
  expect(Object.entries(looks).filter(([, what]) => what.includes('nothing was noted')).map(([file]) => file)).toEqual(['app.data.privacy._index']);
});
