import pg from 'pg';
import { databaseUrls } from '../runtime/config.server.ts';
import { RetryableError, errorMessage } from '../runtime/errors.ts';

/**
 * One connection of the system role outside the pool, for what lasts as long as a connection: locks that end with it,
 * however its process ends, and channels that it listens to. Whoever pools connections in front of PostgreSQL must do so
 * by session for this one.
 */
export interface HeldConnection {
  /** Aborted when the connection is lost: its locks are gone, and others may have them. */
  readonly lost: AbortSignal;
  query<Row extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<Row[]>;
  listen(channel: string, onNotice: (payload: string) => void): Promise<void>;
  close(): Promise<void>;
}

export async function holdConnection(purpose: string): Promise<HeldConnection> {
  const { system: connectionString } = databaseUrls();
  const client = new pg.Client({ connectionString, application_name: `regulars-${purpose}`, connectionTimeoutMillis: 10_000, keepAlive: true });
  const lost = new AbortController();
  const lose = (error?: Error): void => lost.abort(new RetryableError('connection-lost', `The database connection for ${purpose} was lost: ${error === undefined ? 'it was closed' : errorMessage(error)}.`));
  client.on('error', lose);
  client.on('end', () => lose());
  await client.connect();
  // One after the other: a connection does one thing at a time, and the driver will not queue for ever.
  let last: Promise<unknown> = Promise.resolve();
  const query = <Row extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<Row[]> => {
    const next = last.then(async () => (await client.query<Row>(text, values)).rows);
    last = next.catch(() => {});
    return next;
  };
  return {
    lost: lost.signal,
    query,
    listen: async (channel, onNotice) => {
      client.on('notification', (notice) => {
        if (notice.channel === channel) onNotice(notice.payload ?? '');
      });
      await query(`LISTEN ${pg.escapeIdentifier(channel)}`);
    },
    close: async () => {
      lose();
      await client.end().catch(() => {});
    },
  };
}
