/**
 * `npm test`: every check of the project, each with a line, and at the end the count of tests.
 *   npm test -- --only lint,types       some of the steps
 *   npm test -- app/profiles            the tests below a path (-t "part of a name" narrows further)
 * Every step runs whatever became of those before it, so that one run tells all there is to mend; any fault makes the status 1.
 */
import { checkArguments } from '../checks/steps/check-arguments.ts';
import { filteredTests, steps } from '../checks/steps/steps.ts';
import type { Step, StepOutcome } from '../checks/steps/steps.ts';

interface Finished extends StepOutcome {
  name: string;
  seconds: number;
}

const finished: Finished[] = [];

async function runStep(step: Step): Promise<void> {
  if (step.lane === 'after') console.log(`\n${step.name}: ${step.about}`);
  const started = performance.now();
  let outcome: StepOutcome;
  try {
    outcome = await step.run();
  } catch (error) {
    outcome = { passed: false, output: error instanceof Error ? error.message : String(error) };
  }
  const done = { ...outcome, name: step.name, seconds: (performance.now() - started) / 1000 };
  finished.push(done);
  console.log(line(done));
  if (!done.passed && done.output !== '') console.log(indent(done.output));
}

async function runLane(lane: readonly Step[]): Promise<void> {
  for (const step of lane) await runStep(step);
}

function line({ name, passed, seconds, note }: Finished): string {
  return `${passed ? 'ok  ' : 'FAIL'}  ${name.padEnd(8)} ${`${seconds.toFixed(1)} s`.padStart(8)}${note === undefined ? '' : `   ${note}`}`;
}

function indent(text: string): string {
  return text.split('\n').map((row) => `      ${row}`).join('\n');
}

function chosenSteps(): Step[] {
  const { only, filters, testName } = checkArguments(process.argv.slice(2), steps.map((step) => step.name));
  if (filters.length > 0 || testName !== null) return filteredTests(filters, testName);
  return steps.filter((step) => only === null || only.includes(step.name));
}

let chosen: Step[] | null = null;
try {
  chosen = chosenSteps();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

if (chosen !== null) {
  const started = performance.now();
  const lane = (name: Step['lane']): Step[] => (chosen ?? []).filter((step) => step.lane === name);
  await Promise.all([runLane(lane('first')), runLane(lane('second'))]);
  await runLane(lane('after'));

  const failedSteps = finished.filter((step) => !step.passed);
  const seconds = Math.round((performance.now() - started) / 1000);
  console.log(`\n${finished.map(line).join('\n')}`);
  console.log(`\n${failedSteps.length === 0 ? 'All is well' : `To mend: ${failedSteps.map((step) => step.name).join(', ')}`}, after ${Math.floor(seconds / 60)} min ${seconds % 60} s.`);
  // A step without tests that failed counts as one failure: "0 failed" has to mean that nothing did.
  const passed = finished.reduce((sum, step) => sum + (step.tests?.passed ?? 0), 0);
  const failed = finished.reduce((sum, step) => sum + (step.tests?.failed ?? 0) + (!step.passed && (step.tests === undefined || step.tests.failed === 0) ? 1 : 0), 0);
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failedSteps.length === 0 ? 0 : 1;
}
