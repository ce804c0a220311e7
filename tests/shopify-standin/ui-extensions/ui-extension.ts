/** UI extensions as they stand on disk: what their tomls say, their words, and their modules built as Shopify CLI builds them. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { parse } from 'smol-toml';

export interface UiExtension {
  /** Handle of the app that brings it. */
  app: string;
  handle: string;
  directory: string;
  targets: readonly { target: string; module: string }[];
  capabilities: Readonly<Record<string, unknown>>;
  /** Keys of the settings that a merchant may set; all unset until they do. */
  settings: readonly string[];
}

interface ExtensionToml {
  extensions?: {
    type?: string; handle?: string; targeting?: { target?: string; module?: string }[]; capabilities?: Record<string, unknown>; settings?: { fields?: { key?: string }[] };
  }[];
}

/** @throws {Error} a toml that is no UI extension's */
export function readUiExtension(directory: string, app: string): UiExtension {
  const toml = parse(readFileSync(join(directory, 'shopify.extension.toml'), 'utf8')) as ExtensionToml;
  const extension = toml.extensions?.[0];
  if (extension?.type !== 'ui_extension' || extension.handle === undefined) throw new Error(`${directory} holds no UI extension.`);
  return {
    app, directory, handle: extension.handle, capabilities: extension.capabilities ?? {}, settings: (extension.settings?.fields ?? []).flatMap((field) => field.key ?? []),
    targets: (extension.targeting ?? []).map(({ target = '', module = '' }) => ({ target, module })),
  };
}

/** The words of a language over those of the default: what is not translated is in English, as at Shopify. */
export function wordsOf({ directory }: UiExtension, locale: string): { locale: string; words: unknown; standard: unknown } {
  const folder = join(directory, 'locales');
  const read = (file: string): unknown => JSON.parse(readFileSync(join(folder, file), 'utf8')) as unknown;
  const [standardFile = ''] = readdirSync(folder).filter((file) => file.endsWith('.default.json'));
  const standard = read(standardFile);
  const own = [locale, locale.split('-')[0] ?? ''].find((one) => existsSync(join(folder, `${one}.json`)));
  return own === undefined ? { locale: standardFile.split('.')[0] ?? 'en', words: standard, standard } : { locale: own, words: read(`${own}.json`), standard };
}

/**
 * The module of a target as one script, which leaves its exports in `extension`. Built anew each time, so that what was edited shows.
 * @param appUrl what Shopify CLI puts in for process.env.APP_URL
 */
export function bundleTarget({ directory, targets, handle }: UiExtension, target: string, appUrl: string): string {
  const found = targets.find((one) => one.target === target);
  if (found === undefined) throw new Error(`The extension ${handle} has no target ${target}.`);
  const { outputFiles } = buildSync({
    entryPoints: [join(directory, found.module)], bundle: true, minify: true, write: false, format: 'iife', globalName: 'extension', platform: 'browser', target: 'es2022', jsx: 'automatic', jsxImportSource: 'preact',
    define: { 'process.env.NODE_ENV': '"production"', 'process.env.APP_URL': JSON.stringify(appUrl) }, logLevel: 'silent', absWorkingDir: directory,
  });
  return outputFiles[0]?.text ?? '';
}
