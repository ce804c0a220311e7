import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { parseInstant } from '../instant.ts';

export const usage = `Starts the embedded PostgreSQL, the local Shopify and the app, imports a store and prints one address to open.

npm run demo -- [options]

  --data DIR            where the database and the local Shopify keep their state (.data/demo)
  --store generated|F   a generated store, or a CSV file of Online Retail II's form, gzipped or not (generated)
  --customers N         customers of the generated store (3000)
  --seed N              seed of the generated store (1)
  --now ISO             the day it is in the demo, for the store and the app alike
                        (generated: a fixed instant; file: the midnight after its last row)
  --shops N             so many shops in the one app, 1 to 5; those after the first are generated stores of the
                        following seeds (1)
  --faults SEED         the local Shopify misbehaves all the time, as the seed has it: webhooks lost, doubled, late,
                        out of order; throttling, errors, lost answers, tokens ended, bulk runs that fail
  --plan NAME           standard, advanced or plus: how fast the local Shopify may be asked (plus)
  --port P              port of the local Shopify's admin (a free one)
  --slow N              objects a second of a bulk operation, so that the import can be watched

  --once                imports, reports and ends by itself with status 0
  --write-tags          with --once: approves the proposed tag changes and writes them
  --undo                with --once: afterwards undoes every run that wrote tags
  --report FILE         with --once: what was imported, scored and written, as JSON
  --profiles FILE       with --once: one row per customer, as CSV; "suggestion" is reorder, try, thank, win back,
                        ask why or leave alone, a colon, and why
  --accuracy FILE       with --once: how the forecast held on the store's own past, as a JSON array of
                        {cutoff, metric, model, naive, shown}; empty where nothing could be tested
                        (below 500 buyers, say): a line says why
  --dump DIR            with --once: the local Shopify's customers.jsonl, orders.jsonl and requests.jsonl
  --help                this text

Of further shops, --profiles p.csv goes to p.2.csv, --dump DIR to DIR.2, and so on; --report has them under "shops".
With --once the app's clock stands at --now (or where the demo was left without --once, if that is later). Without, it
runs on from there with the local Shopify's, and at the next start from where it was: what you do in the local Shopify's
admin is seen in the app at once.`;

export interface DemoArguments {
  data: string;
  store: string;
  customers: number | undefined;
  seed: number | undefined;
  now: number | undefined;
  shops: number;
  /** Seed of what goes wrong; undefined: nothing does. */
  faults: number | undefined;
  plan: 'standard' | 'advanced' | 'plus';
  port: number;
  slow: number | undefined;
  once: boolean;
  writeTags: boolean;
  undo: boolean;
  report: string | undefined;
  profiles: string | undefined;
  accuracy: string | undefined;
  dump: string | undefined;
}

/** A mistake of whoever called: shown by itself, without a stack. */
export class UsageError extends Error {}

/** @returns the arguments, or 'help'. @throws {UsageError} naming the option and what it takes. */
export function readDemoArguments(args: string[]): DemoArguments | 'help' {
  const values = parse(args);
  if (values.help === true) return 'help';
  const store = values.store ?? 'generated';
  if (store !== 'generated' && !existsSync(store)) throw new UsageError(`--store is "${store}", and there is no such file. Say --store generated for a generated store.`);
  for (const name of ['customers', 'seed'] as const) {
    if (store !== 'generated' && values[name] !== undefined) throw new UsageError(`--${name} is for --store generated; a file has its own customers.`);
  }
  const once = values.once === true;
  for (const name of ['write-tags', 'undo', 'report', 'profiles', 'accuracy', 'dump'] as const) {
    if (!once && values[name] !== undefined) throw new UsageError(`--${name} goes with --once.`);
  }
  for (const name of ['data', 'report', 'profiles', 'accuracy', 'dump'] as const) {
    if (values[name] === '') throw new UsageError(`--${name} needs a path.`);
  }
  const plan = (['standard', 'advanced', 'plus'] as const).find((one) => one === (values.plan ?? 'plus'));
  if (plan === undefined) throw new UsageError(`--plan is "${values.plan}"; it must be standard, advanced or plus.`);
  const path = (value: string | undefined): string | undefined => (value === undefined ? undefined : resolve(value));
  return {
    data: resolve(values.data ?? '.data/demo'),
    store: store === 'generated' ? store : resolve(store),
    customers: wholeNumber('customers', values.customers, 0, 5_000_000),
    seed: wholeNumber('seed', values.seed, 0, 2 ** 32 - 1),
    now: instant(values.now),
    shops: wholeNumber('shops', values.shops, 1, 5) ?? 1,
    faults: wholeNumber('faults', values.faults, 0, 2 ** 32 - 1),
    plan,
    port: wholeNumber('port', values.port, 0, 65_535) ?? 0,
    slow: wholeNumber('slow', values.slow, 1, 10_000_000),
    once,
    writeTags: values['write-tags'] === true,
    undo: values.undo === true,
    report: path(values.report),
    profiles: path(values.profiles),
    accuracy: path(values.accuracy),
    dump: path(values.dump),
  };
}

function parse(args: string[]) {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  try {
    return parseArgs({
      args,
      strict: true,
      allowPositionals: false,
      options: {
        data: text, store: text, customers: text, seed: text, now: text, shops: text, faults: text, plan: text, port: text, slow: text,
        once: flag, 'write-tags': flag, undo: flag, report: text, profiles: text, accuracy: text, dump: text, help: flag,
      },
    }).values;
  } catch (error) {
    throw new UsageError(`${(error instanceof Error ? error.message.split('\n')[0] : String(error))?.replace(/\.?$/, '.')}`);
  }
}

function wholeNumber(name: string, value: string | undefined, low: number, high: number): number | undefined {
  if (value === undefined) return undefined;
  const number = /^\d+$/.test(value) ? Number(value) : Number.NaN;
  if (!(number >= low && number <= high)) throw new UsageError(`--${name} is "${value}"; it must be a whole number from ${low} to ${high}.`);
  return number;
}

function instant(value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  const at = parseInstant(value);
  if (at === null) throw new UsageError(`--now is "${value}"; it must be an instant such as 2011-12-10T00:00:00Z.`);
  return at;
}
