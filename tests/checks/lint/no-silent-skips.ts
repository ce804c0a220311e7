import type { Rule } from 'eslint';

const RUNNERS = new Set(['it', 'test', 'describe', 'bench', 'suite']);
const SKIPS = new Set(['skip', 'only', 'todo', 'skipIf', 'runIf', 'fails']);

/** A test that does not run is a test that cannot fail. What a test needs and does not find makes it fail with the reason. */
export const noSilentSkips: Rule.RuleModule = {
  meta: { type: 'problem', schema: [], messages: { skip: '.{{name}} leaves tests out. Make the test run, or delete it and say why in the commit.' } },
  create(context) {
    return {
      MemberExpression: (node) => {
        if (node.computed || node.property.type !== 'Identifier' || !SKIPS.has(node.property.name)) return;
        let object = node.object;
        while (object.type === 'MemberExpression') object = object.object as typeof node.object;
        if (object.type === 'Identifier' && (RUNNERS.has(object.name) || /^(ctx|context|task|t)$/.test(object.name))) {
          context.report({ node, messageId: 'skip', data: { name: node.property.name } });
        }
      },
    };
  },
};
