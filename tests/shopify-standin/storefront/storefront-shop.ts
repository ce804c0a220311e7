/** What a shop's storefront stands on, beside its store: its theme, its apps' extensions and proxies. */
import type { InstalledApp } from '../apps.ts';
import type { LiveStore } from '../store/live-store.ts';
import type { StoreMetafield } from '../store/model.ts';
import type { UiExtension } from '../ui-extensions/ui-extension.ts';
import type { ThemeBook } from './theme-book.ts';
import type { ThemeExtension } from './theme-extension.ts';

/** [app_proxy] of an app's shopify.app.toml. */
export interface DeclaredProxy {
  /** A path of the app. */
  url: string;
  prefix: string;
  subpath: string;
}

export interface StorefrontShop {
  live: LiveStore;
  theme: ThemeBook;
  /** Of the apps that are installed. */
  extensions: () => readonly ThemeExtension[];
  /** `app--<id>`: what `$app` stands for. */
  appNamespace: (handle: string) => string;
  /** App-data metafields: of the app's own installation. */
  appMetafields: (handle: string) => readonly StoreMetafield[];
  /** An installed app that has a proxy at /<prefix>/<subpath>. */
  proxyApp: (prefix: string, subpath: string) => { app: InstalledApp; proxy: DeclaredProxy; target: string } | null;
  /** UI extensions of installed apps. */
  uiExtensions: () => readonly { extension: UiExtension; app: InstalledApp }[];
  /** Where the storefront answers, without a slash at the end. */
  origin: () => string;
  /** The same shop's admin. */
  adminUrl: () => string;
}
