/** What Shopify's own linter lets pass of a theme app extension, and a shop would not. */
import { gzipSync } from 'node:zlib';

/** One file of the extension: its path from the extension's folder, and what it holds. */
export interface ExtensionFile {
  path: string;
  text: string;
}

const TARGETS: readonly string[] = ['section', 'head', 'body', 'compliance_head'];
const TEMPLATES: readonly string[] = ['*', '404', 'article', 'blog', 'cart', 'collection', 'customers', 'gift_card', 'index', 'list-collections', 'metaobject', 'page', 'password', 'policy', 'product', 'search'];
const MOST_LIQUID = 100_000;
const MOST_CSS = 100_000;
const MOST_SCRIPT = 10_000;
/** Of a custom element, which is ours to keep small. */
const MOST_ELEMENT = 5_000;
const MOST_NAME = 25;
/** Fonts and colours are the theme's own. */
const OWN_LOOKS = /#[0-9a-f]{3,8}\b|\brgba?\(|\bhsla?\(|font-family/i;

/** @returns one line for each fault, beginning with the file */
export function themeExtensionFaults(files: readonly ExtensionFile[]): string[] {
  return [...blockFaults(files), ...localeFaults(files), ...sizeFaults(files), ...looksFaults(files)];
}

function blockFaults(files: readonly ExtensionFile[]): string[] {
  const faults: string[] = [];
  const assets = new Set(files.filter(({ path }) => path.startsWith('assets/')).map(({ path }) => path.slice('assets/'.length)));
  for (const { path, text } of files.filter((file) => /^blocks\/.*\.liquid$/.test(file.path))) {
    const fault = (words: string): number => faults.push(`${path}: ${words}`);
    const schema = schemaOf(text);
    if (schema === null) {
      fault('has no {% schema %} of JSON');
      continue;
    }
    if (!TARGETS.includes(String(schema['target']))) fault(`has the target ${JSON.stringify(schema['target'])}; a block has ${TARGETS.join(', ')}`);
    for (const key of ['enabled_on', 'disabled_on']) {
      const templates = (schema[key] as { templates?: unknown } | undefined)?.templates;
      for (const template of Array.isArray(templates) ? (templates as unknown[]) : []) if (!TEMPLATES.includes(String(template))) fault(`is ${key} the template ${JSON.stringify(template)}, which no theme has`);
    }
    if (schema['enabled_on'] !== undefined && schema['disabled_on'] !== undefined) fault('has enabled_on and disabled_on, of which Shopify takes one');
    for (const key of ['stylesheet', 'javascript']) {
      const asset = schema[key];
      if (asset !== undefined && !assets.has(String(asset))) fault(`names the ${key} ${JSON.stringify(asset)}, which is not in assets/`);
    }
    for (const text of untranslated(schema)) fault(`has ${JSON.stringify(text)} in its schema, which is not translated: use t:`);
    const name = translatedName(files, schema['name']);
    if (name.length > MOST_NAME) fault(`is called ${JSON.stringify(name)}: a block's name has ${MOST_NAME} letters at most`);
  }
  for (const { path, text } of files.filter((file) => file.path.endsWith('.liquid'))) {
    for (const [, asset] of text.matchAll(/['"]([\w.-]+)['"]\s*\|\s*asset_url/g)) if (!assets.has(asset ?? '')) faults.push(`${path}: asks for the asset ${asset}, which is not in assets/`);
  }
  return faults;
}

type Json = Record<string, unknown>;

function schemaOf(liquid: string): Json | null {
  try {
    return JSON.parse(/\{%-?\s*schema\s*-?%\}([\s\S]*?)\{%-?\s*endschema\s*-?%\}/.exec(liquid)?.[1] ?? '') as Json;
  } catch {
    return null;
  }
}

/** Words of a schema that merchants read. */
function untranslated(schema: Json): string[] {
  const words: unknown[] = [schema['name']];
  for (const setting of Array.isArray(schema['settings']) ? (schema['settings'] as Json[]) : []) {
    words.push(setting['label'], setting['info'], setting['content'], setting['placeholder'], ...(Array.isArray(setting['options']) ? (setting['options'] as Json[]).map((option) => option['label']) : []));
  }
  return words.filter((word): word is string => typeof word === 'string' && word !== '' && !word.startsWith('t:'));
}

function translatedName(files: readonly ExtensionFile[], name: unknown): string {
  const key = String(name).replace(/^t:/, '');
  const book = files.find(({ path }) => /^locales\/[\w-]+\.default\.schema\.json$/.test(path));
  return book === undefined ? '' : (leaves(parse(book.text)).get(key) ?? '');
}

/** Every locale has the keys of the default one, with the same values to fill in, for shoppers and for the merchant. */
function localeFaults(files: readonly ExtensionFile[]): string[] {
  const faults: string[] = [];
  const locales = files.filter(({ path }) => /^locales\/[\w-]+(\.default)?(\.schema)?\.json$/.test(path));
  const languages: Record<string, string[]> = {};
  for (const kind of ['', '.schema']) {
    const books = locales.filter(({ path }) => path.endsWith('.schema.json') === (kind === '.schema'));
    const standard = books.find(({ path }) => path.includes('.default.'));
    if (standard === undefined) {
      faults.push(`locales: there is no *.default${kind}.json`);
      continue;
    }
    languages[kind] = books.map(({ path }) => path.slice('locales/'.length).split('.')[0] ?? '').sort();
    const wanted = leaves(parse(standard.text));
    for (const { path, text } of books) {
      const given = leaves(parse(text));
      for (const [key, words] of wanted) {
        const own = given.get(key);
        if (own === undefined) faults.push(`${path}: lacks ${key}`);
        else if (own.trim() === '') faults.push(`${path}: has nothing at ${key}`);
        else if (filledIn(own) !== filledIn(words)) faults.push(`${path}: fills in ${filledIn(own) || 'nothing'} at ${key}, where ${standard.path} fills in ${filledIn(words) || 'nothing'}`);
      }
      for (const key of given.keys()) if (!wanted.has(key)) faults.push(`${path}: has ${key}, which ${standard.path} has not`);
    }
  }
  if (languages['']?.join() !== languages['.schema']?.join()) faults.push(`locales: shoppers have ${languages['']?.join(', ')}, the merchant ${languages['.schema']?.join(', ')}`);
  return faults;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return {};
  }
}

function leaves(value: unknown, prefix = ''): Map<string, string> {
  if (typeof value !== 'object' || value === null) return new Map([[prefix, String(value)]]);
  return new Map(Object.entries(value).flatMap(([key, inner]) => [...leaves(inner, prefix === '' ? key : `${prefix}.${key}`)]));
}

function filledIn(words: string): string {
  return [...words.matchAll(/\{\{\s*(\w+)\s*\}\}/g)].map(([, name]) => name).sort().join(', ');
}

function sizeFaults(files: readonly ExtensionFile[]): string[] {
  const faults: string[] = [];
  const sum = (pattern: RegExp): number => files.filter(({ path }) => pattern.test(path)).reduce((bytes, { text }) => bytes + Buffer.byteLength(text), 0);
  const liquid = sum(/\.liquid$/);
  if (liquid > MOST_LIQUID) faults.push(`Liquid is ${liquid} bytes in all; Shopify takes ${MOST_LIQUID}`);
  const css = files.filter(({ path }) => path.endsWith('.css')).reduce((bytes, { text }) => bytes + gzipSync(text).length, 0);
  if (css > MOST_CSS) faults.push(`CSS is ${css} bytes compressed; Shopify takes ${MOST_CSS}`);
  const scripts = files.filter(({ path }) => path.endsWith('.js')).map(({ path, text }) => ({ path, text, bytes: gzipSync(text).length }));
  const all = scripts.reduce((bytes, script) => bytes + script.bytes, 0);
  if (all > MOST_SCRIPT) faults.push(`scripts are ${all} bytes compressed; Shopify takes ${MOST_SCRIPT}`);
  for (const { path, text, bytes } of scripts) if (text.includes('customElements.define') && bytes > MOST_ELEMENT) faults.push(`${path}: is ${bytes} bytes compressed; an element has ${MOST_ELEMENT}`);
  return faults;
}

function looksFaults(files: readonly ExtensionFile[]): string[] {
  return files.filter(({ path }) => path.endsWith('.css')).flatMap(({ path, text }) => {
    const own = OWN_LOOKS.exec(text.replace(/\/\*[\s\S]*?\*\//g, ''));
    return own === null ? [] : [`${path}: has ${own[0]}: colours and fonts are the theme's`];
  });
}
