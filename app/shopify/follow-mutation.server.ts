import { setTimeout as sleep } from 'node:timers/promises';
import { config } from '../runtime/config.server.ts';
import type { AdminClient } from './admin-client.server.ts';
import { ExpiredFileError } from './bulk-file.server.ts';
import { streamMutationResults, type MutationResultLine } from './bulk-mutation.server.ts';
import { cancelBulkOperation, isFinished, readBulkOperation, type BulkOperation } from './bulk-query.server.ts';

/**
 * Asks until a bulk mutation has ended, in whatever way.
 * @param options.onProgress told of the lines that Shopify has worked through, at each look
 * @param options.unwanted asked at each look; once true, Shopify is asked to cancel the operation, whose end is waited for all the same
 * @returns the ended operation; null when Shopify does not know it any more
 */
export async function waitForMutation(
  client: AdminClient, operationId: string, options: { signal: AbortSignal; onProgress: (lines: number) => Promise<unknown>; unwanted: () => Promise<boolean> },
): Promise<BulkOperation | null> {
  const { signal, onProgress, unwanted } = options;
  let cancelled = false;
  for (let wait = config().bulkPollMs / 4; ; wait = Math.min(wait * 2, config().bulkPollMs)) {
    const operation = await readBulkOperation(client, operationId, { signal });
    if (operation === null) return null;
    await onProgress(operation.rootObjectCount);
    if (isFinished(operation)) return operation;
    if (!cancelled && (await unwanted())) {
      cancelled = true;
      await cancelBulkOperation(client, operationId, { signal });
    }
    await sleep(wait, undefined, { signal });
  }
}

/** The lines that an ended bulk mutation was answered; none where it left no file, or its address has ended, and no more where that ends on the way. */
export async function* answeredLines(operation: BulkOperation | null, options: { signal: AbortSignal }): AsyncGenerator<MutationResultLine, void> {
  const address = operation?.url ?? operation?.partialDataUrl ?? null;
  if (address === null) return;
  try {
    yield* streamMutationResults(address, options);
  } catch (error) {
    if (!(error instanceof ExpiredFileError)) throw error;
  }
}
