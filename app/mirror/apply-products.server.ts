import type { TenantTransaction } from '../database/tenant.server.ts';
import type { Cell } from './cells.ts';
import type { FullOutcome } from './full-outcome.ts';
import type { FullRow } from './full-rows.ts';
import { goneUntil } from './gone-guard.server.ts';
import type { MirrorEventOf } from './mirror-event.ts';
import { PRODUCTS, PRODUCT_VARIANTS } from './mirror-tables.ts';
import { isConclusive, type ReadMoment } from './read-moment.ts';
import { payloadIsNewer, readIsNewer } from './row-version.ts';
import { sameCells } from './same-cells.ts';
import { lockRows, removeOtherChildren, versionCells, VERSION_COLUMNS, writeRows } from './versioned-rows.server.ts';

const GIFT_CARD = PRODUCTS.columns.findIndex(([name]) => name === 'is_gift_card');
const FOR_SALE = PRODUCT_VARIANTS.columns.findIndex(([name]) => name === 'available_for_sale');

/** Products as payloads tell them; of several events of one product the newest is written. */
export async function applyProductEvents(tx: TenantTransaction, events: readonly MirrorEventOf<'product'>[], outcomes: Map<number, 'applied' | 'stale'>): Promise<void> {
  if (events.length === 0) return;
  const newest = new Map<string, MirrorEventOf<'product'>>();
  for (const event of events) {
    outcomes.set(event.eventId, 'stale');
    const known = newest.get(event.payload.id);
    if (known === undefined || known.payload.updatedAt < event.payload.updatedAt || (known.payload.updatedAt === event.payload.updatedAt && known.triggeredAt < event.triggeredAt)) newest.set(event.payload.id, event);
  }
  const ids = [...newest.keys()];
  const standing = await lockRows(tx, PRODUCTS, ids);
  const gone = await goneUntil(tx, 'product', ids);
  const written: MirrorEventOf<'product'>[] = [];
  const rows: Cell[][] = [];
  for (const event of newest.values()) {
    const { payload, triggeredAt, eventId } = event;
    const before = standing.get(payload.id) ?? null;
    if (payload.updatedAt <= (gone.get(payload.id) ?? -Infinity) || !payloadIsNewer(before, { updatedAt: payload.updatedAt, triggeredAt })) continue;
    const cells = payload.cells.map((cell, at) => (cell === undefined ? before?.cells[at] ?? null : cell));
    cells[GIFT_CARD] ??= 'f';
    rows.push([...cells, ...versionCells({ updatedAt: payload.updatedAt, partial: true, payloadAt: triggeredAt }, null)]);
    written.push(event);
    outcomes.set(eventId, 'applied');
  }
  await writeRows(tx, PRODUCTS, VERSION_COLUMNS, rows);
  await writeVariants(tx, written.map(({ payload }) => ({ id: payload.id, variants: payload.variants, kept: payload.variantIds })));
}

/** Products read in full. @returns what became of each */
export async function writeFullProducts(tx: TenantTransaction, products: readonly FullRow[], options: { moment: ReadMoment }): Promise<Map<string, FullOutcome>> {
  const outcomes = new Map<string, FullOutcome>();
  if (products.length === 0) return outcomes;
  const ids = products.map((one) => one.id);
  const standing = await lockRows(tx, PRODUCTS, ids);
  const gone = await goneUntil(tx, 'product', ids);
  const taken: FullRow[] = [];
  for (const read of products) {
    const isGone = read.updatedAt <= (gone.get(read.id) ?? -Infinity);
    if (isGone) outcomes.set(read.id, 'gone');
    else if (!readIsNewer(standing.get(read.id) ?? null, { updatedAt: read.updatedAt, moment: options.moment })) outcomes.set(read.id, 'stale');
    else taken.push(read);
  }
  // One that stands as it is keeps the import that wrote it.
  const differ = taken.filter(({ id, cells }) => standing.get(id)?.partial !== false || !sameCells(PRODUCTS, standing.get(id)?.cells ?? [], cells));
  await writeRows(tx, PRODUCTS, VERSION_COLUMNS, differ.map((read) => {
    const before = standing.get(read.id);
    const payloadAt = before?.updatedAt === read.updatedAt ? before.payloadAt : null;
    return [...read.cells, ...versionCells({ updatedAt: read.updatedAt, partial: !isConclusive(options.moment, read.updatedAt), payloadAt }, null)];
  }));
  const differing = await writeVariants(tx, taken.map((read) => ({ id: read.id, variants: read.children, kept: read.children.map((row) => String(row[1])) })));
  for (const read of taken) {
    const before = standing.get(read.id);
    const same = before !== undefined && !differing.has(read.id) && sameCells(PRODUCTS, before.cells, read.cells);
    outcomes.set(read.id, before === undefined ? 'inserted' : !same ? 'updated' : before.partial ? 'completed' : 'same');
  }
  return outcomes;
}

/** Makes these the variants of their products; those that are kept without being told stay as they stand. @returns products whose variants were others */
async function writeVariants(tx: TenantTransaction, products: readonly { id: string; variants: (Cell | undefined)[][]; kept: readonly string[] }[]): Promise<Set<string>> {
  const differing = new Set<string>();
  if (products.length === 0) return differing;
  const ids = products.map((one) => one.id);
  const { rows: standing } = await tx.query<{ id: string; product: string; cells: Cell[] }>(
    `SELECT id::text AS id, product_id::text AS product, ARRAY[${PRODUCT_VARIANTS.columns.map(([name]) => `${name}::text`).join(', ')}] AS cells FROM product_variants WHERE shop_id = $1 AND product_id = ANY ($2::bigint[])`,
    [tx.shopId, ids],
  );
  const before = new Map(standing.map((row) => [`${row.product} ${row.id}`, row.cells]));
  const rows: Cell[][] = [];
  for (const { id, variants, kept } of products) {
    const whole = new Set(kept);
    if (standing.some((row) => row.product === id && !whole.has(row.id))) differing.add(id);
    for (const variant of variants) {
      const stood = before.get(`${id} ${String(variant[1])}`);
      const cells = variant.map((cell, at) => (cell === undefined ? stood?.[at] ?? (at === FOR_SALE ? 't' : null) : cell));
      if (stood !== undefined && sameCells(PRODUCT_VARIANTS, stood, cells)) continue;
      differing.add(id);
      rows.push([...cells, null]);
    }
  }
  await removeOtherChildren(tx, 'product_variants', 'product_id', [...differing], products.flatMap(({ id, kept }) => kept.map((one) => [id, one] as const)));
  await writeRows(tx, PRODUCT_VARIANTS, [['import_run_id', 'integer']], rows);
  return differing;
}
