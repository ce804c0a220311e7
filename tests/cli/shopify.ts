/** `npm run shopify`: the local Shopify by itself. See tests/shopify-standin/README.md. */
import { access } from 'node:fs/promises';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { startStandIn } from '../shopify-standin/server.ts';
import { parseInstant } from './instant.ts';
import type { StandInOptions } from '../shopify-standin/server.ts';
import type { StoreRequest } from '../shopify-standin/store/load-store.ts';
import type { StoreShop } from '../shopify-standin/store/model.ts';

const usage = `Serves a local Shopify on 127.0.0.1 until it is stopped.

npm run shopify -- --store generated|FILE.csv[.gz] [options]

  --store generated|FILE  a generated store, or a CSV file of Online Retail II's form, gzipped or not
  --customers N           customers of the generated store (3000)
  --seed N                seed of the generated store (1); one seed gives the same bytes
  --now ISO               the store's clock at the start; orders after it are left out
                          (generated: a fixed instant; file: the midnight after its last row)
  --port P                port of the Admin API and the admin pages (a free one)
  --plan NAME             standard, advanced or plus: how fast the Admin API may be asked (standard)
  --dir DIR               keeps changes and access tokens there, for the next run with the same store
  --dump DIR              writes customers.jsonl, orders.jsonl and requests.jsonl there, and ends
  --help                  this text`;

const plans: readonly StoreShop['plan'][] = ['standard', 'advanced', 'plus'];

interface Arguments {
  options: StandInOptions & { store: StoreRequest };
  dump: string | null;
}

/** A mistake of whoever called: shown by itself, without a stack. */
class UsageError extends Error {}

async function main(): Promise<void> {
  const parsed = readArguments(process.argv.slice(2));
  if (parsed === 'help') return console.log(usage);
  const { source } = parsed.options.store;
  if (source !== 'generated') await refuseMissingFile(source);

  const standIn = await startStandIn(parsed.options);
  if (parsed.dump !== null) {
    try {
      await standIn.dump(parsed.dump);
    } finally {
      await standIn.close();
    }
    const { customers, orders } = standIn.control.state().store;
    return console.log(`${customers} customers and ${orders} orders of ${standIn.shopDomain} are in ${parsed.dump}.`);
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      standIn.close().then(() => process.exit(0), fail);
    });
  }
  const { customers, orders, products } = standIn.control.state().store;
  console.log(`The local Shopify serves ${standIn.shopDomain}: ${customers} customers, ${orders} orders, ${products} products.

  Admin          ${standIn.adminUrl}
  Storefront     ${standIn.storefrontUrl}
  GraphQL        ${standIn.apiUrl}/admin/api/2026-10/graphql.json
  Access token   ${standIn.accessToken}   (header X-Shopify-Access-Token)

Stop it with Ctrl-C.`);
}

function readArguments(args: string[]): Arguments | 'help' {
  const { values } = parse(args);
  if (values.help) return 'help';
  const { store, dump, dir } = values;
  if (!store) throw new UsageError('--store is missing: say --store generated, or --store FILE.csv.gz.');
  const generatedOnly = (['customers', 'seed'] as const).find((name) => values[name] !== undefined);
  if (store !== 'generated' && generatedOnly) throw new UsageError(`--${generatedOnly} is for --store generated; a file has its own customers.`);
  const plan = plans.find((one) => one === (values.plan ?? 'standard'));
  if (!plan) throw new UsageError(`--plan is "${values.plan}"; it must be standard, advanced or plus.`);
  if (dump === '' || dir === '') throw new UsageError(`--${dump === '' ? 'dump' : 'dir'} needs a directory.`);
  const customers = wholeNumber('customers', values.customers, 0, 5_000_000);
  const seed = wholeNumber('seed', values.seed, 0, 2 ** 32 - 1);
  const now = values.now === undefined ? null : instant(values.now);
  return {
    dump: dump ?? null,
    options: {
      store: {
        source: store,
        ...(customers === null ? {} : { customers }), ...(seed === null ? {} : { seed }), ...(now === null ? {} : { now }),
      },
      plan,
      ports: { shopify: wholeNumber('port', values.port, 0, 65_535) ?? 0 },
      ...(dir === undefined ? {} : { dir }),
    },
  };
}

function parse(args: string[]) {
  const text = { type: 'string' } as const;
  try {
    return parseArgs({
      args, strict: true, allowPositionals: false,
      options: { store: text, customers: text, seed: text, now: text, port: text, plan: text, dir: text, dump: text, help: { type: 'boolean' } },
    });
  } catch (error) {
    throw new UsageError(`${(error as Error).message.split('\n')[0]} --help lists what there is.`);
  }
}

function wholeNumber(name: string, value: string | undefined, low: number, high: number): number | null {
  if (value === undefined) return null;
  const number = /^\d+$/.test(value) ? Number(value) : Number.NaN;
  if (!(number >= low && number <= high)) throw new UsageError(`--${name} is "${value}"; it must be a whole number from ${low} to ${high}.`);
  return number;
}

/** Shopify's own form of instants: a date, or a date and time with its offset. A time without one would mean this machine's zone. */
function instant(value: string): number {
  const at = parseInstant(value);
  if (at === null) throw new UsageError(`--now is "${value}"; it must be an instant such as 2011-12-10T00:00:00Z.`);
  return at;
}

async function refuseMissingFile(path: string): Promise<void> {
  try {
    await access(path);
  } catch {
    throw new UsageError(`--store is "${path}", and there is no such file that can be read. Say --store generated for a generated store.`);
  }
}

function fail(error: unknown): void {
  console.error(`shopify: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
}

await main().catch(fail);
