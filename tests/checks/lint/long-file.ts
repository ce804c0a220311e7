import type { Rule } from 'eslint';

/** Beyond this a file usually holds two things. */
const COMFORTABLE = 300;
const LIMIT = 400;

/** Lines that are neither blank nor only a comment. Two severities from one rule: `comfortable` is set to warn, `limit` to error. */
export const longFile: Rule.RuleModule = {
  meta: {
    type: 'suggestion',
    schema: [{ enum: ['comfortable', 'limit'] }],
    messages: { long: 'This file has {{lines}} lines of code; {{limit}} is where it should have been two. Part it by what its pieces are about.' },
  },
  create(context) {
    return {
      Program: (node) => {
        const commented = new Set<number>();
        for (const comment of context.sourceCode.getAllComments()) {
          const { start, end } = comment.loc ?? node.loc ?? { start: { line: 0 }, end: { line: 0 } };
          for (let line = start.line; line <= end.line; line += 1) {
            const text = context.sourceCode.lines[line - 1] ?? '';
            const rest = text.slice(0, line === start.line && 'column' in start ? Number(start.column) : 0) + (line === end.line && 'column' in end ? text.slice(Number(end.column)) : '');
            if (rest.trim() === '') commented.add(line);
          }
        }
        const lines = context.sourceCode.lines.filter((text, index) => text.trim() !== '' && !commented.has(index + 1)).length;
        const limit = context.options[0] === 'limit' ? LIMIT : COMFORTABLE;
        const tooLong = lines > limit && (limit === LIMIT || lines <= LIMIT);
        if (tooLong) context.report({ node, messageId: 'long', data: { lines: String(lines), limit: String(limit) } });
      },
    };
  },
};
