import type { TenantTransaction } from '../database/tenant.server.ts';
import { TIERS } from '../profiles/tier.ts';
import { customerFilter } from './customer-filter.server.ts';
import type { CustomerSelection } from './customer-selection.ts';

/** Ids of a selection, as the list stands now: all that match its query, or those of them that were marked. */
export async function selectedIds(tx: TenantTransaction, selection: CustomerSelection): Promise<number[]> {
  const { query, ids } = selection;
  const filter = customerFilter(tx.shopId, query);
  const conditions = [filter.sql];
  if (query.tiers.length > 0) conditions.push(`p.tier_rank = ANY (${filter.add(query.tiers.map((tier) => TIERS.indexOf(tier)))}::smallint[])`);
  if (ids !== null) conditions.push(`p.customer_id = ANY (${filter.add(ids.map(Number))}::bigint[])`);
  const { rows } = await tx.query<{ id: number }>(`SELECT p.customer_id AS id FROM profiles p WHERE ${conditions.join(' AND ')}`, filter.values);
  return rows.map((row) => row.id);
}
