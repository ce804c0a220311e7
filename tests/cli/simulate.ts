/**
 * `npm run simulate`: the app through bad days.
 *   npm run simulate -- --seeds 10000        random histories over a bad network, one a seed; names each seed that fails
 *   npm run simulate -- --seed 42            one of them again
 *   npm run simulate -- --kills 100          kills web, worker and database connections of a busy app at random moments
 * What is found goes to standard output (--json: one object a line), what is going on to standard error. Status 1 when anything failed.
 */
import './bench/quiet.ts';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startBenchDatabase } from './bench/bench-database.ts';
import { machineLine } from './bench/machine.ts';

const USAGE = `npm run simulate -- --seeds N [--from N] [--steps N] [--json]   N random histories, one a seed
npm run simulate -- --seed N [--steps N] [--json]               one history again
npm run simulate -- --kills N [--json]                          N kills of a busy app's processes`;

class UsageError extends Error {}

interface Wish {
  seeds: number[];
  steps: number;
  kills: number;
  json: boolean;
}

function readWish(args: string[]): Wish | 'help' {
  const text = { type: 'string' } as const;
  let values: Record<string, string | boolean | undefined>;
  try {
    ({ values } = parseArgs({ args, strict: true, allowPositionals: false, options: { seeds: text, seed: text, from: text, steps: text, kills: text, json: { type: 'boolean' }, help: { type: 'boolean' } } }));
  } catch (error) {
    throw new UsageError(error instanceof Error ? (error.message.split('\n', 1)[0] ?? '') : String(error));
  }
  if (values['help'] === true) return 'help';
  const whole = (name: string, least: number, otherwise: number): number => {
    const given = values[name];
    if (given === undefined) return otherwise;
    const value = Number(given);
    if (!Number.isInteger(value) || value < least || value > 1e9) throw new UsageError(`--${name} is a whole number from ${least} on.`);
    return value;
  };
  if ([values['seeds'], values['seed'], values['kills']].filter((one) => one !== undefined).length !== 1) throw new UsageError('Say one of --seeds, --seed and --kills.');
  const from = whole('from', 0, 1);
  const count = whole('seeds', 1, 0);
  return {
    seeds: values['seed'] === undefined ? Array.from({ length: count }, (_, at) => from + at) : [whole('seed', 0, 0)],
    steps: whole('steps', 1, 40), kills: whole('kills', 1, 0), json: values['json'] === true,
  };
}

async function simulateSeeds({ seeds, steps, json }: Wish, say: (line: string) => void): Promise<boolean> {
  const { runSeed } = await import('../simulation/run-seed.ts');
  let failed = 0;
  const began = performance.now();
  for (const [at, seed] of seeds.entries()) {
    const report = await runSeed({ seed, steps });
    if (report.faults.length > 0) {
      failed += 1;
      if (json) console.log(JSON.stringify(report));
      else console.log([`Seed ${seed} fails. Again: npm run simulate -- --seed ${seed} --steps ${steps}`, ...report.faults.slice(0, 20).map((fault) => `  ${fault}`)].join('\n'));
    } else if (seeds.length === 1) console.log(json ? JSON.stringify(report) : `Seed ${seed} holds: ${JSON.stringify(report.done)}, network ${JSON.stringify(report.network)}`);
    if ((at + 1) % 50 === 0) say(`${at + 1} of ${seeds.length} seeds, ${failed} failed, ${Math.round((performance.now() - began) / (at + 1))} ms each`);
  }
  if (seeds.length > 1) console.log(json ? JSON.stringify({ name: 'simulate:seeds', seeds: seeds.length, steps, failed }) : `${seeds.length} seeds, ${failed} failed.`);
  return failed === 0;
}

async function main(args: string[]): Promise<number> {
  const wish = readWish(args);
  if (wish === 'help') {
    console.log(USAGE);
    return 0;
  }
  const say = (line: string): void => console.error(line);
  say(machineLine());
  const directory = await mkdtemp(join(tmpdir(), 'regulars-simulate-'));
  // As root the server runs under a user of its own, who has to be able to walk into the folder.
  await chmod(directory, 0o755);
  // Later than all that a simulated store does; the processes that are killed live in the present.
  if (wish.kills === 0) process.env['REGULARS_NOW'] = '2027-06-15T12:00:00Z';
  const database = await startBenchDatabase(join(directory, 'postgres'));
  let ended: Promise<void> | undefined;
  const end = (): Promise<void> => (ended ??= database.stop().finally(() => rm(directory, { recursive: true, force: true })));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void end().finally(() => process.exit(130)));
  try {
    if (wish.kills === 0) return (await simulateSeeds(wish, say)) ? 0 : 1;
    const { simulateKills } = await import('./simulate/kills.ts');
    return (await simulateKills({ kills: wish.kills, json: wish.json, database, say })) ? 0 : 1;
  } finally {
    await end();
  }
}

process.exit(await main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(`simulate: ${error instanceof Error ? (error instanceof UsageError ? `${error.message}\n${USAGE}` : (error.stack ?? error.message)) : String(error)}`);
  return 2;
}));
