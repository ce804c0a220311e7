import type { BenchDatabase } from './bench-database.ts';

/**
 * What `npm run bench` runs. A bench is one file, `<name>.bench.ts` in this folder, that exports `bench`; it is found by
 * its name and needs to be entered nowhere. What it needs of the app it imports when it runs: the app's modules read
 * the environment, which is made by `context.database()`.
 */
export interface Bench {
  /** One line for the list of benches. */
  about: string;
  /** Options beside --json, by name: each takes a value; the text says what it is and what is taken without it. */
  options?: Readonly<Record<string, string>>;
  run(context: BenchContext): Promise<void>;
}

/** One measured number: a line of --json has these five and no others. */
export interface Figure {
  /** From the general to the particular, parted by colons: "import:1000000:rows-per-second". */
  name: string;
  value: number;
  unit: string;
  /** What the value is held against, in the same unit and measured in the same run; null where there is nothing. */
  baseline: number | null;
  /** value / baseline unless the bench says otherwise. */
  ratio: number | null;
}

export interface BenchContext {
  /** What was given for the bench's own options. */
  options: Readonly<Record<string, string | undefined>>;
  /** A directory of this run's own; it is removed at the end. */
  directory: string;
  /** Starts an embedded PostgreSQL for this run, migrated and with the queues of jobs; the same one at each call. The environment is then that of the app. */
  database(): Promise<BenchDatabase>;
  /** A measured number. `ratio` is worked out where it is left out and there is a baseline. */
  report(figure: Omit<Figure, 'ratio' | 'baseline'> & Partial<Pick<Figure, 'ratio' | 'baseline'>>): void;
  /** What is going on, for whoever waits; goes to standard error. */
  say(line: string): void;
}

/** A mistake of whoever called: shown by itself, without a stack. */
export class BenchUsageError extends Error {}

/** Whole numbers from an option such as "1000,100000". @throws BenchUsageError */
export function wholeNumbers(option: string, text: string | undefined, otherwise: readonly number[]): number[] {
  if (text === undefined) return [...otherwise];
  const numbers = text.split(',').map((part) => (/^\d+$/.test(part.trim()) ? Number(part) : Number.NaN));
  if (numbers.some((number) => !(number >= 1 && number <= 100_000_000))) throw new BenchUsageError(`--${option} is "${text}"; it must be whole numbers from 1, parted by commas.`);
  return numbers;
}
