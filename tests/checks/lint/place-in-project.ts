import path from 'node:path';
import type { Rule } from 'eslint';

/** The linted file's path from the project's root, with forward slashes. */
export function placeInProject(context: Rule.RuleContext): string {
  return path.relative(context.cwd, context.filename).split(path.sep).join('/');
}

export const isTest = (file: string): boolean => /\.test\.(ts|tsx)$/.test(file) || file.startsWith('tests/');
