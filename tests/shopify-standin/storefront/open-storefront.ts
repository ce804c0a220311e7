/** A shop's storefront from what is installed in it. */
import type { Apps, InstalledApp } from '../apps.ts';
import type { LiveStore } from '../store/live-store.ts';
import { readUiExtension } from '../ui-extensions/ui-extension.ts';
import type { UiExtension } from '../ui-extensions/ui-extension.ts';
import { createStorefront } from './storefront.ts';
import type { DeclaredProxy } from './storefront-shop.ts';
import type { ThemeBook } from './theme-book.ts';
import { readThemeExtension } from './theme-extension.ts';
import type { ThemeExtension } from './theme-extension.ts';

/** What an app brings to storefronts, as its tomls say. */
export interface AppStorefront {
  proxy?: DeclaredProxy;
  /** Directories of theme app extensions. */
  themeExtensions?: readonly string[];
  /** Directories of UI extensions. */
  uiExtensions?: readonly string[];
}

/** UI extensions of the app, while it is installed, as they stand on disk now. */
export function installedUiExtensions(apps: Apps, brought: () => (AppStorefront & { handle: string }) | null): () => { extension: UiExtension; app: InstalledApp }[] {
  return () => {
    const bringing = brought();
    const app = apps.list().find((one) => one.handle === bringing?.handle);
    return app === undefined ? [] : (bringing?.uiExtensions ?? []).map((directory) => ({ app, extension: readUiExtension(directory, app.handle) }));
  };
}

/** Theme extensions of apps as they stand on disk now: a block that was edited shows at the next page. */
export function installedExtensions(apps: Apps, brought: () => AppStorefront & { handle: string } | null): () => ThemeExtension[] {
  return () => {
    const app = brought();
    if (app === null || !apps.list().some((one) => one.handle === app.handle)) return [];
    return (app.themeExtensions ?? []).map((directory) => readThemeExtension(directory, app.handle));
  };
}

export interface OpenStorefront {
  live: LiveStore;
  apps: Apps;
  theme: ThemeBook;
  extensions: () => readonly ThemeExtension[];
  brought: () => AppStorefront & { handle: string } | null;
  appNumber: (clientId: string) => number;
  origin: () => string;
  adminUrl: () => string;
}

export function openStorefront(options: OpenStorefront): ReturnType<typeof createStorefront> {
  const installed = (handle: string) => options.apps.list().find((one) => one.handle === handle);
  const namespace = (handle: string): string => `app--${options.appNumber(installed(handle)?.clientId ?? '')}`;
  return createStorefront({
    uiExtensions: installedUiExtensions(options.apps, options.brought),
    live: options.live, theme: options.theme, extensions: options.extensions, origin: options.origin, adminUrl: options.adminUrl, appNamespace: namespace,
    appMetafields: (handle) => options.live.appData.of(options.appNumber(installed(handle)?.clientId ?? '')),
    proxyApp: (prefix, subpath) => {
      const brought = options.brought();
      const app = brought === null ? undefined : installed(brought.handle);
      const proxy = brought?.proxy;
      return app?.target === undefined || proxy === undefined || proxy.prefix !== prefix || proxy.subpath !== subpath ? null : { app, proxy, target: app.target };
    },
  });
}
