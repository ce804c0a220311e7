import type { TenantTransaction } from '../database/tenant.server.ts';
import { now } from '../runtime/clock.server.ts';

/** Reports to the rooms after this one that these customers, or orders of theirs, changed. Null is a guest, who has no profile. */
export async function reportChanged(tx: TenantTransaction, customerIds: Iterable<string | null | undefined>): Promise<void> {
  const ids = [...new Set(customerIds)].filter((id) => id !== null && id !== undefined);
  if (ids.length === 0) return;
  await tx.query("INSERT INTO customer_changes (shop_id, customer_id, kind, changed_at) SELECT $1, id, 'mirror', $3 FROM unnest($2::bigint[]) AS id", [tx.shopId, ids, new Date(now())]);
}
