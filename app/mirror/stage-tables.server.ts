import { finished } from 'node:stream/promises';
import { from as copyFrom } from 'pg-copy-streams';
import type { TenantTransaction } from '../database/tenant.server.ts';
import type { CopyRows } from './copy-text.ts';
import type { MirrorTable } from './mirror-tables.ts';

export function stageName(table: MirrorTable): string {
  return `stage_${table.name}`;
}

/** Columns as a list for SQL, each with an optional alias in front. */
export function columnList(table: MirrorTable, alias = ''): string {
  return table.columns.map(([name]) => `${alias}${name}`).join(', ');
}

/** A temporary table for rows on their way, gone with the transaction: rows are copied here, since COPY into a table under row-level security is refused. */
export async function createStage(tx: TenantTransaction, table: MirrorTable): Promise<void> {
  await tx.query(`CREATE TEMPORARY TABLE ${stageName(table)} (line_number bigint, ${table.columns.map(([name, type]) => `${name} ${type}`).join(', ')}) ON COMMIT DROP`);
}

/** Copies COPY text into a stage. */
export async function copyInto(tx: TenantTransaction, table: MirrorTable, text: CopyRows): Promise<void> {
  if (text.rows === 0) return;
  const stream = tx.client.query(copyFrom(`COPY ${stageName(table)} FROM STDIN`));
  const done = finished(stream);
  // A failure is told by `done`; without this a rejection before the await below would be one that nobody caught.
  done.catch(() => {});
  // In one piece: between two the connection waits for a turn of a thread that is busy reading the next batch.
  stream.end(text.bytes());
  await done;
}
