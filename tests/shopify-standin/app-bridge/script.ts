import { readFileSync } from 'node:fs';

/** In this order: later parts use what earlier ones declare. */
const parts = ['session.js', 'navigation.js', 'elements.js', 'save-bar.js', 'global.js'];

/**
 * The stand-in's App Bridge: its parts in one classic script, since an app expects `shopify` to be there as soon as the
 * script has run. `adminOrigin` is where the admin page is.
 */
export function appBridgeScript(adminOrigin: string): string {
  const source = parts.map((part) => readFileSync(new URL(part, import.meta.url), 'utf8')).join('\n');
  return `// The App Bridge of the local Shopify, for development only.\n'use strict';\n(() => {\n  if (window.shopify) return;\n  const adminOrigin = ${JSON.stringify(adminOrigin)};\n\n${source}})();\n`;
}
