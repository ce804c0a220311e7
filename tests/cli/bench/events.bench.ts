import { performance } from 'node:perf_hooks';
import type { InboxEvent } from '#app/inbox/inbox-event.ts';
import { payloadCustomer, payloadLine, payloadOrder, payloadRefund } from '#tests/factories/shopify-payloads.ts';
import type { BenchDatabase } from './bench-database.ts';
import { makeBenchShop } from './bench-shop.ts';
import { wholeNumbers, type Bench } from './bench.ts';
import { percentileOf } from './figures.ts';
import { serverSeconds } from './server-time.ts';

const ROUNDS = 150;
const WARM_UP = 20;
const LINES = 3;
const START = Date.parse('2026-03-04T00:00:00Z');

/** What one event of each kind says; `round` makes it another object, or a later version of one. */
const EVENTS: Readonly<Record<string, (place: number, round: number) => Pick<InboxEvent, 'topic' | 'body'>>> = {
  'orders/create': (place, round) => ({ topic: 'orders/create', body: order(place + round * 1_000, round) }),
  'orders/updated': (place, round) => ({ topic: 'orders/updated', body: order(900_000 + place, round) }),
  'orders/updated-with-a-refund': (place, round) => ({ topic: 'orders/updated', body: { ...order(950_000 + place, round), refunds: [payloadRefund(950_000 + place, 950_000 + place)] } }),
  'customers/update': (place, round) => ({ topic: 'customers/update', body: payloadCustomer(place + 1, { first_name: `Ada ${round}`, updated_at: instant(round) }) }),
  'customer.tags_added': (place, round) => ({ topic: 'customer.tags_added', body: { customerId: `gid://shopify/Customer/${place + 1}`, tags: [`tag ${round % 20}`], occurredAt: instant(round) } }),
};

/**
 * What it costs to apply an event to the mirror, in batches of several sizes, beside the least that any applying could do:
 * one tenant transaction that writes one row an event.
 */
export const bench: Bench = {
  about: 'milliseconds to apply a webhook to the mirror, against one upsert of one row each in as many transactions',
  options: { sizes: 'events a batch, parted by commas (1,20,100)' },
  run: async ({ options, database, report, say }) => {
    const postgres = await database();
    const [{ applyEvents }, { withTenant }, { closeJobQueue }] = await Promise.all([import('#app/mirror/apply-events.server.ts'), import('#app/database/tenant.server.ts'), import('#app/jobs/queue.server.ts')]);
    const shopId = await makeBenchShop('events');
    let id = 0;
    for (const size of wholeNumbers('sizes', options['sizes'], [1, 20, 100])) {
      const least = await timesOf(async (round) => {
        await withTenant(shopId, (tx) => tx.query(
          "INSERT INTO order_moves (shop_id, from_customer_id, to_customer_id) SELECT $1, n, $3 FROM generate_series(1, $2::bigint) AS n ON CONFLICT (shop_id, from_customer_id, to_customer_id) DO UPDATE SET to_customer_id = EXCLUDED.to_customer_id",
          [shopId, size, round + 1],
        ));
      });
      for (const [name, eventOf] of Object.entries(EVENTS)) {
        say(`${name}, ${size} a batch`);
        const before = await processorSeconds(postgres);
        const times = await timesOf(async (round) => {
          const events = Array.from({ length: size }, (_, place): InboxEvent => ({ id: (id += 1), shopDomain: 'events-bench.myshopify.com', eventId: String(id), triggeredAt: new Date(START + round * 1000 + 500), attempts: 0, ...eventOf(place, round) }));
          const results = await applyEvents({ shopId, events });
          if (results.some((one) => one.outcome !== 'applied')) throw new Error(`An event of ${name} was not applied: ${JSON.stringify(results.find((one) => one.outcome !== 'applied'))}`);
        });
        const after = await processorSeconds(postgres);
        for (const [which, share] of [['p50', 0.5], ['p99', 0.99]] as const) report({ name: `events:${name}:${size}:${which}`, value: percentileOf(times, share) / size, unit: 'ms an event', baseline: percentileOf(least, share) / size });
        if (before !== null && after !== null) report({ name: `events:${name}:${size}:processor`, value: ((after - before) * 1000) / (size * (ROUNDS + WARM_UP)), unit: 'ms an event' });
      }
    }
    await closeJobQueue();
  },
};

async function timesOf(work: (round: number) => Promise<void>): Promise<number[]> {
  const times: number[] = [];
  rounds += 1_000;
  for (let round = 0; round < ROUNDS + WARM_UP; round += 1) {
    const began = performance.now();
    await work(rounds + round);
    if (round >= WARM_UP) times.push(performance.now() - began);
  }
  return times;
}
/** Each measurement goes on after the last: a version that stands already would not be written. */
let rounds = 0;

/** Processor time of this process and the database's together, which says more than the clock on a busy machine; null where the system does not tell. */
async function processorSeconds(postgres: BenchDatabase): Promise<number | null> {
  const server = await serverSeconds(postgres);
  const { user, system } = process.cpuUsage();
  return server === null ? null : server + (user + system) / 1e6;
}

function instant(round: number): string {
  return new Date(START + round * 1000).toISOString();
}

function order(id: number, round: number): Record<string, unknown> {
  return payloadOrder(id, { updated_at: instant(round), customer: { id: 1 + (id % 5_000) }, line_items: Array.from({ length: LINES }, (_, at) => payloadLine(id * 10 + at, { current_quantity: 2 })) });
}
