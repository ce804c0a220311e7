import { BenchUsageError, wholeNumbers, type Bench } from './bench.ts';
import { medianOf, percentileOf } from './figures.ts';
import { openStreet } from './freshness/street-house.ts';
import { stagesOf } from './freshness/stages.ts';

/**
 * From an order at Shopify to the tag that follows from it, seen there: the real web and worker process, with the local
 * Shopify, the shops' buyers and PostgreSQL on the same machine.
 */
export const bench: Bench = {
  about: 'from an order placed at Shopify to its tag there, in many shops at once',
  options: {
    rate: 'orders a second over all shops (200)', seconds: 'for how long (60)', shops: 'how many shops (50)', customers: 'customers of each shop at the start (40)',
    topics: 'orders: new orders, new customers and tags are told of, so that an order is one event (taken without it); all: whatever shopify.app.toml subscribes to, some eight events an order',
    hot: 'percent of the orders that one shop has, the others sharing the rest (0: all alike); then the others alone are measured, beside a run without it',
  },
  run: async ({ options, database, say, report }) => {
    const one = (option: string, otherwise: number): number => wholeNumbers(option, options[option], [otherwise])[0] as number;
    const [rate, seconds, shops, customers, hot] = [one('rate', 200), one('seconds', 60), one('shops', 50), one('customers', 40), options['hot'] === undefined ? 0 : one('hot', 90)];
    if (hot > 99) throw new BenchUsageError('--hot is a share in percent, at most 99.');
    const topics = options['topics'] ?? 'orders';
    if (topics !== 'orders' && topics !== 'all') throw new BenchUsageError(`--topics is "${topics}"; it must be orders or all.`);
    const street = await openStreet({ database: await database(), shops, customers, topics, say });
    try {
      say('Warming up ...');
      await street.shop({ rate: Math.min(rate, 20), seconds: 5, hot: 0 });
      // What everybody else has when the busy shop is not there: its orders left out, not shared out.
      const idle = hot === 0 ? null : await street.shop({ rate: (rate * (100 - hot)) / 100, seconds, hot: 0 });
      if (idle !== null) say(`Without the busy shop: ${idle.orders} orders, p99 ${Math.round(percentileOf(idle.others, 0.99))} ms.`);
      say(`${rate} orders a second in ${shops} shops for ${seconds} s${hot === 0 ? '' : `, ${hot}% of them in one`} ...`);
      const run = await street.shop({ rate, seconds, hot });
      for (const line of await stagesOf(street, run)) say(line);
      const measured = hot === 0 ? run.latencies : run.others;
      const name = `${hot === 0 ? `freshness:${rate}` : `fairness:${rate}:${hot}`}${topics === 'all' ? ':all-topics' : ''}`;
      report({ name: `${name}:p50`, value: medianOf(measured), unit: 'ms', ...(idle === null ? {} : { baseline: medianOf(idle.others) }) });
      report({ name: `${name}:p99`, value: percentileOf(measured, 0.99), unit: 'ms', ...(idle === null ? {} : { baseline: percentileOf(idle.others, 0.99) }) });
      report({ name: `${name}:orders-per-second`, value: run.orders / run.placedForSeconds, unit: 'orders/s' });
      report({ name: `${name}:webhooks-per-second`, value: run.webhooks / run.placedForSeconds, unit: 'webhooks/s' });
      report({ name: `${name}:tags`, value: run.latencies.length, unit: 'tags' });
      report({ name: `${name}:tags-missing`, value: run.missing, unit: 'tags' });
      report({ name: `${name}:events-lost`, value: run.lost, unit: 'events' });
    } finally {
      await street.close();
    }
  },
};
