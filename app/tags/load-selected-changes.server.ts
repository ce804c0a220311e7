import type { TenantTransaction } from '../database/tenant.server.ts';
import type { NamedCustomer } from './diff-view.ts';
import { openProposal } from './proposal-store.server.ts';
import type { SelectedChanges } from './selected-changes.ts';
import { loadWriting } from './writing-store.server.ts';

const SAMPLE = 5;

/** What the open proposal would do to these customers. */
export async function loadSelectedChanges(tx: TenantTransaction, customerIds: readonly number[]): Promise<SelectedChanges> {
  const proposal = await openProposal(tx);
  const { paused, dailyAdditions } = await loadWriting(tx);
  const { rows } = await tx.query<{ adds: number; removes: number; customers: number; some: number[] | null }>(
    `WITH chosen AS MATERIALIZED (SELECT customer_id, action FROM tag_changes WHERE shop_id = $1 AND run_id = $2 AND customer_id = ANY ($3::bigint[]))
     SELECT count(*) FILTER (WHERE action = 'add')::int AS adds, count(*) FILTER (WHERE action = 'remove')::int AS removes, count(DISTINCT customer_id)::int AS customers,
            (SELECT json_agg(s.customer_id) FROM (SELECT DISTINCT customer_id FROM chosen ORDER BY customer_id LIMIT ${SAMPLE}) s) AS some
       FROM chosen`,
    [tx.shopId, proposal?.id ?? 0, customerIds],
  );
  const { adds = 0, removes = 0, customers = 0, some } = rows[0] ?? {};
  const { rows: sample } = await tx.query<NamedCustomer>(
    `SELECT s.id AS "customerId", nullif(trim(concat_ws(' ', m.first_name, m.last_name)), '') AS "customerName"
       FROM unnest($2::bigint[]) AS s (id) LEFT JOIN customers m ON m.shop_id = $1 AND m.id = s.id ORDER BY s.id`,
    [tx.shopId, some ?? []],
  );
  return {
    proposal: proposal === null || adds + removes === 0 ? null : { id: proposal.id, revision: proposal.revision },
    customers, adds, removes, sample, paused: paused !== null, dailyAdditions,
  };
}
