import { createReadStream, createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { pipeline } from 'node:stream/promises';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import type { BenchDatabase } from '../bench-database.ts';
import { asRole } from '../bench-shop.ts';

/** The tables that a bulk import fills. */
const TABLES = ['products', 'product_variants', 'customers', 'orders', 'order_lines', 'refunds'] as const;

/** Writes what the import put into each table to a file of COPY text, in the order in which it stands. @returns rows in all */
export async function saveTables(database: BenchDatabase, directory: string): Promise<number> {
  let rows = 0;
  await asRole(database.superuserUrl, async (client) => {
    for (const table of TABLES) {
      const copy = client.query(copyTo(`COPY ${table} TO STDOUT`));
      await pipeline(copy, createWriteStream(join(directory, `${table}.copy`), { flush: true }));
      rows += copy.rowCount ?? 0;
    }
  });
  return rows;
}

/** Empties the tables, and has what was written before reach the disk: nobody pays for somebody else's checkpoint. */
export async function emptyTables(database: BenchDatabase): Promise<void> {
  await asRole(database.superuserUrl, async (client) => {
    await client.query(`TRUNCATE ${TABLES.join(', ')}, import_runs, import_parts, import_rejects, import_seen, import_held`);
    await client.query('CHECKPOINT');
  });
}

/**
 * Plain COPY of the saved rows into the same tables with their keys and indexes, as their owner, one table after the
 * other in one transaction. Row-level security is not in its way: COPY refuses tables that force it, so the force is
 * taken off while it runs.
 * @returns seconds
 */
export async function rawCopy(database: BenchDatabase, directory: string): Promise<number> {
  return asRole(database.ownerUrl, async (client) => {
    for (const table of TABLES) await client.query(`ALTER TABLE ${table} NO FORCE ROW LEVEL SECURITY`);
    const began = performance.now();
    await client.query('BEGIN');
    for (const table of TABLES) {
      await pipeline(createReadStream(join(directory, `${table}.copy`), { highWaterMark: 256 * 1024 }), client.query(copyFrom(`COPY ${table} FROM STDIN`)));
    }
    await client.query('COMMIT');
    const seconds = (performance.now() - began) / 1000;
    for (const table of TABLES) await client.query(`ALTER TABLE ${table} FORCE ROW LEVEL SECURITY`);
    return seconds;
  });
}
