import { existsSync, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'smol-toml';
import type { AppStorefront } from '../shopify-standin/storefront/open-storefront.ts';
import type { DeclaredProxy } from '../shopify-standin/storefront/storefront-shop.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** What the app's tomls bring to storefronts: its proxy and its theme app extensions, as a deployment would. */
export async function declaredStorefront(): Promise<AppStorefront> {
  const app = parse(await readFile(join(root, 'shopify.app.toml'), 'utf8')) as { app_proxy?: DeclaredProxy };
  const themeExtensions: string[] = [];
  const uiExtensions: string[] = [];
  const folder = join(root, 'extensions');
  for (const name of existsSync(folder) ? readdirSync(folder).sort() : []) {
    const file = join(folder, name, 'shopify.extension.toml');
    if (!existsSync(file)) continue;
    const { type, extensions } = parse(await readFile(file, 'utf8')) as { type?: string; extensions?: { type?: string }[] };
    if (type === 'theme') themeExtensions.push(join(folder, name));
    if (extensions?.[0]?.type === 'ui_extension') uiExtensions.push(join(folder, name));
  }
  return { ...(app.app_proxy === undefined ? {} : { proxy: app.app_proxy }), themeExtensions, uiExtensions };
}
