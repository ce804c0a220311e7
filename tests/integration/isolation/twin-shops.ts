import { proposeTags } from '#app/tags/propose-tags.server.ts';
import { approveTags } from '#app/tags/approve-tags.server.ts';
import { saveView } from '#app/customers/saved-views.server.ts';
import { logExport } from '#app/customers/export-store.server.ts';
import { CUSTOMERS_CSV_COLUMNS } from '#app/customers/customers-csv.ts';
import { refreshInsights } from '#app/insights/refresh-insights.server.ts';
import { rebuildProfiles } from '#app/profiles/rebuild-profiles.server.ts';
import { observeTags } from '#app/tags/observe-tags.server.ts';
import { factoryPool, makeShop, putInMirror } from '#tests/factories/made-mirror.ts';

/** Stands in every free text of the one shop, and of the other: whoever meets the second has met a foreign row. */
export const OWN_MARK = 'Alphamark';
export const FOREIGN_MARK = 'Betamark';
/** By so much the other shop's second set of rows is away from the first, which has the very same ids as the own shop's. */
export const FOREIGN_OFFSET = 700_000;

/** The failed event of the own shop, far from the numbers that the inbox gives; the other's is FOREIGN_OFFSET further. */
export const FAILED_EVENT = 1_000_000_000;

export const NOW = Date.parse('2026-06-15T12:00:00Z');

export interface Twins {
  own: number;
  ownDomain: string;
  foreign: number;
  foreignDomain: string;
  customerId: number;
  orderId: number;
  /** Of runs, views, exports, imports and tag changes in the own shop; the other has each of them, and each plus FOREIGN_OFFSET. */
  ids: { tagRun: number; proposal: number; view: number; tagChange: number; importRun: number; exports: Record<string, number> };
}

/**
 * Two shops that hold the same: the same ids in every table, the same e-mail addresses, tags and names but for a mark. The
 * other one holds all of it once more under ids that the own shop has not. Every tenant table has rows of both.
 */
export async function makeTwins(): Promise<Twins> {
  const own = await makeShop();
  const foreign = await makeShop();
  await fillOwn(own);
  const ids = await workInOwn(own);
  await fillTheRest(own);
  await askForPerson(own, ids.exports);
  await copyShop(own, foreign, 0);
  await copyShop(own, foreign, FOREIGN_OFFSET);
  await failEvents([[own, 0], [foreign, FOREIGN_OFFSET]]);
  const { rows } = await factoryPool().query<{ id: number; domain: string }>('SELECT id, domain FROM shops WHERE id = ANY ($1)', [[own, foreign]]);
  const domain = (id: number): string => rows.find((row) => row.id === id)?.domain ?? '';
  return { own, foreign, ownDomain: domain(own), foreignDomain: domain(foreign), customerId: 1, orderId: 10, ids };
}

async function fillOwn(shopId: number): Promise<void> {
  const day = (back: number): string => new Date(NOW - back * 86_400_000).toISOString();
  const customers = Array.from({ length: 8 }, (_, index) => ({ id: index + 1, firstName: `${OWN_MARK}${index}`, lastName: 'Lee', email: `same-${index}@example.com`, tags: ['vip', `${OWN_MARK} club`] }));
  await putInMirror(shopId, {
    customers, products: [{ id: 1, title: `${OWN_MARK} mug` }],
    orders: customers.flatMap(({ id }) => Array.from({ length: id }, (_, index) => ({
      id: id * 10 + index, customerId: id, processedAt: day(1 + id * 20 * (index + 1)), lines: [{ net: 1_000 * id, title: `${OWN_MARK} line` }],
      refunds: id === 3 ? [{ uncarried: 5, lines: [{ line: 0, quantity: 1, subtotal: 100 }] }] : [],
    }))),
  });
}

/** What people and jobs would have done in the shop. */
async function workInOwn(shopId: number): Promise<Twins['ids']> {
  await rebuildProfiles({ shopId, now: NOW });
  await refreshInsights({ shopId, now: NOW });
  await observeTags({ shopId });
  const first = await proposeTags({ shopId });
  if (first.proposalId === null) throw new Error('Nothing was proposed: the twins are not twins of a shop in use.');
  const approved = await approveTags({ shopId, proposalId: first.proposalId, by: '42', selection: { rules: ['new', 'lapsed', 'at-risk'] } });
  if (approved === null) throw new Error('Nothing was approved.');
  const { viewId } = await saveView({ shopId, by: '42', name: `${OWN_MARK} view`, query: { search: OWN_MARK, tiers: [], stages: [], tag: null, fits: [], risks: [], due: false, sort: 'last-order', direction: 'desc' } as never });
  const { rows: [run] } = await factoryPool().query<{ id: number }>(
    `INSERT INTO import_runs (shop_id, status, phase, requested_by, requested_at, started_at, finished_at, reads_all_orders) VALUES ($1, 'succeeded', 'done', '42', now(), now(), now(), true) RETURNING id`, [shopId]);
  const importRun = run?.id ?? 0;
  await factoryPool().query(`INSERT INTO import_parts (shop_id, run_id, kind, status) VALUES ($1, $2, 'customers', 'done')`, [shopId, importRun]);
  await factoryPool().query(`INSERT INTO import_rejects (shop_id, run_id, kind, line_number, reason_code, reason, raw) VALUES ($1, $2, 'customers', 1, 'no-id', $3, $3)`, [shopId, importRun, `${OWN_MARK} row`]);
  const layout = { headings: Object.fromEntries(CUSTOMERS_CSV_COLUMNS.map((column) => [column, `${OWN_MARK} ${column}`])), tierName: {}, stageName: {}, consentName: {}, notScored: '-', currency: 'GBP' };
  const exports: Record<string, number> = {};
  for (const [kind, filter] of [['customers', { query: {}, ids: null }], ['everything', null], ['rejects-csv', { runId: importRun, code: null }], ['rejects-jsonl', { runId: importRun, code: null }]] as const) {
    exports[kind] = await logExport({ shopId, wanted: { kind, fileName: `${OWN_MARK}-${kind}`, filter, layout, requestedBy: '42' } });
  }
  const { rows: [change] } = await factoryPool().query<{ id: number; proposal: number }>(
    `SELECT min(c.id)::int AS id, (SELECT max(id) FROM tag_runs WHERE shop_id = $1 AND state = 'proposed') AS proposal FROM tag_changes c WHERE c.shop_id = $1`, [shopId]);
  return { tagRun: approved.runId, proposal: change?.proposal ?? first.proposalId, view: viewId, tagChange: change?.id ?? 0, importRun, exports };
}

/** An event of each shop that nobody could deal with. The inbox is no tenant's table: its numbers are of all shops. */
async function failEvents(shops: readonly (readonly [shopId: number, offset: number])[]): Promise<void> {
  for (const [shopId, offset] of shops) {
    await factoryPool().query(
      `INSERT INTO inbox_events (id, shop_domain, topic, event_id, webhook_id, api_version, triggered_at, received_at, payload, payload_bytes, state, finished_at, attempts, reason_code, reason)
       SELECT $2, domain, 'orders/create', 'failed', '', '2026-10', now(), now(), '', 0, 'failed', now(), 5, 'unexpected', $3 FROM shops WHERE id = $1`,
      [shopId, FAILED_EVENT + offset, offset === 0 ? OWN_MARK : FOREIGN_MARK]);
  }
}

/** A file of what is held about one customer, where the app can make one. */
async function askForPerson(shopId: number, exports: Record<string, number>): Promise<void> {
  if (!(await tenantTables()).includes('privacy_requests')) return;
  const { rows: [request] } = await factoryPool().query<{ id: number }>('SELECT id FROM privacy_requests WHERE shop_id = $1', [shopId]);
  exports['data-request'] = await logExport({ shopId, wanted: { kind: 'data-request', fileName: `${OWN_MARK}-person`, filter: { requestId: request?.id }, layout: {}, requestedBy: '42' } });
}

/** Values that a column has to have, where any text would not do. */
const FITTING: Record<string, Record<string, unknown>> = {
  segments: { key: 'vip', query: "customer_tags CONTAINS 'VIP'" },
  segment_changes: { key: 'vip', action: 'create', state: 'done', outcome: 'created' },
  first_steps: { step: 'tiers' },
  tag_choices: { rule: 'vip', choice: 'leave' },
  tag_collisions: { rule: 'vip', tag_key: 'vip' },
  tag_ledger: { rule: 'vip', tag_key: 'vip', state: 'merchants', customer_id: 1 },
  tag_writing: { brake_percent: 20, brake_customers: 100, daily_additions: null },
  tag_batches: { action: 'add', state: 'done' },
  forecast_models: { state: 'below-floor' }, customer_forecasts: { churn_band: 'low', customer_id: 1 }, risk_events: { cause: 'time', customer_id: 1, risk_before: 0.6, risk_after: 0.7, line: 66 }, due_orders: { customer_id: 1 }, forecast_fits: { status: 'succeeded', phase: null },
  metafield_writing: { state: 'off', by: '42' }, metafield_ledger: { customer_id: 1, stands: { tier: 'Loyal' } }, metafield_runs: { kind: 'write', cause: 'asked', state: 'done', requested_by: '42' }, metafield_batches: { action: 'set', state: 'done', number: 1 },
  order_answers: { order_id: 10, customer_id: 1, source: 'other', source_words: `${OWN_MARK} fair`, source_at: new Date(NOW).toISOString() },
  line_answers: { order_id: 10, line_id: 1_000, customer_id: 1, stars: 4, words: `${OWN_MARK} cup`, answered_at: new Date(NOW).toISOString() },
  product_lists: { kind: 'also', items: [] }, customer_lists: { customer_id: 1, reorder: [], discover: [] }, shop_lists: { kind: 'bestsellers', product_type: '', items: [] }, list_runs: { status: 'succeeded', phase: null },
  recommendation_rules: { kind: 'exclude', product_id: 1, made_by: '42' }, shopper_sessions: { session: 'own-session-1', customer_id: 1, events: 1 }, holdouts: { salt: 'pepper', percent: 10, by: '' },
  shopper_events: { id: '0f3b6c1e-0d2a-4f7b-9c55-1b2a3c4d5e6f', session: 'own-session-1', type: 'click', block: 'also', placement: 'product', product_id: 1 }, recommendation_days: { day: '2026-11-01', block: 'also', placement: 'product', clicks: 1 },
  order_sessions: { order_id: 10, session: 'own-session-1' }, holdout_exposures: { customer_id: 1, holdout_id: 1, block: 'also', placement: 'product' },
  product_field_writing: { state: 'off', target: 'own', by: '42' }, product_field_ledger: { product_id: 1, field: 'also', stands: [2] }, product_field_runs: { kind: 'write', cause: 'asked', state: 'done', requested_by: '42' }, product_field_changes: { product_id: 1, field: 'also', run_id: 1 },
  tier_changes: { cause: 'customer', customer_id: 1, from_tier: 'New', to_tier: 'Loyal' },
  profile_rebuilds: { status: 'succeeded', cause: 'night' },
  customer_merges: { gone_id: 901, kept_id: 1 },
  // Not those whom the request and the downloads are about.
  redactions: { customer_id: 999_999 }, redacted_orders: { order_id: 999_999 },
  privacy_requests: { kind: 'data', customer_id: 1, order_ids: [10], requested_at: new Date().toISOString(), due_at: new Date(Date.now() + 86_400_000).toISOString() },
  settings_changes: { before: {}, after: {} },
  shop_attention: { attention: { customers: 1, spendLastYear: 1, latest: [] } },
};

/** One row in each tenant table that is still empty, so that no table is without a row that could be seen. */
async function fillTheRest(shopId: number): Promise<void> {
  for (const table of await tenantTables()) {
    const { rowCount } = await factoryPool().query(`SELECT FROM ${table} WHERE shop_id = $1 LIMIT 1`, [shopId]);
    if (rowCount !== 0) continue;
    const columns = await columnsOf(table);
    const row = Object.fromEntries(columns.filter((column) => column.required || column.name in (FITTING[table] ?? {})).map((column) => [column.name, valueOf(column)]));
    const given: Record<string, unknown> = { ...row, ...FITTING[table], shop_id: shopId };
    const names = Object.keys(given).join(', ');
    await factoryPool().query(`INSERT INTO ${table} (${names}) SELECT ${names} FROM json_populate_record(NULL::${table}, $1::json)`, [JSON.stringify(given)]);
  }
}

interface Column {
  name: string;
  type: string;
  required: boolean;
  /** The first of the values that a CHECK allows. */
  allowed: string | null;
}

async function columnsOf(table: string): Promise<Column[]> {
  const { rows } = await factoryPool().query<Column>(
    `SELECT attname AS name, format_type(atttypid, NULL) AS type, attnotnull AND NOT atthasdef AND attidentity = '' AS required,
            (SELECT substring(pg_get_constraintdef(k.oid) FROM 'ANY \\(+ARRAY\\[''?([^'',:\\]]+)') FROM pg_constraint k WHERE k.conrelid = attrelid AND k.contype = 'c' AND k.conkey = ARRAY[attnum] LIMIT 1) AS allowed
       FROM pg_attribute
      WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '' ORDER BY attnum`, [table]);
  return rows;
}

function valueOf({ type, allowed }: Column): unknown {
  if (allowed !== null) return type === 'text' ? allowed : Number(allowed);
  if (type === 'text') return OWN_MARK;
  if (type === 'boolean') return false;
  if (type.startsWith('timestamp')) return new Date(NOW).toISOString();
  if (type.startsWith('json')) return { note: OWN_MARK };
  return type.endsWith('[]') ? [] : 1;
}

export async function tenantTables(): Promise<string[]> {
  const { rows } = await factoryPool().query<{ name: string }>(
    `SELECT c.relname AS name FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'shop_id' AND NOT attisdropped
      WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY 1`);
  return rows.map((row) => row.name);
}

const NUMBERS_NOT_IDS = /^(line_number|version|model_version|batch|line|number|undoes_day)$/;

/** Copies all rows of a shop to another, with the other's mark in every text; ids go up by `offset`. */
async function copyShop(from: number, to: number, offset: number): Promise<void> {
  for (const table of await tenantTables()) {
    const columns = await columnsOf(table);
    const value = ({ name, type }: Column): string => {
      if (name === 'shop_id') return '$2::int';
      const isId = (name === 'id' || name.endsWith('_id') || name === 'undo_of' || name === 'undoes' || name === 'undone_by') && !NUMBERS_NOT_IDS.test(name);
      if (isId && (type === 'integer' || type === 'bigint')) return `${name} + ${offset}`;
      if (name === 'product_ids') return `(SELECT array_agg(one + ${offset}) FROM unnest(product_ids) AS one)`;
      if (type === 'text') return `replace(${name}, '${OWN_MARK}', '${FOREIGN_MARK}')${name === 'name_key' && offset > 0 ? ` || '-more'` : ''}`;
      if (type === 'jsonb' || type === 'text[]') return `replace(${name}::text, '${OWN_MARK}', '${FOREIGN_MARK}')::${type}`;
      return name;
    };
    await factoryPool().query(
      `INSERT INTO ${table} (${columns.map((column) => column.name).join(', ')}) SELECT ${columns.map(value).join(', ')} FROM ${table} WHERE shop_id = $1 ON CONFLICT DO NOTHING`.replace('$2::int', String(to)),
      [from]);
  }
}

/** A digest of everything that a shop has, by table: two looks that agree say that nothing of it was changed. */
export async function digestOf(shopId: number): Promise<Record<string, string>> {
  const digest: Record<string, string> = {};
  for (const table of await tenantTables()) {
    const { rows } = await factoryPool().query<{ digest: string }>(`SELECT count(*) || ' ' || coalesce(md5(string_agg(t::text, '|' ORDER BY t::text)), '') AS digest FROM ${table} t WHERE shop_id = $1`, [shopId]);
    digest[table] = rows[0]?.digest ?? '';
  }
  const { rows: [inbox] } = await factoryPool().query<{ digest: string }>(
    "SELECT count(*) || ' ' || coalesce(md5(string_agg(e::text, '|' ORDER BY id)), '') AS digest FROM inbox_events e WHERE shop_domain = (SELECT domain FROM shops WHERE id = $1)", [shopId]);
  return { ...digest, inbox_events: inbox?.digest ?? '' };
}
