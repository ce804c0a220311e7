import { withTenant } from '../database/tenant.server.ts';
import { CSV_START, csvText } from './csv-text.ts';
import { customerFilter, sortColumn } from './customer-filter.server.ts';
import { customerSelectionSchema } from './customer-selection.ts';
import { customerCells, customersCsvLayoutSchema, headingCells, type CustomersCsvRow } from './customers-csv.ts';
import type { ExportSink } from './send-export.server.ts';
import { TIERS } from '../profiles/tier.ts';

const ROWS_A_FETCH = 1_000;
const ROW = `p.customer_id AS id, c.first_name AS "firstName", c.last_name AS "lastName", c.email, c.email_marketing_state AS "emailMarketing", c.country_code AS country,
  p.tier, p.stage, p.r, p.f, p.m, p.orders, p.net_spend AS "netSpend", p.first_purchase_day AS "firstPurchase", p.last_purchase_day AS "lastPurchase", coalesce(c.tags, '{}') AS tags`;

/**
 * The list as CSV, in its order, a thousand rows in memory at a time. One cursor gives all of them as of one moment: page
 * after page would miss who moves in the meantime, and would search the shop anew for each page.
 */
export async function writeCustomersCsv(job: { shopId: number; filter: unknown; layout: unknown; sink: ExportSink }): Promise<void> {
  const { query, ids } = customerSelectionSchema.parse(job.filter);
  const layout = customersCsvLayoutSchema.parse(job.layout);
  await withTenant(job.shopId, async (tx) => {
    const filter = customerFilter(tx.shopId, query);
    const conditions = [filter.sql];
    if (query.tiers.length > 0) conditions.push(`p.tier_rank = ANY (${filter.add(query.tiers.map((tier) => TIERS.indexOf(tier)))}::smallint[])`);
    if (ids !== null) conditions.push(`p.customer_id = ANY (${filter.add(ids.map(Number))}::bigint[])`);
    const way = query.direction === 'desc' ? 'DESC' : 'ASC';
    // All rows are wanted: a plan for the first few would walk an index and fetch each row from its own place.
    await tx.query('SET LOCAL cursor_tuple_fraction = 1');
    await tx.query(
      `DECLARE exported NO SCROLL CURSOR FOR SELECT ${ROW} FROM profiles p JOIN customers c ON c.shop_id = p.shop_id AND c.id = p.customer_id WHERE ${conditions.join(' AND ')}
       ORDER BY ${sortColumn(query)} ${way}, p.customer_id ${way}`, filter.values);
    await job.sink.write(CSV_START + csvText([headingCells(layout)]));
    for (;;) {
      const { rows } = await tx.query<CustomersCsvRow & Record<string, unknown>>(`FETCH ${ROWS_A_FETCH} FROM exported`);
      if (rows.length === 0) return;
      job.sink.countRows(rows.length);
      await job.sink.write(csvText(rows.map((row) => customerCells(row, layout))));
    }
  });
}
