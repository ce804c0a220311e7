import type { Rule } from 'eslint';

interface Statement {
  type: string;
  source?: unknown;
  declaration?: unknown;
  specifiers?: { local?: { name?: string } }[];
}

/** A file that only passes on what others export hides where things live, and draws circles of imports. */
export const noBarrels: Rule.RuleModule = {
  meta: { type: 'problem', schema: [], messages: { barrel: 'This file only passes on what other files export. Import from those files, and delete this one.' } },
  create(context) {
    return {
      Program: (node) => {
        const body = node.body as unknown as Statement[];
        const exports = body.filter((statement) => statement.type.startsWith('Export'));
        const imported = new Set(
          body.filter((statement) => statement.type === 'ImportDeclaration').flatMap((statement) => (statement.specifiers ?? []).map((specifier) => specifier.local?.name)),
        );
        const passesOn = (statement: Statement): boolean => {
          if (statement.type === 'ExportAllDeclaration') return true;
          if (statement.type !== 'ExportNamedDeclaration' || (statement.declaration ?? null) !== null) return false;
          return (statement.source ?? null) !== null || (statement.specifiers ?? []).every((specifier) => imported.has(specifier.local?.name));
        };
        const nothingElse = body.every((statement) => statement.type === 'ImportDeclaration' || statement.type.startsWith('Export'));
        if (exports.length > 0 && nothingElse && exports.every(passesOn)) context.report({ node, messageId: 'barrel' });
      },
    };
  },
};
