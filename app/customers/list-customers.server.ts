import { withTenant, type TenantTransaction } from '../database/tenant.server.ts';
import { TIERS } from '../profiles/tier.ts';
import { readCursor, writeCursor, type CustomerCursor } from './customer-cursor.ts';
import { customerFilter, SORT_COLUMNS, WITH_CUSTOMER, type CustomerFilter } from './customer-filter.server.ts';
import type { CustomerLine, CustomerPage, CustomerQuery } from './customer-list.ts';

export const CUSTOMERS_A_PAGE = 50;
const MOST_A_PAGE = 250;

const LINE = `p.customer_id AS id, nullif(concat_ws(' ', c.first_name, c.last_name), '') AS name, c.email, p.tier, p.stage,
  p.last_purchase_day AS "lastPurchaseDay", p.orders, p.net_spend AS "netSpend", coalesce(c.tags, '{}') AS tags`;

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
    const { found, counts } = filter.readsText ? await searched(tx, query, filter, wanted) : await indexed(tx, query, filter, wanted);
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
      customers: filter.narrows || query.tiers.length > 0 ? await countAll(tx) : matching,
      tierCounts,
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

/** Without text to look for, an index gives the page and another the counts. */
async function indexed(tx: TenantTransaction, query: CustomerQuery, filter: CustomerFilter, wanted: WantedPage): Promise<Found> {
  const counts = await tx.query<{ rank: number; count: number }>(
    `SELECT p.tier_rank AS rank, count(*)::integer AS count FROM profiles p WHERE ${filter.sql} GROUP BY p.tier_rank`, filter.values,
  );
  const column = SORT_COLUMNS[query.sort];
  const { conditions, order } = pageOf(query, filter, wanted, { column, id: 'p.customer_id', rank: 'p.tier_rank' });
  const found = await tx.query<FoundRow & Record<string, unknown>>(
    `SELECT ${LINE}, ${column} AS sorted FROM ${WITH_CUSTOMER} WHERE ${filter.sql}${conditions} ${order}`, filter.values,
  );
  return { found: found.rows, counts: counts.rows };
}

/** Text is looked for once, in all the shop's customers: row-level security keeps LIKE and @> off any index. */
async function searched(tx: TenantTransaction, query: CustomerQuery, filter: CustomerFilter, wanted: WantedPage): Promise<Found> {
  const { conditions, order } = pageOf(query, filter, wanted, { column: 'm.sorted', id: 'm.customer_id', rank: 'm.tier_rank' });
  const { rows } = await tx.query<{ counts: Found['counts'] | null; found: FoundRow[] | null }>(
    `WITH matching AS MATERIALIZED (
       SELECT p.customer_id, p.tier_rank, ${SORT_COLUMNS[query.sort]} AS sorted FROM ${WITH_CUSTOMER} WHERE ${filter.sql}
     ), page AS (
       SELECT m.* FROM matching m WHERE true${conditions} ${order}
     )
     SELECT (SELECT json_agg(t) FROM (SELECT tier_rank AS rank, count(*) AS count FROM matching GROUP BY tier_rank) t) AS counts,
            (SELECT json_agg(l) FROM (
               SELECT ${LINE}, m.sorted FROM page m JOIN profiles p ON p.shop_id = $1 AND p.customer_id = m.customer_id
                 JOIN customers c ON c.shop_id = $1 AND c.id = m.customer_id ${order.slice(0, order.indexOf(' LIMIT'))}) l) AS found`,
    filter.values,
  );
  return { found: rows[0]?.found ?? [], counts: rows[0]?.counts ?? [] };
}

/** The choice of tiers and the place of the page, as conditions, and the order with its limit. */
function pageOf(
  query: CustomerQuery, filter: CustomerFilter, wanted: WantedPage, names: { column: string; id: string; rank: string },
): { conditions: string; order: string } {
  const descending = (query.direction === 'desc') !== wanted.backwards;
  const way = descending ? 'DESC' : 'ASC';
  const tiers = query.tiers.length === 0 ? '' : ` AND ${names.rank} = ANY (${filter.add(query.tiers.map((tier) => TIERS.indexOf(tier)))}::smallint[])`;
  const from = wanted.from === null ? ''
    : ` AND (${names.column}, ${names.id}) ${descending ? '<' : '>'} (${filter.add(wanted.from.value)}, ${filter.add(wanted.from.id)})`;
  return { conditions: tiers + from, order: `ORDER BY ${names.column} ${way}, ${names.id} ${way} LIMIT ${filter.add(wanted.limit + 1)}` };
}

async function countAll(tx: TenantTransaction): Promise<number> {
  const { rows } = await tx.query<{ count: number }>('SELECT count(*)::integer AS count FROM profiles WHERE shop_id = $1', [tx.shopId]);
  return rows[0]?.count ?? 0;
}
