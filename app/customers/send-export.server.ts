import type { ServerResponse } from 'node:http';
import { machineNow } from '../runtime/clock.server.ts';
import { config } from '../runtime/config.server.ts';
import { errorMessage } from '../runtime/errors.ts';
import { log } from '../runtime/log.server.ts';
import { installedShop } from '../shops/shop-store.server.ts';
import { readDownloadLink } from './download-link.server.ts';
import { beginDownload, recordDownload, type BegunDownload } from './export-store.server.ts';

/** Where a writer puts what it makes. */
export interface ExportSink {
  /** Hands bytes on; waits while the browser takes no more. @throws once the download is broken off */
  write(chunk: string | Uint8Array): Promise<void>;
  /** Adds to the rows that the log will name. */
  countRows(rows: number): void;
  /** Aborted once the download is broken off. */
  readonly signal: AbortSignal;
}

/** Makes one kind of file, from its beginning to its end; `filter` and `layout` are as they were logged. */
export type ExportWriter = (job: { shopId: number; filter: unknown; layout: unknown; sink: ExportSink }) => Promise<void>;

export interface ExportKind {
  contentType: string;
  write: ExportWriter;
}

const REPORT_EVERY_MS = 1_000;
/** A browser that takes nothing for so long is gone, or its machine sleeps: it must not hold a snapshot of the database. */
const STALLED_AFTER_MS = 60_000;

/**
 * Answers a signed download link: sends the file while it is made, and keeps the log's entry up to date with rows,
 * bytes and how it ended. Runs on the plain response, because a failure in the middle must break the connection: an
 * answer that just ended would look like a whole file.
 * @param options.kinds the writers, by the name that an export was logged with
 */
export async function sendExport(options: { path: string; head: boolean; response: ServerResponse; kinds: Readonly<Record<string, ExportKind>> }): Promise<void> {
  const { response } = options;
  const link = readDownloadLink(options.path);
  if (link === null) return refuse(response, 410, 'This download link has expired or is not whole. Go back to the app and export again.');
  if (options.head) return void response.writeHead(200, { 'cache-control': 'no-store' }).end();
  const gone = new AbortController();
  response.once('close', () => gone.abort(new Error('The download was broken off before the file was whole.')));
  await inTurn(gone.signal, async () => {
    try {
      await installedShop(link.shopId);
      const begun = await beginDownload(link);
      const kind = begun === null ? undefined : options.kinds[begun.kind];
      if (begun === null || kind === undefined) return refuse(response, 410, 'This download link was used already. Go back to the app and export again.');
      await send({ ...link, begun, kind, response, gone: gone.signal });
    } catch (error) {
      log.warn({ shopId: link.shopId, exportId: link.exportId, reason: errorMessage(error) }, 'an export could not be sent');
      if (response.headersSent) response.destroy();
      else refuse(response, 503, 'The file could not be made. Go back to the app and export again.');
    }
  });
}

async function send(job: { shopId: number; exportId: number; begun: BegunDownload; kind: ExportKind; response: ServerResponse; gone: AbortSignal }): Promise<void> {
  const { shopId, exportId, begun, kind, response, gone } = job;
  const sent = { rows: 0, bytes: 0 };
  let reportedAt = machineNow();
  const report = (ended?: { whole: boolean; message: string | null }) => recordDownload({ shopId, exportId, attempt: begun.attempt, ...sent, ended });
  const sink: ExportSink = {
    signal: gone,
    countRows: (rows) => {
      sent.rows += rows;
    },
    write: async (chunk) => {
      gone.throwIfAborted();
      if (!response.headersSent) response.writeHead(200, headersOf(begun.fileName, kind.contentType));
      sent.bytes += typeof chunk === 'string' ? Buffer.byteLength(chunk) : chunk.byteLength;
      if (!response.write(chunk)) await drained(response, gone);
      if (machineNow() - reportedAt < REPORT_EVERY_MS) return;
      reportedAt = machineNow();
      await report();
    },
  };
  try {
    await kind.write({ shopId, filter: begun.filter, layout: begun.layout, sink });
    await ended(response, gone);
  } catch (error) {
    await report({ whole: false, message: errorMessage(error) });
    throw error;
  }
  await report({ whole: true, message: null });
}

function headersOf(fileName: string, contentType: string): Record<string, string> {
  const plain = fileName.replace(/[^\x20-\x7E]|["\\%]/g, '_');
  return {
    'content-type': contentType,
    'content-disposition': `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(fileName).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`)}`,
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    // A proxy that keeps the answer back until it has a lot of it would leave the browser without a sign of life.
    'x-accel-buffering': 'no',
  };
}

/** Until the browser takes more. @throws when it is gone, or takes nothing for too long */
async function drained(response: ServerResponse, gone: AbortSignal): Promise<void> {
  gone.throwIfAborted();
  await new Promise<void>((resolve, reject) => {
    const end = (how: () => void) => () => {
      clearTimeout(timer);
      response.off('drain', onDrain);
      gone.removeEventListener('abort', onGone);
      how();
    };
    const onDrain = end(resolve);
    const onGone = end(() => reject(gone.reason as Error));
    const timer = setTimeout(end(() => reject(new Error('The browser took nothing more of the file for a minute.'))), STALLED_AFTER_MS);
    response.once('drain', onDrain);
    gone.addEventListener('abort', onGone, { once: true });
  });
}

/** Until all is handed to the network. */
async function ended(response: ServerResponse, gone: AbortSignal): Promise<void> {
  gone.throwIfAborted();
  await new Promise<void>((resolve, reject) => {
    response.once('finish', resolve);
    gone.addEventListener('abort', () => (response.writableFinished ? resolve() : reject(gone.reason as Error)), { once: true });
    response.end();
  });
}

function refuse(response: ServerResponse, status: number, words: string): void {
  if (response.destroyed) return;
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' }).end(`${words}\n`);
}

let running = 0;
const waiting: (() => void)[] = [];

/** Each download holds a database connection for as long as the browser takes: a quarter of them at once, the others wait. */
async function inTurn(gone: AbortSignal, work: () => Promise<void>): Promise<void> {
  const most = Math.max(1, Math.floor(config().databasePoolSize / 4));
  while (running >= most && !gone.aborted) {
    await new Promise<void>((resolve) => {
      waiting.push(resolve);
      gone.addEventListener('abort', () => resolve(), { once: true });
    });
  }
  if (gone.aborted) return;
  running += 1;
  try {
    await work();
  } finally {
    running -= 1;
    waiting.splice(0).forEach((next) => next());
  }
}
