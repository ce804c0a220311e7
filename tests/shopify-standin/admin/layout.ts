import type { InstalledApp } from '../apps.ts';
import { directUseClientId } from '../apps.ts';
import type { LiveStore } from '../store/live-store.ts';
import type { UiExtension } from '../ui-extensions/ui-extension.ts';
import type { ShopWebhooks } from '../webhooks/shop-webhooks.ts';
import { instant } from './format.ts';
import type { Html, HtmlPart } from './html.ts';
import { html } from './html.ts';

/** What every page of the admin is made from. */
export interface AdminContext {
  live: LiveStore;
  apps: () => InstalledApp[];
  uninstalledApps: () => InstalledApp[];
  webhooks: ShopWebhooks;
  /** UI extensions of installed apps. */
  uiExtensions: () => readonly { extension: UiExtension; app: InstalledApp }[];
  /** Before the addresses of pictures: nothing for the first shop. */
  pictures: string;
  /** Every shop that is served. */
  stores: () => readonly { name: string; handle: string }[];
  /** The address of what shoppers see. */
  storefrontUrl: () => string;
  /** `/store/<handle>`: the beginning of every address in this shop's admin. */
  base: string;
}

export type NavItem = 'home' | 'orders' | 'products' | 'customers' | 'segments' | 'flow' | 'webhooks' | 'app';

export interface PageOptions {
  title: string;
  active: NavItem;
  body: HtmlPart;
  /** The app whose frame this page is. */
  app?: InstalledApp;
  scripts?: string[];
}

/** A whole page of the admin: top bar, left navigation, body. */
export function adminPage(context: AdminContext, options: PageOptions): string {
  const { shop } = context.live.store;
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${options.title} · ${shop.name} · local Shopify</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/__standin/admin.css">
${(options.scripts ?? []).map((source) => html`<script src="${source}" defer></script>`)}
</head>
<body class="${options.app ? 'framing' : 'plain'}">
<a class="skip" href="#main">Skip to content</a>
<header class="topbar">
  <a class="brand" href="${context.base}"><span class="mark" aria-hidden="true"></span>local Shopify</a>
  <span class="note">A stand-in for development. Nothing here is at Shopify.</span>
  <time class="clock" datetime="${new Date(context.live.now()).toISOString()}" title="The store's clock">${instant(context.live.now(), shop.ianaTimezone)}</time>
  <span class="shop"><span class="initials" aria-hidden="true">${initials(shop.name)}</span>${shop.name}</span>
</header>
<div class="columns">
${navigation(context, options)}
<main id="main" tabindex="-1">${options.body}</main>
</div>
</body>
</html>
`;
  return page.text;
}

function navigation({ base, apps, storefrontUrl }: AdminContext, options: PageOptions): Html {
  const item = (name: NavItem, href: string, label: string): Html =>
    html`<li><a href="${base}${href}"${options.active === name ? html` aria-current="page"` : null}><i class="icon ${name}" aria-hidden="true"></i>${label}</a></li>`;
  const installed = apps().filter((app) => app.clientId !== directUseClientId);
  return html`<nav class="sidebar" aria-label="Main">
  <ul>
    ${item('home', '', 'Home')}${item('orders', '/orders', 'Orders')}${item('products', '/products', 'Products')}
    ${item('customers', '/customers', 'Customers')}${item('segments', '/customers/segments', 'Segments')}${item('flow', '/flow', 'Flow log')}
    ${item('webhooks', '/webhooks', 'Webhooks')}
    <li><a href="${storefrontUrl()}" target="_blank" rel="noreferrer"><i class="icon storefront" aria-hidden="true"></i>Online store</a></li>
  </ul>
  ${installed.length === 0 ? null : html`<h2>Apps</h2><ul>${installed.map((app) => appItem(base, app, options))}</ul>`}
</nav>`;
}

function appItem(base: string, app: InstalledApp, options: PageOptions): Html {
  const current = options.app?.clientId === app.clientId;
  return html`<li><a href="${base}/apps/${encodeURIComponent(app.handle)}"${current ? html` aria-current="page" data-app-home` : null}><i class="icon app" aria-hidden="true"></i>${app.title}</a>
    ${current ? html`<ul class="app-menu" data-app-menu></ul>` : null}</li>`;
}

function initials(name: string): string {
  const words = name.split(/\s+/).filter(Boolean);
  return words.slice(0, 2).map((word) => [...word][0] ?? '').join('').toUpperCase();
}

/** The heading of a page, with what stands beside it. */
export function pageHeading(title: string, options: { back?: { href: string; label: string }; aside?: HtmlPart; sub?: HtmlPart } = {}): Html {
  return html`<div class="heading">
    ${options.back ? html`<a class="back" href="${options.back.href}" aria-label="${options.back.label}">‹</a>` : null}
    <h1>${title}</h1>${options.aside}
    ${options.sub ? html`<p class="sub">${options.sub}</p>` : null}
  </div>`;
}

export function tagChips(tags: readonly string[]): Html {
  return html`<span class="chips">${tags.map((tag) => html`<span class="chip"><bdi>${tag}</bdi></span>`)}</span>`;
}
