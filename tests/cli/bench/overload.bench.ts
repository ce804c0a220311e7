import { buildApp } from '../build-app.ts';
import { BenchUsageError, wholeNumbers, type Bench, type BenchContext } from './bench.ts';
import { asRole } from './bench-shop.ts';
import { percentileOf } from './figures.ts';
import { inProcess } from './measured-process.ts';
import { startServer, type MeasuredServer } from './webhooks/measured-server.ts';
import type { ClosedLoad, ClosedLoadResult } from './webhooks/closed-load.ts';
import { eventId } from './webhooks/raw-connection.ts';
import type { OpenLoad, OpenLoadResult } from './webhooks/open-load.ts';

/** What an app of 10,000 shops is estimated to get at its busiest. */
const PEAK = 270;

/**
 * Events at fixed rates, whether or not the app keeps up: each comes when it is due, and what was refused comes again
 * until it is taken, as Shopify does it. Afterwards every event has to be in the inbox, and once.
 */
export const bench: Bench = {
  about: `events at 1, 4 and 20 times ${PEAK} a second: none lost, and how long an answer takes`,
  options: { seconds: 'that each rate lasts (20)', times: 'multiples of the peak, parted by commas (1,4,20)' },
  run: async (context) => {
    const { database, options, say } = context;
    const [seconds = 20] = wholeNumbers('seconds', options['seconds'], [20]);
    const times = wholeNumbers('times', options['times'], [1, 4, 20]);
    if (seconds > 600) throw new BenchUsageError('--seconds may be 600 at the most.');
    const { environment } = await database();
    await buildApp(say);
    const server = await startServer('../../../../app/server.ts', environment);
    try {
      say('warming up ...');
      await inProcess<ClosedLoad, ClosedLoadResult>('webhooks/closed-load.ts', { port: server.port, secret: environment['SHOPIFY_API_SECRET'] ?? '', run: 'warm', connections: 20, seconds: 30, requests: 5_000 });
      for (const many of times) await measureRate(context, server, { many, seconds });
    } finally {
      await server.stop();
    }
  },
};

async function measureRate({ database, report, say }: BenchContext, server: MeasuredServer, options: { many: number; seconds: number }): Promise<void> {
  const { many, seconds } = options;
  const { environment, superuserUrl } = await database();
  await asRole(superuserUrl, (client) => client.query('TRUNCATE inbox_events'));
  say(`${many} x ${PEAK} a second, for ${seconds} s ...`);
  const run = `x${many}`;
  const { result } = await inProcess<OpenLoad, OpenLoadResult>('webhooks/open-load.ts', { port: server.port, secret: environment['SHOPIFY_API_SECRET'] ?? '', run, perSecond: many * PEAK, seconds, patience: 120 });
  const rows = await asRole(superuserUrl, async (client) => (await client.query<{ event_id: string }>('SELECT event_id FROM inbox_events WHERE event_id LIKE $1', [`${run}-%`])).rows);
  const stored = new Set(rows.map((row) => row.event_id));
  const unanswered = new Set(result.unanswered);
  let lost = 0;
  for (let number = 0; number < result.events; number += 1) if (!unanswered.has(number) && !stored.has(eventId(run, number))) lost += 1;
  const name = `overload:${many}x`;
  report({ name: `${name}:rate`, value: many * PEAK, unit: 'events/s' });
  report({ name: `${name}:lost`, value: lost, unit: 'events' });
  report({ name: `${name}:doubled`, value: rows.length - stored.size, unit: 'events' });
  report({ name: `${name}:never-taken`, value: unanswered.size, unit: 'events' });
  report({ name: `${name}:refused`, value: result.refusals, unit: 'answers' });
  report({ name: `${name}:no-answer`, value: result.timedOut + result.broken, unit: 'attempts' });
  report({ name: `${name}:ack-p50`, value: percentileOf(result.acknowledged, 0.5), unit: 'ms' });
  report({ name: `${name}:ack-p99`, value: percentileOf(result.acknowledged, 0.99), unit: 'ms' });
  if (result.refused.length > 0) report({ name: `${name}:refusal-p99`, value: percentileOf(result.refused, 0.99), unit: 'ms' });
  report({ name: `${name}:sender-delay-p99`, value: percentileOf(result.ownDelay, 0.99), unit: 'ms' });
  report({ name: `${name}:settled-after`, value: result.settledSeconds, unit: 's', baseline: seconds });
}
