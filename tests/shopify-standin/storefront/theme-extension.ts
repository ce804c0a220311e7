/** A theme app extension as Shopify takes it in: its blocks with their schemas, and where its snippets, assets and words are. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'smol-toml';

export interface ThemeExtension {
  directory: string;
  /** Handle of the app it belongs to. */
  app: string;
  uid: string;
  blocks: Map<string, ExtensionBlock>;
}

export interface ExtensionBlock {
  handle: string;
  liquid: string;
  schema: BlockSchema;
}

export interface BlockSchema {
  name: string;
  target: 'section' | 'head' | 'body' | 'compliance_head';
  stylesheet?: string;
  javascript?: string;
  available_if?: string;
  enabled_on?: { templates?: string[] };
  disabled_on?: { templates?: string[] };
  settings?: { id?: string; type: string; default?: unknown }[];
}

/** @throws {Error} for a directory that is no theme app extension */
export function readThemeExtension(directory: string, app: string): ThemeExtension {
  const toml = parse(readFileSync(join(directory, 'shopify.extension.toml'), 'utf8'));
  if (toml['type'] !== 'theme' || typeof toml['uid'] !== 'string') throw new Error(`${directory}: a theme app extension has type = "theme" and a uid.`);
  const folder = join(directory, 'blocks');
  const files = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith('.liquid')).sort() : [];
  const blocks = files.map((file): [string, ExtensionBlock] => {
    const handle = file.slice(0, -'.liquid'.length);
    const liquid = readFileSync(join(folder, file), 'utf8');
    return [handle, { handle, liquid, schema: readSchema(liquid, join(folder, file)) }];
  });
  return { directory, app, uid: toml['uid'], blocks: new Map(blocks) };
}

/** The JSON between `{% schema %}` and its end. @throws {Error} where there is none */
export function readSchema<Schema = BlockSchema>(liquid: string, file: string): Schema {
  const found = /\{%-?\s*schema\s*-?%\}([\s\S]*?)\{%-?\s*endschema\s*-?%\}/.exec(liquid);
  if (found === null) throw new Error(`${file} has no {% schema %}.`);
  return JSON.parse(found[1] ?? '') as Schema;
}

/** What a template's JSON calls an app block. */
export function blockType(extension: ThemeExtension, handle: string): string {
  return `shopify://apps/${extension.app}/blocks/${handle}/${extension.uid}`;
}

/** @returns null for a type that is no app's @throws {Error} for one of an app that is not there */
export function findBlock(extensions: readonly ThemeExtension[], type: string): { extension: ThemeExtension; block: ExtensionBlock } | null {
  if (!type.startsWith('shopify://apps/')) return null;
  for (const extension of extensions) {
    for (const block of extension.blocks.values()) if (blockType(extension, block.handle) === type) return { extension, block };
  }
  throw new Error(`The theme has the block ${type}, which no installed app brings.`);
}
