import type { TomlTable } from 'smol-toml';
import { parseToml, tables } from './app-toml.ts';

/** One extensions/<name>/shopify.extension.toml. */
export interface ExtensionToml {
  /** From the project's root. */
  file: string;
  text: string;
}

const TYPES: readonly string[] = ['ui_extension', 'theme', 'web_pixel_extension', 'flow_trigger', 'flow_action', 'flow_template', 'function', 'editor_extension_collection'];
/** These call an API of Shopify that comes in quarterly versions. */
const VERSIONED: readonly string[] = ['ui_extension', 'web_pixel_extension', 'function'];
const API_VERSION_FORM = /^\d{4}-(01|04|07|10)$/;
const UID_FORM = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * What is wrong with the extensions' tomls, each for itself and together.
 * @param exists whether a path from the project's root is a file
 * @param targets all that Shopify has for UI extensions
 * @returns one line for each fault, beginning with the file
 */
export function extensionTomlFaults(files: readonly ExtensionToml[], exists: (file: string) => boolean, targets: ReadonlySet<string>): string[] {
  const faults: string[] = [];
  const seen = { handle: new Map<string, string>(), uid: new Map<string, string>() };
  const versions = new Map<string, string>();
  for (const { file, text } of files) {
    const fault = (words: string): number => faults.push(`${file}: ${words}`);
    const toml = parseToml(text);
    if (typeof toml === 'string') {
      fault(toml);
      continue;
    }
    const extensions = extensionsOf(toml);
    const version = toml['api_version'];
    if (extensions.some((extension) => VERSIONED.includes(String(extension['type']))) || version !== undefined) {
      if (typeof version !== 'string' || !API_VERSION_FORM.test(version)) fault(`needs api_version as "2026-07" (it has ${JSON.stringify(version)})`);
      else versions.set(file, version);
    }
    for (const extension of extensions) {
      for (const words of extensionFaults(extension, file, exists, targets)) fault(words);
      for (const key of ['handle', 'uid'] as const) {
        const value = extension[key];
        if (typeof value !== 'string') continue;
        const other = seen[key].get(value);
        if (other !== undefined) fault(`has the ${key} "${value}", which ${other} has too`);
        seen[key].set(value, file);
      }
    }
  }
  const different = [...new Set(versions.values())];
  if (different.length > 1) faults.push(`extensions: speak several API versions: ${[...versions].map(([file, version]) => `${file} ${version}`).join(', ')}. Bring them to one`);
  return faults;
}

/** A theme extension names its type at the top; the others stand in [[extensions]]. */
function extensionsOf(toml: TomlTable): TomlTable[] {
  const listed = tables(toml, 'extensions');
  return listed.length > 0 ? listed : [toml];
}

function extensionFaults(extension: TomlTable, file: string, exists: (file: string) => boolean, targets: ReadonlySet<string>): string[] {
  const faults: string[] = [];
  const type = String(extension['type']);
  if (!TYPES.includes(type)) faults.push(`has the type ${JSON.stringify(extension['type'])}; known are ${TYPES.join(', ')}`);
  if (typeof extension['name'] !== 'string' || extension['name'] === '') faults.push('needs a name');
  if (type !== 'theme' && (typeof extension['handle'] !== 'string' || !/^[a-z0-9-]{1,50}$/.test(extension['handle']))) faults.push('needs a handle of small letters, digits and hyphens');
  const targeting = tables(extension, 'targeting');
  if (type === 'ui_extension' && targeting.length === 0) faults.push('needs [[extensions.targeting]] with module and target');
  for (const { target, module } of targeting) {
    if (typeof target !== 'string' || !targets.has(target)) faults.push(`has no usable target (${JSON.stringify(target)}): Shopify's UI extensions have none of that name`);
    if (typeof module !== 'string') faults.push(`has no module for ${String(target)}`);
    else if (!exists(`${file.slice(0, file.lastIndexOf('/'))}/${module.replace(/^\.\//, '')}`)) faults.push(`names the module ${module}, which is not there`);
  }
  // A theme's blocks are named by it: shopify://apps/<app>/blocks/<block>/<uid>.
  if (type === 'theme' && (typeof extension['uid'] !== 'string' || !UID_FORM.test(extension['uid']))) faults.push('needs a uid, as 8-4-4-4-12 hexadecimal digits');
  if (type === 'flow_action' && typeof extension['runtime_url'] !== 'string') faults.push('needs runtime_url');
  return faults;
}
