import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseToml, tables } from '../tomls/app-toml.ts';
import { projectRoot } from '../files/project-files.ts';
import { bundleUiExtension, MOST_BUNDLE } from './bundle-ui-extension.ts';
import { checkThemeExtension } from './check-theme-extensions.ts';
import { networkFault } from './network-access.ts';

/**
 * Lints and builds every extension as Shopify would take it in.
 * @returns what was looked at with its sizes, and one line for each fault
 */
export async function checkExtensions(root: string = projectRoot): Promise<{ looked: string[]; faults: string[] }> {
  const folder = path.join(root, 'extensions');
  const looked: string[] = [];
  const faults: string[] = [];
  for (const name of existsSync(folder) ? readdirSync(folder).sort() : []) {
    const directory = path.join(folder, name);
    const file = path.join(directory, 'shopify.extension.toml');
    if (!existsSync(file)) continue;
    const toml = parseToml(readFileSync(file, 'utf8'));
    // What is wrong with the toml itself is said by the step of the tomls.
    if (typeof toml === 'string') continue;
    if (toml['type'] === 'theme') {
      faults.push(...(await checkThemeExtension(directory)));
      looked.push(name);
    }
    for (const extension of tables(toml, 'extensions').filter((one) => one['type'] === 'ui_extension')) {
      for (const { module, target } of tables(extension, 'targeting')) {
        if (typeof module !== 'string' || !existsSync(path.join(directory, module))) continue;
        try {
          const { compressed, sources } = await bundleUiExtension(path.join(directory, module));
          looked.push(`${name} ${(compressed / 1024).toFixed(1)} KB`);
          if (compressed > MOST_BUNDLE) faults.push(`${name}: ${module} is ${compressed} bytes compressed; Shopify takes ${MOST_BUNDLE}`);
          const network = networkFault({ target: String(target), capabilities: extension['capabilities'], sources });
          if (network !== null) faults.push(`${name}: ${network}`);
        } catch (error) {
          faults.push(`${name}: ${module} cannot be built: ${(error as Error).message}`);
        }
      }
    }
  }
  return { looked, faults };
}
