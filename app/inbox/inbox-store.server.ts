import { constants, zstdCompress, zstdCompressSync, zstdDecompressSync, type ZstdOptions } from 'node:zlib';
import { promisify } from 'node:util';
import { inboxPool, systemPool } from '../database/pools.server.ts';
import { TerminalError } from '../runtime/errors.ts';
import { INBOX_CHANNEL, noticeOf } from './inbox-channel.ts';
import { byIdentity, type ReceivedEvent } from './received-event.ts';

/** Largest body that is taken; a payload that says it would unpack to more is not one of ours. */
export const MAX_PAYLOAD_BYTES = 10 * 1024 * 1024;

/** Below, compressing takes less time than handing it to another thread and back: 0.04 ms of processor time for 6.5 KB against 0.4. */
const COMPRESS_AT_ONCE_BYTES = 256 * 1024;

const compressElsewhere = promisify(zstdCompress);

/** A body as the inbox keeps it: at once, or when another thread is done with it. */
export function compressPayload(body: Buffer): Buffer | Promise<Buffer> {
  const options = compressionFor(body.length);
  return body.length <= COMPRESS_AT_ONCE_BYTES ? zstdCompressSync(body, options) : compressElsewhere(body, options);
}

/**
 * The fastest level, with tables no larger than the body needs: those of the default level for an unknown length are a
 * megabyte that is made and cleared for each event. For an order it takes three quarters of the time and comes out smaller.
 */
function compressionFor(length: number): ZstdOptions {
  const window = Math.min(Math.max(Math.ceil(Math.log2(length + 1)), MIN_WINDOW_LOG), MAX_WINDOW_LOG);
  let options = compressions.get(window);
  if (options === undefined) {
    const params = { [constants.ZSTD_c_compressionLevel]: 1, [constants.ZSTD_c_windowLog]: window, [constants.ZSTD_c_hashLog]: window - 1 };
    compressions.set(window, (options = { params, chunkSize: 8 * 1024 }));
  }
  return options;
}

const MIN_WINDOW_LOG = 10;
const MAX_WINDOW_LOG = 20;
const compressions = new Map<number, ZstdOptions>();

/**
 * The JSON that a body held.
 * @throws TerminalError without a word of what the body held: JSON.parse would quote it.
 */
export function readPayload(payload: Buffer): unknown {
  const text = payloadText(payload);
  if (text === null) throw new TerminalError('payload-compression', 'The stored event cannot be unpacked.');
  try {
    return JSON.parse(text);
  } catch {
    throw new TerminalError('payload-json', 'The event that Shopify sent is not JSON.');
  }
}

/** The text that a body held; null where it cannot be unpacked. */
export function payloadText(payload: Buffer): string | null {
  try {
    return zstdDecompressSync(payload, { maxOutputLength: MAX_PAYLOAD_BYTES }).toString('utf8');
  } catch {
    return null;
  }
}

/**
 * All payloads go as one binary value with where each begins: as an array of bytea the driver would write each byte as
 * two digits, and the server would read them back.
 */
const INSERT = `
  WITH inserted AS (
  INSERT INTO inbox_events (shop_domain, topic, event_id, webhook_id, api_version, triggered_at, received_at, payload, payload_bytes)
  SELECT shop_domain, topic, event_id, webhook_id, api_version, to_timestamp(triggered_ms / 1000.0), to_timestamp(received_ms / 1000.0), substring($1::bytea FROM start FOR length), payload_bytes
    FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::bigint[], $8::bigint[], $9::int[], $10::int[], $11::int[])
      AS given (shop_domain, topic, event_id, webhook_id, api_version, triggered_ms, received_ms, start, length, payload_bytes)
  ON CONFLICT (shop_domain, event_id, topic) DO NOTHING RETURNING 1)
  SELECT count(*)::int AS inserted, CASE WHEN count(*) > 0 THEN pg_notify('${INBOX_CHANNEL}', $12) END FROM inserted`;

/**
 * Writes events in one statement, tells whoever deals with them, and returns when they are committed. One that is there already is left as it is.
 * @returns how many were new
 */
export async function insertEvents(events: readonly ReceivedEvent[]): Promise<number> {
  const rows = events.length === 1 ? events : [...events].sort(byIdentity);
  const starts: number[] = [];
  let length = 0;
  for (const { payload } of rows) {
    starts.push(length + 1);
    length += payload.length;
  }
  const { rows: [answer] } = await inboxPool().query<{ inserted: number }>({
    name: 'insert-inbox-events',
    text: INSERT,
    values: [
      rows.length === 1 ? rows[0]?.payload : Buffer.concat(rows.map((row) => row.payload), length),
      texts(rows.map((row) => row.shopDomain)),
      texts(rows.map((row) => row.topic)),
      texts(rows.map((row) => row.eventId)),
      texts(rows.map((row) => row.webhookId)),
      texts(rows.map((row) => row.apiVersion)),
      numbers(rows.map((row) => row.triggeredAt.getTime())),
      numbers(rows.map((row) => row.receivedAt.getTime())),
      numbers(starts),
      numbers(rows.map((row) => row.payload.length)),
      numbers(rows.map((row) => row.payloadBytes)),
      noticeOf(rows.map((row) => row.shopDomain)),
    ],
  });
  return answer?.inserted ?? 0;
}

/** PostgreSQL's form of an array. None of these texts can hold a quote or a backslash: their forms are checked where they come in. */
function texts(values: readonly string[]): string {
  return `{"${values.join('","')}"}`;
}

function numbers(values: readonly number[]): string {
  return `{${values.join(',')}}`;
}

/** What stands in the inbox. */
export interface InboxState {
  /** Events that wait, counted up to MOST_COUNTED. */
  waiting: number;
  /** Seconds since the oldest of them came in; 0 when none waits. */
  oldestSeconds: number;
  failed: number;
}

const MOST_COUNTED = 100_000;

// The oldest by one look at each shop that has something waiting: the index knows the order within a shop only.
const STATE = `
  WITH RECURSIVE oldest AS (
    (SELECT shop_domain, received_at FROM inbox_events WHERE state = 'new' ORDER BY shop_domain, id LIMIT 1)
    UNION ALL
    SELECT following.shop_domain, following.received_at FROM oldest,
      LATERAL (SELECT e.shop_domain, e.received_at FROM inbox_events e WHERE e.state = 'new' AND e.shop_domain > oldest.shop_domain ORDER BY e.shop_domain, e.id LIMIT 1) AS following
  )
  SELECT (SELECT count(*) FROM (SELECT FROM inbox_events WHERE state = 'new' LIMIT ${MOST_COUNTED}) AS counted)::int AS waiting,
         (SELECT count(*) FROM (SELECT FROM inbox_events WHERE state = 'failed' LIMIT ${MOST_COUNTED}) AS counted)::int AS failed,
         coalesce(extract(epoch FROM clock_timestamp() - min(received_at)), 0)::float8 AS "oldestSeconds"
    FROM oldest`;

export async function loadInboxState(): Promise<InboxState> {
  const { rows } = await systemPool().query<InboxState>(STATE);
  return rows[0] ?? { waiting: 0, oldestSeconds: 0, failed: 0 };
}
