import { fork } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { BenchUsageError, wholeNumbers, type Bench, type BenchContext } from './bench.ts';
import { makeBenchShop } from './bench-shop.ts';
import { medianOf } from './figures.ts';
import { emptyTables, rawCopy, saveTables } from './import/raw-copy.ts';
import type { ImportInput, ImportOutcome } from './import/import-process.ts';
import { writeStoreFiles, type StoreFiles } from './import/store-files.ts';
import { inProcess } from './measured-process.ts';
import { serverSeconds } from './server-time.ts';

/**
 * A first import from Shopify's bulk files to merged rows, by the app's own code in a process of its own: download over
 * HTTP, lines, JSON, rows, COPY, guarded merge, account of every row. Against it stands a plain COPY, by the tables'
 * owner, of the very rows that the import made, into the same tables with their keys and indexes. Both begin with empty
 * tables and after a checkpoint; they take turns, and the figures are medians.
 */
export const bench: Bench = {
  about: "an import of Shopify's bulk files into the mirror, against a raw COPY of the same rows",
  options: { orders: 'sizes, parted by commas (10000,100000,1000000)', repeats: 'how often each size is measured (3; from 500,000 orders on 1)' },
  run: async (context) => {
    const sizes = wholeNumbers('orders', context.options['orders'], [10_000, 100_000, 1_000_000]);
    const [repeats] = wholeNumbers('repeats', context.options['repeats'], [0]);
    if (repeats === undefined) throw new BenchUsageError('--repeats takes one number.');
    await context.database();
    const shopId = await makeBenchShop('import');
    const peaks = new Map<number, number>();
    for (const orders of sizes) peaks.set(orders, await measureSize(context, shopId, orders, repeats || (orders >= 500_000 ? 1 : 3)));
    const [small, large] = [peaks.get(100_000), peaks.get(1_000_000)];
    if (small !== undefined && large !== undefined) context.report({ name: 'import:peak-memory:1000000-against-100000', value: large, unit: 'MiB', baseline: small });
  },
};

/** @returns the import's peak memory in MiB */
async function measureSize(context: BenchContext, shopId: number, orders: number, repeats: number): Promise<number> {
  const { directory, say, report } = context;
  const database = await context.database();
  say(`${orders} orders: writing the store's files ...`);
  const files = await writeStoreFiles(directory, orders);
  const server = await serve(files);
  try {
    const imports: { seconds: number; peakMiB: number; cpuSeconds: number }[] = [];
    const copies: number[] = [];
    let rows = 0;
    for (let turn = 1; turn <= repeats; turn += 1) {
      await emptyTables(database);
      const before = await serverSeconds(database);
      const { result, peakMiB, cpuSeconds } = await inProcess<ImportInput, ImportOutcome>('./import/import-process.ts', { shopId, files, filesUrl: server.url }, { environment: { BULK_FILE_HOSTS: new URL(server.url).host } });
      const importing = (await serverSeconds(database)) ?? 0;
      const lines = files.products.objects + files.customers.objects + files.orders.objects;
      if (result.inserted !== lines || result.rejected !== 0) throw new Error(`Of ${lines} lines ${result.inserted} were inserted and ${result.rejected} rejected: this measures nothing.`);
      rows = await saveTables(database, directory);
      await emptyTables(database);
      const between = await serverSeconds(database);
      const seconds = await rawCopy(database, directory);
      const copying = (await serverSeconds(database)) ?? 0;
      imports.push({ seconds: result.seconds, peakMiB, cpuSeconds });
      copies.push(seconds);
      say(`${orders} orders, ${turn} of ${repeats}: ${rows} rows imported in ${result.seconds.toFixed(1)} s (processor: Node ${cpuSeconds.toFixed(1)} s, PostgreSQL ${(importing - (before ?? 0)).toFixed(1)} s), ${peakMiB.toFixed(0)} MiB; raw COPY ${seconds.toFixed(1)} s (PostgreSQL ${(copying - (between ?? 0)).toFixed(1)} s); ratio ${(seconds / result.seconds).toFixed(2)}`);
    }
    const peak = Math.max(...imports.map((one) => one.peakMiB));
    const name = `import:${orders}`;
    report({ name: `${name}:rows-per-second`, value: medianOf(imports.map((one) => rows / one.seconds)), unit: 'rows/s', baseline: medianOf(copies.map((seconds) => rows / seconds)), ratio: medianOf(imports.map((one, turn) => (copies[turn] ?? 0) / one.seconds)) });
    report({ name: `${name}:peak-memory`, value: peak, unit: 'MiB', baseline: 512 });
    return peak;
  } finally {
    server.stop();
    for (const { path } of Object.values(files)) await rm(path, { force: true });
  }
}

async function serve(files: StoreFiles): Promise<{ url: string; stop: () => void }> {
  const child = fork(fileURLToPath(new URL('./import/file-server.ts', import.meta.url)));
  child.send(Object.fromEntries(Object.entries(files).map(([kind, { path }]) => [`/${kind}`, path])));
  const [port] = (await once(child, 'message')) as [number];
  return { url: `http://127.0.0.1:${port}`, stop: () => child.disconnect() };
}
