/** One shop of a stand-in: its store, its apps' tokens, its Admin API, its admin pages, its webhooks and its faults. */
import { join } from 'node:path';
import { AdminSite } from './admin/admin-site.ts';
import { appNumber } from './app-number.ts';
import { Apps } from './apps.ts';
import { ControlApi } from './control-api.ts';
import { bothFaults, FaultPlan } from './faults/fault-plan.ts';
import type { FaultSettings } from './faults/fault-plan.ts';
import { createAdminApi, subscriptionFile } from './graphql/admin-api.ts';
import type { AdminApi } from './graphql/admin-api.ts';
import type { Faults } from './graphql/faults.ts';
import { RequestLog } from './graphql/request-log.ts';
import type { RequestLogEntry } from './graphql/request-log.ts';
import { allScopes } from './graphql/scopes.ts';
import { dumpStore } from './store/dump.ts';
import { LiveStore } from './store/live-store.ts';
import type { LoadedStore } from './store/load-store.ts';
import { checkStoreDirectory, claimStoreDirectory } from './store/load-store.ts';
import type { StoreShop } from './store/model.ts';
import { installedExtensions, installedUiExtensions, openStorefront } from './storefront/open-storefront.ts';
import type { AppStorefront } from './storefront/open-storefront.ts';
import { mainThemeId, ThemeBook } from './storefront/theme-book.ts';
import { bulkFinishPayload } from './webhooks/payloads/shop.ts';
import type { PostOffice } from './webhooks/post-office.ts';
import { ShopWebhooks } from './webhooks/shop-webhooks.ts';

export interface ShopOptions {
  /** Keeps tokens and changes from one run to the next; left out, nothing outlives the process. */
  dir?: string;
  /** The directory that a message names for starting afresh, where `dir` is a part of it. */
  wholeDir?: string;
  plan?: StoreShop['plan'];
  /** The store's clock stands still. */
  frozen?: boolean;
  /** Milliseconds from one change of the store to the next at least. */
  step?: number;
  /** Objects a second of a bulk operation; left out, as fast as it goes. */
  bulkRowsPerSecond?: number;
  /** Points a second, in place of the plan's. */
  restoreRate?: number;
  /** For tests: makes it misbehave by a function of their own. */
  faults?: Faults;
  /** Makes it misbehave by a seed and rates. */
  faultPlan?: FaultSettings;
}

/** A shop that is being served, as tests and the demo use it. */
export interface StandInShop {
  /** The shop's admin, for a browser. */
  adminUrl: string;
  /** What shoppers see, for a browser; at an origin of its own. */
  storefrontUrl: string;
  /** Its theme's templates and settings. */
  theme: ThemeBook;
  shopDomain: string;
  /** The day that the store was loaded for (ms); its clock may have run on since, over restarts too. */
  storeNow: number;
  /** For direct use, with all scopes; does not expire. */
  accessToken: string;
  live: LiveStore;
  apps: Apps;
  control: ControlApi;
  webhooks: ShopWebhooks;
  faultPlan: FaultPlan;
  /** What was asked of it so far, in that order. */
  requests(): readonly RequestLogEntry[];
  dump(dir: string): Promise<void>;
}

/** The same with what HTTP needs of it. */
export interface ServedShop extends StandInShop {
  /** Last part of its admin's address. */
  handle: string;
  api: AdminApi;
  site: AdminSite;
  /** Before the addresses of its files and pictures: nothing for the first shop, /shops/<domain> for others. */
  prefix: string;
  /** Answers what is asked of the storefront's own address. */
  storefront: ReturnType<typeof openStorefront>;
  logRequest(entry: { operation: string; status: number }): void;
  /** Makes the directory this store's, once the start has come so far. */
  claim(): void;
  close(): Promise<void>;
}

export interface OpenShop extends ShopOptions {
  loaded: LoadedStore;
  /** For what does not outlive the process. */
  scratch: string;
  prefix: string;
  /** The address of the stand-in, once it is known. */
  apiUrl: () => string;
  office: PostOffice;
  /** The address of this shop's storefront, once it is known. */
  storefrontUrl: () => string;
  /** What the app brings to storefronts; null without an app. */
  brought: () => (AppStorefront & { handle: string }) | null;
  /** All shops of the stand-in, for the pages that lead from one to another. */
  others: () => readonly { name: string; handle: string }[];
}

/** @throws {Error} a directory that holds another store */
export async function openShop(options: OpenShop): Promise<ServedShop> {
  const { loaded, dir, apiUrl, prefix } = options;
  if (options.plan) loaded.store.shop.plan = options.plan;
  if (dir) checkStoreDirectory(dir, loaded, options.wholeDir);
  const tagsThatStood = new Map([...loaded.store.customers.values()].filter((customer) => customer.tags.length > 0).map((customer) => [customer.id, [...customer.tags]]));
  const live = await LiveStore.open({
    store: loaded.store, now: loaded.now, ...(dir ? { dir } : {}), frozen: options.frozen ?? false, ...(options.step === undefined ? {} : { step: options.step }),
  });
  const { shop } = live.store;
  const handle = shop.domain.replace(/\.myshopify\.com$/, '');
  const apps = new Apps(dir ? { dir } : {});
  const log = new RequestLog();
  const pictureUrl = (): string => apiUrl() + prefix;
  const workDir = dir ? join(dir, 'admin-api') : join(options.scratch, handle, 'admin-api');
  const subscriptions = subscriptionFile(workDir);
  // The token that was used ends, as if the merchant had taken the app away for a moment; its refresh token stays.
  const faultPlan = new FaultPlan(shop.domain, options.faultPlan, (request) => void apps.revoke({ clientId: request.clientId, keepRefreshTokens: true }));
  const webhooks = new ShopWebhooks({ live, apps, office: options.office, faults: faultPlan, subscriptions, pictureUrl });
  const extensions = installedExtensions(apps, options.brought);
  const theme = new ThemeBook({ extensions, ...(dir ? { dir } : {}) });
  const api = createAdminApi({
    theme: { id: mainThemeId, name: 'Local theme', files: () => theme.files() }, live, apps, log, plan: shop.plan, workDir, pictureUrl, webhooks: subscriptions, faults: bothFaults(options.faults, faultPlan),
    onBulkFinish: (operation) => void webhooks.publish({ topic: 'bulk_operations/finish', subject: `bulk ${operation.id}`, payload: () => bulkFinishPayload(operation, shop) }),
    ...(options.restoreRate === undefined ? {} : { restoreRate: options.restoreRate }),
    ...(options.bulkRowsPerSecond === undefined ? {} : { bulkRowsPerSecond: options.bulkRowsPerSecond }),
  });
  const dump = (target: string): Promise<void> => dumpStore(live, target, log.entries());
  const adminUrl = (): string => `${apiUrl()}/store/${handle}`;
  const control = new ControlApi({ theme, storefrontUrl: options.storefrontUrl, live, apps, webhooks, faultPlan, dump, tagsThatStood, requestCount: () => log.entries().length });
  return {
    get adminUrl() {
      return adminUrl();
    },
    get storefrontUrl() {
      return options.storefrontUrl();
    },
    theme,
    storefront: openStorefront({ live, apps, theme, extensions, brought: options.brought, appNumber, origin: options.storefrontUrl, adminUrl }),
    handle, shopDomain: shop.domain, storeNow: loaded.now, live, apps, control, webhooks, faultPlan, api, prefix, dump,
    site: new AdminSite({ live, apps, webhooks, pictures: prefix, stores: options.others, storefrontUrl: options.storefrontUrl, uiExtensions: installedUiExtensions(apps, options.brought) }),
    accessToken: apps.directUseToken(shop.domain, allScopes),
    requests: () => log.entries(),
    logRequest: ({ operation, status }) => log.add({ at: new Date(live.now()).toISOString(), operation, type: 'oauth', cost: 0, status }),
    claim: () => {
      if (dir) claimStoreDirectory(dir, loaded);
    },
    close: async () => {
      webhooks.close();
      await api.close();
      live.close();
    },
  };
}
