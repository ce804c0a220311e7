import pg from 'pg';

/**
 * Puts a store into the mirror's tables directly, for tests of the rooms that read it: an import would take a hundred
 * times as long, and says nothing about facts. Writes as the superuser, past row-level security; reads are the app's.
 */

export interface MadeShop {
  currencyCode?: string;
  timeZone?: string;
  scoring?: Record<string, unknown>;
}

export interface MadeCustomerRow {
  id: number;
  firstName?: string | null;
  lastName?: string | null;
  email?: string | null;
  tags?: string[];
  rfmGroup?: string | null;
}

export interface MadeLine {
  productId?: number | null;
  quantity?: number;
  /** Units neither refunded nor removed; all of them unless said. */
  kept?: number;
  /** NET of the line: after discounts and refunds, before taxes. */
  net: number;
  giftCard?: boolean;
  title?: string;
}

export interface MadeRefund {
  /** Money that no line carries. */
  uncarried?: number;
  /** Lines by their place in the order, from 0. */
  lines?: { line: number; quantity: number; subtotal: number }[];
  /** The order's moment unless said. */
  processedAt?: string;
}

export interface MadeOrder {
  id: number;
  /** Null: a guest's. */
  customerId: number | null;
  processedAt: string;
  lines: MadeLine[];
  refunds?: MadeRefund[];
  status?: string | null;
  test?: boolean;
  cancelledAt?: string | null;
  currencyCode?: string;
  discounts?: number;
  channel?: string | null;
}

export interface MadeStore {
  customers?: MadeCustomerRow[];
  orders?: MadeOrder[];
  products?: { id: number; title: string; productType?: string }[];
}

let pool: pg.Pool | undefined;

/** The connection that the factory writes with. */
export function factoryPool(): pg.Pool {
  pool ??= new pg.Pool({ connectionString: process.env['TEST_SUPERUSER_URL'], max: 2 });
  return pool;
}

export async function closeFactory(): Promise<void> {
  await pool?.end();
  pool = undefined;
}

let shopsMade = 0;

/** A shop that installed the app and has been read. Returns its id. */
export async function makeShop(shop: MadeShop = {}): Promise<number> {
  shopsMade += 1;
  const domain = `made-${process.pid}-${shopsMade}.myshopify.com`;
  const { rows } = await factoryPool().query<{ id: number }>('INSERT INTO shops (domain, installed_at) VALUES ($1, now()) RETURNING id', [domain]);
  const id = rows[0]?.id as number;
  await factoryPool().query(
    `INSERT INTO shop_details (shop_id, domain, name, currency_code, iana_timezone, taxes_included, granted_scopes, reads_all_orders, updated_at)
     VALUES ($1, $2, $2, $3, $4, false, '{}', true, now())`,
    [id, domain, shop.currencyCode ?? 'GBP', shop.timeZone ?? 'Europe/London'],
  );
  await setScoring(id, shop.scoring ?? {});
  return id;
}

/** Replaces the scoring settings of a shop. */
export async function setScoring(shopId: number, scoring: Record<string, unknown>): Promise<void> {
  await factoryPool().query(
    `INSERT INTO shop_settings (shop_id, scoring, updated_at) VALUES ($1, $2, now())
     ON CONFLICT (shop_id) DO UPDATE SET scoring = EXCLUDED.scoring`,
    [shopId, JSON.stringify(scoring)],
  );
}

/** Writes rows over whatever stood: an order is replaced with its lines and refunds. */
export async function putInMirror(shopId: number, store: MadeStore): Promise<void> {
  const orders = store.orders ?? [];
  const customers = (store.customers ?? []).map((customer) => ({
    shop_id: shopId, id: customer.id, first_name: customer.firstName ?? null, last_name: customer.lastName ?? null,
    email: customer.email === undefined ? `customer-${customer.id}@example.com` : customer.email, tags: customer.tags ?? [],
    rfm_group: customer.rfmGroup ?? null, amount_spent_currency: 'GBP',
  }));
  const products = (store.products ?? []).map((product) => ({
    shop_id: shopId, id: product.id, title: product.title, handle: `product-${product.id}`, product_type: product.productType ?? '',
    status: 'ACTIVE', tags: [],
  }));
  const ids = orders.map((order) => order.id);
  for (const table of ['order_lines', 'refunds', 'refund_lines']) {
    await factoryPool().query(`DELETE FROM ${table} WHERE shop_id = $1 AND order_id = ANY ($2::bigint[])`, [shopId, ids]);
  }
  await insert('customers', customers);
  await insert('products', products);
  await insert('orders', orders.map((order) => orderRow(shopId, order)));
  await insert('order_lines', orders.flatMap((order) => order.lines.map((line, index) => lineRow(shopId, order, line, index))));
  await insert('refunds', orders.flatMap((order) => (order.refunds ?? []).map((refund, index) => refundRow(shopId, order, refund, index))));
  await insert('refund_lines', orders.flatMap((order) => (order.refunds ?? []).flatMap((refund, index) =>
    (refund.lines ?? []).map((line, position) => ({
      shop_id: shopId, order_id: order.id, refund_id: order.id * 10 + index, position, line_id: order.id * 100 + line.line,
      subtotal: line.subtotal, tax: 0, quantity: line.quantity,
    })))));
}

/** Removes customers as Shopify would: their orders stay, without them. */
export async function removeCustomers(shopId: number, ids: readonly number[]): Promise<void> {
  await factoryPool().query('DELETE FROM customers WHERE shop_id = $1 AND id = ANY ($2::bigint[])', [shopId, ids]);
  await factoryPool().query('UPDATE orders SET customer_id = NULL WHERE shop_id = $1 AND customer_id = ANY ($2::bigint[])', [shopId, ids]);
}

function refundTotal(refund: MadeRefund): number {
  return (refund.uncarried ?? 0) + (refund.lines ?? []).reduce((sum, line) => sum + line.subtotal, 0);
}

function orderRow(shopId: number, order: MadeOrder): Record<string, unknown> {
  return {
    shop_id: shopId, id: order.id, customer_id: order.customerId, processed_at: order.processedAt, created_at: order.processedAt,
    updated_at: order.processedAt, cancelled_at: order.cancelledAt ?? null, total_discounts: order.discounts ?? 0,
    total: order.lines.reduce((sum, line) => sum + line.net, 0),
    total_refunded: (order.refunds ?? []).reduce((sum, refund) => sum + refundTotal(refund), 0), test: order.test ?? false,
    name: `#${order.id}`, financial_status: order.status === undefined ? 'PAID' : order.status,
    currency_code: order.currencyCode ?? 'GBP', source_name: 'web', channel_name: order.channel === undefined ? 'Online Store' : order.channel,
  };
}

function lineRow(shopId: number, order: MadeOrder, line: MadeLine, index: number): Record<string, unknown> {
  const quantity = line.quantity ?? 1;
  return {
    shop_id: shopId, order_id: order.id, id: order.id * 100 + index, product_id: line.productId === undefined ? 1 : line.productId,
    net_amount: line.net, quantity, current_quantity: line.kept ?? quantity, is_gift_card: line.giftCard ?? false, title: line.title ?? 'A thing',
  };
}

function refundRow(shopId: number, order: MadeOrder, refund: MadeRefund, index: number): Record<string, unknown> {
  return {
    shop_id: shopId, order_id: order.id, id: order.id * 10 + index, created_at: refund.processedAt ?? order.processedAt, processed_at: refund.processedAt ?? order.processedAt,
    total_refunded: refundTotal(refund), uncarried_amount: refund.uncarried ?? 0,
  };
}

/** Required columns that the rows leave out get the emptiest value of their type: a test says only what it is about. */
async function emptyColumns(table: string, given: Record<string, unknown>): Promise<Record<string, unknown>> {
  const { rows } = await factoryPool().query<{ name: string; type: string }>(
    `SELECT attname AS name, format_type(atttypid, NULL) AS type FROM pg_attribute
      WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped AND attnotnull AND NOT atthasdef`,
    [table],
  );
  const empty = (type: string): unknown => (type === 'boolean' ? false : type === 'text' ? '' : type.startsWith('timestamp') ? '2000-01-01T00:00:00Z' : 0);
  return Object.fromEntries(rows.filter(({ name }) => !(name in given)).map(({ name, type }) => [name, empty(type)]));
}

async function insert(table: string, given: Record<string, unknown>[]): Promise<void> {
  if (given[0] === undefined) return;
  const empty = await emptyColumns(table, given[0]);
  const rows = given.map((row) => ({ ...empty, ...row }));
  for (let from = 0; from < rows.length; from += 5_000) {
    const part = rows.slice(from, from + 5_000);
    const columns = Object.keys(part[0] as Record<string, unknown>).join(', ');
    const replace = table === 'customers' || table === 'orders' || table === 'products';
    const set = Object.keys(part[0] as Record<string, unknown>).map((column) => `${column} = EXCLUDED.${column}`).join(', ');
    await factoryPool().query(
      `INSERT INTO ${table} (${columns}) SELECT ${columns} FROM json_populate_recordset(NULL::${table}, $1::json)
       ${replace ? `ON CONFLICT (shop_id, id) DO UPDATE SET ${set}` : ''}`,
      [JSON.stringify(part)],
    );
  }
}
