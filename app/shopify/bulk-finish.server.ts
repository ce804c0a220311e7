import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { holdConnection, type HeldConnection } from '../database/held-connection.server.ts';
import { systemPool } from '../database/pools.server.ts';
import { TerminalError, errorMessage } from '../runtime/errors.ts';
import { log } from '../runtime/log.server.ts';

/**
 * The end of a bulk operation, from the process that was told of it (a webhook) to the one that waits for it. Nothing depends on its
 * arrival: whoever waits also asks Shopify, only less often.
 */
const CHANNEL = 'bulk_finished';

/** Watches of this process, by the operation's id. */
const watches = new Map<string, Set<() => void>>();
let listening: Promise<HeldConnection | null> | undefined;

export interface FinishWatch {
  /** Waits as long as told, or until the end of the operation is announced. @throws the signal's reason when it is aborted */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  stop(): Promise<void>;
}

const payload = z.object({ admin_graphql_api_id: z.string().regex(/^gid:\/\/shopify\/BulkOperation\/\d+$/) });

/**
 * Tells whoever waits for it, in whatever process, that a bulk operation has ended.
 * @param body of the webhook bulk_operations/finish
 * @throws TerminalError for a payload that names no operation
 */
export async function announceBulkFinish(body: unknown): Promise<void> {
  const parsed = payload.safeParse(body);
  if (!parsed.success) throw new TerminalError('bulk-finish-form', 'Shopify told of the end of a bulk operation without naming it.');
  const id = parsed.data.admin_graphql_api_id;
  await systemPool().query('SELECT pg_notify($1, $2)', [CHANNEL, id]);
}

/** Listens for the end of an operation. Where that cannot be, its sleeps are as long as they are told to be. */
export async function watchFinish(id: string): Promise<FinishWatch> {
  let woken = new AbortController();
  const wake = (): void => woken.abort();
  const all = watches.get(id) ?? new Set();
  watches.set(id, all.add(wake));
  listening ??= listen();
  await listening;
  return {
    sleep: async (ms, signal) => {
      try {
        await sleep(ms, undefined, { signal: signal === undefined ? woken.signal : AbortSignal.any([signal, woken.signal]) });
      } catch (error) {
        signal?.throwIfAborted();
        if (!woken.signal.aborted) throw error;
        // Told of the end once; from here on it sleeps as long as it is told to.
        woken = new AbortController();
      }
    },
    stop: async () => {
      all.delete(wake);
      if (all.size === 0) watches.delete(id);
      if (watches.size > 0) return;
      const connection = await listening;
      // Somebody may have begun to wait meanwhile.
      if (watches.size > 0) return;
      listening = undefined;
      await connection?.close();
    },
  };
}

/** One connection for all that a process waits for. */
async function listen(): Promise<HeldConnection | null> {
  try {
    const connection = await holdConnection('bulk');
    await connection.listen(CHANNEL, (id) => watches.get(id)?.forEach((wake) => wake()));
    connection.lost.addEventListener('abort', () => {
      // Unless it was closed, and another stands already.
      void listening?.then((current) => {
        if (current === connection) listening = undefined;
      });
    }, { once: true });
    return connection;
  } catch (error) {
    log.debug({ reason: errorMessage(error) }, 'the ends of bulk operations are not listened for');
    return null;
  }
}
