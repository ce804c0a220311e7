import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AdminSite } from './admin/admin-site.ts';
import { appBridgeScript } from './app-bridge/script.ts';
import { Apps } from './apps.ts';
import { ControlApi } from './control-api.ts';
import { createAdminApi } from './graphql/admin-api.ts';
import type { Faults } from './graphql/faults.ts';
import { RequestLog } from './graphql/request-log.ts';
import type { RequestLogEntry } from './graphql/request-log.ts';
import { allScopes } from './graphql/scopes.ts';
import { createAppProxy } from './proxy.ts';
import { createShopifyHandler } from './shopify-http.ts';
import { dumpStore } from './store/dump.ts';
import { LiveStore } from './store/live-store.ts';
import { checkStoreDirectory, claimStoreDirectory, loadStore } from './store/load-store.ts';
import type { LoadedStore, StoreRequest } from './store/load-store.ts';
import type { StoreShop } from './store/model.ts';
import { productPicture } from './store/pictures.ts';

export interface StandInApp {
  clientId: string;
  clientSecret: string;
  /** The app's own address, e.g. http://127.0.0.1:3000. */
  target: string;
  scopes: string[];
  /** Default Regulars. */
  title?: string;
  /** Default regulars: /store/<shop>/apps/regulars. */
  handle?: string;
}

export interface StandInOptions {
  /** What to load, or what is loaded already. */
  store: StoreRequest | LoadedStore;
  /** Keeps tokens and changes from one run to the next; left out, nothing outlives the process. */
  dir?: string;
  /** The directory that a message names for starting afresh, where `dir` is a part of it. */
  wholeDir?: string;
  /** What the app's public address calls this machine. By "localhost" the app is another site than the admin, as at Shopify, and its frame has a process of its own. */
  appHost?: '127.0.0.1' | 'localhost';
  /** On 127.0.0.1; 0 or left out: a free one. `shopify` for Shopify itself, `app` for the app's public address. */
  ports?: { shopify?: number; app?: number };
  app?: StandInApp;
  plan?: StoreShop['plan'];
  /** The store's clock stands still. */
  frozen?: boolean;
  /** Objects a second of a bulk operation; left out, as fast as it goes. */
  bulkRowsPerSecond?: number;
  /** Points a second, in place of the plan's. */
  restoreRate?: number;
  /** For tests: makes it misbehave. */
  faults?: Faults;
}

export interface StandIn {
  /** The shop's admin, for a browser. */
  adminUrl: string;
  /** Where Shopify itself answers: SHOPIFY_STANDIN_URL of the preload; `${apiUrl}/admin/api/2026-10/graphql.json`. */
  apiUrl: string;
  /** The app's address as browsers know it; null without an app. */
  appPublicUrl: string | null;
  shopDomain: string;
  /** The day that the store was loaded for (ms); its clock may have run on since, over restarts too. */
  storeNow: number;
  /** For direct use, with all scopes; does not expire. */
  accessToken: string;
  live: LiveStore;
  apps: Apps;
  control: ControlApi;
  /** What was asked of it so far, in that order. */
  requests(): readonly RequestLogEntry[];
  dump(dir: string): Promise<void>;
  close(): Promise<void>;
}

/**
 * Loads a store and serves it as Shopify would, until `close()`.
 * @throws {Error} with a message for the user: a bad file, a port in use, a directory that holds another store.
 */
export async function startStandIn(options: StandInOptions): Promise<StandIn> {
  const loaded = 'source' in options.store ? await loadStore(options.store) : options.store;
  if (options.plan) loaded.store.shop.plan = options.plan;
  if (options.dir) checkStoreDirectory(options.dir, loaded, options.wholeDir);
  const tagsThatStood = new Map([...loaded.store.customers.values()].filter((customer) => customer.tags.length > 0).map((customer) => [customer.id, [...customer.tags]]));
  const live = await LiveStore.open({ store: loaded.store, now: loaded.now, ...(options.dir ? { dir: options.dir } : {}), frozen: options.frozen ?? false });
  const apps = new Apps(options.dir ? { dir: options.dir } : {});
  const scratch = options.dir ? null : await mkdtemp(join(tmpdir(), 'shopify-standin-'));
  const log = new RequestLog();
  const servers: Server[] = [];
  let apiUrl = '';

  const api = createAdminApi({
    live, apps, log, plan: live.store.shop.plan, workDir: join(options.dir ?? scratch ?? '', 'admin-api'), pictureUrl: () => apiUrl,
    ...(options.restoreRate === undefined ? {} : { restoreRate: options.restoreRate }),
    ...(options.bulkRowsPerSecond === undefined ? {} : { bulkRowsPerSecond: options.bulkRowsPerSecond }),
    ...(options.faults === undefined ? {} : { faults: options.faults }),
  });
  const dump = (dir: string): Promise<void> => dumpStore(live, dir, log.entries());
  const control = new ControlApi({ live, apps, dump, tagsThatStood, requestCount: () => log.entries().length });
  const shopify = createShopifyHandler({
    live, apps, api, control, site: new AdminSite({ live, apps }), ownUrl: () => apiUrl, picture: productPicture,
    logRequest: ({ operation, status }) => log.add({ at: new Date(live.now()).toISOString(), operation, type: 'oauth', cost: 0, status }),
  });

  let appPublicUrl: string | null = null;
  let closeProxy = (): void => {};
  const close = async (): Promise<void> => {
    await Promise.all(servers.map(stop));
    closeProxy();
    await api.close();
    live.close();
    if (scratch) await rm(scratch, { recursive: true, force: true });
  };
  try {
    const shopifyPort = await listen(servers, shopify, options.ports?.shopify ?? 0);
    apiUrl = `http://127.0.0.1:${shopifyPort}`;
    if (options.app) {
      const { app } = options;
      const proxy = createAppProxy({
        target: () => app.target,
        adminOrigins: () => [apiUrl, `http://localhost:${shopifyPort}`],
        appBridgeScript: () => appBridgeScript(apiUrl),
      });
      closeProxy = proxy.close;
      appPublicUrl = `http://${options.appHost ?? '127.0.0.1'}:${await listen(servers, proxy.handle, options.ports?.app ?? 0)}`;
      apps.install({
        clientId: app.clientId, clientSecret: app.clientSecret, scopes: app.scopes, appUrl: appPublicUrl,
        title: app.title ?? 'Regulars', handle: app.handle ?? 'regulars',
      });
    }
    // Only a start that came so far makes the directory this store's.
    if (options.dir) claimStoreDirectory(options.dir, loaded);
  } catch (error) {
    await close();
    throw error;
  }
  const { domain } = live.store.shop;
  return {
    adminUrl: `${apiUrl}/store/${domain.replace(/\.myshopify\.com$/, '')}`,
    apiUrl, appPublicUrl, shopDomain: domain, storeNow: loaded.now, live, apps, control, requests: () => log.entries(), dump, close,
    accessToken: apps.directUseToken(domain, allScopes),
  };
}

type Handler = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

/** @returns the port. @throws {Error} that says which port is taken and what to do. */
async function listen(servers: Server[], handler: Handler, port: number): Promise<number> {
  const server = createServer((request, response) => void handler(request, response));
  // The browser keeps connections open between pages; a short time-out would reset one that it is about to use.
  server.keepAliveTimeout = 65_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(error.code === 'EADDRINUSE'
      ? new Error(`Port ${port} of 127.0.0.1 is in use. Stop what uses it, or choose another port.`, { cause: error })
      : new Error(`Port ${port} of 127.0.0.1 cannot be opened: ${error.message}.`, { cause: error })));
    server.listen(port, '127.0.0.1', resolve);
  });
  servers.push(server);
  return (server.address() as AddressInfo).port;
}

function stop(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
