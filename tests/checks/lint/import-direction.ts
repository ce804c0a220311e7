import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Rule } from 'eslint';
import { resolveImport } from '../imports/import-graph.ts';
import { whyImportIsRefused } from '../imports/rooms.ts';
import { onEachImport } from './imported-sources.ts';
import { placeInProject } from './place-in-project.ts';

/** Imports go down only, and are written as Node reads them: with the file's own extension. */
export const importDirection: Rule.RuleModule = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      refused: '{{from}} may not import {{to}}: {{reason}}.',
      extension: 'Write the file\'s own extension in "{{specifier}}": Node runs this source as it is and looks for exactly that file.',
    },
  },
  create(context) {
    const from = placeInProject(context);
    return onEachImport(({ node, specifier }) => {
      const to = resolveImport(from, specifier);
      if (to === null) return;
      const reason = whyImportIsRefused(from, to);
      if (reason !== null) context.report({ node, messageId: 'refused', data: { from, to, reason } });
      else if (path.posix.extname(to) === '' || writtenAsBuilt(context.cwd, to)) context.report({ node, messageId: 'extension', data: { specifier } });
    });
  },
};

/** `./name.js` for what is `./name.ts` on disk: the habit of projects that are compiled before they run. */
function writtenAsBuilt(root: string, to: string): boolean {
  return /\.jsx?$/.test(to) && !existsSync(path.join(root, to)) && !to.startsWith('build/');
}
