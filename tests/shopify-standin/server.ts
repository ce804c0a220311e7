import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { appBridgeScript } from './app-bridge/script.ts';
import { createAppProxy } from './proxy.ts';
import { createShopifyHandler } from './shopify-http.ts';
import { openShop } from './stand-in-shop.ts';
import type { ServedShop, ShopOptions, StandInShop } from './stand-in-shop.ts';
import { loadStore } from './store/load-store.ts';
import type { LoadedStore, StoreRequest } from './store/load-store.ts';
import { productPicture } from './store/pictures.ts';
import type { AppStorefront } from './storefront/open-storefront.ts';
import type { DeclaredSubscription } from './webhooks/declared.ts';
import { PostOffice } from './webhooks/post-office.ts';
import type { PostOfficeOptions } from './webhooks/post-office.ts';

export type { StandInShop } from './stand-in-shop.ts';

export interface StandInApp extends AppStorefront {
  clientId: string;
  clientSecret: string;
  /** The app's own address, e.g. http://127.0.0.1:3000. */
  target: string;
  scopes: string[];
  /** [[webhooks.subscriptions]] of its shopify.app.toml, as parsed. */
  webhooks?: readonly DeclaredSubscription[];
  /** Default Regulars. */
  title?: string;
  /** Default regulars: /store/<shop>/apps/regulars. */
  handle?: string;
}

export interface StandInOptions extends ShopOptions {
  /** What to load, or what is loaded already. */
  store: StoreRequest | LoadedStore;
  /** More shops, each with a domain of its own; `dir` keeps them under shops/. */
  moreStores?: readonly (StoreRequest | LoadedStore)[];
  /** What the app's public address calls this machine. By "localhost" the app is another site than the admin, as at Shopify, and its frame has a process of its own. */
  appHost?: '127.0.0.1' | 'localhost';
  /** On 127.0.0.1; 0 or left out: a free one. `shopify` for Shopify itself, `app` for the app's public address, `storefront` for the first shop's storefront. */
  ports?: { shopify?: number; app?: number; storefront?: number };
  app?: StandInApp;
  /** How webhooks are carried. */
  delivery?: PostOfficeOptions;
}

/** The first shop, and what all shops share. */
export interface StandIn extends StandInShop {
  /** Where Shopify itself answers: SHOPIFY_STANDIN_URL of the preload; `${apiUrl}/admin/api/2026-10/graphql.json`. */
  apiUrl: string;
  /** The app's address as browsers know it; null without an app. */
  appPublicUrl: string | null;
  /** Every shop, the first one first. */
  shops(): readonly StandInShop[];
  /** @throws {Error} where there is none of that domain */
  shop(domain: string): StandInShop;
  /** Serves one more shop from now on, with the app installed. */
  addShop(store: StoreRequest | LoadedStore): Promise<StandInShop>;
  office: PostOffice;
  close(): Promise<void>;
}

/**
 * Loads a store, or several, and serves them as Shopify would, until `close()`.
 * @throws {Error} with a message for the user: a bad file, a port in use, a directory that holds another store.
 */
export async function startStandIn(options: StandInOptions): Promise<StandIn> {
  const scratch = await mkdtemp(join(tmpdir(), 'shopify-standin-'));
  const office = new PostOffice(options.delivery);
  const shops: ServedShop[] = [];
  const servers: Server[] = [];
  let apiUrl = '';
  let appPublicUrl: string | null = null;
  let closeProxy = (): void => {};

  const open = async (store: StoreRequest | LoadedStore): Promise<ServedShop> => {
    const loaded = 'source' in store ? await loadStore(store) : store;
    const { domain } = loaded.store.shop;
    if (shops.some((one) => one.shopDomain === domain)) throw new Error(`Two stores have the domain ${domain}: give each one of its own.`);
    const first = shops.length === 0;
    let storefrontUrl = '';
    const { app } = options;
    const shop = await openShop({
      ...options, loaded, scratch, office, apiUrl: () => apiUrl,
      dir: options.dir === undefined || first ? options.dir : join(options.dir, 'shops', domain),
      prefix: first ? '' : `/shops/${domain}`,
      others: () => shops.map((one) => ({ name: one.live.store.shop.name, handle: one.handle })),
      storefrontUrl: () => storefrontUrl,
      brought: () => (app === undefined ? null : { handle: app.handle ?? 'regulars', ...(app.proxy === undefined ? {} : { proxy: app.proxy }), themeExtensions: app.themeExtensions ?? [], uiExtensions: app.uiExtensions ?? [] }),
    });
    storefrontUrl = `http://127.0.0.1:${await listen(servers, shop.storefront, first ? (options.ports?.storefront ?? 0) : 0)}`;
    shops.push(shop);
    return shop;
  };
  const install = (shop: ServedShop): void => {
    const { app } = options;
    if (app === undefined || appPublicUrl === null) return;
    shop.apps.install({
      clientId: app.clientId, clientSecret: app.clientSecret, scopes: app.scopes, appUrl: appPublicUrl, target: app.target, webhooks: app.webhooks ?? [],
      title: app.title ?? 'Regulars', handle: app.handle ?? 'regulars',
    });
  };
  const close = async (): Promise<void> => {
    office.close();
    await Promise.all(servers.map(stop));
    closeProxy();
    for (const shop of shops) await shop.close();
    await rm(scratch, { recursive: true, force: true });
  };
  try {
    for (const store of [options.store, ...(options.moreStores ?? [])]) await open(store);
    const shopify = createShopifyHandler({ shops: () => shops, office, ownUrl: () => apiUrl, picture: productPicture });
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
    }
    for (const shop of shops) {
      install(shop);
      shop.claim();
    }
  } catch (error) {
    await close();
    throw error;
  }
  const [first] = shops as [ServedShop];
  const addShop = async (store: StoreRequest | LoadedStore): Promise<StandInShop> => {
    const shop = await open(store);
    install(shop);
    shop.claim();
    return shop;
  };
  const shopOf = (domain: string): StandInShop => {
    const shop = shops.find((one) => one.shopDomain === domain);
    if (shop === undefined) throw new Error(`The stand-in serves no shop ${domain}.`);
    return shop;
  };
  return { ...first, adminUrl: first.adminUrl, storefrontUrl: first.storefrontUrl, apiUrl, appPublicUrl, shops: () => shops, shop: shopOf, addShop, office, close };
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
