import { withTenant, withTenantSnapshot, type TenantTransaction } from '#app/database/tenant.server.ts';
import { control } from './control.ts';
import type { House } from './house.ts';

/** Rows of the mirror that the local Shopify is asked about at a time. */
const PAGE = 2_000;

/** Rows that a shop sees in the app and should not, and how many were looked at. */
export interface ForeignRows {
  looked: number;
  foreign: number;
}

/**
 * Whatever the app holds for a shop, held against that shop of the local Shopify: customers by id and e-mail, orders by id,
 * name and time (ids alone would prove nothing, for two shops may share them). Beside that each table of the database as the
 * shop sees it, asked without naming the shop: rows of another.
 */
export async function countForeignRows(house: House, shop: { id: number; domain: string }): Promise<ForeignRows> {
  const rows: ForeignRows = { looked: 0, foreign: 0 };
  const add = (looked: number, foreign: number): void => {
    rows.looked += looked;
    rows.foreign += foreign;
  };
  for (const table of await tenantTables(shop.id)) {
    const { all, others } = await withTenant(shop.id, (tx) => visibleRows(tx, table));
    add(all, others);
  }
  for (const kind of ['customers', 'orders'] as const) {
    await withTenantSnapshot(shop.id, async (tx) => {
      for (let after = 0; ; ) {
        const page = await mirrorPage(tx, kind, after);
        const last = page.at(-1);
        if (last === undefined) return;
        const { strangers } = (await control(house, shop.domain, 'POST', 'strangers', { [kind]: page })) as { strangers: number };
        add(0, strangers);
        after = last.id;
      }
    });
  }
  return rows;
}

/** Every table and view with a column for the shop. */
async function tenantTables(shopId: number): Promise<string[]> {
  return withTenant(shopId, async (tx) => {
    const { rows } = await tx.query<{ name: string }>(
      `SELECT c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'shop_id' AND NOT a.attisdropped
        WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p', 'v', 'm') AND has_table_privilege(c.oid, 'SELECT') ORDER BY 1`,
    );
    return rows.map((row) => row.name);
  });
}

async function visibleRows(tx: TenantTransaction, table: string): Promise<{ all: number; others: number }> {
  const { rows } = await tx.query<{ all: number; others: number }>(`SELECT count(*)::integer AS all, count(*) FILTER (WHERE shop_id IS DISTINCT FROM $1)::integer AS others FROM ${tx.client.escapeIdentifier(table)}`, [tx.shopId]);
  return rows[0] ?? { all: 0, others: 0 };
}

async function mirrorPage(tx: TenantTransaction, kind: 'customers' | 'orders', after: number): Promise<{ id: number }[]> {
  const columns = { customers: 'id, email', orders: 'id, name, (extract(epoch FROM processed_at) * 1000)::bigint AS "processedAt"' }[kind];
  const { rows } = await tx.query<{ id: number }>(`SELECT ${columns} FROM ${kind} WHERE id > $1 ORDER BY id LIMIT ${PAGE}`, [after]);
  return rows.map((row) => ({ ...row, id: Number(row.id) }));
}
