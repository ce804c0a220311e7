/** Blocks of apps on a customer's page (admin.customer-details.block.render), each in a frame of no origin. */
import type { InstalledApp } from '../apps.ts';
import type { StoreCustomer } from '../store/model.ts';
import { frameDocument, frameHolder } from '../ui-extensions/extension-frame.ts';
import { bundleTarget } from '../ui-extensions/ui-extension.ts';
import type { UiExtension } from '../ui-extensions/ui-extension.ts';
import type { Html } from './html.ts';
import { html } from './html.ts';
import type { AdminContext } from './layout.ts';

const target = 'admin.customer-details.block.render';
const scripts = '/__standin/ui-extensions';

interface Brought {
  extension: UiExtension;
  app: InstalledApp;
}

/** Nothing where no installed app has such a block. */
export function customerBlocks(context: AdminContext, customer: StoreCustomer): Html[] {
  return context.uiExtensions().filter(({ extension }) => extension.targets.some((one) => one.target === target)).map(({ extension: { handle }, app }) => html`<section class="card">${frameHolder({
    handle, title: app.title, src: `${context.base}/ui-extensions/${handle}/frame?customer=${customer.id}`, tokenPath: `${context.base}/apps/${encodeURIComponent(app.handle)}/session-token.json`, queryPath: null,
  })}</section>`);
}

export function blockFrame(context: AdminContext, { extension, app }: Brought, customer: StoreCustomer, language: string): string {
  return frameDocument({
    extension, target, language, base: scripts, bundle: `${context.base}/ui-extensions/${extension.handle}/bundle.js`,
    facts: { currency: context.live.store.shop.currencyCode, appUrl: app.appUrl, appBase: `${context.base}/apps/${encodeURIComponent(app.handle)}`, plain: { data: { selected: [{ id: `gid://shopify/Customer/${customer.id}` }] } }, signals: {} },
  });
}

export function blockBundle({ extension, app }: Brought): string {
  return bundleTarget(extension, target, app.appUrl);
}
