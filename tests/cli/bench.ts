/**
 * `npm run bench`: measurements, each against something measured in the same run.
 *   npm run bench                        the benches there are
 *   npm run bench -- NAME [--json]       runs one; --json gives one JSON object a line: {name, value, unit, baseline, ratio}
 * Figures alone go to standard output; what is going on, and on what machine, goes to standard error.
 */
import './bench/quiet.ts';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { BenchUsageError, type Bench, type BenchContext, type Figure } from './bench/bench.ts';
import { startBenchDatabase, type BenchDatabase } from './bench/bench-database.ts';
import { figure, figureTable } from './bench/figures.ts';
import { benchNames, loadBench } from './bench/find-benches.ts';
import { machineLine } from './bench/machine.ts';

async function main(args: string[]): Promise<void> {
  const [name, ...rest] = args;
  const names = benchNames();
  if (name === undefined || name === '--help') return list(names);
  if (!names.includes(name)) throw new BenchUsageError(`There is no bench "${name}". There are ${names.join(', ')}.`);
  const bench = await loadBench(name);
  const { json, options } = readOptions(name, bench, rest);
  const say = (line: string): void => console.error(line);
  say(machineLine());
  const figures: Figure[] = [];
  await inOwnDirectory(async (directory, database) => {
    await bench.run({
      options, directory, database, say,
      report: (given) => {
        const made = figure(given);
        figures.push(made);
        // At once: a long bench that is stopped has still said what it found.
        if (json) process.stdout.write(`${JSON.stringify(made)}\n`);
      },
    });
  });
  if (!json) console.log(figureTable(figures));
}

async function list(names: readonly string[]): Promise<void> {
  console.log('npm run bench -- NAME [--json]\n');
  for (const name of names) {
    const { about, options = {} } = await loadBench(name);
    console.log(`  ${name.padEnd(16)} ${about}`);
    for (const [option, text] of Object.entries(options)) console.log(`  ${''.padEnd(16)}   --${option}: ${text}`);
  }
}

function readOptions(name: string, bench: Bench, args: string[]): { json: boolean; options: BenchContext['options'] } {
  const known = Object.fromEntries(Object.keys(bench.options ?? {}).map((option) => [option, { type: 'string' } as const]));
  try {
    const { values } = parseArgs({ args, strict: true, allowPositionals: false, options: { ...known, json: { type: 'boolean' } } });
    const { json, ...options } = values;
    return { json: json === true, options: options as Record<string, string | undefined> };
  } catch (error) {
    throw new BenchUsageError(`${error instanceof Error ? error.message.split('\n', 1)[0] : String(error)} The bench ${name} takes ${['json', ...Object.keys(known)].map((one) => `--${one}`).join(', ')}.`);
  }
}

/** A directory and, once asked for, a PostgreSQL in it; both are gone afterwards, also when the bench is stopped. */
async function inOwnDirectory(work: (directory: string, database: BenchContext['database']) => Promise<void>): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'regulars-bench-'));
  // As root the server runs under a user of its own, who has to be able to walk into the folder.
  await chmod(directory, 0o755);
  let database: Promise<BenchDatabase> | undefined;
  let ended: Promise<void> | undefined;
  const end = (): Promise<void> =>
    (ended ??= (async () => {
      await (await database?.catch(() => undefined))?.stop();
      await rm(directory, { recursive: true, force: true });
    })());
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void end().finally(() => process.exit(130)));
  try {
    await work(directory, () => (database ??= startBenchDatabase(join(directory, 'postgres'))));
  } finally {
    await end();
  }
}

await main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof BenchUsageError ? error.message : error);
  process.exitCode = 1;
});
