/** Files of the theme and of extensions, pictures, and the script that Shopify puts on every page. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { HttpError } from '../http-body.ts';
import { productPicture } from '../store/pictures.ts';
import type { StorefrontPage } from './storefront-page.ts';
import { themeDirectory } from './theme-book.ts';
import type { StorefrontAnswer, Visit } from './visit.ts';

const types: Record<string, string> = { css: 'text/css; charset=utf-8', js: 'text/javascript; charset=utf-8', svg: 'image/svg+xml', png: 'image/png', jpg: 'image/jpeg' };

export const assetPages: readonly StorefrontPage[] = [
  { methods: ['GET'], path: '/cdn/shop/products/:file', answer: picture },
  { methods: ['GET'], path: '/cdn/shop/t/1/assets/:name', answer: (_, { name = '' }) => file(join(themeDirectory, 'assets'), name) },
  { methods: ['GET'], path: '/cdn/extensions/:uid/assets/:name', answer: extensionAsset },
  { methods: ['GET'], path: '/__standin/shopify.js', answer: shopifyScript },
];

function picture(visit: Visit, { file: name = '' }: Record<string, string>): StorefrontAnswer {
  const product = visit.live.product(Number(name.replace(/\.svg$/, '')));
  if (product === undefined) throw new HttpError(404, 'There is no such picture.');
  return { status: 200, headers: { 'Content-Type': 'image/svg+xml', 'Cache-Control': 'public, max-age=3600', 'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'" }, body: productPicture(product) };
}

function extensionAsset(visit: Visit, { uid = '', name = '' }: Record<string, string>): StorefrontAnswer {
  const extension = visit.facts.shop.extensions().find((one) => one.uid === uid);
  if (extension === undefined) throw new HttpError(404, `No installed app has the extension ${uid}.`);
  return file(join(extension.directory, 'assets'), name);
}

function file(directory: string, name: string): StorefrontAnswer {
  const path = join(directory, name);
  const type = types[name.split('.').at(-1) ?? ''];
  if (!/^[\w.-]+$/.test(name) || type === undefined || !existsSync(path)) throw new HttpError(404, `There is no asset ${name}.`);
  return { status: 200, headers: { 'Content-Type': type, 'Cache-Control': 'no-cache' }, body: readFileSync(path) };
}

function shopifyScript(visit: Visit): StorefrontAnswer {
  const { shop } = visit.live.store;
  const facts = { shop: shop.domain, currency: shop.currencyCode, locales: ['de', 'fr', 'es', 'ja'] };
  const script = readFileSync(fileURLToPath(new URL('shopify.js', import.meta.url)), 'utf8').replace('__FACTS__', JSON.stringify(facts));
  return { status: 200, headers: { 'Content-Type': 'text/javascript; charset=utf-8', 'Cache-Control': 'no-cache' }, body: script };
}
