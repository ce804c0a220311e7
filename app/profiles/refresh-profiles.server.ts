import { withTenant, type TenantTransaction } from '../database/tenant.server.ts';
import { RetryableError } from '../runtime/errors.ts';
import { shopCalendar } from './calendar.ts';
import { excludedTagSpellings } from './excluded-tags.server.ts';
import {
  bindCustomers, CUSTOMER_HISTORIES_SQL, CUSTOMER_PRODUCTS_SQL, PRODUCTS_COLUMNS, withCountedOrders, type FactsScope, type HistoryRow,
} from './facts-sql.server.ts';
import { factDays } from './model-of-histories.ts';
import { updateProductsSql, insertProductsSql } from './product-columns.server.ts';
import { columnDefinitions, insertProfilesSql, PROFILE_COLUMNS, scoreRow, updateProfilesSql, type ScoreRow } from './profile-columns.server.ts';
import { loadCurrentModel, lockCustomers, tryLockForIncrement, type CurrentModel } from './profile-store.server.ts';
import { factsOfHistory } from './purchase-history.ts';
import { scoreCustomer } from './score-customer.ts';
import { recordRefreshedTiers } from './tier-change-store.server.ts';

/** Customers done in one transaction: their locks must fit PostgreSQL's lock table many times over. */
export const REFRESH_BATCH = 500;

type CustomersScope = FactsScope & { customerIds: readonly number[] };

/** Customers who were looked at, what the mirror says of those who are still there, and the day that it was worked out for. */
export interface Refreshed {
  customerIds: readonly number[];
  rows: readonly HistoryRow[];
  day: number;
}

export interface RefreshResult {
  /** False: the shop has no model of its whole store yet, so nothing was done; the first rebuild will cover it. */
  modelled: boolean;
  /** Customers whose profile is new, differs or is gone. */
  changed: number[];
}

/**
 * Works out the profiles of some customers from the mirror against the shop's current model, at a cost that does not
 * grow with the shop. The rows are those that a rebuild would write at the same model version and day. A customer who
 * is gone from the mirror loses their profile.
 * @param options.customerIds at most REFRESH_BATCH
 * @throws RetryableError while a rebuild of the shop runs
 */
export async function refreshProfiles(options: { shopId: number; customerIds: readonly number[]; now: number }): Promise<RefreshResult> {
  const customerIds = [...new Set(options.customerIds)];
  if (customerIds.length > REFRESH_BATCH) throw new RangeError(`${customerIds.length} customers are too many for one refresh; give at most ${REFRESH_BATCH}.`);
  return withTenant(options.shopId, (tx) => refreshIn(tx, customerIds, options.now));
}

/**
 * The same for what the mirror reported as changed, in the caller's transaction: takes up to a batch of reports and
 * refreshes those customers. What follows from those who came out different belongs into the same transaction, since no
 * report of them is left after it.
 * @param options.onRefreshed told of the customers whose profiles were worked out, changed or not
 * @returns `taken`: reports taken up; 0 when none is left
 */
export async function refreshChangedProfiles(
  tx: TenantTransaction, options: { now: number; onRefreshed?: (refreshed: Refreshed) => Promise<void> },
): Promise<RefreshResult & { taken: number }> {
  const { rows } = await tx.query<{ customer_id: number }>(
    `DELETE FROM customer_changes
      WHERE shop_id = $1 AND id IN (
        SELECT id FROM customer_changes WHERE shop_id = $1 AND kind = 'mirror' ORDER BY id LIMIT $2 FOR UPDATE SKIP LOCKED)
     RETURNING customer_id`,
    [tx.shopId, REFRESH_BATCH],
  );
  if (rows.length === 0) return { modelled: true, changed: [], taken: 0 };
  return { ...await refreshIn(tx, [...new Set(rows.map((row) => row.customer_id))], options.now, options.onRefreshed), taken: rows.length };
}

async function refreshIn(tx: TenantTransaction, customerIds: readonly number[], now: number, onRefreshed?: (refreshed: Refreshed) => Promise<void>): Promise<RefreshResult> {
  if (!(await tryLockForIncrement(tx))) {
    throw new RetryableError('rebuild-running', `The profiles of shop ${tx.shopId} are being rebuilt; single ones wait until that is done.`, { retryAfterMs: 5_000 });
  }
  const current = await loadCurrentModel(tx);
  // What a first look shows is worked out anew as a whole when the import is done.
  if (current === null || current.provisional) return { modelled: false, changed: [] };
  await lockCustomers(tx, customerIds);
  const scope = {
    shopId: tx.shopId, customerIds, now: new Date(now),
    timeZone: current.figures.timeZone, currencyCode: current.figures.currencyCode,
    excludedTags: await excludedTagSpellings(tx, current.model.settings.excludedTags, customerIds),
  };
  const rows = await profileRows(tx, scope, current, now);
  const gone = await tx.query<{ customer_id: number }>(
    'DELETE FROM profiles WHERE shop_id = $1 AND customer_id = ANY ($2::bigint[]) AND customer_id <> ALL ($3::bigint[]) RETURNING customer_id',
    [tx.shopId, customerIds, rows.map((row) => row.customer_id)],
  );
  const nowDay = dayOf(current, now);
  const source = (place: number): string => `SELECT * FROM json_to_recordset($${place}::json) AS x (${columnDefinitions(PROFILE_COLUMNS)})`;
  const json = JSON.stringify(rows);
  await recordRefreshedTiers(tx, { rows, day: nowDay, at: new Date(now) });
  const updated = await tx.query<{ customer_id: number }>(
    { name: 'refresh-profiles-update', text: `${updateProfilesSql(source(4))} RETURNING p.customer_id`, values: [tx.shopId, nowDay, current.computedForDay, json] },
  );
  const inserted = await tx.query<{ customer_id: number }>({ name: 'refresh-profiles-insert', text: `${insertProfilesSql(source(3))} RETURNING customer_id`, values: [tx.shopId, nowDay, json] });
  await refreshProducts(tx, scope);
  await onRefreshed?.({ customerIds, rows, day: nowDay });
  return { modelled: true, changed: [...gone.rows, ...updated.rows, ...inserted.rows].map((row) => row.customer_id) };
}

function dayOf(current: CurrentModel, now: number): number {
  return shopCalendar(current.figures.timeZone).dayOf(now);
}

async function profileRows(tx: TenantTransaction, scope: CustomersScope, current: CurrentModel, now: number): Promise<(HistoryRow & ScoreRow)[]> {
  const { model } = current;
  const nowDay = dayOf(current, now);
  const days = factDays(nowDay, model.settings, model.gap);
  const { rows } = await tx.query<{ history: HistoryRow }>(bindCustomers('refresh-histories', withCountedOrders(`SELECT to_json(h) AS history FROM (${CUSTOMER_HISTORIES_SQL}) h`), scope));
  return rows.map(({ history }) => {
    const facts = factsOfHistory({
      customerId: String(history.customer_id),
      excluded: history.excluded,
      orders: history.orders,
      discountedOrders: history.discounted_orders,
      unitsBought: history.units_bought,
      unitsRefunded: history.units_refunded,
      purchaseDays: history.purchase_days,
      purchaseValues: history.purchase_values,
    }, days);
    return { ...history, ...scoreRow(facts, scoreCustomer(facts, model, nowDay)), customer_id: history.customer_id };
  });
}

async function refreshProducts(tx: TenantTransaction, scope: CustomersScope): Promise<void> {
  const { rows } = await tx.query<{ products: { customer_id: number } }>(bindCustomers('refresh-products', withCountedOrders(`SELECT to_json(b) AS products FROM (${CUSTOMER_PRODUCTS_SQL}) b`), scope));
  const source = `SELECT * FROM json_to_recordset($2::json) AS x (${columnDefinitions(PRODUCTS_COLUMNS)})`;
  const json = JSON.stringify(rows.map((row) => row.products));
  await tx.query(
    'DELETE FROM profile_products WHERE shop_id = $1 AND customer_id = ANY ($2::bigint[]) AND customer_id <> ALL ($3::bigint[])',
    [tx.shopId, scope.customerIds, rows.map((row) => row.products.customer_id)],
  );
  await tx.query({ name: 'refresh-products-update', text: updateProductsSql(source), values: [tx.shopId, json] });
  await tx.query({ name: 'refresh-products-insert', text: insertProductsSql(source), values: [tx.shopId, json] });
}
