import { to as copyTo } from 'pg-copy-streams';
import type { TenantTransaction } from '../database/tenant.server.ts';
import { createCustomerHistories, type CustomerHistories } from './customer-histories.ts';
import { excludedTagSpellings } from './excluded-tags.server.ts';
import { createHistoryLineReader } from './history-lines.ts';

/**
 * The purchase histories of all customers as the last rebuild and the increments since have left them in the profiles,
 * in the order of their ids: what a rebuild would read from the mirror, without the work. Whom it excludes is for the
 * caller to say (`excludingCustomers`).
 * @param onCustomers told now and then how many were read
 * @throws the signal's reason when it was aborted
 */
export async function loadStoredHistories(
  tx: TenantTransaction, options: { signal?: AbortSignal; onCustomers?: (customers: number) => void } = {},
): Promise<CustomerHistories> {
  const histories = createCustomerHistories();
  const reader = createHistoryLineReader(histories);
  // The shop's id is an integer, checked by withTenant; COPY takes no parameters.
  const lines = tx.client.query(copyTo(
    `COPY (SELECT customer_id, 0, orders, discounted_orders, first_order_day, units_bought, units_refunded, purchase_days, purchase_values
             FROM profiles WHERE shop_id = ${Number(tx.shopId)} ORDER BY customer_id) TO STDOUT`,
  ));
  // A COPY that is left in the middle leaves its connection unusable, so what is left of it is read and thrown away.
  for await (const chunk of lines) {
    if (options.signal?.aborted === true) continue;
    reader.push(chunk as Buffer);
    options.onCustomers?.(histories.count);
  }
  options.signal?.throwIfAborted();
  reader.end();
  return histories;
}

/** The customers who carry one of these tags, in any case. */
export async function customersWithTags(tx: TenantTransaction, tags: readonly string[]): Promise<Set<string>> {
  const spellings = await excludedTagSpellings(tx, tags, null);
  if (spellings.length === 0) return new Set();
  const { rows } = await tx.query<{ id: number }>('SELECT id FROM customers WHERE shop_id = $1 AND tags && $2::text[]', [tx.shopId, spellings]);
  return new Set(rows.map((row) => String(row.id)));
}

/** The same histories with these customers excluded, and nobody else. They share their memory. */
export function excludingCustomers(histories: CustomerHistories, excluded: ReadonlySet<string>): CustomerHistories {
  return {
    ...histories,
    get count() {
      return histories.count;
    },
    get purchases() {
      return histories.purchases;
    },
    at(index) {
      const history = histories.at(index);
      return { ...history, excluded: excluded.has(history.customerId) };
    },
  };
}
