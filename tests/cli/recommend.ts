/**
 * `npm run recommend`: what each customer of a file of orders would be shown, known at the end of a day.
 *   npm run recommend -- --store FILE.csv.gz --cutoff 2011-09-10 --k 10 --out recs.jsonl
 * One JSON object a line for every customer with an order up to the cut-off: {customer_id, items, novel}, stock codes, best
 * first; `novel` holds only what the customer never had. Rows after the cut-off are not read.
 *   --why recs-why.jsonl   the same with a reason for each item: {customer_id, items: [{stock_code, reason}], novel: [...]}
 */
import './bench/quiet.ts';
import { once } from 'node:events';
import { createWriteStream, existsSync, realpathSync, type WriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { formatDay, parseDay } from '#app/profiles/calendar.ts';
import { unitsReturned, whyExcluded } from '#app/recommendations/exclusions.ts';
import { listedReason, reasonFor } from '#app/recommendations/reasons.ts';
import { trainRecommender, type Recommended, type Recommender } from '#app/recommendations/recommender.ts';
import { CsvError } from '../shopify-standin/store/csv-rows.ts';
import { choiceLines } from './bench/recommendations/choice-lines.ts';
import { readRetailInteractions } from './bench/recommendations/retail-interactions.ts';

const USAGE = 'npm run recommend -- --store FILE.csv.gz --cutoff 2011-09-10 [--k 10] --out recs.jsonl [--why recs-why.jsonl]';
const MOST = 100;

class UsageError extends Error {}

interface Wish {
  store: string;
  cutOff: number;
  k: number;
  out: string;
  why: string | null;
}

function readWish(args: string[]): Wish | 'help' {
  const text = { type: 'string' } as const;
  let values: Record<string, string | boolean | undefined>;
  try {
    ({ values } = parseArgs({ args, strict: true, allowPositionals: false, options: { store: text, cutoff: text, k: text, out: text, why: text, help: { type: 'boolean' } } }));
  } catch (error) {
    throw new UsageError(error instanceof Error ? (error.message.split('\n', 1)[0] ?? '') : String(error));
  }
  if (values['help'] === true) return 'help';
  const needed = (name: string): string => {
    const value = values[name];
    if (typeof value !== 'string' || value === '') throw new UsageError(`--${name} is needed.`);
    return value;
  };
  const k = values['k'] === undefined ? 10 : Number(values['k']);
  if (!Number.isInteger(k) || k < 1 || k > MOST) throw new UsageError(`--k is "${String(values['k'])}"; it must be a whole number from 1 to ${MOST}.`);
  const cutOff = needed('cutoff');
  try {
    return { store: needed('store'), cutOff: parseDay(cutOff), k, out: needed('out'), why: typeof values['why'] === 'string' ? values['why'] : null };
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError(`--cutoff is "${cutOff}"; it must be a day such as 2011-09-10.`);
    throw error;
  }
}

async function writeLine(file: WriteStream, line: unknown): Promise<void> {
  if (!file.write(`${JSON.stringify(line)}\n`)) await once(file, 'drain');
}

/** A file that takes its name once it is whole: what stood there stays until then. */
interface Output {
  file: WriteStream;
  finish(): Promise<void>;
  discard(): Promise<void>;
}

/** Begun before anything is read, so that a place that cannot be written is told of at once. */
async function opened(path: string): Promise<Output> {
  const part = `${path}.${process.pid}.part`;
  const file = createWriteStream(part);
  await once(file, 'open').catch((error: Error) => {
    throw new UsageError(`${path} cannot be written: ${error.message}.`);
  });
  const end = async (): Promise<void> => {
    file.end();
    await once(file, 'close');
  };
  return {
    file,
    finish: async () => {
      await end();
      await rename(part, path).catch((error: Error) => {
        throw new UsageError(`${path} cannot be written: ${error.message}. The lines are in ${part}.`);
      });
    },
    discard: async () => {
      await end();
      await rm(part, { force: true });
    },
  };
}

function refuseSameFiles({ store, out, why }: Wish): void {
  const real = (path: string): string => (existsSync(path) ? realpathSync(path) : resolve(path));
  const places = [store, out, ...(why === null ? [] : [why])].map(real);
  if (new Set(places).size < places.length) throw new UsageError('--store, --out and --why name the same file. Each has to be another: what is written would take the place of what is read.');
}

async function recommendAll(recommender: Recommender, k: number, file: WriteStream, reasons: WriteStream | null): Promise<number> {
  const { knowledge: { seen, demand }, pairs } = recommender;
  const codeOf = (product: number): string => seen.productCodes[product] as string;
  let written = 0;
  for (const [customer, customerId] of seen.customerIds.slice(0, seen.customers).entries()) {
    const back = unitsReturned(seen, customer);
    const lists = recommender.lists(customer, k, (product, history) => whyExcluded(demand, history, back, product) === null);
    const history = recommender.history(customer);
    if (lists === null || history === null) continue;
    await writeLine(file, { customer_id: customerId, items: lists.items.map(({ product }) => codeOf(product)), novel: lists.novel.map(({ product }) => codeOf(product)) });
    written += 1;
    if (reasons === null) continue;
    const told = ({ product }: Recommended): object => {
      return { stock_code: codeOf(product), reason: listedReason(reasonFor(product, history, pairs.together.conditional, demand), seen.productCodes) };
    };
    await writeLine(reasons, { customer_id: customerId, items: lists.items.map(told), novel: lists.novel.map(told) });
  }
  return written;
}

async function main(args: string[]): Promise<void> {
  const wish = readWish(args);
  if (wish === 'help') {
    console.log(USAGE);
    return;
  }
  refuseSameFiles(wish);
  const outputs = [await opened(wish.out), ...(wish.why === null ? [] : [await opened(wish.why)])];
  let written: number;
  try {
    written = await recommendTo(wish, outputs.map(({ file }) => file));
  } catch (error) {
    for (const one of outputs) await one.discard();
    throw error;
  }
  for (const one of outputs) await one.finish();
  console.error(`${wish.out}: ${written} customers.`);
}

async function recommendTo(wish: Wish, [file, reasons]: WriteStream[]): Promise<number> {
  const { interactions, lines } = await readRetailInteractions(wish.store, wish.cutOff);
  if (lines === 0) throw new UsageError(`${wish.store} has no order of a known customer up to ${formatDay(wish.cutOff)}.`);
  console.error(`${lines} lines of known customers up to ${formatDay(wish.cutOff)}; training ...`);
  const recommender = trainRecommender(interactions, wish.cutOff);
  for (const line of choiceLines(recommender.choice)) console.error(line);
  return recommendAll(recommender, wish.k, file as WriteStream, reasons ?? null);
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof UsageError) && !(error instanceof CsvError)) throw error;
  console.error(error instanceof UsageError ? `${error.message}\n${USAGE}` : error.message);
  process.exitCode = 1;
}
