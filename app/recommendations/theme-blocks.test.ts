import fc from 'fast-check';
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkoutLink, placedBlocks, placeLink, THEME_BLOCKS } from './theme-blocks.ts';

const type = (handle: string, app = 'regulars'): string => `shopify://apps/${app}/blocks/${handle}/0f3b6c1e-0d2a-4f7b-9c55-1b2a3c4d5e6f`;
const template = (name: string, sections: object): { filename: string; content: string } => ({ filename: `templates/${name}.json`, content: JSON.stringify({ sections, order: Object.keys(sections) }) });

describe('where blocks stand in a theme', () => {
  it('knows the blocks that the extension has', () => {
    expect([...THEME_BLOCKS].sort()).toEqual(readdirSync('extensions/regulars-theme/blocks').map((file) => file.replace('.liquid', '')).sort());
  });

  it('finds blocks of sections and inside other blocks, and embeds; not those that are off, another app’s or unknown', () => {
    const placed = placedBlocks([
      template('product', { main: { type: 'main-product', blocks: { one: { type: type('together') }, two: { type: type('also'), disabled: true }, group: { type: 'group', blocks: { three: { type: type('buy-again') } } } } } }),
      template('product.gift', { apps: { type: 'apps', blocks: { one: { type: type('together') } } } }),
      template('index', { apps: { type: 'apps', disabled: true, blocks: { one: { type: type('recommended') } } }, others: { type: 'apps', blocks: { two: { type: type('also', 'another-app') }, three: { type: type('unheard-of') } } } }),
      { filename: 'config/settings_data.json', content: `/*\n * ------\n * IMPORTANT: The contents of this file are auto-generated.\n */\n${JSON.stringify({ current: { blocks: { 7: { type: type('cart-embed'), disabled: false } } } })}` },
      { filename: 'layout/theme.liquid', content: 'no JSON' },
    ], 'regulars');
    expect(placed).toEqual({ recommended: [], together: ['product', 'product.gift'], also: [], 'buy-again': ['product'], 'cart-embed': ['*'] });
  });

  it('reads settings by the name of a preset as none, and an embed that is off as off', () => {
    expect(placedBlocks([{ filename: 'config/settings_data.json', content: '{"current":"Default"}' }], 'regulars')['cart-embed']).toEqual([]);
    expect(placedBlocks([{ filename: 'config/settings_data.json', content: JSON.stringify({ current: { blocks: { 1: { type: type('cart-embed'), disabled: true } } } }) }], 'regulars')['cart-embed']).toEqual([]);
  });

  it('takes any JSON without falling over it', () => {
    fc.assert(fc.property(fc.json(), (content) => {
      expect(() => placedBlocks([{ filename: 'templates/index.json', content }, { filename: 'config/settings_data.json', content }], 'regulars')).not.toThrow();
    }));
  });
});

describe('a link that places a block', () => {
  it('is as Shopify documents it', () => {
    expect(placeLink('a.myshopify.com', 'key', 'together')).toBe('https://a.myshopify.com/admin/themes/current/editor?template=product&addAppBlockId=key/together&target=newAppsSection');
    expect(placeLink('a.myshopify.com', 'key', 'cart-embed')).toBe('https://a.myshopify.com/admin/themes/current/editor?context=apps&template=index&activateAppId=key/cart-embed');
    expect(checkoutLink('a.myshopify.com', 'thank-you')).toBe('https://a.myshopify.com/admin/settings/checkout/editor?page=thank-you&context=apps');
  });
});
