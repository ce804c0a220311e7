import { createHmac, randomBytes } from 'node:crypto';
import type { InstalledApp } from '../apps.ts';
import { signSessionToken } from '../session-token.ts';
import { html } from './html.ts';
import type { AdminContext } from './layout.ts';
import { adminPage } from './layout.ts';

/** Parameters that the admin sets itself; a deep link cannot bring its own. */
const admins = ['embedded', 'hmac', 'host', 'id_token', 'locale', 'session', 'shop', 'timestamp'];

/** What the page's script needs to frame the app; it reads it from an attribute. */
export interface FrameSettings {
  src: string;
  appOrigin: string;
  appTitle: string;
  /** Address in the admin that the app's own `/` has. */
  base: string;
  /** The shop's admin: /store/<handle>. */
  adminBase: string;
  sessionTokenPath: string;
  shop: string;
  host: string;
  locale: string;
}

/**
 * The page that frames the app at `path` (with its query), as the admin does: a signed launch with a fresh session token.
 */
export function appFramePage(context: AdminContext, app: InstalledApp, path: string, query: URLSearchParams): string {
  const { shop } = context.live.store;
  const base = `${context.base}/apps/${encodeURIComponent(app.handle)}`;
  const settings: FrameSettings = {
    src: launchUrl(app, shop.domain, path, query, Date.now()),
    appOrigin: new URL(app.appUrl).origin,
    appTitle: app.title,
    base,
    adminBase: context.base,
    sessionTokenPath: `${base}/session-token.json`,
    shop: shop.domain,
    host: hostParameter(shop.domain),
    locale: localeOf(query),
  };
  return adminPage(context, {
    title: app.title,
    active: 'app',
    app,
    scripts: ['/__standin/app-frame.js'],
    body: html`<div class="frame-page" data-settings="${JSON.stringify(settings)}">
  <div class="progress" data-progress hidden></div>
  <div class="titlebar"><a class="crumb" data-crumb href="${base}">${app.title}</a><h1 data-title></h1><div class="actions" data-actions></div></div>
  <div class="frame-holder" data-frame></div>
  <div class="savebar" data-save-bar hidden role="region" aria-label="Unsaved changes"><span>Unsaved changes</span><button class="button dark" data-discard>Discard</button><button class="button light" data-save>Save</button></div>
  <div class="toasts" data-toasts role="status" aria-live="polite"></div>
  <dialog class="leave" data-leave><h2>Leave page with unsaved changes?</h2><p>Leaving this page will delete all unsaved changes.</p>
    <form method="dialog"><button class="button" value="stay">Stay</button> <button class="button danger" value="leave">Leave page</button></form></dialog>
  <noscript>The admin needs JavaScript to frame an app.</noscript>
</div>`,
  });
}

/** `host`, as App Bridge and the library want it: the admin's address of the shop in base64, without padding. */
export function hostParameter(shopDomain: string): string {
  return Buffer.from(`admin.shopify.com/store/${shopHandle(shopDomain)}`).toString('base64').replace(/=+$/, '');
}

/** What stands before .myshopify.com. */
export function shopHandle(shopDomain: string): string {
  return shopDomain.replace(/\.myshopify\.com$/, '');
}

/** The merchant's language: English, or what the admin's own address asks for (`?locale=de`), so that an app's others can be seen. */
function localeOf(query: URLSearchParams): string {
  const asked = query.get('locale') ?? '';
  return /^[a-z]{2}(-[A-Z]{2})?$/.test(asked) ? asked : 'en';
}

/** The address by which the admin opens the app, with the launch parameters and their HMAC. `now` is the real clock's. */
export function launchUrl(app: InstalledApp, shopDomain: string, path: string, query: URLSearchParams, now: number): string {
  const parameters = new URLSearchParams([...query].filter(([name]) => !admins.includes(name)));
  const sessionId = randomBytes(32).toString('hex');
  parameters.set('embedded', '1');
  parameters.set('host', hostParameter(shopDomain));
  parameters.set('id_token', signSessionToken({ shopDomain, clientId: app.clientId, clientSecret: app.clientSecret, sessionId, now }));
  parameters.set('locale', localeOf(query));
  parameters.set('session', sessionId);
  parameters.set('shop', shopDomain);
  parameters.set('timestamp', String(Math.floor(now / 1000)));
  parameters.set('hmac', launchHmac(parameters, app.clientSecret));
  const url = new URL(path === '' ? '/' : path, app.appUrl);
  url.search = parameters.toString();
  return url.href;
}

/** Hex HMAC over the parameters sorted by name, encoded and joined by &; a repeated one's values joined by commas. */
function launchHmac(parameters: URLSearchParams, secret: string): string {
  const values = new Map<string, string>();
  for (const [name, value] of parameters) {
    const before = values.get(name);
    values.set(name, before === undefined ? value : `${before},${value}`);
  }
  const message = [...values]
    .sort(([left], [right]) => left.localeCompare(right))
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .join('&');
  return createHmac('sha256', secret).update(message).digest('hex');
}
