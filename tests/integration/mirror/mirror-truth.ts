import { withTenant } from '#app/database/tenant.server.ts';
import { fetchFullCustomers, fetchFullOrders, fetchFullProducts, type FullRead } from '#app/mirror/fetch-full.server.ts';
import type { Cell } from '#app/mirror/cells.ts';
import { BULK_KINDS, BULK_SHAPES, ORDER_LINES, type BulkKind, type MirrorTable } from '#app/mirror/mirror-tables.ts';
import { sameCells } from '#app/mirror/same-cells.ts';
import { cellsOf } from '#app/mirror/versioned-rows.server.ts';
import { arrayItems } from '#app/mirror/array-literal.ts';
import { currencyDecimals } from '#app/math/minor-units.ts';
import { adminClient } from '#app/shopify/admin-client.server.ts';
import type { ImportingShop } from './importing-shop.ts';

/** Columns that no payload says, or says in another way: a full read is what makes them right. */
export const UNSAID: Readonly<Record<string, readonly string[]>> = {
  orders: ['return_status', 'delivered_at', 'channel_name', 'app_name', 'first_visit_at', 'first_visit_source', 'first_visit_source_type', 'first_visit_landing_page', 'first_visit_referrer', 'first_visit_utm_source', 'first_visit_utm_medium', 'first_visit_utm_campaign'],
  customers: ['locale', 'rfm_group', 'predicted_spend_tier'],
  products: ['is_gift_card'],
  product_variants: ['available_for_sale'],
};

/** Everything of a kind as Shopify has it, mapped as an import maps it. */
async function readAll(shop: ImportingShop, kind: BulkKind): Promise<FullRead> {
  const { store } = shop.api.live;
  const client = adminClient(store.shop.domain);
  const wanted = [...store[kind].keys()].map((id) => ({ id: String(id), children: 4 }));
  if (kind === 'orders') return fetchFullOrders({ client, wanted });
  if (kind === 'customers') return fetchFullCustomers({ client, wanted });
  return fetchFullProducts({ client, wanted, shopDecimals: currencyDecimals(store.shop.currencyCode) ?? 2 });
}

async function rowsOf(shop: ImportingShop, table: MirrorTable): Promise<Map<string, Cell[]>> {
  const rows = await withTenant(shop.shopId, async (tx) => (await tx.query<{ cells: Cell[] }>(`SELECT ${cellsOf(table, 'r')} AS cells FROM ${table.name} r WHERE r.shop_id = $1`, [shop.shopId])).rows);
  return new Map(rows.map(({ cells }) => [keyOf(table, cells), cells]));
}

function keyOf(table: MirrorTable, cells: readonly Cell[]): string {
  return table.key.map((name) => cells[table.columns.findIndex(([column]) => column === name)]).join(' ');
}

/**
 * What differs between the mirror and Shopify, one line a row; columns left out of the comparison are given by table (and what is yet to be done is never part of it). Tags are
 * compared as sets. Lines keep the product that they were of when it has been deleted since, which Shopify forgets without
 * another version of the order.
 */
export async function differences(shop: ImportingShop, besides: Readonly<Record<string, readonly string[]>> = {}): Promise<string[]> {
  const found: string[] = [];
  for (const kind of BULK_KINDS) {
    const truth = await readAll(shop, kind);
    found.push(...truth.rejected.map((one) => `${kind} ${one.id} cannot be read: ${one.reason}`));
    const { root, child, inside } = BULK_SHAPES[kind];
    if (kind === 'orders') forgetProducts(truth.found.flatMap((one) => one.children), await rowsOf(shop, ORDER_LINES));
    for (const [table, wanted] of [
      [root, truth.found.map((one) => one.cells)],
      ...(child === null ? [] : [[child, truth.found.flatMap((one) => one.children)] as const]),
      ...(inside === null ? [] : [[inside, truth.found.flatMap((one) => one.inside)] as const]),
    ] as const) {
      found.push(...compare(table, await rowsOf(shop, table), new Map(wanted.map((cells) => [keyOf(table, cells), cells])), [...(besides[table.name] ?? []), 'details_pending']));
    }
  }
  return found;
}

/** Where Shopify has forgotten a line's product, and the mirror has it still, the truth is taken to be the mirror's. */
function forgetProducts(truth: Cell[][], mirror: ReadonlyMap<string, Cell[]>): void {
  for (const cells of truth) {
    const known = mirror.get(keyOf(ORDER_LINES, cells));
    for (const name of ['product_id', 'variant_id']) {
      const at = ORDER_LINES.columns.findIndex(([column]) => column === name);
      cells[at] ??= known?.[at] ?? null;
    }
  }
}

function compare(table: MirrorTable, mirror: ReadonlyMap<string, Cell[]>, truth: ReadonlyMap<string, Cell[]>, besides: readonly string[]): string[] {
  const found: string[] = [];
  for (const key of mirror.keys()) if (!truth.has(key)) found.push(`${table.name} ${key} is gone at Shopify`);
  for (const [key, wanted] of truth) {
    const cells = mirror.get(key);
    if (cells === undefined) found.push(`${table.name} ${key} is missing`);
    else if (!sameCells(table, cells, wanted, besides)) {
      const columns = table.columns.flatMap(([name], at) => (besides.includes(name) || sameColumn(table, at, cells, wanted) ? [] : [`${name} is ${cells[at] ?? 'null'}, not ${wanted[at] ?? 'null'}`]));
      if (columns.length > 0) found.push(`${table.name} ${key}: ${columns.join('; ')}`);
    }
  }
  return found;
}

function sameColumn(table: MirrorTable, at: number, one: readonly Cell[], other: readonly Cell[]): boolean {
  const [name = '', type = ''] = table.columns[at] ?? [];
  if (type === 'text[]') return [...arrayItems(one[at] ?? null)].sort().join('\0') === [...arrayItems(other[at] ?? null)].sort().join('\0');
  return sameCells({ ...table, columns: [[name, type]] }, [one[at] ?? null], [other[at] ?? null]);
}
