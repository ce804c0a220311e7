/** The storefront's pages by method and path. A kind of page is a file of its own, and is put in here. */
import { accountPages } from './account-pages.ts';
import { assetPages } from './asset-pages.ts';
import { cartPages } from './cart-pages.ts';
import { checkoutPages } from './checkout-pages.ts';
import { extensionPages } from './extension-pages.ts';
import { proxyPages } from './proxy-pages.ts';
import { shopPages } from './shop-pages.ts';
import type { StorefrontPage } from './storefront-page.ts';
import type { StorefrontAnswer, Visit } from './visit.ts';

/** The first that fits answers. */
export const storefrontPages: readonly StorefrontPage[] = [...cartPages, ...checkoutPages, ...accountPages, ...extensionPages, ...proxyPages, ...assetPages, ...shopPages];

/** @returns null where there is no such page */
export async function answerPage(visit: Visit): Promise<StorefrontAnswer | null> {
  const { method, url } = visit.facts;
  for (const page of storefrontPages) {
    if (!page.methods.includes(method === 'HEAD' ? 'GET' : method)) continue;
    const match = matchPath(page.path, url.pathname);
    if (match !== null) return page.answer(visit, match);
  }
  return null;
}

/** `/products/:handle` holds a path to its parts; a last part `*rest` takes all that follows. */
export function matchPath(pattern: string, path: string): Record<string, string> | null {
  const wanted = pattern.split('/');
  const given = path.replace(/(?<=.)\/$/, '').split('/');
  const found: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    if (part.startsWith('*')) {
      found[part.slice(1)] = given.slice(index).join('/');
      return found;
    }
    const value = given[index];
    if (value === undefined) return null;
    if (part.startsWith(':')) found[part.slice(1)] = decodeURIComponent(value);
    else if (part !== value) return null;
  }
  return given.length === wanted.length ? found : null;
}
