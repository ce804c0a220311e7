import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../files/project-files.ts';
import { bundleUiExtension } from './bundle-ui-extension.ts';
import { checkExtensions } from './check-extensions.ts';
import { networkFault } from './network-access.ts';
import { themeExtensionFaults } from './theme-extension-faults.ts';
import type { ExtensionFile } from './theme-extension-faults.ts';

// Beside the project's modules, which a bundle is made of.
mkdirSync(path.join(projectRoot, '.cache'), { recursive: true });
const scratch = mkdtempSync(path.join(projectRoot, '.cache', 'extension-tests-'));
afterAll(() => rmSync(scratch, { recursive: true }));

const schema = '{ "name": "t:name", "target": "section", "stylesheet": "a.css", "enabled_on": { "templates": ["product"] }, "settings": [{ "type": "text", "id": "x", "label": "t:label" }] }';
const good: readonly ExtensionFile[] = [
  { path: 'blocks/one.liquid', text: `<p>{{ 'hello' | t: name: shop.name }}</p>{{ 'a.js' | asset_url }}{% schema %}${schema}{% endschema %}` },
  { path: 'assets/a.css', text: 'p { color: inherit }' },
  { path: 'assets/a.js', text: 'customElements.define("a-b", class extends HTMLElement {})' },
  ...['en.default', 'de'].flatMap((locale) => [
    { path: `locales/${locale}.json`, text: '{ "hello": "Hello {{ name }}", "more": { "words": "more" } }' },
    { path: `locales/${locale}.schema.json`, text: '{ "name": "One", "label": "Two" }' },
  ]),
];
/** Text that hardly compresses. */
const noise = (bytes: number): string => Array.from({ length: Math.ceil(bytes / 44) }, (_, at) => createHash('sha256').update(String(at)).digest('base64')).join('');
const faultsWith = (file: string, from: string, to: string): string => {
  const changed = good.map((one) => (one.path === file ? { ...one, text: one.text.replace(from, () => to.replace(/<(\d+) bytes>/, (_, bytes: string) => noise(Number(bytes)))) } : one));
  expect(changed).not.toEqual(good);
  return themeExtensionFaults(changed).join('\n');
};
describe('a theme app extension', () => {
  it('passes when it is whole', () => {
    expect(themeExtensionFaults(good)).toEqual([]);
  });

  it.each([
    ['blocks/one.liquid', '"target": "section"', '"target": "sections"', 'has the target "sections"'],
    ['blocks/one.liquid', '"product"', '"products"', 'the template "products"'],
    ['blocks/one.liquid', '"a.css"', '"b.css"', 'names the stylesheet "b.css"'],
    ['blocks/one.liquid', "'a.js'", "'b.js'", 'asks for the asset b.js'],
    ['blocks/one.liquid', '"t:label"', '"Heading"', '"Heading" in its schema, which is not translated'],
    ['blocks/one.liquid', '"settings"', 'settings', 'has no {% schema %} of JSON'],
    ['blocks/one.liquid', '"enabled_on"', '"disabled_on": { "templates": ["cart"] }, "enabled_on"', 'of which Shopify takes one'],
    ['locales/de.json', '"words"', '"word"', 'de.json: lacks more.words'],
    ['locales/de.json', '"words"', '"word"', 'de.json: has more.word, which'],
    ['locales/de.json', '{{ name }}', '{{ nam }}', 'fills in nam at hello'],
    ['locales/de.json', '"more" }', '" " }', 'has nothing at more.words'],
    ['locales/en.default.schema.json', 'One', 'A name that is too long to be seen', '25 letters at most'],
    ['assets/a.css', 'inherit', '#ff0000', "colours and fonts are the theme's"],
    ['assets/a.js', '{}', "{ a = '<9000 bytes>' }", 'an element has 5000'],
    ['assets/a.js', 'customElements.define', "'<16000 bytes>'; define", 'scripts are'],
    ['assets/a.css', 'inherit', 'inherit /* <160000 bytes> */', 'CSS is'],
    ['blocks/one.liquid', '<p>', '<p><100000 bytes>', 'Liquid is 100'],
  ])('is refused with %s: %s as %s', (file, from, to, words) => {
    expect(faultsWith(file, from, to)).toContain(words);
  });

  it('has both kinds of words in the same languages', () => {
    expect(themeExtensionFaults(good.filter(({ path: file }) => file !== 'locales/de.schema.json')).join()).toContain('shoppers have de, en, the merchant en');
  });
});

describe('a UI extension', () => {
  it('is built with the JSX of Preact into one file', async () => {
    const file = path.join(scratch, 'block.tsx');
    writeFileSync(file, "import { render } from 'preact';\nexport default async () => { render(<s-text>Hello</s-text>, document.body); };\n");
    const { code, compressed, sources } = await bundleUiExtension(file);
    expect(code).toContain('s-text');
    expect(code).not.toMatch(/^import /m);
    expect(compressed).toBeGreaterThan(1_000);
    expect(compressed).toBeLessThan(10_000);
    expect(sources.map((source) => path.basename(source.path))).toEqual(['block.tsx']);
    writeFileSync(file, "import { nothing } from './gone.ts';\nexport default nothing;\n");
    await expect(bundleUiExtension(file)).rejects.toThrow('gone.ts');
  });

  const fetching = [{ path: 'a.ts', text: "await fetch('https://example.com')" }];
  it.each([
    ['purchase.thank-you.block.render', {}, fetching, 'does not have network_access'],
    ['purchase.thank-you.block.render', { network_access: true }, fetching, null],
    ['purchase.thank-you.block.render', { network_access: true }, [{ path: 'a.ts', text: '// fetch() is not used' }], 'nothing in it fetches'],
    ['purchase.thank-you.block.render', {}, [{ path: 'a.ts', text: 'shopify.query(`{ shop }`)' }], 'does not have api_access'],
    ['admin.customer-details.block.render', undefined, fetching, null],
  ])('for %s with %j declares what it uses', (target, capabilities, sources, words) => {
    const fault = networkFault({ target, capabilities, sources });
    if (words === null) expect(fault).toBeNull();
    else expect(fault).toContain(words);
  });
});

it("this project's extensions are as Shopify takes them", async () => {
  const { looked, faults } = await checkExtensions();
  expect(faults).toEqual([]);
  expect(looked).toContain('regulars-theme');
}, 60_000);
