import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { closePools } from '#app/database/pools.server.ts';
import { closePrisma } from '#app/database/prisma.server.ts';
import { closeJobQueue } from '#app/jobs/queue.server.ts';
import { cancelImport } from '#app/mirror/cancel-import.server.ts';
import { MOST_ATTEMPTS } from '#app/mirror/import-shop.job.server.ts';
import { runImport } from '#app/mirror/run-import.server.ts';
import { startImport } from '#app/mirror/start-import.server.ts';
import { openShop, progressOf, smallStore, type ImportingShop } from './importing-shop.ts';

let shop: ImportingShop;
let number = 0;
beforeEach(async () => {
  number += 1;
  shop = await openShop({ loaded: await smallStore({ shopDomain: `start-${number}.myshopify.com`, customers: 30 }), bulkRowsPerSecond: number === 1 ? 20 : undefined });
});
afterEach(() => shop.close());
afterAll(async () => {
  await closeJobQueue(0);
  await closePrisma();
  await closePools();
});

describe('an import', () => {
  it('that is cancelled stops within a moment, also at Shopify', async () => {
    const { shopId } = shop;
    const { runId } = await startImport({ shopId });
    const running = runImport({ shopId, runId });
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect(await cancelImport({ shopId })).toBe('stopping');
    expect(await running).toBe('cancelled');
    expect(await progressOf(shop)).toMatchObject({ id: runId, status: 'cancelled', active: false, errorMessage: null });
    const { bulkOperations } = await shop.api.data<{ bulkOperations: { nodes: { status: string }[] } }>('{ bulkOperations(first: 10) { nodes { status } } }');
    expect(bulkOperations.nodes.map((one) => one.status).filter((status) => status === 'RUNNING' || status === 'CREATED')).toEqual([]);
    expect(await cancelImport({ shopId })).toBe('none');
  });

  it('is started once however often it is asked for, at the same moment too', async () => {
    const started = await Promise.all(Array.from({ length: 4 }, () => startImport({ shopId: shop.shopId })));
    expect(new Set(started.map((one) => one.runId)).size).toBe(1);
    expect(started.filter((one) => one.begun)).toHaveLength(1);
  });

  it('that has not begun is cancelled at once, and its job then finds nothing to do', async () => {
    const { shopId } = shop;
    const { runId } = await startImport({ shopId });
    expect(await cancelImport({ shopId })).toBe('cancelled');
    expect(await runImport({ shopId, runId })).toBe('gone');
    expect((await startImport({ shopId })).runId).not.toBe(runId);
  });

  it('tells what follows in the transaction in which it ends', async () => {
    const { shopId } = shop;
    const { runId } = await startImport({ shopId });
    await expect(
      runImport({
        shopId,
        runId,
        onDone: async () => {
          throw new Error('the queue is away');
        },
      }),
    ).rejects.toThrow('the queue is away');
    expect(await progressOf(shop)).toMatchObject({ status: 'running' });
    let followed = 0;
    await runImport({ shopId, runId, onDone: async () => void (followed += 1) });
    expect(followed).toBe(1);
    expect(await progressOf(shop)).toMatchObject({ status: 'succeeded' });
  });

  it('that meets a passing fault waits for its next try, and after the last has failed and says why', async () => {
    const { shopId } = shop;
    shop.onDownload = () => 500;
    const { runId } = await startImport({ shopId });
    await shop.rows('UPDATE import_runs SET attempts = $1 WHERE id = $2', [MOST_ATTEMPTS - 2, runId]);
    await expect(runImport({ shopId, runId })).rejects.toMatchObject({ code: 'file-download' });
    expect(await progressOf(shop)).toMatchObject({ status: 'running', active: true, phase: 'Waiting to be tried again' });
    await expect(runImport({ shopId, runId })).rejects.toMatchObject({ code: 'import-failed' });
    expect(await progressOf(shop)).toMatchObject({ status: 'failed', errorMessage: expect.stringContaining('HTTP 500') as string });
  });

  it('of a shop that uninstalled the app fails at once', async () => {
    const { systemPool } = await import('#app/database/pools.server.ts');
    const { runId } = await startImport({ shopId: shop.shopId });
    await systemPool().query('UPDATE shops SET uninstalled_at = now() WHERE id = $1', [shop.shopId]);
    await expect(runImport({ shopId: shop.shopId, runId })).rejects.toMatchObject({ code: 'not-installed' });
    expect(await progressOf(shop)).toMatchObject({ status: 'failed', active: false });
  });
});
