import { asRole } from '../bench-shop.ts';
import type { ShoppedHere, Street } from './street-house.ts';

/** Where the time went, in lines for whoever waits: from what the database and the worker keep of it. */
export async function stagesOf(street: Street, run: ShoppedHere): Promise<string[]> {
  const window = [new Date(run.from), new Date(run.until + 60_000)];
  const stages = await asRole(street.database.superuserUrl, async (client) => {
    const of = async (name: string, text: string): Promise<string> => {
      const { rows } = await client.query<{ count: number; p50: number; p99: number }>(
        `SELECT count(*)::int AS count, coalesce(percentile_cont(0.5) WITHIN GROUP (ORDER BY ms), 0)::int AS p50, coalesce(percentile_cont(0.99) WITHIN GROUP (ORDER BY ms), 0)::int AS p99 FROM (${text}) s`, window);
      const [row] = rows;
      return `  ${name.padEnd(58)} p50 ${String(row?.p50).padStart(6)} ms  p99 ${String(row?.p99).padStart(6)} ms  (${row?.count})`;
    };
    const ms = (from: string, to: string): string => `extract(epoch FROM ${to} - ${from}) * 1000 AS ms`;
    return [
      await of('stored in the inbox -> dealt with, orders/create', `SELECT ${ms('received_at', 'finished_at')} FROM inbox_events WHERE topic = 'orders/create' AND state <> 'new' AND received_at BETWEEN $1 AND $2`),
      await of('the same, all topics', `SELECT ${ms('received_at', 'finished_at')} FROM inbox_events WHERE state <> 'new' AND received_at BETWEEN $1 AND $2`),
      await of('tags approved -> begun to be written', `SELECT ${ms('approved_at', 'started_at')} FROM tag_runs WHERE automatic AND approved_at BETWEEN $1 AND $2`),
      await of('begun -> all of its tags written', `SELECT ${ms('started_at', 'finished_at')} FROM tag_runs WHERE automatic AND approved_at BETWEEN $1 AND $2`),
      ...(await client.query<{ topic: string; state: string; count: number }>(
        "SELECT topic, state || coalesce(' ' || reason_code, '') AS state, count(*)::int AS count FROM inbox_events WHERE received_at BETWEEN $1 AND $2 GROUP BY 1, 2 ORDER BY 3 DESC", window,
      )).rows.map((row) => `  events ${row.topic}: ${row.count} ${row.state}`),
      ...(await client.query<{ name: string; count: number }>("SELECT name, count(*)::int AS count FROM pgboss.job WHERE created_on BETWEEN $1 AND $2 GROUP BY 1 ORDER BY 2 DESC", window)).rows.map((row) => `  jobs ${row.name}: ${row.count}`),
    ];
  });
  const processor = Object.entries(run.processor).map(([name, seconds]) => `  processor time of ${name}: ${seconds.toFixed(1)} s, ${(seconds / run.orders * 1000).toFixed(1)} ms an order`);
  return ['Where the time went:', ...stages, ...processor, ...turnsOf(await street.workerMetrics())];
}

/** The worker's own account since it began: turns by stage. */
function turnsOf(metrics: string): string[] {
  const lines: string[] = [];
  for (const stage of ['apply', 'follow', 'write']) {
    const value = (kind: string): number => Number(new RegExp(`^regulars_turn_stage_seconds_${kind}\\{stage="${stage}"\\} (.+)$`, 'm').exec(metrics)?.[1] ?? 0);
    if (value('count') > 0) lines.push(`  ${`a turn's ${stage}, mean since the worker began`.padEnd(58)} ${(value('sum') / value('count') * 1000).toFixed(1).padStart(10)} ms  (${value('count')})`);
  }
  return lines;
}
