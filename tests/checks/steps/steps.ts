import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../files/project-files.ts';
import { runProcess } from './run-process.ts';
import type { Outcome } from './run-process.ts';
import { testCounts } from './test-counts.ts';

export interface StepOutcome extends Outcome {
  /** Tests run, where the step runs tests. */
  tests?: { passed: number; failed: number };
  /** What was looked at, for the summary. */
  note?: string;
}

export interface Step {
  name: string;
  /** What it holds the project to. */
  about: string;
  /** Steps of one lane run one after the other; the two lanes before the tests run side by side. */
  lane: 'first' | 'second' | 'after';
  run: () => Promise<StepOutcome>;
}

/** Every check of `npm test`, in order. What each imports is imported when it runs, so that a fault in one piece fails one step. */
export const steps: readonly Step[] = [
  { name: 'lint', about: 'ESLint, with the rules of the house', lane: 'first', run: () => runProcess({ script: ['node_modules/eslint/bin/eslint.js', '.'], limitMinutes: 8 }) },
  { name: 'types', about: 'TypeScript, strict', lane: 'second', run: checkTypes },
  { name: 'graphql', about: "operations against Shopify's published schema, bulk lint, generated types", lane: 'second', run: checkGraphql },
  { name: 'tomls', about: 'what Shopify CLI reads, against what the code says', lane: 'second', run: checkTomlFiles },
  { name: 'extensions', about: "theme-check and what it lets pass, UI extensions built, their sizes", lane: 'second', run: checkExtensionFiles },
  { name: 'prisma', about: 'the schema is valid (that the migrations make it is a test of PostgreSQL)', lane: 'second', run: () => runProcess({ script: ['node_modules/prisma/build/index.js', 'validate'], limitMinutes: 2, env: { CHECKPOINT_DISABLE: '1', PRISMA_HIDE_UPDATE_MESSAGE: '1' } }) },
  { name: 'browser', about: 'a Chromium for the tests', lane: 'second', run: findBrowser },
  { name: 'tests', about: 'unit, the local Shopify, integration on a real PostgreSQL', lane: 'after', run: () => runTests('tests', ['--project', 'unit', '--project', 'standin', '--project', 'integration'], 20) },
  { name: 'build', about: 'the web bundle', lane: 'after', run: build },
  { name: 'e2e', about: 'the whole app in Chromium', lane: 'after', run: () => runTests('e2e', ['--project', 'e2e'], 30) },
];

/** The tests whose path or name has these parts, whatever project they belong to. */
export function filteredTests(filters: readonly string[], testName: string | null): Step[] {
  const run: Step = { name: 'tests', about: filters.join(' '), lane: 'after', run: () => runTests('tests', [...filters, ...(testName === null ? [] : ['--testNamePattern', testName])], 12, testName !== null) };
  const inBrowser = filters.some((filter) => filter.includes('e2e'));
  return inBrowser ? [...steps.filter((step) => step.name === 'browser' || step.name === 'build').map((step) => ({ ...step, lane: 'after' as const })), run] : [run];
}

/** The app, and the UI extensions, whose elements are of other surfaces of Shopify. */
async function checkTypes(): Promise<StepOutcome> {
  const outcomes: Outcome[] = [];
  for (const project of ['.', 'extensions', 'extensions/regulars-admin']) outcomes.push(await runProcess({ script: ['node_modules/typescript/bin/tsc', '--noEmit', '--project', project], limitMinutes: 5 }));
  return { passed: outcomes.every((one) => one.passed), output: outcomes.map((one) => one.output).filter((output) => output !== '').join('\n') };
}

async function checkGraphql(): Promise<StepOutcome> {
  const { checkOperations } = await import('../graphql/check-operations.ts');
  const { operations, faults } = await checkOperations();
  return { passed: faults.length === 0, output: faults.join('\n'), note: `${operations} operations` };
}

async function checkTomlFiles(): Promise<StepOutcome> {
  const { checkTomls } = await import('../tomls/check-tomls.ts');
  const { tomls, faults } = checkTomls();
  return { passed: faults.length === 0, output: faults.join('\n'), note: `${tomls} files` };
}

async function checkExtensionFiles(): Promise<StepOutcome> {
  const { checkExtensions } = await import('../extensions/check-extensions.ts');
  const { looked, faults } = await checkExtensions();
  return { passed: faults.length === 0, output: faults.join('\n'), note: looked.join(', ') };
}

async function findBrowser(): Promise<StepOutcome> {
  const { ensureChromium } = await import('#tests/e2e/chromium.ts');
  const file = ensureChromium((line) => process.stdout.write(`${line}\n`));
  // Every test that starts a browser takes this one.
  process.env['CHROMIUM_PATH'] = file;
  return { passed: true, output: '', note: file };
}

async function build(): Promise<StepOutcome> {
  const { buildApp } = await import('#tests/cli/build-app.ts');
  await buildApp(() => {});
  return { passed: true, output: '' };
}

/** @param someLeftOut whether tests are left out by name on purpose */
async function runTests(name: string, args: readonly string[], limitMinutes: number, someLeftOut = false): Promise<StepOutcome> {
  const report = path.join(projectRoot, '.cache', 'check', `${name}.json`);
  mkdirSync(path.dirname(report), { recursive: true });
  rmSync(report, { force: true });
  const script = ['node_modules/vitest/vitest.mjs', 'run', ...args, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const { passed: ended, output } = await runProcess({ script, limitMinutes, live: true, env: { NODE_ENV: 'test' } });
  const { passed, failed, faults } = testCounts(existsSync(report) ? readFileSync(report, 'utf8') : null, ended);
  const counted = someLeftOut ? failed - faults.length : failed;
  return { passed: ended && counted === 0, output: [output, ...(someLeftOut ? [] : faults)].filter((line) => line !== '').join('\n'), tests: { passed, failed: Math.max(counted, ended ? 0 : 1) }, note: `${passed} passed, ${counted} failed` };
}
