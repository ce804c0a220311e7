import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ARCHIVE_SECTIONS, LEFT_OUT } from '#app/archive/archive-sections.server.ts';
import { countArchive, writeArchive } from '#app/archive/write-archive.server.ts';
import type { ExportSink } from '#app/customers/send-export.server.ts';
import { closePools } from '#app/database/pools.server.ts';
import { withTenant } from '#app/database/tenant.server.ts';
import { rebuildProfiles } from '#app/profiles/rebuild-profiles.server.ts';
import { fillLargeMirror } from '#tests/factories/large-mirror.ts';
import { closeFactory, factoryPool, makeShop, putInMirror } from '#tests/factories/made-mirror.ts';
import { unzip } from '#tests/factories/unzip.ts';

const NOW = Date.parse('2011-12-10T12:00:00Z');
let shopId: number;
let otherShop: number;

beforeAll(async () => {
  process.env['REGULARS_NOW'] = new Date(NOW).toISOString();
  [shopId, otherShop] = [await makeShop(), await makeShop({ currencyCode: 'JPY' })];
  await putInMirror(shopId, {
    customers: [{ id: 1, firstName: '=HYPERLINK("http://evil","x")', lastName: 'Lee', tags: ['vip', '@x'] }, { id: 2, firstName: 'Łukasz\n"Q"' }, { id: 3, email: null }],
    products: [{ id: 5, title: 'Mug' }],
    orders: [
      { id: 10, customerId: 1, processedAt: '2011-10-01T10:00:00Z', lines: [{ net: 2_005 }, { net: 1, giftCard: true }], refunds: [{ uncarried: 5, lines: [{ line: 0, quantity: 1, subtotal: 100 }] }] },
      { id: 11, customerId: null, processedAt: '2011-11-01T10:00:00Z', lines: [{ net: 700 }], currencyCode: 'JPY' },
    ],
  });
  await putInMirror(otherShop, { customers: [{ id: 1, firstName: 'Of another shop' }, { id: 99 }], orders: [{ id: 77, customerId: 99, processedAt: '2011-10-01T10:00:00Z', lines: [{ net: 9 }] }] });
  await rebuildProfiles({ shopId, now: NOW });
});

afterAll(async () => {
  delete process.env['REGULARS_NOW'];
  await closeFactory();
  await closePools();
});

interface Taken extends ExportSink {
  chunks: Buffer[];
  rows: number;
}

function taking(onChunk: () => void | Promise<void> = () => {}, keep = true): Taken {
  const sink: Taken = {
    chunks: [], rows: 0, signal: new AbortController().signal,
    countRows: (rows) => void (sink.rows += rows),
    write: async (chunk) => {
      if (keep) sink.chunks.push(Buffer.from(chunk));
      await onChunk();
    },
  };
  return sink;
}

async function archiveOf(shop: number, onChunk?: () => void | Promise<void>): Promise<{ files: Map<string, Buffer>; sink: Taken; csv(file: string): Record<string, string>[]; jsonl(file: string): Record<string, unknown>[] }> {
  const sink = taking(onChunk);
  await writeArchive({ shopId: shop, filter: null, layout: {}, sink });
  const files = unzip(Buffer.concat(sink.chunks));
  const textOf = (path: string): string => files.get(path)?.toString('utf8') ?? '';
  return {
    files, sink,
    csv: (file) => parse(textOf(`csv/${file}.csv`), { bom: true, columns: true, relax_quotes: false }) as Record<string, string>[],
    jsonl: (file) => textOf(`jsonl/${file}.jsonl`).split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as Record<string, unknown>),
  };
}

describe('the archive of everything', () => {
  it('has each file in both forms with the same rows, and a README that names every file and column', async () => {
    const { files, csv, jsonl, sink } = await archiveOf(shopId);
    const readme = files.get('README.txt')?.toString('utf8') ?? '';
    expect([...files.keys()].sort()).toEqual(['README.txt', ...ARCHIVE_SECTIONS.flatMap(({ file }) => [`csv/${file}.csv`, `jsonl/${file}.jsonl`])].sort());
    let rows = 0;
    for (const { file, columns } of ARCHIVE_SECTIONS) {
      expect(jsonl(file)).toHaveLength(csv(file).length);
      expect(files.get(`csv/${file}.csv`)?.toString('utf8').slice(1).split('\r\n')[0]).toBe(columns.map((one) => `"${one.name}"`).join(','));
      for (const row of jsonl(file)) expect(Object.keys(row)).toEqual(columns.map((one) => one.name));
      expect(readme).toContain(`${file} (${csv(file).length} row`);
      for (const one of columns) expect(readme).toContain(` ${one.name} `);
      rows += 2 * csv(file).length;
    }
    expect(sink.rows).toBe(rows);
    expect(await withTenant(shopId, countArchive)).toBe(rows);
  });

  it('holds what the store has: exact texts and money, in its currency, for programs; safe ones for spreadsheets', async () => {
    const { csv, jsonl } = await archiveOf(shopId);
    expect(jsonl('customers')).toMatchObject([{ customer_id: 1, first_name: '=HYPERLINK("http://evil","x")', tags: ['vip', '@x'] }, { customer_id: 2, first_name: 'Łukasz\n"Q"' }, { customer_id: 3, email: null }]);
    expect(csv('customers')).toMatchObject([{ customer_id: '1', first_name: '\'=HYPERLINK("http://evil","x")', tags: 'vip, @x' }, { customer_id: '2', first_name: 'Łukasz\n"Q"' }, { customer_id: '3', email: '' }]);
    expect(jsonl('orders')).toMatchObject([{ order_id: 10, customer_id: 1, currency_code: 'GBP', processed_at: '2011-10-01T10:00:00.000Z', test: false }, { order_id: 11, customer_id: null, currency_code: 'JPY' }]);
    expect(jsonl('order-lines')).toMatchObject([{ order_id: 10, net_amount: '20.05' }, { order_id: 10, is_gift_card: true }, { order_id: 11, net_amount: '700' }]);
    expect(jsonl('refunds')).toMatchObject([{ order_id: 10, total_refunded: '1.05', uncarried_amount: '0.05' }]);
    expect(csv('refund-lines')).toMatchObject([{ subtotal: '1', quantity: '1' }]);
    expect(jsonl('profiles')).toMatchObject([{ customer_id: 1, purchases: 1, net_spend: '20.00', stage: 'First-time', last_purchase: '2011-10-01', reason: expect.stringContaining('days since the last order') as string }, { customer_id: 2, tier: 'Prospects' }, { customer_id: 3 }]);
  });

  it('has nothing of another shop, no number of ours for the shop, and no token', async () => {
    const { files } = await archiveOf(shopId);
    const all = [...files.values()].map((file) => file.toString('utf8')).join('\n');
    expect(all).not.toContain('Of another shop');
    expect(all).not.toMatch(/shop_id|access_token|refresh_token/);
    const { jsonl } = await archiveOf(otherShop);
    expect(jsonl('customers').map((row) => row['customer_id'])).toEqual([1, 99]);
    expect(jsonl('orders').map((row) => row['order_id'])).toEqual([77]);
  });

  it('is of one moment: what changes while it is made is in none of its files', async () => {
    let changed = false;
    const { jsonl, csv } = await archiveOf(shopId, async () => {
      if (changed) return;
      changed = true;
      await putInMirror(shopId, { customers: [{ id: 50 }], orders: [{ id: 60, customerId: 50, processedAt: '2011-12-01T00:00:00Z', lines: [{ net: 5 }] }] });
    });
    expect(changed).toBe(true);
    for (const rows of [jsonl('customers'), csv('customers')]) expect(rows).toHaveLength(3);
    for (const rows of [jsonl('orders'), csv('orders')]) expect(rows).toHaveLength(2);
  });

  it('that is broken off stops asking the database, and leaves its connection usable', async () => {
    // At the first bytes, of the README, the next file is asked for already; a moment later it is being read.
    for (const after of [1, 2, 5]) {
      let chunks = 0;
      await expect(archiveOf(shopId, () => {
        chunks += 1;
        if (chunks >= after) throw new Error('the browser is gone');
      })).rejects.toThrow('the browser is gone');
    }
    expect(await withTenant(shopId, async (tx) => (await tx.query("SELECT current_setting('transaction_isolation') AS level")).rows)).toEqual([{ level: 'read committed' }]);
  });

  it('leaves out no table of a shop but those that say why', async () => {
    const { rows } = await factoryPool().query<{ name: string }>(
      "SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relrowsecurity ORDER BY relname",
    );
    const held = [...ARCHIVE_SECTIONS.flatMap((one) => one.tables), ...Object.keys(LEFT_OUT)];
    expect([...held].sort()).toEqual(rows.map((row) => row.name));
  });

  it('takes no more memory for a shop ten times as large', async () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const peak = async (customers: number): Promise<{ live: number; bytes: number }> => {
      const shop = await makeShop();
      await fillLargeMirror(shop, { customers, orders: customers * 3 });
      let [live, bytes, chunks] = [0, 0, 0];
      const sink = taking(() => {
        chunks += 1;
        if (chunks % 40 !== 0) return;
        collect();
        const { heapUsed, external } = process.memoryUsage();
        live = Math.max(live, heapUsed + external);
      }, false);
      await writeArchive({ shopId: shop, filter: null, layout: {}, sink: { ...sink, write: async (chunk) => {
        bytes += chunk.length;
        await sink.write(chunk);
      } } });
      return { live, bytes };
    };
    const small = await peak(2_000);
    const large = await peak(20_000);
    expect(large.bytes).toBeGreaterThan(7 * small.bytes);
    expect(large.live - small.live).toBeLessThan(16 * 1024 * 1024);
  });
});
