import { setTimeout as sleep } from 'node:timers/promises';
import { config } from '../runtime/config.server.ts';
import { machineNow } from '../runtime/clock.server.ts';
import { TerminalError } from '../runtime/errors.ts';
import { log } from '../runtime/log.server.ts';
import type { AdminClient } from './admin-client.server.ts';
import { watchFinish } from './bulk-finish.server.ts';
import { BulkOperationCancelDocument } from './generated/bulk-operation-cancel.ts';
import { BulkOperationStatusDocument, type BulkOperationStatusQuery } from './generated/bulk-operation.ts';
import { BulkQueryRunDocument } from './generated/bulk-query-run.ts';

/** A bulk operation as Shopify tells of it, with its numbers as numbers. */
export interface BulkOperation {
  id: string;
  status: NonNullable<BulkOperationStatusQuery['bulkOperation']>['status'];
  errorCode: string | null;
  /** When Shopify took it on: it reads later than that. Milliseconds since the epoch. */
  createdAt: number;
  /** Lines of the result, and those of them that have no parent. */
  objectCount: number;
  rootObjectCount: number;
  /** Bytes of the result. */
  fileSize: number | null;
  /** Null while it runs, when it failed, and when a finished one found nothing. */
  url: string | null;
  partialDataUrl: string | null;
}

/** An operation that has found nothing more for so long is stuck: Shopify's own do not stand still for minutes, and there are places for five. */
const STUCK_AFTER_MS = 60 * 60 * 1000;

/** Slowest rhythm of asking, as a multiple of the configured one. */
const SLOWEST = 8;

/**
 * Starts a bulk query. While as many as Shopify allows are at work for this shop and app it waits for a place.
 * @param query text of one query, without variables
 * @returns the operation's GID
 * @throws TerminalError with Shopify's words when it refuses the query.
 */
export async function submitBulkQuery(client: AdminClient, query: string, options: { signal?: AbortSignal } = {}): Promise<string> {
  for (let wait = config().bulkPollMs; ; wait = Math.min(wait * 1.5, config().bulkPollMs * SLOWEST)) {
    const { bulkOperationRunQuery: answer } = await client.request(BulkQueryRunDocument, { query }, options);
    const faults = answer?.userErrors ?? [];
    if (answer?.bulkOperation != null && faults.length === 0) return answer.bulkOperation.id;
    const busy = faults.some((fault) => fault.code === 'OPERATION_IN_PROGRESS' || /already in progress/i.test(fault.message));
    if (!busy) throw new TerminalError('bulk-query', `Shopify refused a bulk query for ${client.shopDomain}: ${faults.map((fault) => fault.message).join('; ') || 'it gave no operation and no reason'}.`);
    await sleep(wait, undefined, { signal: options.signal });
  }
}

/** The operation's state now; null when Shopify does not know it (any more). */
export async function readBulkOperation(client: AdminClient, id: string, options: { signal?: AbortSignal } = {}): Promise<BulkOperation | null> {
  const { bulkOperation } = await client.request(BulkOperationStatusDocument, { id }, options);
  if (bulkOperation === null) return null;
  return {
    id: bulkOperation.id,
    status: bulkOperation.status,
    errorCode: bulkOperation.errorCode,
    createdAt: Date.parse(bulkOperation.createdAt),
    objectCount: Number(bulkOperation.objectCount),
    rootObjectCount: Number(bulkOperation.rootObjectCount),
    fileSize: bulkOperation.fileSize === null ? null : Number(bulkOperation.fileSize),
    url: bulkOperation.url,
    partialDataUrl: bulkOperation.partialDataUrl,
  };
}

/** Whether nothing more will happen to it at Shopify. */
export function isFinished(operation: BulkOperation): boolean {
  return operation.status === 'COMPLETED' || operation.status === 'FAILED' || operation.status === 'CANCELED' || operation.status === 'EXPIRED';
}

/**
 * Asks until the operation has ended, at first in the configured rhythm and then slower while nothing moves, and at once when the
 * webhook tells of the end (announceBulkFinish). That can be lost, so asking is not left to it.
 * One that no longer moves is cancelled, and counts as ended: whoever waited can ask for another.
 * @param options.onProgress told of each answer
 * @returns the ended operation, in whatever way it ended; null when Shopify does not know it.
 */
export async function waitForBulkOperation(
  client: AdminClient,
  id: string,
  options: { signal?: AbortSignal; onProgress?: (operation: BulkOperation) => void; stuckAfterMs?: number } = {},
): Promise<BulkOperation | null> {
  const watch = await watchFinish(id);
  try {
    let seen = -1;
    let movedAt = machineNow();
    for (let wait = config().bulkPollMs; ; ) {
      const operation = await readBulkOperation(client, id, options);
      if (operation === null) return null;
      options.onProgress?.(operation);
      if (isFinished(operation)) return operation;
      if (operation.objectCount > seen) movedAt = machineNow();
      else if (machineNow() - movedAt >= (options.stuckAfterMs ?? STUCK_AFTER_MS)) {
        log.warn({ shop: client.shopDomain, operation: id, objects: operation.objectCount }, 'a bulk operation stands still and is cancelled');
        await cancelBulkOperation(client, id, options);
        return { ...operation, status: 'CANCELED' };
      }
      wait = operation.objectCount > seen ? config().bulkPollMs : Math.min(wait * 1.5, config().bulkPollMs * SLOWEST);
      seen = operation.objectCount;
      await watch.sleep(wait, options.signal);
    }
  } finally {
    await watch.stop();
  }
}

/** Asks Shopify to stop the operation. One that has already ended stays as it is. */
export async function cancelBulkOperation(client: AdminClient, id: string, options: { signal?: AbortSignal } = {}): Promise<void> {
  await client.request(BulkOperationCancelDocument, { id }, options);
}
