import type { TenantTransaction } from '../database/tenant.server.ts';
import { changesSince, loadFieldRows, markIntended, oursAfter, type FieldRow, type IntendedField } from './ledger-store.server.ts';
import { isWorthWriting } from './list-change.ts';
import { loadWanted, shownAfter } from './load-wanted.server.ts';
import { LIST_FIELDS, sameList, type ListField } from './product-field.ts';
import { listsBefore } from './restore-lists.ts';
import { advanceFieldRun, type ActiveFieldRun } from './run-store.server.ts';

/** Products looked at in one transaction. */
const PRODUCTS_A_STEP = 200;

/** A write that was marked as under way, as it is looked at at Shopify. */
export type PlannedField = Pick<FieldRow, 'productId' | 'field' | 'stands' | 'sent'> & { intended: readonly number[] };

/** How far a run has come with a step, and what is to be written by it. */
export interface PlannedStep {
  through: number;
  fields: PlannedField[];
}

const rowKey = (productId: number, field: ListField): string => `${productId} ${field}`;

async function rowsOf(tx: TenantTransaction, productIds: readonly number[]): Promise<Map<string, FieldRow>> {
  return new Map((await loadFieldRows(tx, productIds)).map((row) => [rowKey(row.productId, row.field), row]));
}

async function mark(tx: TenantTransaction, run: ActiveFieldRun, products: readonly number[], wanted: readonly IntendedField[], rows: ReadonlyMap<string, FieldRow>): Promise<PlannedStep> {
  const through = products.at(-1) ?? run.through;
  await markIntended(tx, wanted, run.id);
  await advanceFieldRun(tx, run.id, { through, looked: products.length });
  return { through, fields: wanted.map(({ productId, field, list }) => ({ productId, field, intended: list, stands: rows.get(rowKey(productId, field))?.stands ?? null, sent: false })) };
}

/** The next products of a run that writes: lists that are worth writing. What is the merchant's is passed by. Null: it has looked at all. */
export async function planWrites(tx: TenantTransaction, run: ActiveFieldRun): Promise<PlannedStep | null> {
  const products = await shownAfter(tx, { after: run.through, limit: PRODUCTS_A_STEP });
  if (products.length === 0) return null;
  const rows = await rowsOf(tx, products);
  const lists = await loadWanted(tx, products, [...rows.values()].flatMap(({ stands }) => stands ?? []));
  const wanted = products.flatMap((productId) => LIST_FIELDS.flatMap((field): IntendedField[] => {
    const row = rows.get(rowKey(productId, field));
    const list = lists.of(productId, field);
    if (row?.theirs === true || (row?.refused !== undefined && row.refused !== null && sameList(row.refused, list))) return [];
    return isWorthWriting(row?.stands ?? null, list, { exact: run.exact, showable: lists.showable }) ? [{ productId, field, list }] : [];
  }));
  return mark(tx, run, products, wanted, rows);
}

/** The next products of a run that undoes: what stood before the run that it goes back to. Null: none is left. */
export async function planUndo(tx: TenantTransaction, run: ActiveFieldRun): Promise<PlannedStep | null> {
  const runId = run.backTo ?? run.id;
  const changes = await changesSince(tx, { runId, after: run.through, limit: PRODUCTS_A_STEP });
  const products = [...new Set(changes.map(({ productId }) => productId))].sort((a, b) => a - b);
  if (products.length === 0) return null;
  const rows = await rowsOf(tx, products);
  const before = listsBefore(changes, runId);
  const { rows: known } = await tx.query<{ id: number }>('SELECT id FROM products WHERE shop_id = $1 AND id = ANY ($2::bigint[])', [tx.shopId, [...new Set([...products, ...before.flatMap(({ list }) => list ?? [])])]]);
  const there = new Set(known.map(({ id }) => id));
  const wanted = before.flatMap(({ productId, field, list }): IntendedField[] => {
    const row = rows.get(rowKey(productId, field));
    // Shopify takes no list with a product that it has no more.
    const still = (list ?? []).filter((product) => there.has(product));
    return !there.has(productId) || row?.theirs === true || sameList(row?.stands ?? null, still) ? [] : [{ productId, field, list: still }];
  });
  return mark(tx, run, products, wanted, rows);
}

/** The next products of which all of ours is taken off. Null: none is left. */
export async function planRemovals(tx: TenantTransaction, run: ActiveFieldRun): Promise<PlannedStep | null> {
  const standing = await oursAfter(tx, { after: run.through, limit: PRODUCTS_A_STEP });
  if (standing.length === 0) return null;
  return mark(tx, run, [...new Set(standing.map(({ productId }) => productId))], standing.map(({ productId, field }) => ({ productId, field, list: [] })), new Map(standing.map((row) => [rowKey(row.productId, row.field), row])));
}

/** The next products of a look at what stands, with what is wanted of them and what is known. Null: all have been looked at. */
export async function planLook(tx: TenantTransaction, run: ActiveFieldRun): Promise<{ through: number; fields: (PlannedField & { theirs: boolean })[] } | null> {
  const products = await shownAfter(tx, { after: run.through, limit: PRODUCTS_A_STEP });
  const last = products.at(-1);
  if (last === undefined) return null;
  const rows = await rowsOf(tx, products);
  const lists = await loadWanted(tx, products);
  const fields = products.flatMap((productId) => LIST_FIELDS.flatMap((field) => {
    const row = rows.get(rowKey(productId, field));
    const intended = lists.of(productId, field);
    return intended.length === 0 && row === undefined ? [] : [{ productId, field, intended, stands: row?.stands ?? null, sent: false, theirs: row?.theirs ?? false }];
  }));
  await advanceFieldRun(tx, run.id, { through: last, looked: products.length });
  return { through: last, fields };
}
