import { buildApp } from '../build-app.ts';
import { BenchUsageError, wholeNumbers, type Bench, type BenchContext } from './bench.ts';
import { asRole } from './bench-shop.ts';
import { medianOf, percentileOf } from './figures.ts';
import { inProcess } from './measured-process.ts';
import type { ClosedLoad, ClosedLoadResult } from './webhooks/closed-load.ts';
import { startServer, type MeasuredServer } from './webhooks/measured-server.ts';

/** By count and not by time: until the code has been compiled for what it meets, more processor time goes into compiling than into answering. */
const WARM_UP_REQUESTS = 15_000;

interface Side {
  server: MeasuredServer;
  perSecond: number[];
  cpuMicroseconds: number[];
  /** Of all rounds together. */
  milliseconds: number[];
}

/**
 * Signed orders of 6.5 KB over real HTTP into the app's built web process, and in turns into a bare Node server that
 * does no more than it must for the same rows. Both write to the same table, which is emptied between the rounds.
 */
export const bench: Bench = {
  about: 'orders of 6.5 KB into the inbox, against a bare Node server with HMAC and the same insert',
  options: { connections: 'how many send at once (50)', seconds: 'of one round (6)', rounds: 'of each of the two (4)' },
  run: async (context) => {
    const { database, options, say } = context;
    const [connections = 50] = wholeNumbers('connections', options['connections'], [50]);
    const [seconds = 6] = wholeNumbers('seconds', options['seconds'], [6]);
    const [rounds = 4] = wholeNumbers('rounds', options['rounds'], [4]);
    if (connections > 1_000) throw new BenchUsageError('--connections may be 1000 at the most: the app turns away what comes beyond.');
    const { environment, superuserUrl } = await database();
    await buildApp(say);
    const app = await sideOf('../../../../app/server.ts', environment);
    const reference = await sideOf('./reference-server.ts', environment);
    try {
      say('warming up ...');
      for (const side of [app, reference]) await load(side, { connections, seconds: 40, requests: WARM_UP_REQUESTS, run: 'warm', environment });
      for (let round = 1; round <= rounds; round += 1) {
        say(`round ${round} of ${rounds} ...`);
        // In turns, and the first of a round is the other one each time.
        for (const side of round % 2 === 0 ? [reference, app] : [app, reference]) {
          await asRole(superuserUrl, (client) => client.query('TRUNCATE inbox_events'));
          const before = await side.server.cpuSeconds();
          const result = await load(side, { connections, seconds, requests: Number.MAX_SAFE_INTEGER, run: `r${round}`, environment });
          const cpu = (await side.server.cpuSeconds()) - before;
          const stored = await asRole(superuserUrl, async (client) => Number((await client.query<{ count: number }>('SELECT count(*) FROM inbox_events')).rows[0]?.count));
          if (stored !== result.times.length) throw new Error(`${result.times.length} events were answered with 200 and ${stored} are in the inbox.`);
          side.perSecond.push(result.times.length / result.seconds);
          side.cpuMicroseconds.push((cpu / result.times.length) * 1e6);
          for (const time of result.times) side.milliseconds.push(time / 1000);
        }
      }
      report(context, app, reference);
    } finally {
      await app.server.stop();
      await reference.server.stop();
    }
  },
};

async function sideOf(script: Parameters<typeof startServer>[0], environment: Record<string, string>): Promise<Side> {
  return { server: await startServer(script, environment), perSecond: [], cpuMicroseconds: [], milliseconds: [] };
}

async function load({ server }: Side, options: { connections: number; seconds: number; requests: number; run: string; environment: Record<string, string> }): Promise<ClosedLoadResult> {
  const { environment, ...rest } = options;
  const { result } = await inProcess<ClosedLoad, ClosedLoadResult>('webhooks/closed-load.ts', { ...rest, port: server.port, secret: environment['SHOPIFY_API_SECRET'] ?? '' });
  return result;
}

function report({ report: tell }: BenchContext, app: Side, reference: Side): void {
  tell({ name: 'webhooks:throughput', value: medianOf(app.perSecond), unit: 'requests/s', baseline: medianOf(reference.perSecond) });
  tell({ name: 'webhooks:p50', value: percentileOf(app.milliseconds, 0.5), unit: 'ms', baseline: percentileOf(reference.milliseconds, 0.5) });
  tell({ name: 'webhooks:p99', value: percentileOf(app.milliseconds, 0.99), unit: 'ms', baseline: percentileOf(reference.milliseconds, 0.99) });
  tell({ name: 'webhooks:cpu-per-request', value: medianOf(app.cpuMicroseconds), unit: 'us', baseline: medianOf(reference.cpuMicroseconds) });
}
