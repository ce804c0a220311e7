/** Where the app's blocks stand in a theme, read from its JSON files. */

/** Blocks of the theme app extension, by their handles (extensions/regulars-theme/blocks). */
export const THEME_BLOCKS = ['recommended', 'together', 'also', 'buy-again', 'cart-embed'] as const;
export type ThemeBlock = (typeof THEME_BLOCKS)[number];

export interface ThemeFile {
  filename: string;
  content: string;
}

/** For each block the templates in which it stands and is not switched off; of an embed, `*`. */
export type PlacedBlocks = Record<ThemeBlock, string[]>;

/**
 * @param appHandle the app's handle at Shopify, which the types of its blocks begin with
 * @throws SyntaxError for a file that is no JSON
 */
export function placedBlocks(files: readonly ThemeFile[], appHandle: string): PlacedBlocks {
  const placed: PlacedBlocks = { recommended: [], together: [], also: [], 'buy-again': [], 'cart-embed': [] };
  for (const { filename, content } of files) {
    const template = /^templates\/(.+)\.json$/.exec(filename)?.[1];
    if (template === undefined && filename !== 'config/settings_data.json') continue;
    const parsed: unknown = JSON.parse(withoutComment(content));
    const blocks = template === undefined ? Object.values(objectOf(objectOf(objectOf(parsed)['current'])['blocks'])) : blocksOfTemplate(parsed);
    for (const block of blocks) {
      const handle = handleOf(block, appHandle);
      const where = template ?? '*';
      if (handle !== null && !placed[handle].includes(where)) placed[handle].push(where);
    }
  }
  for (const list of Object.values(placed)) list.sort();
  return placed;
}

/** Blocks of sections that are on, and blocks inside them at any depth that themes use. */
function blocksOfTemplate(template: unknown): unknown[] {
  const sections = Object.values(objectOf(objectOf(template)['sections'])).map(objectOf);
  return sections.flatMap((section) => (section['disabled'] === true ? [] : nested(section, 0)));
}

const DEEPEST = 8;

function nested(holder: Record<string, unknown>, depth: number): unknown[] {
  if (depth > DEEPEST) return [];
  return Object.values(objectOf(holder['blocks'])).flatMap((block) => (objectOf(block)['disabled'] === true ? [] : [block, ...nested(objectOf(block), depth + 1)]));
}

function handleOf(block: unknown, appHandle: string): ThemeBlock | null {
  const { type, disabled } = objectOf(block);
  if (disabled === true || typeof type !== 'string') return null;
  const [, app, handle] = /^shopify:\/\/apps\/([^/]+)\/blocks\/([^/]+)\//.exec(type) ?? [];
  return app === appHandle ? (THEME_BLOCKS.find((one) => one === handle) ?? null) : null;
}

function objectOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

/** Shopify's theme editor writes a comment at the head of the JSON that it saves. */
function withoutComment(content: string): string {
  return content.replace(/^\uFEFF?\s*\/\*[\s\S]*?\*\//, '');
}

/** Which template a block is usually put into, and how: as the theme editor's links have it. */
const USUAL: Readonly<Record<Exclude<ThemeBlock, 'cart-embed'>, { template: string; target: 'newAppsSection' | 'mainSection' }>> = {
  recommended: { template: 'index', target: 'newAppsSection' },
  together: { template: 'product', target: 'newAppsSection' },
  also: { template: 'product', target: 'newAppsSection' },
  'buy-again': { template: 'index', target: 'newAppsSection' },
};

/**
 * The theme editor, about to put a block into the theme in use; nothing is changed before the merchant saves there
 * (https://shopify.dev/docs/apps/build/online-store/theme-app-extensions/configuration, "Deep linking").
 */
export function placeLink(shopDomain: string, apiKey: string, block: ThemeBlock): string {
  const editor = `https://${shopDomain}/admin/themes/current/editor`;
  if (block === 'cart-embed') return `${editor}?${new URLSearchParams({ context: 'apps', template: 'index', activateAppId: `${apiKey}/${block}` }).toString().replaceAll('%2F', '/')}`;
  const { template, target } = USUAL[block];
  return `${editor}?${new URLSearchParams({ template, addAppBlockId: `${apiKey}/${block}`, target }).toString().replaceAll('%2F', '/')}`;
}

/** The checkout and accounts editor, at the page where an app's block is put (https://shopify.dev/docs/apps/build/checkout/test-checkout-ui-extensions). */
export function checkoutLink(shopDomain: string, page: 'thank-you' | 'order-status'): string {
  return `https://${shopDomain}/admin/settings/checkout/editor?${new URLSearchParams({ page, context: 'apps' }).toString()}`;
}
