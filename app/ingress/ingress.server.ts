import type { IncomingMessage, ServerResponse } from 'node:http';
import { DOWNLOADS_PATH } from '../customers/download-link.server.ts';
import { sendExport } from '../customers/send-export.server.ts';
import { systemPool } from '../database/pools.server.ts';
import { DOWNLOAD_KINDS } from './download-kinds.server.ts';

/** A database that takes longer to say anything is as good as away, and whoever asks for readiness has a time-out of its own. */
const READY_WITHIN_MS = 2_000;

/**
 * Hot and plain HTTP without the framework. Answers what is its own and says so; everything else is the framework's.
 * @returns true when the request was answered.
 */
export async function ingress(request: IncomingMessage, response: ServerResponse): Promise<boolean> {
  const path = (request.url ?? '').split('?', 1)[0] ?? '';
  if (path === '/healthz') {
    answer(response, 200, { status: 'alive' });
    return true;
  }
  if (path === '/readyz') {
    try {
      await within(READY_WITHIN_MS, systemPool().query('SELECT 1'));
      answer(response, 200, { status: 'ready' });
    } catch {
      answer(response, 503, { status: 'the database does not answer' });
    }
    return true;
  }
  if (path.startsWith(DOWNLOADS_PATH) && (request.method === 'GET' || request.method === 'HEAD')) {
    await sendExport({ path, head: request.method === 'HEAD', response, kinds: DOWNLOAD_KINDS });
    return true;
  }
  return false;
}

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' }).end(JSON.stringify(body));
}

async function within<Result>(milliseconds: number, work: Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('no answer in time')), milliseconds);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
