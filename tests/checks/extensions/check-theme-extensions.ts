import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { themeCheckRun } from '@shopify/theme-check-node';
import { themeExtensionFaults } from './theme-extension-faults.ts';

/**
 * Lints a theme app extension: by theme-check with Shopify's rules for apps, and by what those let pass.
 * @param directory of the extension
 * @returns one line for each fault
 */
export async function checkThemeExtension(directory: string): Promise<string[]> {
  const { offenses } = await themeCheckRun(directory, 'theme-check:theme-app-extension');
  const name = path.basename(directory);
  const linted = offenses.map(({ uri, start, check, message }) => `${name}/${path.relative(directory, new URL(uri).pathname)}:${start.line + 1}: ${message} (${check})`);
  const files = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => {
    const file = path.join(entry.parentPath, entry.name);
    return { path: path.relative(directory, file).replaceAll(path.sep, '/'), text: readFileSync(file, 'utf8') };
  });
  return [...linted, ...themeExtensionFaults(files).map((words) => `${name}/${words}`)];
}
