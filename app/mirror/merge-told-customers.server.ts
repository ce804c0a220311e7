import type { TenantTransaction } from '../database/tenant.server.ts';
import { writeFullCustomers } from './apply-customers.server.ts';
import type { Cell } from './cells.ts';
import type { FullRow } from './full-rows.ts';
import { CUSTOMERS } from './mirror-tables.ts';
import type { ReadMoment } from './read-moment.ts';
import { cellsOf, milliseconds } from './versioned-rows.server.ts';

/** Customers that are merged at once in this way. */
const CUSTOMERS_A_STEP = 500;

/**
 * Customers of a stage of whom events have told something that may be younger than the file: tags, consent or totals. They are
 * taken out of the stage and merged one by one with that (customer-state.ts), which one statement over all rows could not do.
 */
export async function mergeToldCustomers(tx: TenantTransaction, options: { runId: number; stage: string; moment: ReadMoment; firstEver: boolean }): Promise<{ inserted: number; updated: number }> {
  const { runId, stage, moment, firstEver } = options;
  const stood = firstEver ? '' : 'OR (SELECT greatest(c.tags_until, c.email_until, c.sms_until, c.totals_until) > s.updated_at FROM customers c WHERE c.shop_id = $1 AND c.id = s.id)';
  const { rows } = await tx.query<{ id: string; cells: Cell[]; updatedAt: number }>(
    `DELETE FROM ${stage} s
      WHERE s.id IN (SELECT customer_id FROM customer_tag_changes WHERE shop_id = $1) OR s.id IN (SELECT customer_id FROM early_customer_facts WHERE shop_id = $1) ${stood}
     RETURNING s.id::text AS id, ${cellsOf(CUSTOMERS, 's')} AS cells, ${milliseconds('s.updated_at')} AS "updatedAt"`,
    [tx.shopId],
  );
  const newest = new Map<string, FullRow>();
  for (const { id, cells, updatedAt } of rows) {
    const known = newest.get(id);
    if (known === undefined || known.updatedAt <= updatedAt) newest.set(id, { id, cells, updatedAt, children: [], inside: [] });
  }
  const merged = { inserted: 0, updated: 0 };
  const all = [...newest.values()];
  for (let from = 0; from < all.length; from += CUSTOMERS_A_STEP) {
    const outcomes = await writeFullCustomers(tx, all.slice(from, from + CUSTOMERS_A_STEP), { moment, runId });
    const left: string[] = [];
    for (const [id, outcome] of outcomes) {
      if (outcome === 'inserted') merged.inserted += 1;
      else if (outcome === 'updated' || outcome === 'completed') merged.updated += 1;
      else left.push(id);
    }
    // The run has met them, though another wrote their rows.
    await tx.query("INSERT INTO import_seen (shop_id, run_id, kind, id) SELECT $1, $2, 'customers', id FROM unnest($3::bigint[]) AS id ON CONFLICT DO NOTHING", [tx.shopId, runId, left]);
  }
  return merged;
}
