import type { TenantTransaction } from '../database/tenant.server.ts';
import type { CustomerFacts } from './customer-facts.ts';
import { factDays } from './model-of-histories.ts';
import { loadCurrentModel, type CurrentModel } from './profile-store.server.ts';
import { scoreCustomer, type Profile } from './score-customer.ts';

/** A stored profile as the rules that stand on it want it. */
export interface ScoredCustomer {
  customerId: number;
  facts: CustomerFacts;
  profile: Profile;
  /** The day that facts and profile stand for, and the first day of their window (null: all history). */
  day: number;
  windowStart: number | null;
}

interface FactsRow extends Omit<CustomerFacts, 'customerId'> {
  customer_id: number;
  day: number;
}

const FACTS = `customer_id, excluded, orders, discounted_orders AS "discountedOrders", purchases, valued_purchases AS "valuedPurchases",
  first_purchase_day AS "firstPurchaseDay", last_purchase_day AS "lastPurchaseDay", net_spend AS "netSpend", first_purchase_value AS "firstPurchaseValue",
  purchases_in_window AS "purchasesInWindow", spend_in_window AS "spendInWindow", spend_last_year AS "spendLastYear",
  units_bought AS "unitsBought", units_refunded AS "unitsRefunded", gap_count AS "gapCount", gap_median_doubled AS "gapMedianDoubled",
  last_gap AS "lastGap", prior_gap_median_doubled AS "priorGapMedianDoubled", greatest(computed_for_day, $2) AS day`;

/**
 * Walks over all stored profiles in the order of their ids, a batch at a time, inside the caller's transaction (which may
 * run other queries between two batches). What each shows is what the screen shows: stored facts, scored by the model in force.
 * @param current of `loadCurrentModel`
 */
export async function* walkProfiles(tx: TenantTransaction, current: CurrentModel, batchSize = 2_000): AsyncGenerator<ScoredCustomer[], void> {
  for (let after = -1; ; ) {
    const batch = await profilesAfter(tx, current, { after, batchSize });
    const last = batch.at(-1);
    if (last === undefined) return;
    yield batch;
    after = last.customerId;
  }
}

/** One batch of the walk: the profiles that follow a customer's id, empty at the end. */
export async function profilesAfter(tx: TenantTransaction, current: CurrentModel, { after, batchSize }: { after: number; batchSize: number }): Promise<ScoredCustomer[]> {
  const { rows } = await tx.query<FactsRow>(
    `SELECT ${FACTS} FROM profiles WHERE shop_id = $1 AND customer_id > $3 ORDER BY customer_id LIMIT $4`,
    [tx.shopId, current.computedForDay, after, batchSize],
  );
  return rows.map((row) => scored(row, current));
}

/** One customer's, with the model it stands on; null before the first rebuild, or for a customer without a profile. */
export async function scoredCustomer(tx: TenantTransaction, customerId: number): Promise<{ customer: ScoredCustomer; current: CurrentModel } | null> {
  const current = await loadCurrentModel(tx);
  const customer = current === null ? undefined : (await scoredCustomers(tx, current, [customerId]))[0];
  return current === null || customer === undefined ? null : { customer, current };
}

/** Those of some customers; who has no profile is left out. */
export async function scoredCustomers(tx: TenantTransaction, current: CurrentModel, customerIds: readonly number[]): Promise<ScoredCustomer[]> {
  const { rows } = await tx.query<FactsRow>(`SELECT ${FACTS} FROM profiles WHERE shop_id = $1 AND customer_id = ANY ($3::bigint[]) ORDER BY customer_id`, [tx.shopId, current.computedForDay, customerIds]);
  return rows.map((row) => scored(row, current));
}

function scored(row: FactsRow, { model }: CurrentModel): ScoredCustomer {
  const { customer_id: customerId, day, ...rest } = row;
  const facts: CustomerFacts = { ...rest, customerId: String(customerId) };
  return { customerId, facts, profile: scoreCustomer(facts, model, day), day, windowStart: factDays(day, model.settings, model.gap).windowStartDay };
}
