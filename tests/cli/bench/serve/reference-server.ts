import { createHmac, timingSafeEqual } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';

/**
 * What the app's web process is held against: a bare Node server that has every answer in memory, byte for byte those of
 * the app, and gives it out by what stands in the address before `&path_prefix=`. With REFERENCE_CHECKS it looks at the signature first, in
 * the shortest way that there is. It listens at PORT and answers /metrics with its processor time.
 */
interface Given {
  key: string;
  body: string;
  headers: Record<string, string>;
}
const answers = new Map((JSON.parse(readFileSync(process.env['REFERENCE_ANSWERS'] ?? '', 'utf8')) as Given[]).map(({ key, body, headers }) => {
  // A string goes out in one piece with its head, which is the faster way.
  return [key, { body, headers: { ...headers, 'content-length': Buffer.byteLength(body) } }];
}));
const secret = process.env['SHOPIFY_API_SECRET'] ?? '';
const checks = process.env['REFERENCE_CHECKS'] === '1';

const server = createServer((request, response) => {
  const url = request.url ?? '';
  if (url === '/metrics') {
    const { user, system } = process.cpuUsage();
    response.end(`process_cpu_seconds_total ${(user + system) / 1e6}\n`);
    return;
  }
  const from = url.indexOf('?') + 1;
  const answer = answers.get(url.slice(from, url.indexOf('&path_prefix=')));
  if (answer === undefined || (checks && !isSigned(url.slice(from)))) return void response.writeHead(401, { 'content-length': 0 }).end();
  response.writeHead(200, answer.headers).end(answer.body);
});

function isSigned(query: string): boolean {
  const pairs = query.split('&').map(decodeURIComponent);
  const given = (pairs.pop() ?? '').slice('signature='.length);
  return timingSafeEqual(createHmac('sha256', secret).update(pairs.sort().join('')).digest(), Buffer.from(given, 'hex'));
}

server.listen(Number(process.env['PORT']), '127.0.0.1', () => process.send?.({ ready: true }));
for (const signal of ['SIGTERM', 'disconnect'] as const) process.on(signal as 'SIGTERM', () => process.exit(0));
