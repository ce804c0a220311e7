/** The words of a theme or a theme app extension: locales/<locale>.json, one of them <locale>.default.json. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { escapeHtml } from '../admin/html.ts';
import { UnservedLiquid } from './liquid-object.ts';

export type Translate = (key: string, values: Record<string, unknown>) => string;

/** @returns the `t` filter of a directory, in a locale and else in its default one @throws {UnservedLiquid} for a key that neither has: Shopify would print "translation missing" */
export function translations(directory: string, locale: string): Translate {
  const folder = join(directory, 'locales');
  const files = existsSync(folder) ? readdirSync(folder).filter((file) => /^[\w-]+(\.default)?\.json$/.test(file)) : [];
  const own = files.find((file) => file === `${locale}.json` || file === `${locale}.default.json`);
  const fallback = files.find((file) => file.endsWith('.default.json'));
  const books = [own, fallback].flatMap((file) => (file === undefined ? [] : [JSON.parse(readFileSync(join(folder, file), 'utf8')) as unknown]));
  return (key, values) => {
    for (const book of books) {
      const found = key.split('.').reduce<unknown>((part, name) => (typeof part === 'object' && part !== null ? (part as Record<string, unknown>)[name] : undefined), book);
      const text = typeof found === 'object' && found !== null ? plural(found as Record<string, string>, locale, values['count']) : found;
      if (typeof text === 'string') return filled(text, values, key);
    }
    throw new UnservedLiquid(`the translation ${key} (locale ${locale}), which ${folder} does not have,`);
  };
}

function plural(forms: Record<string, string>, locale: string, count: unknown): string | undefined {
  const number = Number(count);
  if (number === 0 && forms['zero'] !== undefined) return forms['zero'];
  return forms[new Intl.PluralRules(locale).select(number)] ?? forms['other'];
}

/** Values are escaped, unless the key says that they are HTML. */
function filled(text: string, values: Record<string, unknown>, key: string): string {
  return text.replace(/\{\{\s*(\w+)\s*\}\}/g, (_, name: string) => {
    if (!(name in values)) throw new UnservedLiquid(`the translation ${key} without a value for ${name}`);
    const value = String(values[name] ?? '');
    return key.endsWith('_html') ? value : escapeHtml(value);
  });
}
