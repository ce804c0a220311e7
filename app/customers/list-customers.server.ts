import { withTenant, type TenantTransaction } from '../database/tenant.server.ts';
import { TIERS } from '../profiles/tier.ts';
import { readCursor, writeCursor, type CustomerCursor } from './customer-cursor.ts';
import { customerFilter, DUE_ORDER, LIKELY_NEXT_ORDER, sortColumn, type CustomerFilter } from './customer-filter.server.ts';
import { FORECAST_SORTS, type CustomerLine, type CustomerPage, type CustomerQuery } from './customer-list.ts';

const WITH_CUSTOMER = 'profiles p JOIN customers c ON c.shop_id = p.shop_id AND c.id = p.customer_id';

export const CUSTOMERS_A_PAGE = 50;
const MOST_A_PAGE = 250;

const line = ({ due }: CustomerQuery): string => `p.customer_id AS id, nullif(concat_ws(' ', c.first_name, c.last_name), '') AS name, c.email, p.tier, p.stage,
  p.last_purchase_day AS "lastPurchaseDay", p.orders, p.net_spend AS "netSpend", coalesce(c.tags, '{}') AS tags,
  (SELECT json_build_object('clv12m', f.clv_12m, 'churnBand', f.churn_band, 'nextOrderDay', ${LIKELY_NEXT_ORDER})
     FROM customer_forecasts f WHERE f.shop_id = p.shop_id AND f.customer_id = p.customer_id) AS forecast,
  ${due ? `(SELECT json_build_object('day', d.due_day, 'product', (SELECT g.title FROM products g WHERE g.shop_id = d.shop_id AND g.id = d.product_id)) ${DUE_ORDER})` : 'NULL::json'} AS due`;

/**
 * A page of customers. Pages are found by the last row's sorted value, not by counting rows off, so that page 1,000 costs
 * what page 1 does and nobody is missed or shown twice when others change. A cursor that is not of this order is ignored.
 * @param options.after,options.before a cursor of a page; `after` wins
 */
export async function listCustomers(
  options: { shopId: number; query: CustomerQuery; after?: string; before?: string; limit?: number },
): Promise<CustomerPage> {
  const { query } = options;
  const limit = Math.min(Math.max(Math.trunc(options.limit ?? CUSTOMERS_A_PAGE), 1), MOST_A_PAGE);
  const after = readCursor(query.sort, query.direction, options.after);
  const before = after === null ? readCursor(query.sort, query.direction, options.before) : null;
  const wanted: WantedPage = { from: after ?? before, backwards: before !== null, limit };
  return withTenant(options.shopId, async (tx) => {
    const filter = customerFilter(tx.shopId, query);
    // No index has the order of a forecast with those who have none: it is worked out for all who match, as for a search.
    const narrows = filter.narrows || query.tiers.length > 0 || FORECAST_SORTS.includes(query.sort);
    const { found, counts } = await (narrows ? narrowed : everybody)(tx, query, filter, wanted);
    const rows = found.slice(0, limit);
    const more = found.length > limit;
    if (before !== null) rows.reverse();
    const cursor = (row: FoundRow | undefined): string | null => (row === undefined ? null : writeCursor(query.sort, query.direction, { value: row.sorted, id: row.id }));
    const tierCounts: CustomerPage['tierCounts'] = {};
    let matching = 0;
    for (const { rank, count } of counts) {
      const tier = TIERS[rank];
      if (tier !== undefined) tierCounts[tier] = count;
      if (query.tiers.length === 0 || (tier !== undefined && query.tiers.includes(tier))) matching += count;
    }
    return {
      rows: rows.map(({ sorted: _, ...row }): CustomerLine => ({ ...row, id: String(row.id) })),
      previous: (before === null ? after !== null : more) ? cursor(rows[0]) : null,
      next: (before === null ? more : true) ? cursor(rows.at(-1)) : null,
      matching,
      customers: narrows ? await countAll(tx) : matching,
      tierCounts,
      forecasts: await hasForecasts(tx),
    };
  });
}

interface WantedPage {
  from: CustomerCursor | null;
  backwards: boolean;
  limit: number;
}

interface FoundRow extends Omit<CustomerLine, 'id'> {
  id: number;
  sorted: string | number;
}

interface Found {
  found: FoundRow[];
  /** Customers of each tier rank that match, the choice of tiers left aside. */
  counts: { rank: number; count: number }[];
}

const TIER_COUNTS = 'SELECT tier_rank AS rank, count(*)::integer AS count FROM profiles WHERE shop_id = $1 GROUP BY tier_rank';

/** Everybody: an index gives the page and another the counts. */
async function everybody(tx: TenantTransaction, query: CustomerQuery, filter: CustomerFilter, wanted: WantedPage): Promise<Found> {
  const counts = await tx.query<{ rank: number; count: number }>(TIER_COUNTS, [tx.shopId]);
  const column = sortColumn(query);
  const { from, order } = pageOf(query, filter, wanted, { column, id: 'p.customer_id', rank: 'p.tier_rank' });
  const found = await tx.query<FoundRow & Record<string, unknown>>(
    `SELECT ${line(query)}, ${column} AS sorted FROM ${WITH_CUSTOMER} WHERE p.shop_id = $1${from} ${order}`, filter.values,
  );
  return { found: found.rows, counts: counts.rows };
}

/** Some: those who match are found once, for the page and the counts, without reading a row; only the page's rows are read then. */
async function narrowed(tx: TenantTransaction, query: CustomerQuery, filter: CustomerFilter, wanted: WantedPage): Promise<Found> {
  // Ids of all who match stay in memory; compiling the query would take longer than running it.
  await tx.query("SET LOCAL work_mem = '32MB'; SET LOCAL jit = off");
  const { tiers, from, order } = pageOf(query, filter, wanted, { column: 'm.sorted', id: 'm.customer_id', rank: 'm.tier_rank' });
  // Where nothing but the tiers is chosen, an index counts, and only those of the chosen tiers are looked at.
  const [first, later] = filter.narrows ? ['', tiers] : [tiers.replaceAll('m.', 'p.'), ''];
  const counted = filter.narrows ? 'SELECT tier_rank AS rank, count(*) AS count FROM matching GROUP BY tier_rank' : TIER_COUNTS;
  const { rows } = await tx.query<{ counts: Found['counts'] | null; ids: number[] | null }>(
    `WITH matching AS MATERIALIZED (
       SELECT p.customer_id, p.tier_rank, ${sortColumn(query)} AS sorted FROM profiles p WHERE ${filter.sql}${first}
     )
     SELECT (SELECT json_agg(t) FROM (${counted}) t) AS counts,
            (SELECT json_agg(page.customer_id) FROM (SELECT m.customer_id FROM matching m WHERE true${later}${from} ${order}) page) AS ids`,
    filter.values,
  );
  const ids = rows[0]?.ids ?? [];
  const lines = await tx.query<FoundRow & Record<string, unknown>>(
    `SELECT ${line(query)}, ${sortColumn(query)} AS sorted FROM unnest($2::bigint[]) WITH ORDINALITY AS wanted (id, place)
       JOIN profiles p ON p.shop_id = $1 AND p.customer_id = wanted.id JOIN customers c ON c.shop_id = $1 AND c.id = wanted.id ORDER BY wanted.place`,
    [tx.shopId, ids],
  );
  return { found: lines.rows, counts: rows[0]?.counts ?? [] };
}

/** The choice of tiers and the place of the page, as conditions, and the order with its limit. */
function pageOf(
  query: CustomerQuery, filter: CustomerFilter, wanted: WantedPage, names: { column: string; id: string; rank: string },
): { tiers: string; from: string; order: string } {
  const descending = (query.direction === 'desc') !== wanted.backwards;
  const way = descending ? 'DESC' : 'ASC';
  const tiers = query.tiers.length === 0 ? '' : ` AND ${names.rank} = ANY (${filter.add(query.tiers.map((tier) => TIERS.indexOf(tier)))}::smallint[])`;
  const from = wanted.from === null ? ''
    : ` AND (${names.column}, ${names.id}) ${descending ? '<' : '>'} (${filter.add(wanted.from.value)}, ${filter.add(wanted.from.id)})`;
  return { tiers, from, order: `ORDER BY ${names.column} ${way}, ${names.id} ${way} LIMIT ${filter.add(wanted.limit + 1)}` };
}

async function hasForecasts(tx: TenantTransaction): Promise<boolean> {
  const { rowCount } = await tx.query('SELECT FROM customer_forecasts WHERE shop_id = $1 LIMIT 1', [tx.shopId]);
  return rowCount === 1;
}

async function countAll(tx: TenantTransaction): Promise<number> {
  const { rows } = await tx.query<{ count: number }>('SELECT count(*)::integer AS count FROM profiles WHERE shop_id = $1', [tx.shopId]);
  return rows[0]?.count ?? 0;
}
