import { describe, expect, it } from 'vitest';
import { checkArguments } from './check-arguments.ts';
import { runProcess } from './run-process.ts';
import { testCounts } from './test-counts.ts';

const steps = ['lint', 'types', 'tests'];

describe('what npm test is asked', () => {
  it('is everything, some steps, or some tests', () => {
    expect(checkArguments([], steps)).toEqual({ only: null, filters: [], testName: null });
    expect(checkArguments(['--only', 'lint,types'], steps)).toEqual({ only: ['lint', 'types'], filters: [], testName: null });
    expect(checkArguments(['--only=lint'], steps).only).toEqual(['lint']);
    expect(checkArguments(['app/profiles', '-t', 'late'], steps)).toEqual({ only: null, filters: ['app/profiles'], testName: 'late' });
  });

  it.each([
    [['--only', 'lnt'], 'There is no step "lnt". There are lint, types, tests.'],
    [['--only'], '--only wants a value'],
    [['--watch', 'x'], 'There is no --watch'],
    [['--only', 'lint', 'app/profiles'], 'not both'],
  ])('is refused as %j', (args, words) => {
    expect(() => checkArguments(args, steps)).toThrow(words);
  });
});

describe('counting tests', () => {
  const report = (passed: number, failed: number, pending = 0, todo = 0): string => JSON.stringify({ numPassedTests: passed, numFailedTests: failed, numPendingTests: pending, numTodoTests: todo });

  it('takes the report at its word when all is well', () => {
    expect(testCounts(report(7, 0), true)).toEqual({ passed: 7, failed: 0, faults: [] });
    expect(testCounts(report(7, 2), false)).toEqual({ passed: 7, failed: 2, faults: [] });
  });

  it.each([
    ['tests that were left out', report(7, 0, 1, 1), true, '2 tests were left out'],
    ['a run without tests', report(0, 0), true, 'no test was found'],
    ['an error outside the tests', report(7, 0), false, 'failed outside the tests'],
    ['no report', null, false, 'without a report'],
    ['half a report', '{"numPassedTests": 7', false, 'without a report'],
  ])('counts %s as a failure', (_, text, ended, words) => {
    const { failed, faults } = testCounts(text, ended);
    expect(failed).toBe(1);
    expect(faults.join()).toContain(words);
  });
});

describe('running a command', () => {
  it('passes on status 0 and fails on any other, with what it said', async () => {
    expect(await runProcess({ script: ['--eval', 'console.log("fine")'], limitMinutes: 1 })).toEqual({ passed: true, output: 'fine' });
    const failed = await runProcess({ script: ['--eval', 'console.error("not fine"); process.exitCode = 3'], limitMinutes: 1 });
    expect(failed.passed).toBe(false);
    expect(failed.output).toContain('not fine');
    expect(failed.output).toContain('status 3');
  });

  it('ends what hangs, and says that it did', async () => {
    const { passed, output } = await runProcess({ script: ['--eval', 'setInterval(() => {}, 1000)'], limitMinutes: 0.005 });
    expect(passed).toBe(false);
    expect(output).toContain('Stopped after');
  });
});
