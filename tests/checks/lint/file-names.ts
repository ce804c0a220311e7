import type { Rule } from 'eslint';
import { faultOfName } from '../files/names.ts';
import { placeInProject } from './place-in-project.ts';

/** The house reads like the business: no drawers, one way of writing names. */
export const fileNames: Rule.RuleModule = {
  meta: { type: 'suggestion', schema: [], messages: { name: '{{fault}}.' } },
  create(context) {
    return {
      Program: (node) => {
        const fault = faultOfName(placeInProject(context));
        if (fault !== null) context.report({ node, messageId: 'name', data: { fault } });
      },
    };
  },
};
