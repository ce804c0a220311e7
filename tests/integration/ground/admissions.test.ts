import { json, openFakeShopify, type Answer, type FakeShopify } from './fake-shopify.ts';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { closePools, systemPool } from '#app/database/pools.server.ts';
import { closePrisma } from '#app/database/prisma.server.ts';
import { RetryableError } from '#app/runtime/errors.ts';
import { log } from '#app/runtime/log.server.ts';
import { sessionStorage } from '#app/shopify/shopify-app.server.ts';
import { setCatchUp, type CatchUp } from '#app/shops/admit-shop.server.ts';
import { findShop } from '#app/shops/shop-store.server.ts';
import { uninstallShop } from '#app/shops/uninstall-shop.server.ts';
import { askRoute, sessionTokenOf, storeOfflineSession, type RouteModule } from '../isolation/own-session.ts';

const SHOP = 'admitted.myshopify.com';
const HOST = Buffer.from(`${SHOP}/admin`).toString('base64').replace(/=+$/, '');
const GRANTED = json(200, { access_token: 'shpat_granted', scope: 'read_orders', expires_in: 3600, refresh_token: 'shprt_granted', refresh_token_expires_in: 86_400 });
const refused = (status: number, error: string): Answer => json(status, { error, error_description: 'No.' });
const page: Answer = (_, response) => void response.writeHead(502).end('<html>down</html>');
const gone: Answer = (_, response) => void response.destroy();
const seconds = (): number => Math.floor(Date.now() / 1000);

let shopify: FakeShopify;
let frame: RouteModule;
let caughtUp: ReturnType<typeof vi.fn<CatchUp>>;
let warned: ReturnType<typeof vi.spyOn>;
let failed: ReturnType<typeof vi.spyOn>;

beforeAll(async () => {
  shopify = await openFakeShopify();
  frame = (await import('#app/routes/app.tsx')) as unknown as RouteModule;
});
beforeEach(async () => {
  await systemPool().query('DELETE FROM shops WHERE domain = $1', [SHOP]);
  await sessionStorage.deleteSession(`offline_${SHOP}`);
  caughtUp = vi.fn<CatchUp>(async () => undefined);
  setCatchUp(caughtUp);
  warned = vi.spyOn(log, 'warn');
  failed = vi.spyOn(log, 'error');
});
afterEach(() => vi.restoreAllMocks());
afterAll(async () => {
  await shopify.close();
  await closePrisma();
  await closePools();
});

const fetched = (token = sessionTokenOf(SHOP)) => askRoute(frame, { path: '/app', token });
const opened = (token = sessionTokenOf(SHOP)) => askRoute(frame, { path: `/app?${new URLSearchParams({ shop: SHOP, host: HOST, embedded: '1', id_token: token })}`, token: null });
const stored = async (): Promise<string | undefined> => (await sessionStorage.loadSession(`offline_${SHOP}`))?.accessToken;

describe('a shop that opens the app for the first time', () => {
  it('is let in once for all that its page asks for at once: one token is traded, what follows is begun once', async () => {
    shopify.answers(GRANTED);
    const token = sessionTokenOf(SHOP);
    expect((await Promise.all([opened(token), opened(token), opened(token)])).map((answer) => answer.status)).toEqual([200, 200, 200]);
    expect(shopify.received).toHaveLength(1);
    expect(caughtUp.mock.calls).toEqual([[{ shopId: (await findShop(SHOP))?.id, awayMs: null }]]);
    expect((await fetched()).status).toBe(200);
    expect([shopify.received.length, caughtUp.mock.calls.length, await stored()]).toEqual([1, 1, 'shpat_granted']);
  });

  it.each<[string, Answer]>([
    ['an invalid subject token', refused(400, 'invalid_subject_token')], ['that it does not know the app', refused(400, 'application_cannot_be_found')],
    ['401', refused(401, 'invalid_request')], ['403', refused(403, 'forbidden')], ['404', refused(404, 'not_found')],
  ])('and is refused by Shopify, which says %s, gets 403, with one line in the log and nothing kept', async (_, answer) => {
    shopify.answers(answer);
    const token = sessionTokenOf(SHOP);
    for (const { status, text } of await Promise.all([opened(token), opened(token), fetched(token)])) {
      expect(status).toBe(403);
      expect(JSON.parse(text)).toMatchObject({ error: { code: 'shut-out' } });
    }
    expect(warned.mock.calls.map((call: unknown[]) => call[0])).toEqual([{ shop: SHOP, code: 'shut-out', reason: expect.stringMatching(/HTTP 4\d\d/) as string }]);
    expect(failed).not.toHaveBeenCalled();
    expect([await findShop(SHOP), await stored(), caughtUp.mock.calls.length]).toEqual([null, undefined, 0]);
  });

  it('with a token that Shopify no longer takes, being about to end, is sent for a fresh one', async () => {
    shopify.answers(refused(400, 'invalid_subject_token'));
    const ending = (): string => sessionTokenOf(SHOP, { exp: seconds() - 2, nbf: seconds() - 62, iat: seconds() - 62 });
    const answer = await fetched(ending());
    expect([answer.status, answer.headers.get('x-shopify-retry-invalid-session-request')]).toEqual([401, '1']);
    const bounced = await opened(ending());
    expect(`${bounced.status} ${bounced.headers.get('location')}`).toMatch(/^302 \/auth\/session-token\?/);
    expect([warned.mock.calls, failed.mock.calls]).toEqual([[], []]);
  });

  it.each<[string, Answer]>([['a page of HTML', page], ['nothing', gone], ['429', refused(429, 'too_many')], ['503', refused(503, 'away')]])('while Shopify answers %s gets 503 and a time to come again, and is let in then', async (_, answer) => {
    shopify.answers(answer);
    const first = await opened();
    expect([first.status, first.headers.get('retry-after')]).toEqual([503, '5']);
    expect(warned.mock.calls).toHaveLength(1);
    expect(failed).not.toHaveBeenCalled();
    shopify.answers(GRANTED);
    expect((await opened()).status).toBe(200);
    expect(caughtUp).toHaveBeenCalledTimes(1);
  });
});

describe('an install that fails half-way', () => {
  const away = (): Error => Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });

  it('because its token could not be kept, is begun anew by the next request', async () => {
    shopify.answers(GRANTED);
    vi.spyOn(sessionStorage, 'storeSession').mockRejectedValueOnce(away());
    expect((await opened()).status).toBe(503);
    expect([await stored(), caughtUp.mock.calls.length]).toEqual([undefined, 0]);
    expect((await fetched()).status).toBe(200);
    expect([await stored(), caughtUp.mock.calls.length, shopify.received.length]).toEqual(['shpat_granted', 1, 2]);
  });

  it.each([['the database', away()], ['Shopify', new RetryableError('shopify', 'It does not answer.')]])('because %s is away when what follows is to begin, goes on at the next request, which needs no other token', async (_, error) => {
    shopify.answers(GRANTED);
    caughtUp.mockRejectedValueOnce(error).mockRejectedValueOnce(error);
    for (const { status, headers } of [await opened(), await fetched()]) expect([status, headers.get('retry-after')]).toEqual([503, '5']);
    expect(warned.mock.calls).toHaveLength(2);
    expect(failed).not.toHaveBeenCalled();
    expect((await fetched()).status).toBe(200);
    expect((await fetched()).status).toBe(200);
    expect([caughtUp.mock.calls.length, shopify.received.length]).toEqual([3, 1]);
  });

  it('after the app was away knows at the second try how long', async () => {
    shopify.answers(GRANTED);
    await opened();
    const shopId = (await findShop(SHOP))?.id ?? 0;
    await systemPool().query("UPDATE shops SET installed_at = installed_at - interval '9 days' WHERE id = $1", [shopId]);
    expect(await uninstallShop({ shopId, shopDomain: SHOP, at: new Date(Date.now() - 3 * 86_400_000) })).toBe(true);
    caughtUp.mockReset().mockRejectedValueOnce(away());
    expect((await opened()).status).toBe(503);
    expect((await opened()).status).toBe(200);
    const told = caughtUp.mock.calls.map(([{ awayMs }]) => Math.round((awayMs ?? 0) / 86_400_000));
    expect(told).toEqual([3, 3]);
    expect(await findShop(SHOP)).toMatchObject({ uninstalledAt: null, catchUpDue: false, awaySince: null });
  });
});

it('a shop that has uninstalled the app is shut out, though a token of it is still in store', async () => {
  shopify.answers(GRANTED);
  await opened();
  const shopId = (await findShop(SHOP))?.id ?? 0;
  await uninstallShop({ shopId, shopDomain: SHOP, at: new Date(Date.now() + 5_000) });
  await storeOfflineSession(SHOP);
  shopify.answers(refused(400, 'application_cannot_be_found'));
  expect((await fetched()).status).toBe(403);
  expect((await findShop(SHOP))?.uninstalledAt).not.toBeNull();
});

it('what nobody foresaw is told with where it was', async () => {
  shopify.answers(GRANTED);
  caughtUp.mockRejectedValueOnce(new TypeError('no such thing'));
  expect((await opened()).status).toBe(503);
  expect(failed.mock.calls.map((call: unknown[]) => call[0])).toEqual([{ shop: SHOP, code: undefined, reason: 'no such thing', at: expect.stringMatching(/admissions\.test/) as string }]);
});
