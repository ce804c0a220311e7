import { zstdCompressSync } from 'node:zlib';
import { HELD_DATA } from '#app/privacy/held-data.ts';
import { factoryPool } from '#tests/factories/made-mirror.ts';

/** A customer whose number and whose words stand wherever the database can hold them. */
export interface PlantedPerson {
  shopId: number;
  shopDomain: string;
  customerId: number;
  orderId: number;
  /** Last name, tag, code, note: a word that stands nowhere else. */
  marker: string;
  email: string;
}

interface Column {
  name: string;
  type: string;
}

const AT = '2026-01-01T00:00:00Z';

/** The columns of a table that can be written. */
async function columnsOf(table: string): Promise<Column[]> {
  const { rows } = await factoryPool().query<Column>(
    `SELECT column_name AS name, CASE WHEN data_type = 'ARRAY' THEN udt_name ELSE data_type END AS type FROM information_schema.columns
      WHERE table_schema = 'public' AND table_name = $1 AND is_generated = 'NEVER'`, [table]);
  return rows;
}

/** What each table's constraints, or its readers, want of a row in place of the person's marker. */
function particulars(person: PlantedPerson): Readonly<Record<string, Record<string, unknown>>> {
  const { customerId, orderId, marker, email } = person;
  const named = { subject: marker, of: customerId };
  return {
    customers: { id: customerId, last_name: marker, email, import_run_id: 1 },
    customer_tag_changes: {}, early_customer_facts: { kind: 'email', cells: [marker] },
    orders: { id: orderId, name: '#1', currency_code: 'EUR', presentment_currency_code: 'EUR', financial_status: 'PAID', fulfillment_status: 'FULFILLED', return_status: 'NO_RETURN', cancel_reason: null, source_name: 'web', channel_name: 'Online Store', app_name: 'Online Store', first_visit_source: 'Google', first_visit_source_type: 'SEO', shipping_country_code: 'DE' },
    order_lines: { product_id: null, discount_allocations: [{ index: 0, amount: 5, kind: 'code', title: marker, method: 'ACROSS', target: 'ALL', value: 5 }], vendor: 'Maker' },
    refund_lines: { restock_type: 'NO_RESTOCK' }, refund_adjustments: { reason: 'REFUND_DISCREPANCY' }, returns: { status: 'OPEN', name: '#1-R1' }, return_lines: { reason: 'unwanted', reason_name: 'Unwanted' },
    profiles: { sort_name: marker.toLowerCase(), order_channels: {}, stage: 'New', tier: 'New' },
    customer_forecasts: { churn_band: 'low' }, risk_events: { cause: 'time' }, forecast_fits: { status: 'failed', phase: null, error_code: 'x', error_message: `Customer ${customerId} failed` }, tier_changes: { cause: 'customer' },
    customer_lists: { reorder: named, discover: named }, list_runs: { status: 'failed', phase: null, error_code: 'x', error_message: `Customer ${customerId} failed` },
    wanted_tags: { reason: named, standing: 'to-add' }, tag_ledger: { state: 'written' },
    tag_changes: { reason: named, entry_before: named, entry_after: named, action: 'add', state: 'done' },
    metafield_ledger: { stands: named, intended: named, refused: named, refusal: marker },
    metafield_writing: { state: 'on', by: '1', paused_by: null, error_code: 'x', worker: null, error_message: `Customer ${customerId} failed` },
    product_field_writing: { state: 'on', target: 'own', by: '1', paused_by: null, error_code: 'x', worker: null, error_message: `Customer ${customerId} failed` },
    order_answers: { nps: 9, source: 'other', due_from: 'delivered' }, line_answers: { stars: 5 },
    shopper_events: { id: `00000000-0000-4000-8000-${String(customerId).padStart(12, '0').slice(-12)}`, session: `visit-${marker}`, type: 'click', block: 'also', placement: 'product' }, shopper_sessions: { session: `visit-${marker}` }, order_sessions: { session: `visit-${marker}` },
    holdout_exposures: { block: 'also', placement: 'product' },
    customer_merges: { gone_id: customerId + 1, kept_id: customerId }, order_moves: { from_customer_id: customerId, to_customer_id: 5 },
    gone_customers: { id: customerId }, deleted_records: { kind: 'customer', id: customerId },
    shop_attention: { attention: { customers: 1, spendLastYear: 1, latest: [{ customerId, slippedOn: 1 }] } },
    import_seen: { kind: 'customers', id: customerId }, import_held: { kind: 'orders', raw: JSON.stringify({ order_id: orderId, title: marker }) },
    import_rejects: { kind: 'customers', raw: JSON.stringify({ id: `gid://shopify/Customer/${customerId}`, lastName: marker }) },
    privacy_requests: { kind: 'data', event_id: `asked-${customerId}`, order_ids: [orderId], done_by: '1' }, access_log: { what: 'customer', by: '1' },
    exports: { kind: 'customers', file_name: 'customers.csv', filter: { query: { search: marker, tiers: [], stages: [], tag: null, sort: 'name', direction: 'asc' }, ids: [String(customerId), '5'] }, layout: {}, requested_by: '1', state: 'done', error_message: `Not for ${email}.` },
    saved_views: { query: { search: email, tiers: [], stages: [], tag: marker, sort: 'name', direction: 'asc' }, name: `Orders of ${marker}`, name_key: `orders of ${marker.toLowerCase()}`, saved_by: '1' },
    import_runs: { status: 'failed', active: null, phase: '', requested_by: '1', error_code: 'form', error_message: `Row of ${marker}` },
    reconciliations: { state: 'failed', cause: 'hourly', active: null, requested_by: '1', error_code: 'x', error_message: `Customer ${customerId} failed` },
    profile_rebuilds: { status: 'failed', cause: 'nightly', requested_by: '1', phase: null, moves: null, timings: null, error_code: 'x', error_message: `Customer ${customerId} failed` },
    tag_runs: { kind: 'apply', state: 'done', approved_by: '1', stop_requested: null, error_code: null, worker: null, undo_rule: null, error_message: `Customer ${customerId} failed` },
    tier_flows: { from_day: customerId % 100_000, state: 'failed', flow: null, error_code: 'x', error_message: `Customer ${customerId} failed` },
    segment_changes: { key: 'vip', action: 'create', name: 'VIP', query: 'x', state: 'done', outcome: 'created', requested_by: '1', message: `Said by ${email}` },
  };
}

/** Tables in which nothing could be this person's. */
const NOT_THEIRS = ['redactions', 'redacted_orders'];

/** Puts the person into every table of the list that can hold anything of theirs. @returns the tables */
export async function plantPerson(person: PlantedPerson): Promise<string[]> {
  const given = particulars(person);
  const tables = Object.entries(HELD_DATA).flatMap(([table, held]) => ((held.of !== null || held.texts !== undefined) && !NOT_THEIRS.includes(table) ? [table] : []));
  for (const table of tables) await plantRow(person, table, given[table] ?? {});
  const event = { customer: { id: person.customerId, email: person.email } };
  await factoryPool().query(
    `INSERT INTO inbox_events (shop_domain, topic, event_id, webhook_id, api_version, triggered_at, received_at, payload, payload_bytes, state, attempts)
     SELECT $1, 'orders/updated', 'planted-' || $2 || s, 'w', '2026-10', now(), now(), $3, 1, s, 1 FROM unnest(ARRAY['failed', 'new']) AS s`,
    [person.shopDomain, String(person.customerId), zstdCompressSync(Buffer.from(JSON.stringify(event)))],
  );
  return tables;
}

async function plantRow(person: PlantedPerson, table: string, given: Record<string, unknown>): Promise<void> {
  const row: Record<string, unknown> = {};
  for (const { name, type } of await columnsOf(table)) row[name] = name in given ? given[name] : filler(person, name, type);
  await factoryPool().query(`INSERT INTO ${table} (${Object.keys(row).join(', ')}) SELECT ${Object.keys(row).map((name) => `r.${name}`).join(', ')} FROM jsonb_populate_record(NULL::${table}, $1::jsonb) r`, [JSON.stringify(row)]);
}

function filler(person: PlantedPerson, name: string, type: string): unknown {
  if (name === 'shop_id') return person.shopId;
  if (name === 'customer_id') return person.customerId;
  if (name === 'order_id') return person.orderId;
  if (name === 'id' || name === 'line_number') return person.customerId % 100_000;
  if (type === 'text') return person.marker;
  if (type === '_text') return [person.marker];
  if (type.startsWith('_')) return [];
  if (type === 'jsonb') return { marker: person.marker };
  if (type === 'boolean') return false;
  return type.startsWith('timestamp') ? AT : 1;
}

/** Where in the whole database a text stands, by table: every row of every table, as PostgreSQL writes it, payloads unpacked. */
export async function findText(pattern: string): Promise<string[]> {
  const { rows } = await factoryPool().query<{ name: string }>(
    `SELECT format('%I.%I', n.nspname, c.relname) AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'r' AND n.nspname IN ('public', 'pgboss') ORDER BY 1`);
  const found: string[] = [];
  for (const { name } of rows) {
    const { rowCount } = await factoryPool().query(`SELECT FROM ${name} t WHERE t::text ~* $1 LIMIT 1`, [pattern]);
    if (rowCount !== 0) found.push(name);
  }
  const { zstdDecompressSync } = await import('node:zlib');
  const payloads = await factoryPool().query<{ payload: Buffer }>('SELECT payload FROM inbox_events WHERE payload IS NOT NULL');
  if (payloads.rows.some((row) => new RegExp(pattern.replaceAll('\\m', '\\b').replaceAll('\\M', '\\b'), 'i').test(zstdDecompressSync(row.payload).toString()))) found.push('inbox payload');
  return found;
}

/** All rows of one shop in all its tables, as text. */
export async function rowsOfShop(shopId: number): Promise<Record<string, string[]>> {
  const all: Record<string, string[]> = {};
  for (const table of Object.keys(HELD_DATA)) {
    const { rows } = await factoryPool().query<{ text: string }>(`SELECT t::text AS text FROM ${table} t WHERE shop_id = $1 ORDER BY 1`, [shopId]);
    all[table] = rows.map((row) => row.text);
  }
  return all;
}
