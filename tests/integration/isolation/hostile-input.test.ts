import { json, openFakeShopify, type FakeShopify } from '../ground/fake-shopify.ts';
import { createSign, generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closePools } from '#app/database/pools.server.ts';
import { closePrisma } from '#app/database/prisma.server.ts';
import { closeJobQueue } from '#app/jobs/queue.server.ts';
import { closeFactory } from '#tests/factories/made-mirror.ts';
import { askRoute, sessionTokenOf, storeOfflineSession, type RouteModule } from './own-session.ts';
import { idsOf, ROUTE_CALLS, type RouteCall } from './route-calls.ts';
import { makeTwins, NOW, OWN_MARK, type Twins } from './twin-shops.ts';

const modules = import.meta.glob<RouteModule>('../../../app/routes/*.{ts,tsx}');
/** Pages that need no token: they show nothing of a shop. */
const OPEN = new Set(['_index', 'auth.$', '$']);
let twins: Twins;
let shopify: FakeShopify;

beforeAll(async () => {
  process.env['REGULARS_NOW'] = new Date(NOW).toISOString();
  shopify = await openFakeShopify();
  shopify.answers(json(503, {}));
  twins = await makeTwins();
  await storeOfflineSession(twins.ownDomain);
});
afterAll(async () => {
  delete process.env['REGULARS_NOW'];
  await shopify.close();
  await closeJobQueue(0);
  await closePrisma();
  await closePools();
  await closeFactory();
});

async function moduleOf(file: string): Promise<RouteModule | null> {
  const load = modules[Object.keys(modules).find((path) => path.endsWith(`/${file}.tsx`) || path.endsWith(`/${file}.ts`)) ?? ''];
  return load === undefined ? null : load();
}

const seconds = (): number => Math.floor(Date.now() / 1000);
const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** What ../shared lists as session tokens to be refused, and a few more of their kind. */
const TOKENS: Record<string, (shop: string) => string> = {
  'of algorithm none': (shop) => `${part({ alg: 'none', typ: 'JWT' })}.${sessionTokenOf(shop).split('.')[1]}.`,
  'signed with RS256': (shop) => {
    const head = `${part({ alg: 'RS256', typ: 'JWT' })}.${sessionTokenOf(shop).split('.')[1]}`;
    return `${head}.${createSign('RSA-SHA256').update(head).sign(generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey).toString('base64url')}`;
  },
  'for another app': (shop) => sessionTokenOf(shop, { aud: 'another-app' }),
  'whose issuer is another shop': (shop) => sessionTokenOf(shop, { iss: 'https://another.myshopify.com/admin' }),
  'for a destination that is none of Shopify': (shop) => sessionTokenOf(shop, { dest: 'https://shop.example.com', iss: 'https://shop.example.com/admin' }),
  'that has expired': (shop) => sessionTokenOf(shop, { exp: seconds() - 11, nbf: seconds() - 71, iat: seconds() - 71 }),
  'of the future': (shop) => sessionTokenOf(shop, { nbf: seconds() + 60 }),
  "signed with another app's secret": (shop) => sessionTokenOf(shop, {}, { secret: 'another-secret' }),
  "of the shop, signed over another shop's claims": (shop) => [sessionTokenOf(shop).split('.')[0], sessionTokenOf(twins.foreignDomain).split('.')[1], sessionTokenOf(shop).split('.')[2]].join('.'),
  'that is none': () => 'x.y.z',
};

describe('a session token', () => {
  it.each(Object.keys(TOKENS))('%s opens no route: each answers 401 or sends for another token, and shows nothing', async (name) => {
    for (const [file, calls] of Object.entries(ROUTE_CALLS)) {
      const module = await moduleOf(file);
      if (module === null || OPEN.has(file)) continue;
      for (const call of calls(idsOf(twins, 0))) {
        const answer = await askRoute(module, { ...call, token: TOKENS[name]?.(twins.ownDomain) ?? '' });
        expect(`${call.path} ${answer.status}`).toMatch(/ (401|302)$/);
        expect(answer.text).not.toContain(OWN_MARK);
        expect(answer.text).not.toMatch(/node_modules|at \w+ \(|secret/);
      }
    }
  });

  it('that is missing opens none either', async () => {
    for (const [file, calls] of Object.entries(ROUTE_CALLS)) {
      const module = await moduleOf(file);
      if (module === null || OPEN.has(file)) continue;
      for (const call of calls(idsOf(twins, 0))) {
        const answer = await askRoute(module, { ...call, token: null });
        expect(`${call.path} ${answer.status}`).toMatch(/ (401|302|410)$/);
        expect(answer.text).not.toContain(OWN_MARK);
      }
    }
  });
});

/** What ../shared lists as payloads to bear. */
const VALUES: Record<string, string> = {
  'a NUL': 'a\0b', 'only a NUL': '\0', '__proto__': '__proto__', 'JSON that sets __proto__': '{"__proto__":{"polluted":"yes"},"constructor":{"prototype":{"polluted":"yes"}}}',
  'JSON 10,000 deep': '['.repeat(10_000) + ']'.repeat(10_000), 'markup': '</script><img src=x onerror=alert(1)>{{ 7*7 }}', 'turned writing': '\u202E\u2066abc', 'a quote that ends a text': `'"); DROP TABLE customers; --`,
  'a number beyond any': '9'.repeat(30), 'a number below any': '-1', 'half a character': '\ud83d', 'nothing': '',
};

/** The call with one of its fields, of its query or of its path holding something else. */
function changed(call: RouteCall, value: string): RouteCall[] {
  const [path = '', query = ''] = call.path.split('?');
  const asked = [...new URLSearchParams(query).keys()].map((key) => {
    const parameters = new URLSearchParams(query);
    parameters.set(key, value);
    return { ...call, path: `${path}?${parameters}` };
  });
  const fields = Object.keys(call.form ?? {}).map((key) => ({ ...call, form: { ...call.form, [key]: value } }));
  const params = Object.keys(call.params ?? {}).map((key) => ({ ...call, params: { ...call.params, [key]: value } }));
  return [...asked, ...fields, ...params];
}

describe('hostile input', () => {
  it.each(Object.keys(VALUES))('%s in any field, query or path of any route is an answer and no fault of ours', async (name) => {
    const faults: string[] = [];
    for (const [file, calls] of Object.entries(ROUTE_CALLS)) {
      const module = await moduleOf(file);
      if (module === null) continue;
      const more: RouteCall[] = file === 'app.customers._index' ? ['search', 'tag', 'after', 'before', 'tier', 'sort', 'view'].map((key) => ({ path: `/app/customers?${key}=x` })) : [];
      for (const call of [...calls(idsOf(twins, 0)), ...more].flatMap((one) => changed(one, VALUES[name] ?? ''))) {
        const said = `${file} ${call.path.slice(0, 80)} ${JSON.stringify(call.form ?? call.params ?? {}).slice(0, 120)}`;
        try {
          const answer = await askRoute(module, { ...call, token: sessionTokenOf(twins.ownDomain) });
          // 401 would say that nothing was looked at.
          if (answer.status >= 500 || answer.status === 401 || /node_modules|at \w+ \(|syntax error|invalid byte/.test(answer.text)) faults.push(`${said}: ${answer.status} ${answer.text.slice(0, 100)}`);
        } catch (error) {
          faults.push(`${said}: threw ${String(error).slice(0, 160)}`);
        }
      }
    }
    expect(faults).toEqual([]);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  }, 300_000);

  it('a field of 10 MB, and a form of 10,000 fields, are refused or answered, and the next request is answered as ever', async () => {
    const module = await moduleOf('app.customers.views');
    if (module === null) throw new Error('There is no such route.');
    const token = sessionTokenOf(twins.ownDomain);
    for (const form of [{ intent: 'save', name: 'x'.repeat(10 * 1024 * 1024), query: '' }, Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`f${index}`, 'x']))] as Record<string, string>[]) {
      expect((await askRoute(module, { path: '/app/customers/views', form, token })).status).toBe(422);
    }
    expect((await askRoute(module, { path: '/app/customers/views', form: { intent: 'save', name: 'As ever', query: '' }, token })).status).toBe(200);
  });
});
