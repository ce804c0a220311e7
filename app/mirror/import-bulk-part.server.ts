import { setTimeout as sleep } from 'node:timers/promises';
import { print } from 'graphql';
import { withTenant } from '../database/tenant.server.ts';
import { ExpiredFileError, streamBytes } from '../shopify/bulk-file.server.ts';
import { submitBulkQuery, waitForBulkOperation, type BulkOperation } from '../shopify/bulk-query.server.ts';
import { CustomersBulkDocument } from '../shopify/generated/customers.bulk.ts';
import { OrdersBulkDocument } from '../shopify/generated/orders.bulk.ts';
import { ProductsBulkDocument } from '../shopify/generated/products.bulk.ts';
import { config } from '../runtime/config.server.ts';
import { RetryableError, TerminalError } from '../runtime/errors.ts';
import { log } from '../runtime/log.server.ts';
import { idOf } from './cells.ts';
import type { ImportContext } from './import-context.server.ts';
import { advancePart, announcePart, loadPart, restartPart, unfinishedRuns, type ImportPart } from './import-run.server.ts';
import { keepRejects } from './import-rejects.server.ts';
import { LineThread, type ReadBytes } from './line-thread.server.ts';
import { mergeBatch, type MergeContext } from './merge-batch.server.ts';
import { BULK_SHAPES, type BulkKind } from './mirror-tables.ts';
import { settlePart } from './settle-part.server.ts';

/** Rows merged in one transaction: enough to make its fixed cost small, little enough to hold twice in memory. */
const BATCH_LINES = 20_000;
/** The same bound for files with long lines. */
const BATCH_BYTES = 24_000_000;
/** Blocks that are with the thread at once: one that it reads, and the next. */
const BLOCKS_AHEAD = 3;
/** Times that Shopify is asked for the same part before the run fails. */
const MOST_OPERATIONS = 6;
/** Before it is asked again, in times of the rhythm of asking after an operation: three times as long after each that failed, a minute or so at most. */
const LONGEST_PAUSE = 30;
/** Times that one file's download is taken up again. */
const MOST_DOWNLOADS = 5;

const QUERIES: Readonly<Record<BulkKind, string>> = {
  products: print(ProductsBulkDocument),
  customers: print(CustomersBulkDocument),
  orders: print(OrdersBulkDocument),
};

/**
 * One bulk operation from asking to a settled part. What an earlier try has done is taken up: a running operation is
 * asked after by its id, a finished one is read on from the line that was committed last, an ended address is asked for anew.
 * @throws TerminalError when Shopify refuses or fails for good, or rows were lost; RetryableError when a later try may do.
 */
export async function importBulkPart(context: ImportContext, kind: BulkKind): Promise<void> {
  const { shopId, runId, signal } = context;
  let expired = 0;
  let downloads = 0;
  for (;;) {
    const part = await loadPart(shopId, runId, kind);
    context.progress.partIs(kind, { done: part.linesTaken });
    if (part.status === 'done') return context.progress.partIs(kind, { done: part.read, expected: part.read, certain: true });
    const operation = part.bulkOperationId === null ? null : await waitFor(context, kind, part.bulkOperationId);
    if (operation === null || operation.status !== 'COMPLETED') {
      await askShopify(context, kind, part, operation);
      expired = 0;
      downloads = 0;
      continue;
    }
    await announcePart(shopId, runId, kind, operation);
    context.progress.partIs(kind, { expected: operation.objectCount, certain: true });
    try {
      await context.oneAtATime(async () => {
        context.progress.phaseIs(`Reading ${kind}`);
        if (operation.url !== null) await readFile(context, kind, operation);
        await settlePart(context, kind, operation.createdAt);
        await context.look?.();
        context.progress.phaseIs('Waiting for what Shopify is still preparing');
      });
      return;
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof ExpiredFileError) {
        expired += 1;
        // A second look at the operation gives a new address; if that has ended too, the file is gone.
        if (expired > 1) await askShopify(context, kind, part, null);
        continue;
      }
      downloads += 1;
      if (!(error instanceof RetryableError) || error.code !== 'file-download' || downloads >= MOST_DOWNLOADS) throw error;
      log.warn({ shop: context.client.shopDomain, kind, reason: error.message }, 'a download broke off and is taken up again');
      await sleep(100 * 3 ** downloads, undefined, { signal });
    }
  }
}

async function waitFor(context: ImportContext, kind: BulkKind, bulkOperationId: number): Promise<BulkOperation | null> {
  return waitForBulkOperation(context.client, `gid://shopify/BulkOperation/${bulkOperationId}`, {
    signal: context.signal,
    onProgress: ({ objectCount }) => context.progress.partIs(kind, { expected: objectCount }),
  });
}

async function askShopify(context: ImportContext, kind: BulkKind, part: ImportPart, ended: BulkOperation | null): Promise<void> {
  const { client, shopId, runId, signal } = context;
  if (ended?.errorCode === 'ACCESS_DENIED') {
    throw new TerminalError('access-denied', `Shopify denies access to ${kind}. Check that the app has been granted all the scopes it asks for, then start the import again.`);
  }
  // What a failed operation left behind (partialDataUrl) is not used: the next one brings every row, and only a whole file can be accounted for.
  if (part.attempts >= MOST_OPERATIONS) {
    const why = ended === null ? 'its results were gone before they could be read' : `it ended as ${ended.status}${ended.errorCode === null ? '' : ` (${ended.errorCode})`}`;
    throw new TerminalError('bulk-operation', `Shopify was asked ${part.attempts} times for the ${kind} of ${client.shopDomain}, and the last time ${why}. Start the import again later; if it fails again, Shopify's status page may say why.`);
  }
  if (ended !== null) {
    log.warn({ shop: client.shopDomain, kind, status: ended.status, errorCode: ended.errorCode }, 'a bulk operation did not complete and is asked for again');
    await sleep(config().bulkPollMs * Math.min(LONGEST_PAUSE, 3 ** (part.attempts - 1)), undefined, { signal });
  }
  const id = await submitBulkQuery(client, QUERIES[kind], { signal });
  await restartPart(shopId, runId, kind, Number(idOf(id, 'BulkOperation')));
}

/**
 * Streams the file into the mirror. Three work at once: this thread downloads, another reads lines, and the database
 * merges a batch. None runs further ahead than one batch and two blocks.
 */
async function readFile(context: ImportContext, kind: BulkKind, operation: BulkOperation): Promise<void> {
  const { shopId, runId, signal, shopDecimals } = context;
  const part = await loadPart(shopId, runId, kind);
  const merging: MergeContext = { runId, kind, unfinishedRuns: await unfinishedRuns(shopId, runId, kind), firstEver: await mirrorIsEmpty(shopId, kind), moment: { notBefore: operation.createdAt } };
  const thread = new LineThread({ kind, shopDecimals, linesTaken: part.linesTaken, batchLines: BATCH_LINES, batchBytes: BATCH_BYTES });
  let inFlight: Promise<void> = Promise.resolve();
  const spentBlocks: ArrayBuffer[] = [];
  const merge = async ({ spent, batches }: ReadBytes): Promise<void> => {
    if (spent !== null) spentBlocks.push(spent);
    for (const batch of batches) {
      await inFlight;
      inFlight = takeOver(context, merging, batch);
      // Awaited at the next batch; until then a failure must not count as one that nobody handles.
      inFlight.catch(() => {});
    }
  };
  const file = { bytes: 0 };
  const reading: Promise<ReadBytes>[] = [];
  try {
    for await (const block of streamBytes(operation.url ?? '', { signal, progress: file, spent: spentBlocks })) {
      reading.push(thread.read(block));
      if (reading.length >= BLOCKS_AHEAD) await merge(await (reading.shift() as Promise<ReadBytes>));
    }
    for (const answer of reading) await merge(await answer);
    const end = await thread.read(null);
    // A file may also end in the middle of a line: fewer bytes came than Shopify announced, and the last line shows it.
    const cut = operation.fileSize !== null && file.bytes < operation.fileSize && !end.lastIsWhole;
    // The lines that the cut one shares its batch with are not taken either: they come again with it.
    if (end.lines < operation.objectCount || cut) {
      throw new RetryableError('file-download', `The file of ${kind} ended after ${end.lines} of ${operation.objectCount} lines and ${file.bytes} bytes.`);
    }
    await merge(end);
    await inFlight;
  } catch (error) {
    await inFlight.catch(() => {});
    throw error;
  } finally {
    await thread.stop();
  }
}

async function mirrorIsEmpty(shopId: number, kind: BulkKind): Promise<boolean> {
  const { rowCount } = await withTenant(shopId, (tx) => tx.query(`SELECT FROM ${BULK_SHAPES[kind].root.name} WHERE shop_id = $1 LIMIT 1`, [shopId]));
  return rowCount === 0;
}

async function takeOver(context: ImportContext, merging: MergeContext, batch: ReadBytes['batches'][number]): Promise<void> {
  const { shopId } = context;
  const { runId, kind } = merging;
  await withTenant(shopId, async (tx) => {
    const outcome = await mergeBatch(tx, merging, batch);
    await keepRejects(tx, runId, kind, batch.rejected);
    await advancePart(tx, runId, kind, { ...outcome, linesTaken: batch.lines, read: batch.lines, rootsRead: batch.roots, unreadable: batch.unreadable });
  });
  context.progress.moved(kind, batch.lines);
  await context.look?.();
}
