import { createServer, type IncomingMessage } from 'node:http';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createRequestHandler, type ServerBuild } from '@remix-run/node';
import { createRequestListener } from '@remix-run/node-fetch-server';
import sirv from 'sirv';
import type { answerShopperRequest, endAtOnce, endInWords, ingress, logConsole, logFault, measure, startWeb, stopWeb, withRequestId } from './entry.server.tsx';

/**
 * The web process: the app's built bundle behind a plain Node server. The ingress handler sees each request first, then
 * the files of the build, then Remix. Everything comes from the bundle's entry, so that there is one copy of each module.
 */
interface Entry {
  answerShopperRequest: typeof answerShopperRequest;
  endAtOnce: typeof endAtOnce;
  endInWords: typeof endInWords;
  ingress: typeof ingress;
  logConsole: typeof logConsole;
  logFault: typeof logFault;
  measure: typeof measure;
  startWeb: typeof startWeb;
  stopWeb: typeof stopWeb;
  withRequestId: typeof withRequestId;
}

const bundle = new URL('../build/server/index.js', import.meta.url);
if (!existsSync(fileURLToPath(bundle))) {
  console.error('The app is not built yet: run "npm run build" first.');
  process.exit(1);
}
const build = (await import(bundle.href)) as ServerBuild;
const entry = build.entry.module as unknown as Entry;

entry.endInWords();
const { host, port } = await entry.startWeb().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
});
entry.measure();
const files = sirv(fileURLToPath(new URL('../build/client', import.meta.url)), {
  etag: true,
  setHeaders: (response, path) => {
    if (path.startsWith('/assets/')) response.setHeader('cache-control', 'public, max-age=31536000, immutable');
  },
});
const handleRequest = createRequestHandler(build, build.mode);
const remix = createRequestListener(async (request) => {
  try {
    return await handleRequest(request);
  } catch (error) {
    // Without this the error would be printed with all its fields. Whoever has gone is told nothing.
    if (!request.signal.aborted) entry.logFault(error, request);
    return new Response(null, { status: 500 });
  }
});

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/** @returns the refusal's status for what no `Request` can be made of, or no path read (the framework would fail on it, or warn at length), or null. */
function refusal(request: IncomingMessage): 400 | 404 | 405 | null {
  if (!METHODS.has(request.method ?? '')) return 405;
  const target = request.url ?? '';
  if (!target.startsWith('/') || !URL.canParse(`http://${request.headers.host ?? 'localhost'}${target}`)) return 400;
  try {
    decodeURIComponent(target.split('?', 1)[0] ?? '');
    return null;
  } catch {
    return 404;
  }
}

let stopping = false;
const server = createServer((request, response) => {
  // The last answer on each connection: one that is never idle would hold up the end for ever.
  if (stopping) response.shouldKeepAlive = false;
  if (entry.answerShopperRequest(request, response) !== null) return;
  const status = refusal(request);
  if (status !== null) {
    response.writeHead(status, { connection: 'close' }).end();
    return;
  }
  entry
    .withRequestId(request, response, async () => {
      if (!(await entry.ingress(request, response))) files(request, response, () => void remix(request, response));
    })
    .catch((error: unknown) => {
      entry.logFault(error, { url: request.url ?? '', method: request.method ?? '' });
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
});
server.on('error', (error: NodeJS.ErrnoException) => {
  console.error(error.code === 'EADDRINUSE' ? `Port ${port} on ${host} is in use. Stop what listens there, or set PORT.` : error.message);
  process.exit(1);
});
// Longer than load balancers keep theirs (a minute): one that we close at the moment that they use it is an error to somebody.
server.keepAliveTimeout = 65_000;
// Room for a burst of new connections while a turn of the event loop is being done.
server.listen({ port, host, backlog: 4_096 }, () => {
  process.send?.({ ready: true });
  entry.logConsole();
});

// Finish what is being answered, then let go of the database; a second signal ends at once.
// `disconnect`: the process that started this one is gone, and would never tell it to stop.
for (const signal of ['SIGINT', 'SIGTERM', 'disconnect'] as const) {
  process.on(signal as 'SIGINT', () => {
    if (stopping) process.exit(1);
    stopping = true;
    server.close(() => void entry.stopWeb().finally(() => process.exit(0)));
    // A connection that is kept open after its last answer would hold up the end for as long as its client likes.
    setInterval(() => server.closeIdleConnections(), 100).unref();
    setTimeout(() => entry.endAtOnce(), 10_000).unref();
  });
}
