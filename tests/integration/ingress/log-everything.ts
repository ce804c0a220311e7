import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import pg from 'pg';
import { closePools } from '#app/database/pools.server.ts';
import { closePrisma } from '#app/database/prisma.server.ts';
import { readPayload, compressPayload } from '#app/inbox/inbox-store.server.ts';
import { ingress } from '#app/ingress/ingress.server.ts';
import { withRequestId } from '#app/ingress/request-id.server.ts';
import { errorCode, errorMessage } from '#app/runtime/errors.ts';
import { endInWords, log, logConsole } from '#app/runtime/log.server.ts';
import { authenticateShop } from '#app/shops/authenticate-shop.server.ts';
import { logFault } from '#app/runtime/log-fault.server.ts';
import { recordInstall } from '#app/shops/shop-store.server.ts';
import { sessionTokenOf, storeOfflineSession } from '../isolation/own-session.ts';
import { eventHeaders, send, sign } from './shopify-sender.ts';

/**
 * Sends a body full of markers every way that an event can go, the log at its most talkative. Run by
 * seen-from-outside.test.ts, which looks for the markers in what this prints.
 */
const BODY = JSON.stringify({ email: 'marker@example.com', first_name: 'Marker', token: 'marker-token', note: 'marker-note', default_address: { phone: '+49-marker' } });
const server = createServer((request, response) => {
  void withRequestId(request, response, async () => void (await ingress(request, response)));
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const { port } = server.address() as AddressInfo;

const expectStatus = async (wanted: number, headers: Record<string, string>, body = BODY): Promise<void> => {
  const { status } = await send(port, body, { headers });
  if (status !== wanted) throw new Error(`It was answered with ${status} and not with ${wanted}.`);
};
await expectStatus(200, {});
await expectStatus(200, { 'x-shopify-topic': 'themes/publish' });
await expectStatus(400, { 'x-shopify-event-id': 'marker in a header' });
await expectStatus(400, { 'x-shopify-shop-domain': 'marker.example.com' });
await expectStatus(401, { 'x-shopify-hmac-sha256': sign('marker') });

// A database that refuses the row, and would quote it.
const client = new pg.Client({ connectionString: process.env['TEST_SUPERUSER_URL'] });
await client.connect();
await client.query('ALTER TABLE inbox_events ADD CONSTRAINT small CHECK (payload_bytes < 10) NOT VALID');
await expectStatus(503, eventHeaders());
await client.query('ALTER TABLE inbox_events DROP CONSTRAINT small');

// Errors of others, however they are logged: with what PostgreSQL quotes, beside it, and in the stack.
for (const statement of ["SELECT 'marker@example.com'::bigint", "CREATE TEMPORARY TABLE people (email text PRIMARY KEY); INSERT INTO people VALUES ('marker@example.com'), ('marker@example.com')", "SELECT now() AT TIME ZONE 'marker'"]) {
  await client.query(statement).then(() => {
    throw new Error('It was to be refused.');
  }, (error: unknown) => {
    log.error(error);
    log.warn({ err: error }, 'careless');
    log.info({ error, reason: errorMessage(error) }, 'careless');
    log.error(new Error('wrapped', { cause: error }), 'with its cause');
  });
}
await client.end();

// What a job says that finds a payload which is no JSON.
try {
  const broken = await compressPayload(Buffer.from(`${BODY}marker`));
  readPayload(broken);
} catch (error) {
  log.error({ code: errorCode(error), reason: errorMessage(error) }, 'job failed');
}
log.info({ email: 'marker@example.com', accessToken: 'marker', customer: { email: 'marker@example.com' } }, 'a careless line');

// Shopify's library, which says all it knows of a request: tokens, claims, addresses.
const SHOP = 'log-everything.myshopify.com';
await recordInstall(SHOP);
await storeOfflineSession(SHOP, 'shpat_marker', 'shprt_marker');
const past = Math.floor(Date.now() / 1000) - 3_600;
const tokens = [sessionTokenOf(SHOP, { sub: 'marker', sid: 'marker' }), sessionTokenOf(SHOP, { exp: past, nbf: past, iat: past, sid: 'marker' }), 'eyJmarker.eyJmarker.marker', 'marker'];
for (const token of tokens) {
  const query = new URLSearchParams({ shop: SHOP, host: Buffer.from(`${SHOP}/admin`).toString('base64'), embedded: '1', id_token: token, note: 'marker' });
  for (const request of [
    new Request(`https://regulars.example/app?${query.toString()}`), new Request('https://regulars.example/app?note=marker', { headers: { authorization: `Bearer ${token}` } }),
    new Request(`https://regulars.example/auth/exit-iframe?exitIframe=https://marker.example/?marker&${query.toString()}`),
  ]) {
    await authenticateShop(request).catch((error: unknown) => logFault(error, request));
  }
}

// What others write to the console.
logConsole();
/* eslint-disable house/one-reader -- as a library does */
console.warn('No routes matched location "/nothing?id_token=marker"', { email: 'marker@example.com' });
console.error(new Error('at https://regulars.example/nothing?id_token=marker for marker@example.com'));
console.log('[shopify-api/INFO] a line | {email: marker@example.com}\nmarker');
console.info({ marker: 'marker' });
console.debug('https://regulars.example/a?b=marker shpat_marker eyJmarker.eyJmarker.marker');
/* eslint-enable house/one-reader */
process.emitWarning('a warning of Node for marker@example.com');
await new Promise((done) => setImmediate(done));
log.info({ url: '/nothing?id_token=marker&hmac=marker', note: 'Bearer eyJmarker.eyJmarker.marker' }, 'a careless line of ours: https://regulars.example/?id_token=marker');

server.closeAllConnections();
server.close();
await closePrisma();
await closePools();

// And at the very end: a fault that nobody caught.
endInWords();
void Promise.reject(Object.assign(new Error('invalid input syntax for type bigint: "marker"'), { detail: 'Key (email)=(marker@example.com) already exists.' }));
