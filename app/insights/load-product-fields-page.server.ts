import { withTenant, type TenantTransaction } from '../database/tenant.server.ts';
import { countWithLists } from '../product-fields/ledger-store.server.ts';
import { countListed, exampleProduct, hasLists, loadWanted } from '../product-fields/load-wanted.server.ts';
import { LIST_FIELDS, listOf, type ListField } from '../product-fields/product-field.ts';
import { loadFieldWriting } from '../product-fields/writing-store.server.ts';
import { storedFault } from '../runtime/errors.ts';
import { loadStaffNames } from '../shops/staff-store.server.ts';
import { loadWriting } from '../tags/writing-store.server.ts';
import type { FieldsRun, ListsExample, ProductFieldsPage, ShownProduct, TheirField } from './product-fields-page.ts';

const RUNS = 10;
const THEIRS_SHOWN = 5;

interface RunRow extends Omit<FieldsRun, 'at' | 'by' | 'state'> {
  state: 'waiting' | 'running' | 'done' | 'cancelled';
  at: Date;
  by: string;
  products: number;
}

/** All that the screen of lists at products shows. Counts over the shop's lists, and no other work that grows with it. */
export async function loadProductFieldsPage(options: { shopId: number }): Promise<ProductFieldsPage> {
  return withTenant(options.shopId, async (tx) => {
    const writing = await loadFieldWriting(tx);
    const state = writing?.state ?? 'off';
    const runs = await loadRuns(tx, state === 'on' || state === 'held');
    const names = await loadStaffNames(tx, [...new Set([writing?.by, writing?.pausedBy, ...runs.map((run) => run.by)].filter((id) => typeof id === 'string'))]);
    const person = (id: string) => ({ id, name: names.get(id) ?? null });
    const current = runs.filter((run) => run.state === 'waiting' || run.state === 'running').at(-1);
    const ended = runs.filter((run): run is RunRow & { state: 'done' | 'cancelled' } => run.state === 'done' || run.state === 'cancelled').slice(0, RUNS);
    return {
      state,
      target: writing?.target ?? 'own',
      switched: writing === null || state === 'off' ? null : { at: writing.since.toISOString(), by: person(writing.by) },
      paused: writing === null || writing.pausedAt === null ? null : { at: writing.pausedAt.toISOString(), by: person(writing.pausedBy ?? '') },
      allPaused: (await loadWriting(tx)).paused !== null,
      listed: await hasLists(tx),
      would: await countListed(tx),
      standing: await countWithLists(tx),
      refused: await refusals(tx),
      theirs: await loadTheirs(tx),
      looked: writing?.lookedAt?.toISOString() ?? null,
      example: await loadExample(tx),
      running: current === undefined ? null : { kind: current.kind, cause: current.cause, waiting: current.state === 'waiting', done: Math.min(current.looked, current.products), of: Math.max(1, current.products) },
      runs: ended.map(({ products: _, at, by, ...run }) => ({ ...run, at: at.toISOString(), by: person(by) })),
      stopped: writing === null ? null : storedFault(writing),
    };
  });
}

/** @param undoes whether anything can be undone at all just now */
async function loadRuns(tx: TenantTransaction, undoes: boolean): Promise<RunRow[]> {
  const { rows } = await tx.query<RunRow & Record<string, unknown>>(
    `SELECT id, kind, cause, state, coalesce(finished_at, started_at, requested_at) AS at, requested_by AS by, products, looked, written, theirs, failed, undone,
            $2 AND NOT undone AND kind IN ('write', 'undo') AND EXISTS (SELECT FROM product_field_changes c WHERE c.shop_id = r.shop_id AND c.run_id = r.id) AS undoable
       FROM (SELECT *, EXISTS (SELECT FROM product_field_runs u WHERE u.shop_id = o.shop_id AND u.kind = 'undo' AND u.state <> 'cancelled' AND u.id > o.id AND u.back_to <= o.id) AS undone FROM product_field_runs o WHERE shop_id = $1) r
      ORDER BY id DESC LIMIT 20`, [tx.shopId, undoes],
  );
  return rows;
}

async function refusals(tx: TenantTransaction): Promise<ProductFieldsPage['refused']> {
  const { rows } = await tx.query<ProductFieldsPage['refused'] & Record<string, unknown>>('SELECT count(*)::integer AS lists, min(refusal) AS words FROM product_field_ledger WHERE shop_id = $1 AND refused IS NOT NULL', [tx.shopId]);
  return rows[0] ?? { lists: 0, words: null };
}

async function loadTheirs(tx: TenantTransaction): Promise<ProductFieldsPage['theirs']> {
  const { rows } = await tx.query<{ id: number; field: ListField; value: string | null; all: number }>(
    'SELECT product_id AS id, field, their_value AS value, count(*) OVER ()::integer AS all FROM product_field_ledger WHERE shop_id = $1 AND theirs ORDER BY product_id, field LIMIT $2', [tx.shopId, THEIRS_SHOWN],
  );
  const lists = rows.map(({ value }) => (value === null ? null : listOf(value)));
  const shown = await showProducts(tx, [...rows.map(({ id }) => id), ...lists.flatMap((list) => list ?? [])]);
  const first = rows.flatMap(({ id, field }, at): TheirField[] => {
    const product = shown.get(id);
    return product === undefined ? [] : [{ product, field, titles: lists[at]?.map((one) => shown.get(one)?.title ?? String(one)) ?? null }];
  });
  return { fields: rows[0]?.all ?? 0, first };
}

/** A product with both lists where there is one, as they would be written now. */
async function loadExample(tx: TenantTransaction): Promise<ListsExample | null> {
  const id = await exampleProduct(tx);
  if (id === null) return null;
  const wanted = await loadWanted(tx, [id]);
  const [together, also] = LIST_FIELDS.map((field) => wanted.of(id, field)) as [number[], number[]];
  const shown = await showProducts(tx, [id, ...together, ...also]);
  const product = shown.get(id);
  const items = (list: readonly number[]): ShownProduct[] => list.flatMap((one) => shown.get(one) ?? []);
  return product === undefined ? null : { product, together: items(together), also: items(also) };
}

async function showProducts(tx: TenantTransaction, ids: readonly number[]): Promise<Map<number, ShownProduct>> {
  const { rows } = await tx.query<{ id: number; title: string; imageUrl: string | null }>('SELECT id, title, image_url AS "imageUrl" FROM products WHERE shop_id = $1 AND id = ANY ($2::bigint[])', [tx.shopId, ids]);
  return new Map(rows.map(({ id, ...shown }) => [id, { id: String(id), ...shown }]));
}
