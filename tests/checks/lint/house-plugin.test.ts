import { RuleTester } from 'eslint';
import type { Rule } from 'eslint';
import tseslint from 'typescript-eslint';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../files/project-files.ts';
import { housePlugin } from './house-plugin.ts';
import { isPure } from './purity.ts';

RuleTester.describe = describe;
RuleTester.it = it;

const tester = new RuleTester({
  languageOptions: { parser: tseslint.parser as never, parserOptions: { ecmaFeatures: { jsx: true } }, globals: { console: 'readonly', process: 'readonly' } },
});

function rule(name: string): Rule.RuleModule {
  const found = housePlugin.rules?.[name];
  if (found === undefined || typeof found === 'function') throw new Error(`There is no rule ${name}.`);
  return found as Rule.RuleModule;
}

/** Runs one rule over sources as if they stood at those places of the project. */
function check(name: string, cases: { passes: readonly (readonly [file: string, code: string])[]; fails: readonly (readonly [file: string, code: string, messageId: string])[]; options?: unknown[] }): void {
  const options = cases.options ?? [];
  const at = (file: string): string => `${projectRoot}/${file}`;
  tester.run(name, rule(name), {
    valid: cases.passes.map(([file, code]) => ({ name: `passes ${file}: ${code.slice(0, 60)}`, filename: at(file), code, options })),
    invalid: cases.fails.map(([file, code, messageId]) => ({ name: `refuses ${file}: ${code.slice(0, 60)}`, filename: at(file), code, options, errors: [{ messageId }] })),
  });
}

check('import-direction', {
  passes: [
    ['app/tags/wanted-tags.ts', "import { stage } from '../profiles/stage.ts'; stage();"],
    ['app/routes/app._index.tsx', "import { refresh } from '#app/profiles/refresh-profiles.server.ts'; refresh();"],
    ['app/root.tsx', "import { AppProvider } from '@shopify/polaris'; AppProvider();"],
    ['app/server.ts', "import * as build from '../build/server/index.js'; build.x();"],
  ],
  fails: [
    ['app/mirror/order.ts', "import { rfm } from '../profiles/rfm.ts'; rfm();", 'refused'],
    ['app/mirror/order.ts', "import type { Rfm } from '#app/profiles/rfm.ts'; export type A = Rfm;", 'refused'],
    ['app/mirror/order.ts', "export type A = import('../profiles/rfm.ts').Rfm;", 'refused'],
    ['app/mirror/order.ts', "export * from '../tags/diff.ts';", 'refused'],
    ['app/mirror/order.ts', "const x = await import('#tests/factories/order.ts'); x();", 'refused'],
    ['app/tags/wanted-tags.ts', "import { stage } from '../profiles/stage'; stage();", 'extension'],
    ['app/tags/wanted-tags.ts', "import { stage } from '../profiles/stage.js'; stage();", 'extension'],
  ],
});

check('purity', {
  passes: [
    ['app/profiles/stage.ts', 'export const day = (now: number): Date => new Date(now);'],
    ['app/profiles/stage.ts', 'export const run = (process: { env: string }): string => process.env;'],
    ['app/profiles/stage.ts', 'export const root = (x: number): number => Math.sqrt(x);'],
    ['app/profiles/stage.ts', 'export const at = (value: Date): number => value.getTime();'],
    ['app/profiles/stage.ts', "import type { OrderNode } from '#app/shopify/generated/admin.ts'; export type A = OrderNode;"],
    ['app/components/tier-grid.tsx', "import { Card } from '@shopify/polaris'; import { Link } from '@remix-run/react'; import { useAppBridge } from '@shopify/app-bridge-react'; export const A = () => <Card><Link to={useAppBridge()} /></Card>;"],
    ['app/profiles/profile-store.server.ts', "import pg from 'pg'; export const pool = new pg.Pool();"],
    ['app/profiles/stage.test.ts', 'export const now = Date.now();'],
    ['app/runtime/clock.server.ts', 'export const now = (): number => Date.now();'],
  ],
  fails: [
    ['app/profiles/stage.ts', "import { store } from './profile-store.server.ts'; store();", 'import'],
    ['app/profiles/stage.ts', "import type { Row } from './profile-store.server.ts'; export type A = Row;", 'import'],
    ['app/profiles/stage.ts', "import { PrismaClient } from '@prisma/client'; new PrismaClient();", 'import'],
    ['app/profiles/stage.ts', "import { randomUUID } from 'node:crypto'; randomUUID();", 'import'],
    ['app/profiles/stage.ts', "import { readFileSync } from 'fs'; readFileSync('x');", 'import'],
    ['app/profiles/stage.ts', "import pg from 'pg'; pg.x();", 'import'],
    ['app/profiles/stage.ts', "import { PgBoss } from 'pg-boss'; PgBoss();", 'import'],
    ['app/profiles/stage.ts', "import { shopifyApi } from '@shopify/shopify-api'; shopifyApi();", 'import'],
    ['app/profiles/stage.ts', "import type { Shop } from '#app/database/generated/client.ts'; export type A = Shop;", 'import'],
    ['app/components/tier-grid.tsx', "import { json } from '@remix-run/node'; json({});", 'import'],
    ['app/components/tier-grid.tsx', "import { boundary } from '@shopify/shopify-app-remix/server'; boundary();", 'import'],
    ['app/math/gamma.ts', 'export const now = Date.now();', 'use'],
    ['app/math/gamma.ts', 'export const now = new Date();', 'use'],
    ['app/math/gamma.ts', 'export const now = Date();', 'use'],
    ['app/math/gamma.ts', 'export const clock = Date.now;', 'use'],
    ['app/math/gamma.ts', 'export const now = globalThis.Date.now();', 'use'],
    ['app/math/gamma.ts', 'export const x = Math.random();', 'use'],
    ['app/math/gamma.ts', "export const x = Math['random']();", 'use'],
    ['app/math/gamma.ts', 'export const x = performance.now();', 'use'],
    ['app/math/gamma.ts', 'export const x = crypto.randomUUID();', 'use'],
    ['app/math/gamma.ts', 'export const x = process.env.HOME;', 'use'],
    ['app/math/gamma.ts', "export const x = fetch('https://example.com');", 'use'],
  ],
});

check('one-reader', {
  passes: [
    ['app/runtime/config.server.ts', 'export const home = process.env.HOME;'],
    ['app/runtime/clock.server.ts', 'export const now = () => Date.now();'],
    ['app/worker.ts', "process.on('SIGTERM', () => process.exit(0));"],
    ['app/tags/diff.test.ts', 'export const now = Date.now(); process.env.X = "1";'],
    ['tests/integration/import.test.ts', 'export const at = new Date();'],
    ['app/server.ts', "console.error('The port is in use.');"],
    ['tests/shopify-standin/server.ts', "console.error('stopped');"],
    ['tests/cli/demo.ts', "console.log('http://127.0.0.1:3000');"],
    ['app/tags/ledger.server.ts', 'export const at = (instant: string): Date => new Date(instant);'],
  ],
  fails: [
    ['app/tags/ledger.server.ts', 'export const home = process.env.HOME;', 'environment'],
    ['app/tags/ledger.server.ts', 'export const all = { ...process.env };', 'environment'],
    ['app/tags/ledger.server.ts', "import { env } from 'node:process'; export const home = env.HOME;", 'processImport'],
    ['app/tags/ledger.server.ts', 'export const at = Date.now();', 'clock'],
    ['app/routes/app._index.tsx', 'export const at = new Date();', 'clock'],
    ['app/tags/ledger.server.ts', "console.log('wrote');", 'console'],
    ['tests/factories/order.ts', "console.error('stopped');", 'console'],
  ],
});

check('file-names', {
  passes: [
    ['app/profiles/rfm.ts', 'export {};'],
    ['app/profiles/profile-store.server.ts', 'export {};'],
    ['app/components/TierGrid.tsx', 'export {};'],
    ['app/routes/app.customers_.$id.tsx', 'export {};'],
    ['vite.config.ts', 'export {};'],
  ],
  fails: [
    ['app/utils/money.ts', 'export {};', 'name'],
    ['app/profiles/helpers.ts', 'export {};', 'name'],
    ['app/profiles/types.ts', 'export {};', 'name'],
    ['app/profiles/lib/rfm.ts', 'export {};', 'name'],
    ['app/profiles/profileStore.ts', 'export {};', 'name'],
    ['app/profiles/profile_store.ts', 'export {};', 'name'],
  ],
});

check('no-barrels', {
  passes: [
    ['app/profiles/rfm.ts', "export { a } from './a.ts'; export const b = 1;"],
    ['app/entry.server.tsx', "export { ingress } from './ingress/ingress.server.ts'; export default function handle() {}"],
    ['app/profiles/rfm.ts', 'const a = 1; export { a };'],
    ['app/profiles/rfm.ts', 'export type A = number;'],
  ],
  fails: [
    ['app/profiles/index.ts', "export * from './a.ts';", 'barrel'],
    ['app/profiles/all.ts', "export { a } from './a.ts'; export type { B } from './b.ts';", 'barrel'],
    ['app/profiles/all.ts', "import { a } from './a.ts'; export { a };", 'barrel'],
  ],
});

const lines = (count: number): string => Array.from({ length: count }, (_, index) => `export const line${index} = ${index};\n\n// a comment takes no room\n`).join('');
check('long-file', { options: ['comfortable'], passes: [['app/profiles/rfm.ts', lines(300)], ['app/profiles/rfm.ts', lines(401)]], fails: [['app/profiles/rfm.ts', lines(301), 'long'], ['app/profiles/rfm.ts', lines(400), 'long']] });
check('very-long-file', { options: ['limit'], passes: [['app/profiles/rfm.ts', lines(400)]], fails: [['app/profiles/rfm.ts', lines(401), 'long']] });

check('no-silent-skips', {
  passes: [
    ['app/profiles/rfm.test.ts', "it('scores', () => {}); it.each([1])('scores %i', () => {});"],
    ['app/profiles/rfm.test.ts', 'const only = list.only; list.skip();'],
  ],
  fails: [
    ['app/profiles/rfm.test.ts', "it.skip('scores', () => {});", 'skip'],
    ['app/profiles/rfm.test.ts', "describe.only('scores', () => {});", 'skip'],
    ['app/profiles/rfm.test.ts', "test.todo('scores');", 'skip'],
    ['app/profiles/rfm.test.ts', "it.concurrent.skip('scores', () => {});", 'skip'],
    ['app/profiles/rfm.test.ts', "it.skipIf(true)('scores', () => {});", 'skip'],
    ['app/profiles/rfm.test.ts', "it('scores', (context) => { context.skip(); });", 'skip'],
  ],
});

describe('which files are pure', () => {
  it('takes math, components and the rooms, without .server and tests', () => {
    expect(['app/math/gamma.ts', 'app/components/tier-grid.tsx', 'app/profiles/rfm.ts', 'app/tags/rules/vip.ts'].filter((file) => !isPure(file))).toEqual([]);
    expect(['app/profiles/store.server.ts', 'app/profiles/refresh.job.server.ts', 'app/profiles/rfm.test.ts', 'app/routes/app._index.tsx', 'app/runtime/errors.ts', 'tests/cli/demo.ts'].filter(isPure)).toEqual([]);
  });
});
