/** What `npm test -- ...` was asked to do. */
export interface CheckArguments {
  /** Names of steps, or null for all. */
  only: string[] | null;
  /** Parts of test files' paths: only those tests run. */
  filters: string[];
  /** Part of a test's name, or null. */
  testName: string | null;
}

/**
 * @param args after `npm test --`
 * @param steps the names there are
 * @throws Error saying what is wrong and what there is
 */
export function checkArguments(args: readonly string[], steps: readonly string[]): CheckArguments {
  const asked: CheckArguments = { only: null, filters: [], testName: null };
  for (let index = 0; index < args.length; index += 1) {
    const [flag = '', inline] = (args[index] ?? '').split('=', 2);
    if (!flag.startsWith('-')) {
      asked.filters.push(args[index] ?? '');
      continue;
    }
    const value = inline ?? args[(index += 1)];
    if (value === undefined || value === '') throw new Error(`${flag} wants a value.`);
    if (flag === '--only') asked.only = value.split(',').map((name) => name.trim());
    else if (flag === '-t' || flag === '--testNamePattern') asked.testName = value;
    else throw new Error(`There is no ${flag}. Use --only ${steps.join(',')}, a part of a test file's path, or -t with a part of a test's name.`);
  }
  const unknown = asked.only?.find((name) => !steps.includes(name));
  if (unknown !== undefined) throw new Error(`There is no step "${unknown}". There are ${steps.join(', ')}.`);
  if (asked.only !== null && asked.filters.length > 0) throw new Error('Give either --only or a part of a path, not both.');
  return asked;
}
