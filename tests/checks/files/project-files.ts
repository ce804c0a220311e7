import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's folder. */
export const projectRoot: string = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..', '..');

/** Written by other programs, and not judged as if we had written it. */
export const GENERATED = /^app\/(database|shopify)\/generated\//;

/**
 * The files that are, or could be, in git: everything below the project's folder but what .gitignore leaves out.
 * Walks the folder rather than asking git, so that it also works in an unpacked archive.
 * @returns paths from the project's root with forward slashes, sorted
 */
export function projectFiles(root: string = projectRoot): string[] {
  const isIgnored = ignoreRules(readFileSync(path.join(root, '.gitignore'), 'utf8'));
  const found: string[] = [];
  const walk = (folder: string): void => {
    for (const entry of readdirSync(path.join(root, folder), { withFileTypes: true })) {
      const file = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.name === '.git' || isIgnored(file, entry.isDirectory())) continue;
      if (entry.isDirectory()) walk(file);
      else if (entry.isFile()) found.push(file);
    }
  };
  walk('');
  return found.sort();
}

/**
 * The few forms of .gitignore that this project uses: a name or a path, `*` within a name, a trailing slash for folders, a leading `!`.
 * @returns whether a path is ignored
 * @throws Error on a form it does not know, rather than ignore too much in silence
 */
export function ignoreRules(text: string): (file: string, isFolder: boolean) => boolean {
  const rules = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const keep = line.startsWith('!');
      const pattern = keep ? line.slice(1) : line;
      if (/\*\*|[?[\]\\]/.test(pattern)) throw new Error(`.gitignore has a pattern that tests/checks/files/project-files.ts does not know: ${line}`);
      const foldersOnly = pattern.endsWith('/');
      const name = pattern.replace(/\/$/, '').replace(/^\//, '');
      const anchored = pattern.startsWith('/') || name.includes('/');
      const source = name.split('*').map((part) => part.replace(/[.+^${}()|]/g, '\\$&')).join('[^/]*');
      return { keep, foldersOnly, form: new RegExp(anchored ? `^${source}$` : `(^|/)${source}$`) };
    });
  return (file, isFolder) => rules.reduce((ignored, rule) => ((isFolder || !rule.foldersOnly) && rule.form.test(file) ? !rule.keep : ignored), false);
}
