import { fillLargeMirror } from '#tests/factories/large-mirror.ts';
import { closeFactory } from '#tests/factories/made-mirror.ts';
import { wholeNumbers, type Bench, type BenchContext } from './bench.ts';
import { asRole, makeBenchShop } from './bench-shop.ts';
import { inProcess } from './measured-process.ts';
import type { InsightsInput, InsightsOutcome } from './insights/insights-process.ts';

const NOW = Date.parse('2011-12-10T00:00:00Z');

/** Working out what Insights shows of a shop's customers, against the rebuild of the profiles that it follows; and the page that reads it. */
export const bench: Bench = {
  about: 'what Insights shows of all customers, against the rebuild that it follows',
  options: { customers: 'sizes, parted by commas (1000,100000)' },
  run: async (context) => {
    const database = await context.database();
    process.env['TEST_SUPERUSER_URL'] = database.superuserUrl;
    try {
      for (const customers of wholeNumbers('customers', context.options['customers'], [1_000, 100_000])) await measureSize(context, customers);
    } finally {
      await closeFactory();
    }
  },
};

async function measureSize({ database, say, report }: BenchContext, customers: number): Promise<void> {
  const { superuserUrl } = await database();
  const shopId = await makeBenchShop(`insights-${customers}`);
  // As the generated store of the demo has them: four orders a customer.
  const orders = 4 * customers;
  say(`${customers} customers: filling the mirror ...`);
  await fillLargeMirror(shopId, { customers, orders });
  await asRole(superuserUrl, async (client) => {
    // The whole store has been read.
    await client.query("INSERT INTO import_runs (shop_id, status, phase, requested_at) VALUES ($1, 'succeeded', 'done', now())", [shopId]);
    await client.query('CHECKPOINT');
  });
  const measure = (what: InsightsInput['what']) => inProcess<InsightsInput, InsightsOutcome>('./insights/insights-process.ts', { shopId, now: NOW, what });
  const rebuild = await measure('rebuild');
  const refresh = await measure('refresh');
  const page = await measure('page');
  const seconds = ({ result, cpuSeconds, peakMiB }: typeof rebuild): string => `${result.seconds.toFixed(2)} s (Node ${cpuSeconds.toFixed(1)} s, ${peakMiB.toFixed(0)} MiB)`;
  say(`${customers} customers: rebuild ${seconds(rebuild)}, insights ${seconds(refresh)}, longest without an answer ${refresh.result.longestMs.toFixed(0)} ms; page ${(1000 * page.result.seconds).toFixed(1)} ms, ${page.result.characters} characters`);
  const name = `insights:${customers}`;
  report({ name: `${name}:refresh`, value: refresh.result.seconds, unit: 's', baseline: rebuild.result.seconds });
  report({ name: `${name}:longest-slice`, value: refresh.result.longestMs, unit: 'ms' });
  report({ name: `${name}:peak-memory`, value: refresh.peakMiB, unit: 'MiB', baseline: rebuild.peakMiB });
  report({ name: `${name}:page`, value: 1000 * page.result.seconds, unit: 'ms' });
}
