import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';
import { zstdCompressSync } from 'node:zlib';
import pg from 'pg';

/**
 * What the app's web process is held against: the least that does the same. A bare Node server that checks the
 * signature, compresses the body and writes the events of one moment in one insert; no limits, no forms, no faults met.
 * It listens at PORT and answers /metrics with its processor time.
 */
const secret = process.env['SHOPIFY_API_SECRET'] ?? '';
const pool = new pg.Pool({ connectionString: process.env['DATABASE_SYSTEM_URL'], max: 2 });
const INSERT = `
  INSERT INTO inbox_events (shop_domain, topic, event_id, webhook_id, api_version, triggered_at, received_at, payload, payload_bytes)
  SELECT shop_domain, topic, event_id, webhook_id, api_version, triggered_at, received_at, substring($1::bytea FROM start FOR length), payload_bytes
    FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::timestamptz[], $8::timestamptz[], $9::int[], $10::int[], $11::int[])
      AS given (shop_domain, topic, event_id, webhook_id, api_version, triggered_at, received_at, start, length, payload_bytes)
  ON CONFLICT (shop_domain, event_id, topic) DO NOTHING`;

interface Row {
  texts: string[];
  payload: Buffer;
  bytes: number;
  done: (status: number) => void;
}
const waiting: Row[] = [];
let running = 0;

function flush(): void {
  if (running === 2 || waiting.length === 0) return;
  const rows = waiting.splice(0, 500);
  running += 1;
  let at = 1;
  const starts = rows.map((row) => (at += row.payload.length) - row.payload.length);
  const texts = (index: number): string => `{"${rows.map((row) => row.texts[index]).join('","')}"}`;
  const numbers = (values: number[]): string => `{${values.join(',')}}`;
  const now = new Date().toISOString();
  pool
    .query({ name: 'insert', text: INSERT, values: [Buffer.concat(rows.map((row) => row.payload)), texts(0), texts(1), texts(2), texts(3), texts(4), texts(5), `{${rows.map(() => now).join(',')}}`, numbers(starts), numbers(rows.map((row) => row.payload.length)), numbers(rows.map((row) => row.bytes))] })
    .then(() => rows.forEach((row) => row.done(200)), () => rows.forEach((row) => row.done(503)))
    .finally(() => {
      running -= 1;
      flush();
    });
}

const server = createServer((request, response) => {
  if (request.url === '/metrics') {
    const { user, system } = process.cpuUsage();
    response.end(`process_cpu_seconds_total ${(user + system) / 1e6}\n`);
    return;
  }
  const pieces: Buffer[] = [];
  request.on('data', (piece: Buffer) => pieces.push(piece));
  request.on('end', () => {
    const body = pieces.length === 1 && pieces[0] !== undefined ? pieces[0] : Buffer.concat(pieces);
    const header = (name: string): string => String(request.headers[name]);
    const done = (status: number): void => void response.writeHead(status, { 'content-length': '0' }).end();
    const given = Buffer.from(header('x-shopify-hmac-sha256'), 'base64');
    const right = createHmac('sha256', secret).update(body).digest();
    if (given.length !== right.length || !timingSafeEqual(given, right)) return done(401);
    const texts = ['x-shopify-shop-domain', 'x-shopify-topic', 'x-shopify-event-id', 'x-shopify-webhook-id', 'x-shopify-api-version', 'x-shopify-triggered-at'].map(header);
    waiting.push({ texts, payload: zstdCompressSync(body), bytes: body.length, done });
    if (waiting.length === 1) setImmediate(flush);
  });
});
server.listen(Number(process.env['PORT']), '127.0.0.1', () => process.send?.({ ready: true }));
for (const signal of ['SIGTERM', 'disconnect'] as const) process.on(signal as 'SIGTERM', () => process.exit(0));
