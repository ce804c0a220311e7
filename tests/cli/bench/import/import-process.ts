import { performance } from 'node:perf_hooks';
import { closePools } from '#app/database/pools.server.ts';
import { withTenant } from '#app/database/tenant.server.ts';
import { importBulkPart } from '#app/mirror/import-bulk-part.server.ts';
import { takingTurns } from '#app/mirror/import-context.server.ts';
import { beginRun, createRun, endRun, loadParts } from '#app/mirror/import-run.server.ts';
import { BULK_KINDS } from '#app/mirror/mirror-tables.ts';
import { ProgressWriter } from '#app/mirror/progress-writer.server.ts';
import { measured } from '../measured-process.ts';
import { bulkShopify } from './bulk-shopify.ts';
import type { StoreFiles } from './store-files.ts';

export interface ImportInput {
  shopId: number;
  files: StoreFiles;
  filesUrl: string;
}

export interface ImportOutcome {
  seconds: number;
  lines: number;
  inserted: number;
  rejected: number;
}

/** An import's three bulk parts as the worker does them (run-import.server.ts), from asking Shopify to the settled account. */
measured<ImportInput, ImportOutcome>(async ({ shopId, files, filesUrl }) => {
  const run = await withTenant(shopId, (tx) => createRun(tx, null));
  await beginRun(shopId, run.id);
  for (const kind of BULK_KINDS) {
    await withTenant(shopId, (tx) => tx.query('UPDATE import_parts SET counted = $4 WHERE shop_id = $1 AND run_id = $2 AND kind = $3', [shopId, run.id, kind, files[kind].roots]));
  }
  const stop = new AbortController();
  const progress = new ProgressWriter(shopId, run.id, () => stop.abort());
  progress.start();
  const began = performance.now();
  const context = { shopId, runId: run.id, client: bulkShopify('import-bench.myshopify.com', files, filesUrl), signal: stop.signal, progress, shopDecimals: 2, readsAllOrders: true, oneAtATime: takingTurns() };
  await Promise.all(BULK_KINDS.map((kind) => importBulkPart(context, kind)));
  const seconds = (performance.now() - began) / 1000;
  await progress.stop();
  const parts = await withTenant(shopId, (tx) => loadParts(tx, run.id));
  await withTenant(shopId, (tx) => endRun(tx, run.id, { status: 'succeeded', phase: 'The store has been imported' }));
  await closePools();
  const sum = (of: (part: (typeof parts)[number]) => number): number => parts.reduce((total, part) => total + of(part), 0);
  return { seconds, lines: sum((part) => part.read), inserted: sum((part) => part.inserted), rejected: sum((part) => part.rejected) };
});
