/** Chooses the loader of a store, and keeps a directory to the one store that it was begun with. */
import { createHash } from 'node:crypto';
import { createReadStream, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { GENERATOR_VERSION, loadGenerated } from './load-generated.ts';
import { loadOnlineRetail } from './load-online-retail.ts';
import type { Store } from './model.ts';

/** A fixed instant, so that one seed gives the same bytes on whatever day it is run. */
export const GENERATED_NOW = Date.UTC(2026, 10, 2, 9, 0, 0);
export const DEFAULT_CUSTOMERS = 3000;
export const DEFAULT_SEED = 1;
export const DEFAULT_SHOP_DOMAIN = 'regulars-demo.myshopify.com';

export interface StoreRequest {
  /** 'generated', or the path of a CSV file of Online Retail II's form, gzipped or not. */
  source: string;
  /** Left out: GENERATED_NOW, or the midnight after the file's last row. */
  now?: number;
  seed?: number;
  customers?: number;
  shopDomain?: string;
}

export interface LoadedStore {
  store: Store;
  /** What the store's clock begins at. */
  now: number;
  /** Two stores with the same identity hold the same. */
  identity: string;
  /** In words, for messages. */
  description: string;
}

export async function loadStore(request: StoreRequest): Promise<LoadedStore> {
  const shopDomain = request.shopDomain ?? DEFAULT_SHOP_DOMAIN;
  if (request.source === 'generated') {
    const now = request.now ?? GENERATED_NOW;
    const seed = request.seed ?? DEFAULT_SEED;
    const customers = request.customers ?? DEFAULT_CUSTOMERS;
    const store = loadGenerated({ now, seed, customers, shopDomain });
    const description = `a generated store of ${customers} customers, seed ${seed}, as of ${new Date(now).toISOString()}`;
    return { store, now, description, identity: identityOf(['generated', String(GENERATOR_VERSION), String(seed), String(customers), String(now), shopDomain]) };
  }
  const { store, now } = await loadOnlineRetail(request.source, { now: request.now ?? null, shopDomain });
  const contents = createHash('sha256');
  await pipeline(createReadStream(request.source), contents);
  const description = `the store of ${request.source} as of ${new Date(now).toISOString()}`;
  return { store, now, description, identity: identityOf(['online-retail', contents.digest('hex'), String(now), shopDomain]) };
}

function identityOf(parts: string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

/**
 * Refuses a directory that was begun with another store. Nothing is written.
 * @param whole the directory to name to the user: `dir`, or the one above it of which it is a part
 * @throws {Error} the message says how to start afresh.
 */
export function checkStoreDirectory(dir: string, loaded: Pick<LoadedStore, 'identity' | 'description'>, whole = dir): void {
  const path = join(dir, 'store.json');
  if (!existsSync(path)) return;
  const held = readClaim(path);
  if (held.identity === loaded.identity) return;
  const difference = held.description === loaded.description
    ? `${whole} was begun with ${held.description}, and what that holds has changed since.`
    : `${whole} holds another store (${held.description}), and you ask for ${loaded.description}.`;
  throw new Error(`${difference} Remove ${whole} to start afresh, or name another directory.`);
}

/**
 * Marks `dir` as this store's, or finds that it is.
 * @throws {Error} the directory was begun with another store; the message says how to start afresh.
 */
export function claimStoreDirectory(dir: string, loaded: Pick<LoadedStore, 'identity' | 'description'>): void {
  const path = join(dir, 'store.json');
  checkStoreDirectory(dir, loaded);
  if (existsSync(path)) return;
  mkdirSync(dir, { recursive: true });
  writeFileSync(`${path}.tmp`, `${JSON.stringify({ identity: loaded.identity, description: loaded.description }, null, 2)}\n`);
  renameSync(`${path}.tmp`, path);
}

function readClaim(path: string): { identity: string; description: string } {
  try {
    const held = JSON.parse(readFileSync(path, 'utf8')) as { identity?: unknown; description?: unknown };
    return { identity: String(held.identity), description: String(held.description) };
  } catch (error) {
    throw new Error(`${path} cannot be read as the mark of a store. Remove its directory to start afresh.`, { cause: error });
  }
}
