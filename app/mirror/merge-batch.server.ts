import type { TenantTransaction } from '../database/tenant.server.ts';
import { TerminalError, errorCode } from '../runtime/errors.ts';
import type { CopyRows } from './copy-text.ts';
import { moveStagedOrders, removeGoneFromStage } from './gone-guard.server.ts';
import { ROOM_FOR_REJECTS } from './import-rejects.server.ts';
import { KEPT_RAW_BYTES, type LineBatch } from './line-batch.ts';
import { BULK_SHAPES, type BulkKind, type BulkShape, type MirrorTable } from './mirror-tables.ts';
import { mergeToldCustomers } from './merge-told-customers.server.ts';
import type { ReadMoment } from './read-moment.ts';
import { takePeopleOutOfStagedLines, takePeopleOutOfStagedOrders } from './redactions.server.ts';
import { columnList, copyInto, createStage, stageName } from './stage-tables.server.ts';

/**
 * One batch of a bulk result into the mirror, in the caller's transaction.
 *
 * A root is written when the mirror has none, or an older version; of the same version only when an import that never
 * came to its end wrote it (its children may be missing). A child follows its root: it is written when the root that
 * stands in the mirror was written by this very run, and is not newer when this run met the root and left it as it was.
 * A child whose root has not come yet is held until the end of the file (import_held).
 *
 * What stands in the mirror is looked up row by row, in scalar subqueries over its primary key: in a first import there
 * are no statistics yet, and the planner, taking a shop for some two hundred rows, joined each batch by reading the whole table.
 */
export interface MergeContext {
  runId: number;
  kind: BulkKind;
  /** Runs since the last whole import that did not finish this part. */
  unfinishedRuns: readonly number[];
  /**
   * The mirror had nothing of this kind when the file was begun: rows are then inserted without looking for older ones,
   * which is a third faster, until the database finds one that stands already. Turned off by the merge when it does.
   */
  firstEver: boolean;
  /** When Shopify began to read: of what changed in that very second or since, a file may show a state before the last (read-moment.ts). */
  moment: ReadMoment;
}

type ChildContext = Omit<MergeContext, 'moment'>;

/** What the merge needs of a batch, whichever thread made it. */
export type MergeableBatch = Pick<LineBatch, 'rejected'> & Record<'rootText' | 'childText' | 'insideText', CopyRows>;

export interface MergeOutcome {
  inserted: number;
  updated: number;
  stale: number;
  rejected: number;
  held: number;
}

/** The run that wrote the row's root, of the alias `s`; null when the mirror has no such root, or a webhook wrote it. */
function rootRun(root: MirrorTable, parent: string): string {
  return `(SELECT r.import_run_id FROM ${root.name} r WHERE r.shop_id = $1 AND r.id = s.${parent})`;
}

export async function mergeBatch(tx: TenantTransaction, context: MergeContext, batch: MergeableBatch): Promise<MergeOutcome> {
  const shape = BULK_SHAPES[context.kind];
  const outcome: MergeOutcome = { inserted: 0, updated: 0, stale: 0, rejected: batch.rejected.length, held: 0 };
  // What a crash takes with it, the next try brings again: the progress is committed with the rows. A batch is sorted by
  // key before it is written, which should not go through the disk.
  await tx.query("SET LOCAL synchronous_commit = off; SET LOCAL work_mem = '64MB'");
  let rootsWritten = false;
  if (batch.rootText.rows > 0) {
    await createStage(tx, shape.root);
    await copyInto(tx, shape.root, batch.rootText);
    if (shape.inside !== null) {
      await createStage(tx, shape.inside);
      await copyInto(tx, shape.inside, batch.insideText);
    }
    const roots = await mergeRoots(tx, context, shape, batch);
    rootsWritten = roots.stale === 0;
    add(outcome, roots);
  }
  if (shape.child !== null && batch.childText.rows > 0) {
    await createStage(tx, shape.child);
    await copyInto(tx, shape.child, batch.childText);
    add(outcome, await mergeChildren(tx, context, shape, shape.child, { staged: batch.childText.rows, last: false, rootsWritten }));
  }
  return outcome;
}

/** The children that were held, once more, now that the whole file has been read: a root that is still missing will not come. */
export async function mergeHeld(tx: TenantTransaction, context: ChildContext): Promise<MergeOutcome> {
  const shape = BULK_SHAPES[context.kind];
  const outcome: MergeOutcome = { inserted: 0, updated: 0, stale: 0, rejected: 0, held: 0 };
  if (shape.child === null) return outcome;
  await createStage(tx, shape.child);
  const { rowCount } = await tx.query(
    `INSERT INTO ${stageName(shape.child)} SELECT s.* FROM import_held h, json_populate_record(NULL::${stageName(shape.child)}, h.raw::json) s
      WHERE h.shop_id = $1 AND h.run_id = $2 AND h.kind = $3`,
    [tx.shopId, context.runId, context.kind],
  );
  if ((rowCount ?? 0) > 0) add(outcome, await mergeChildren(tx, context, shape, shape.child, { staged: rowCount ?? 0, last: true, rootsWritten: false }));
  return outcome;
}

function add(sum: MergeOutcome, part: Partial<MergeOutcome>): void {
  sum.inserted += part.inserted ?? 0;
  sum.updated += part.updated ?? 0;
  sum.stale += part.stale ?? 0;
  sum.rejected += part.rejected ?? 0;
  sum.held += part.held ?? 0;
}

async function mergeRoots(tx: TenantTransaction, context: MergeContext, { root, inside }: BulkShape, batch: MergeableBatch): Promise<Pick<MergeOutcome, 'inserted' | 'updated' | 'stale'>> {
  const { runId, kind, unfinishedRuns, moment } = context;
  const staged = batch.rootText.rows;
  const stage = stageName(root);
  await removeGoneFromStage(tx, { kind, runId, stage });
  if (kind === 'orders') {
    await moveStagedOrders(tx, stage);
    await takePeopleOutOfStagedOrders(tx);
  }
  const apart = kind === 'customers' ? await mergeToldCustomers(tx, { runId, stage, moment, firstEver: context.firstEver }) : { inserted: 0, updated: 0 };
  const row = `SELECT $1::integer, $2::integer, updated_at + interval '1 second' > $3::timestamptz, ${columnList(root)} FROM`;
  const newest = `${row} (SELECT DISTINCT ON (id) * FROM ${stage} ORDER BY id, updated_at DESC, line_number DESC) newest`;
  // The rule for a version that stands already is that of row-version.ts.
  const completes = 'mine.partial AND (NOT EXCLUDED.partial OR mine.payload_at IS NULL OR mine.payload_at <= $3::timestamptz)';
  const guard = `WHERE mine.updated_at < EXCLUDED.updated_at OR (mine.updated_at = EXCLUDED.updated_at AND (${completes} OR mine.import_run_id = ANY ($4::integer[])))`;
  const values = [tx.shopId, runId, new Date(moment.notBefore)];
  const merged = await write(tx, context, [
    ...(context.firstEver ? [{ sql: insertInto(root, `${row} ${stage}`, ['partial']), values }] : []),
    { sql: counted(`${insertInto(root, newest, ['partial'])} ${overwriting(root, ['partial'], NO_LONGER_SO[kind])} ${guard}`), values: [...values, unfinishedRuns] },
  ]);
  const inserted = merged.inserted + apart.inserted;
  const updated = merged.updated + apart.updated;
  const stale = staged - inserted - updated;
  if (stale > 0) {
    await tx.query(
      `INSERT INTO import_seen (shop_id, run_id, kind, id)
       SELECT DISTINCT $1::integer, $2::integer, $3, s.id FROM ${stage} s
        WHERE (SELECT mine.import_run_id IS DISTINCT FROM $2 FROM ${root.name} mine WHERE mine.shop_id = $1 AND mine.id = s.id) ON CONFLICT DO NOTHING`,
      [tx.shopId, runId, kind],
    );
  }
  if (inside !== null) await mergeInside(tx, runId, root, inside, { empty: batch.insideText.rows === 0, someUpdated: updated > 0, allWritten: stale === 0 });
  return { inserted, updated, stale };
}

/** Rows that stand inside their root (an order's refunds): those of roots that this run wrote, in the version that it wrote. */
async function mergeInside(tx: TenantTransaction, runId: number, root: MirrorTable, inside: MirrorTable, { empty, someUpdated, allWritten }: { empty: boolean; someUpdated: boolean; allWritten: boolean }): Promise<void> {
  const [parent = ''] = inside.key;
  const stage = stageName(inside);
  if (empty && !someUpdated) return;
  if (!allWritten) {
    await tx.query(
      `CREATE TEMPORARY TABLE left_roots ON COMMIT DROP AS SELECT s.line_number FROM ${stageName(root)} s
        WHERE (SELECT mine.import_run_id = $2 AND mine.updated_at = s.updated_at FROM ${root.name} mine WHERE mine.shop_id = $1 AND mine.id = s.id) IS NOT TRUE`,
      [tx.shopId, runId],
    );
  }
  const written = allWritten ? '' : 'AND line_number NOT IN (SELECT line_number FROM left_roots)';
  if (someUpdated) {
    await tx.query(
      `DELETE FROM ${inside.name} old
        WHERE old.shop_id = $1 AND old.${parent} = ANY (ARRAY(SELECT id FROM ${stageName(root)} WHERE true ${written}))
          AND (old.${parent}, old.id) NOT IN (SELECT ${parent}, id FROM ${stage} WHERE true ${written})`,
      [tx.shopId],
    );
  }
  await tx.query(
    `INSERT INTO ${inside.name} (shop_id, ${columnList(inside)})
     SELECT DISTINCT ON (${parent}, id) $1::integer, ${columnList(inside)} FROM ${stage} WHERE true ${written} ORDER BY ${parent}, id, line_number DESC
     ON CONFLICT (shop_id, ${inside.key.join(', ')}) DO UPDATE SET (${columnList(inside)}) = ROW (${columnList(inside, 'EXCLUDED.')})`,
    [tx.shopId],
  );
}

async function mergeChildren(
  tx: TenantTransaction, context: ChildContext, { root }: BulkShape, child: MirrorTable,
  { staged, last, rootsWritten }: { staged: number; last: boolean; rootsWritten: boolean },
): Promise<Partial<MergeOutcome>> {
  const { runId, kind } = context;
  const [parent = ''] = child.key;
  if (kind === 'orders') await takePeopleOutOfStagedLines(tx);
  /** Children of roots that this run wrote: those of this batch, if all of it were written, and others by their key. One that comes twice in a batch is rare, so that what sorts them out is left until the database complains. */
  const accepted = (lastOfEach: boolean): string =>
    `SELECT ${lastOfEach ? `DISTINCT ON (s.${parent}, s.id)` : ''} $1::integer, $2::integer, ${columnList(child, 's.')} FROM ${stageName(child)} s
      WHERE ${rootsWritten ? `s.${parent} IN (SELECT id FROM ${stageName(root)}) OR` : ''} ${rootRun(root, parent)} = $2
      ${lastOfEach ? `ORDER BY s.${parent}, s.id, s.line_number DESC` : ''}`;
  const values = [tx.shopId, runId];
  const { inserted, updated } = await write(tx, context, [
    ...(context.firstEver ? [{ sql: insertInto(child, accepted(false)), values }] : []),
    { sql: counted(`${insertInto(child, accepted(false))} ${overwriting(child)}`), values },
    { sql: counted(`${insertInto(child, accepted(true))} ${overwriting(child)}`), values },
  ]);
  if (inserted + updated === staged) return { inserted, updated };
  const lost = await withoutRoot(tx, runId, kind, root, child, last);
  return { inserted, updated, stale: staged - inserted - updated - lost, ...(last ? { rejected: lost } : { held: lost }) };
}

function insertInto(table: MirrorTable, selection: string, beside: readonly string[] = []): string {
  return `INSERT INTO ${table.name} AS mine (${['shop_id', 'import_run_id', ...beside].join(', ')}, ${columnList(table)}) ${selection}`;
}

function overwriting(table: MirrorTable, beside: readonly string[] = [], reset = ''): string {
  const columns = ['import_run_id', ...beside];
  return `ON CONFLICT (shop_id, ${table.key.join(', ')}) DO UPDATE SET (${columns.join(', ')}, ${columnList(table)}) = ROW (${columns.map((name) => `EXCLUDED.${name}`).join(', ')}, ${columnList(table, 'EXCLUDED.')})${reset}`;
}

/** What events said of the version that stood is no more said of the one that was read. */
const PAYLOAD_RESET = ', payload_at = CASE WHEN mine.updated_at = EXCLUDED.updated_at THEN mine.payload_at END';
const NO_LONGER_SO: Readonly<Record<BulkKind, string>> = {
  products: PAYLOAD_RESET,
  orders: PAYLOAD_RESET,
  customers: `${PAYLOAD_RESET}, tags_until = NULL, tags_seen_at = NULL, email_until = NULL, sms_until = NULL, totals_until = NULL`,
};

function counted(insert: string): string {
  return `WITH written AS (${insert} RETURNING (xmax = 0) AS inserted) SELECT count(*) FILTER (WHERE inserted) AS inserted, count(*) FILTER (WHERE NOT inserted) AS updated FROM written`;
}

/** A row stands already; one statement would write a row twice. */
const IN_THE_WAY = new Set(['23505', '21000']);

/** Tries the statements from the fastest to the one that copes with everything, until one finds no row in its way. */
async function write(tx: TenantTransaction, context: ChildContext, statements: readonly { sql: string; values: unknown[] }[]): Promise<{ inserted: number; updated: number }> {
  await tx.query('SAVEPOINT before_write');
  for (const [at, { sql, values }] of statements.entries()) {
    try {
      const { command, rowCount, rows } = await tx.query<{ inserted: number; updated: number }>(sql, values);
      return command === 'INSERT' ? { inserted: rowCount ?? 0, updated: 0 } : { inserted: rows[0]?.inserted ?? 0, updated: rows[0]?.updated ?? 0 };
    } catch (error) {
      if (at === statements.length - 1 || !IN_THE_WAY.has(errorCode(error) ?? '')) throw error;
      await tx.query('ROLLBACK TO SAVEPOINT before_write');
      context.firstEver = false;
    }
  }
  throw new TerminalError('import', 'There was no statement to write rows with.');
}

/**
 * Holds children whose root this run has not met, or rejects them at the end of the file. A root that a webhook has
 * overwritten meanwhile (no run) is newer than the file, and its children here are not.
 * @returns how many
 */
async function withoutRoot(tx: TenantTransaction, runId: number, kind: BulkKind, root: MirrorTable, child: MirrorTable, last: boolean): Promise<number> {
  const [parent = ''] = child.key;
  // At the end of the file a root without a run is one that a webhook wrote; before, it may be one that is still to come.
  const standing = last ? `SELECT r.import_run_id IS NULL OR r.import_run_id = $2` : `SELECT r.import_run_id = $2`;
  const rootless = `FROM ${stageName(child)} s
    WHERE (${standing} FROM ${root.name} r WHERE r.shop_id = $1 AND r.id = s.${parent}) IS NOT TRUE
      AND (SELECT true FROM import_seen seen WHERE seen.shop_id = $1 AND seen.run_id = $2 AND seen.kind = $3 AND seen.id = s.${parent}) IS NOT TRUE`;
  if (!last) {
    const { rowCount } = await tx.query(
      `INSERT INTO import_held (shop_id, run_id, kind, line_number, raw) SELECT $1, $2, $3, s.line_number, row_to_json(s)::text ${rootless}`,
      [tx.shopId, runId, kind],
    );
    return rowCount ?? 0;
  }
  const { rows } = await tx.query<{ count: number }>(`SELECT count(*) AS count ${rootless}`, [tx.shopId, runId, kind]);
  await tx.query(
    `INSERT INTO import_rejects (shop_id, run_id, kind, line_number, reason_code, reason, raw)
     SELECT $1, $2, $3, s.line_number, 'no-parent', 'Its parent, ' || s.${parent} || ', is not in the file or was itself rejected.', left(row_to_json(s)::text, ${KEPT_RAW_BYTES}) ${rootless}
      ORDER BY s.line_number LIMIT ${ROOM_FOR_REJECTS}
     ON CONFLICT DO NOTHING`,
    [tx.shopId, runId, kind],
  );
  return rows[0]?.count ?? 0;
}
