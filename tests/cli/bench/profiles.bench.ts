import { fillLargeMirror } from '#tests/factories/large-mirror.ts';
import { closeFactory } from '#tests/factories/made-mirror.ts';
import { wholeNumbers, type Bench, type BenchContext } from './bench.ts';
import { asRole, makeBenchShop } from './bench-shop.ts';
import { medianOf } from './figures.ts';
import { inProcess } from './measured-process.ts';
import { duckdbAggregate } from './profiles/duckdb-aggregate.ts';
import { disagreements, plainAggregate, type AggregateInput } from './profiles/plain-aggregate.ts';
import type { RebuildInput, RebuildOutcome } from './profiles/rebuild-process.ts';

const NOW = Date.parse('2011-12-10T00:00:00Z');
const DAY = 86_400_000;
const EMPTY = 'TRUNCATE profiles, profile_products, scoring_models, shop_summaries, tier_changes';

/**
 * A rebuild of all profiles (facts, product counts, scores, write-back into tables with six and one indexes behind
 * row-level security) against one plain PostgreSQL statement that works out the same facts into tables with their
 * primary keys (profiles/plain-aggregate.ts). Both begin after a checkpoint, and what they made is compared column by
 * column: a difference ends the bench. "first" finds no profiles, "nightly" is one day later and finds yesterday's.
 */
export const bench: Bench = {
  about: 'a full rebuild of the profiles, against one plain SQL aggregate of the same facts',
  options: { orders: 'sizes, parted by commas (100000,1000000)', repeats: 'how often each size is measured (3; from 500,000 orders on 1)' },
  run: async (context) => {
    const database = await context.database();
    process.env['TEST_SUPERUSER_URL'] = database.superuserUrl;
    const [repeats = 0] = wholeNumbers('repeats', context.options['repeats'], [0]);
    try {
      for (const orders of wholeNumbers('orders', context.options['orders'], [100_000, 1_000_000])) await measureSize(context, orders, repeats || (orders >= 500_000 ? 1 : 3));
    } finally {
      await closeFactory();
    }
  },
};

async function measureSize(context: BenchContext, orders: number, repeats: number): Promise<void> {
  const { directory, say, report } = context;
  const database = await context.database();
  const shopId = await makeBenchShop(`profiles-${orders}`);
  const customers = Math.round(orders * 0.45);
  say(`${orders} orders: filling the mirror ...`);
  await fillLargeMirror(shopId, { customers, orders });
  const rebuild = (now: number) => inProcess<RebuildInput, RebuildOutcome>('./profiles/rebuild-process.ts', { shopId, now });
  const turns: { first: number; nightly: number; plain: number; duckdb: number; peakMiB: number }[] = [];
  for (let turn = 1; turn <= repeats; turn += 1) {
    await asRole(database.superuserUrl, async (client) => {
      await client.query(EMPTY);
      await client.query('CHECKPOINT');
    });
    const first = await rebuild(NOW);
    const input = await inputOf(context, shopId);
    const plain = await plainAggregate(database, input);
    const wrong = await disagreements(database);
    if (wrong > 0) throw new Error(`The aggregate and the profiles disagree about ${wrong} customers: this compares different work.`);
    await asRole(database.superuserUrl, (client) => client.query('CHECKPOINT'));
    const nightly = await rebuild(NOW + DAY);
    const duckdb = await duckdbAggregate(database, directory, input);
    turns.push({ first: first.result.seconds, nightly: nightly.result.seconds, plain, duckdb, peakMiB: Math.max(first.peakMiB, nightly.peakMiB) });
    const phases = (outcome: RebuildOutcome): string => Object.entries(outcome.timings).map(([phase, ms]) => `${phase} ${(ms / 1000).toFixed(1)}`).join(', ');
    say(`${orders} orders, ${turn} of ${repeats}: first ${first.result.seconds.toFixed(1)} s (${phases(first.result)}; Node ${first.cpuSeconds.toFixed(1)} s, ${first.peakMiB.toFixed(0)} MiB); nightly ${nightly.result.seconds.toFixed(1)} s (${phases(nightly.result)}; ${nightly.result.updated} of ${nightly.result.customers} rewritten); plain SQL ${plain.toFixed(1)} s; DuckDB ${duckdb.toFixed(1)} s`);
  }
  const name = `profiles:${orders}`;
  for (const kind of ['first', 'nightly'] as const) {
    report({ name: `${name}:${kind}`, value: medianOf(turns.map((turn) => turn[kind])), unit: 's', baseline: medianOf(turns.map((turn) => turn.plain)), ratio: medianOf(turns.map((turn) => turn[kind] / turn.plain)) });
  }
  report({ name: `${name}:duckdb-aggregate`, value: medianOf(turns.map((turn) => turn.duckdb)), unit: 's', baseline: medianOf(turns.map((turn) => turn.plain)) });
  report({ name: `${name}:peak-memory`, value: Math.max(...turns.map((turn) => turn.peakMiB)), unit: 'MiB' });
  await asRole(database.superuserUrl, (client) => client.query(`${EMPTY}, customers, orders, order_lines, refunds, refund_lines, products`));
}

/** The days that bound windowed facts come from the model that the rebuild has just made. */
async function inputOf(context: BenchContext, shopId: number): Promise<AggregateInput> {
  const database = await context.database();
  return asRole(database.superuserUrl, async (client) => {
    const { rows } = await client.query<{ windowStartDay: number; asOfDay: number }>(`SELECT (model->>'windowStartDay')::integer AS "windowStartDay", (model->>'asOfDay')::integer AS "asOfDay" FROM scoring_models WHERE shop_id = $1 ORDER BY version DESC LIMIT 1`, [shopId]);
    const { windowStartDay, asOfDay } = rows[0] ?? { windowStartDay: 0, asOfDay: 0 };
    return { shopId, now: new Date(NOW).toISOString(), timeZone: 'Europe/London', currencyCode: 'GBP', windowStartDay, lastYearStartDay: asOfDay - 364 };
  });
}
