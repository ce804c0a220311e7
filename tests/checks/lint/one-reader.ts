import type { Rule } from 'eslint';
import { globalUses, readsClock } from './global-uses.ts';
import { onEachImport } from './imported-sources.ts';
import { isTest, placeInProject } from './place-in-project.ts';

const CONFIG = 'app/runtime/config.server.ts';
const CLOCK = 'app/runtime/clock.server.ts';
const LOG = 'app/runtime/log.server.ts';
/** Commands and processes: what they print is read by the person who started them, also when the configuration that the logger needs is wrong. The local Shopify has no logger of the app's. */
const PRINTS = /^(tests\/(cli|shopify-standin)\/|app\/(start|migrate|rotate-keys|server|worker)\.ts$)/;

/** What the app takes from its surroundings it takes in one place each, so that a test can give it another and a reader finds it. */
export const oneReader: Rule.RuleModule = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      environment: `The environment is read in ${CONFIG} alone: add the variable there, where it is parsed, and import config().`,
      processImport: 'Use the global process; its environment is read in app/runtime/config.server.ts alone.',
      clock: `The clock is read in ${CLOCK} alone: take \`now\` as an argument, or ask the clock there.`,
      console: `Say it with the logger of ${LOG}: a bare console line has no level, no shop and no request. (Only commands print: tests/cli and what starts a process.)`,
    },
  },
  create(context) {
    const file = placeInProject(context);
    const inApp = file.startsWith('app/') && !isTest(file);
    const printer = PRINTS.test(file) || file === LOG || !/^(app|tests|extensions)\//.test(file);
    return {
      ...onEachImport(({ node, specifier }) => {
        if (inApp && file !== CONFIG && /^(node:)?process$/.test(specifier)) context.report({ node, messageId: 'processImport' });
      }),
      'Program:exit': () => {
        for (const use of globalUses(context, new Set(['process', 'Date', 'console', 'globalThis', 'window']))) {
          if (inApp && file !== CONFIG && /^process\.env(\.|$)/.test(use.path)) context.report({ node: use.node, messageId: 'environment' });
          if (inApp && file !== CLOCK && readsClock(use)) context.report({ node: use.node, messageId: 'clock' });
          if (!printer && /^console(\.|$)/.test(use.path)) context.report({ node: use.node, messageId: 'console' });
        }
      },
    };
  },
};
