/** What a run of vitest came to. */
export interface TestCounts {
  passed: number;
  failed: number;
  /** Why the run is not good although no test failed, one line each. */
  faults: string[];
}

/**
 * Counts from vitest's JSON report. Left-out tests are a fault: a test that does not run cannot fail.
 * @param report the file's text, or null when vitest wrote none
 * @param ended whether vitest ended with status 0
 */
export function testCounts(report: string | null, ended: boolean): TestCounts {
  const json = report === null ? null : parse(report);
  if (json === null) return { passed: 0, failed: 1, faults: ['vitest ended without a report: it could not start, or was stopped'] };
  const passed = numberIn(json, 'numPassedTests');
  let failed = numberIn(json, 'numFailedTests');
  const leftOut = numberIn(json, 'numPendingTests') + numberIn(json, 'numTodoTests');
  const faults: string[] = [];
  if (leftOut > 0) faults.push(`${leftOut} tests were left out; make them run, or delete them`);
  if (passed + failed + leftOut === 0) faults.push('no test was found');
  // A file that fails before its first test, or an error outside every test, is no failed test in the report, and yet a failure.
  if (!ended && failed === 0 && faults.length === 0) faults.push('vitest failed outside the tests; what it said is above');
  failed += faults.length;
  return { passed, failed, faults };
}

function parse(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

function numberIn(json: Record<string, unknown>, key: string): number {
  const value = json[key];
  return typeof value === 'number' ? value : 0;
}
