import type { Rule } from 'eslint';
import { resolveImport } from '../imports/import-graph.ts';
import { roomNames } from '../imports/rooms.ts';
import { globalUses, readsClock } from './global-uses.ts';
import { onEachImport } from './imported-sources.ts';
import { placeInProject } from './place-in-project.ts';

const PURE_FOLDERS = ['math', 'components', ...roomNames];
const IMPURE_PACKAGES =
  /^(node:|@remix-run\/(node|node-fetch-server|serve|express|dev)(\/|$)|@?prisma(\/|$)|@prisma\/|@shopify\/(shopify-api|shopify-app-session-storage)|@shopify\/shopify-app-remix(\/|$)|pg$|pg-|pino$|graphql-request(\/|$))/;
/** Node's modules are also importable without their prefix. */
const BARE_NODE_MODULES = /^(fs|path|crypto|process|os|http|https|net|stream|worker_threads|child_process|perf_hooks|timers|url|util|zlib|events|buffer|async_hooks)(\/|$)/;
const IMPURE_FOLDERS = /^app\/(database|jobs|ingress)\//;
const GLOBALS = new Set(['process', 'Date', 'Math', 'performance', 'crypto', 'fetch', 'globalThis', 'window']);
const IMPURE_USES: readonly (readonly [RegExp, string])[] = [
  [/^process(\.|$)/, 'the environment'],
  [/^Math\.random(\.|$)/, 'a random source'],
  [/^performance(\.|$)/, 'the clock'],
  [/^crypto(\.|$)/, 'a random source'],
  [/^fetch(\.|$)/, 'the network'],
];

/**
 * The rules of the business are pure functions, the same on every machine and at every hour: in math/, components/ and the rooms a file
 * without `.server` in its name imports nothing that reaches out, and reads no environment, clock or random source.
 */
export const purity: Rule.RuleModule = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      import: 'This file is pure, and "{{specifier}}" is not. Move what needs it to a .server.ts file beside this one.',
      use: 'This file is pure, and {{path}} reads {{what}}. Take the value as an argument, or move this to a .server.ts file.',
    },
  },
  create(context) {
    if (!isPure(placeInProject(context))) return {};
    return {
      ...onEachImport(({ node, specifier }) => {
        if (isImpureImport(placeInProject(context), specifier)) context.report({ node, messageId: 'import', data: { specifier } });
      }),
      'Program:exit': () => {
        for (const use of globalUses(context, GLOBALS)) {
          const what = readsClock(use) ? 'the clock' : IMPURE_USES.find(([form]) => form.test(use.path))?.[1];
          if (what !== undefined) context.report({ node: use.node, messageId: 'use', data: { path: use.path, what } });
        }
      },
    };
  },
};

/** @param file from the project's root, with forward slashes */
export function isPure(file: string): boolean {
  const [top, folder] = file.split('/');
  const name = file.slice(file.lastIndexOf('/') + 1);
  return top === 'app' && PURE_FOLDERS.includes(folder ?? '') && /\.(ts|tsx)$/.test(name) && !/\.(server|test)\./.test(name);
}

function isImpureImport(from: string, specifier: string): boolean {
  const target = resolveImport(from, specifier);
  if (target === null) return IMPURE_PACKAGES.test(specifier) || BARE_NODE_MODULES.test(specifier);
  return /\.server(\.[a-z]+)?$/.test(target) || IMPURE_FOLDERS.test(target);
}
