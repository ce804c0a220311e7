import { readdirSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../files/project-files.ts';

/** Every target of Shopify's UI extensions, by the types that its own package has of each. */
export function knownTargets(): ReadonlySet<string> {
  const surfaces = path.join(projectRoot, 'node_modules', '@shopify', 'ui-extensions', 'build', 'ts', 'surfaces');
  return new Set(['admin', 'checkout', 'customer-account', 'point-of-sale'].flatMap((surface) => readdirSync(path.join(surfaces, surface, 'targets'))
    .filter((file) => file.endsWith('.d.ts')).map((file) => file.slice(0, -'.d.ts'.length))));
}
