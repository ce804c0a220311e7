import { Readable } from 'node:stream';
import { Session } from '@shopify/shopify-api';
import type { QueryResultRow } from 'pg';
import { withTenant } from '#app/database/tenant.server.ts';
import { loadImportProgress, type ImportProgress } from '#app/mirror/load-import-progress.server.ts';
import { runImport } from '#app/mirror/run-import.server.ts';
import { startImport } from '#app/mirror/start-import.server.ts';
import { sessionStorage } from '#app/shopify/shopify-app.server.ts';
import { recordInstall } from '#app/shops/shop-store.server.ts';
import { openApi, type ApiUnderTest, type TestApiOptions } from '#tests/shopify-standin/graphql/api-under-test.ts';
import { loadStore, type LoadedStore } from '#tests/shopify-standin/store/load-store.ts';

/** An installed shop whose Shopify is the stand-in's Admin API in this very process, with what tests may do to its files. */
export interface ImportingShop {
  shopId: number;
  api: ApiUnderTest;
  /** Changes the text of a bulk result on its way, or breaks it off by throwing. `kind` is the query's root. */
  onFile: ((text: string, kind: string) => string | Error) | undefined;
  /** Asked before a file is given out; a number is the HTTP status to refuse with. */
  onDownload: (() => number | undefined) | undefined;
  downloads: number;
  /** Starts an import and does it, as the worker would. */
  import(options?: { signal?: AbortSignal }): Promise<ImportProgress>;
  rows<Row extends QueryResultRow>(sql: string, values?: unknown[]): Promise<Row[]>;
  close(): Promise<void>;
}

export function smallStore(options: { customers?: number; seed?: number; shopDomain?: string } = {}): Promise<LoadedStore> {
  return loadStore({ source: 'generated', customers: 80, seed: 11, ...options });
}

/** Where this Shopify keeps its files and pictures: below it the shop's domain. */
export const FILES = 'https://storage.googleapis.com';
const shops = new Map<string, ImportingShop>();
const realFetch = globalThis.fetch;

export async function openShop(options: TestApiOptions = {}): Promise<ImportingShop> {
  process.env['BULK_POLL_MS'] = '50';
  const loaded = options.loaded ?? (await smallStore());
  const api = await openApi({ ...options, loaded });
  const domain = loaded.store.shop.domain;
  const { id: shopId } = await recordInstall(domain);
  await sessionStorage.storeSession(new Session({ id: `offline_${domain}`, shop: domain, state: '', isOnline: false, accessToken: 'token-app', scope: 'read_orders' }));
  const shop: ImportingShop = {
    shopId, api, onFile: undefined, onDownload: undefined, downloads: 0,
    import: async ({ signal } = {}) => {
      const { runId } = await startImport({ shopId });
      await runImport({ shopId, runId, signal });
      return progressOf(shop);
    },
    rows: (sql, values) => withTenant(shopId, async (tx) => (await tx.query<never>(sql, values)).rows),
    close: async () => {
      shops.delete(domain);
      await api.close();
    },
  };
  shops.set(domain, shop);
  globalThis.fetch = answer;
  return shop;
}

export async function progressOf(shop: ImportingShop): Promise<ImportProgress> {
  const progress = await withTenant(shop.shopId, loadImportProgress);
  if (progress === null) throw new Error('No import was ever asked for.');
  return progress;
}

async function answer(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const request = new Request(input, init);
  request.signal.throwIfAborted();
  const url = new URL(request.url);
  const shop = shops.get(url.hostname);
  if (shop !== undefined) {
    const body: unknown = await request.json();
    const { status, headers, body: text } = await shop.api.api.execute({ accessToken: request.headers.get('x-shopify-access-token'), body, version: '2026-10', publicUrl: `${FILES}/${url.hostname}` });
    return new Response(text, { status, headers });
  }
  const [, domain = '', ...path] = url.pathname.split('/');
  const owner = url.origin === FILES ? shops.get(domain) : undefined;
  if (owner === undefined) return realFetch(input, init);
  return file(owner, `/${path.join('/')}${url.search}`, request.signal);
}

async function file(shop: ImportingShop, pathAndQuery: string, signal: AbortSignal): Promise<Response> {
  shop.downloads += 1;
  const refused = shop.onDownload?.();
  if (refused !== undefined) return new Response('', { status: refused });
  const { status, headers, stream, body } = await shop.api.api.resultStream(pathAndQuery);
  if (stream === null) return new Response(body, { status, headers });
  const text = (await stream.toArray()).map(String).join('');
  const kind = /^\{"id":"gid:\/\/shopify\/(\w+)\//.exec(text)?.[1] ?? '';
  const changed = shop.onFile?.(text, kind) ?? text;
  const bytes = Readable.from(pieces(changed, text), { objectMode: false });
  signal.addEventListener('abort', () => bytes.destroy(), { once: true });
  return new Response(Readable.toWeb(bytes) as ReadableStream, { status });
}

/** The text in small pieces, so that a file is many chunks; an error comes after the first half. */
function* pieces(changed: string | Error, text: string): Generator<Buffer> {
  const bytes = Buffer.from(typeof changed === 'string' ? changed : text.slice(0, text.length / 2), 'utf8');
  for (let from = 0; from < bytes.length; from += 16_384) yield bytes.subarray(from, from + 16_384);
  if (typeof changed !== 'string') throw changed;
}
