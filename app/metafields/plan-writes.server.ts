import type { TenantTransaction } from '../database/tenant.server.ts';
import { currencyDecimals } from '../math/minor-units.ts';
import { loadCurrentModel, type CurrentModel } from '../profiles/profile-store.server.ts';
import { profilesAfter, scoredCustomers, type ScoredCustomer } from '../profiles/walk-profiles.server.ts';
import { sameValues, type FieldValues } from './customer-field.ts';
import { fieldChange } from './field-change.ts';
import { underWay, type LedgerRow, type UnderWay } from './field-ledger.ts';
import { forgetGone, ledgerAfter, loadFieldLedger, markUnderWay, takeQueued } from './ledger-store.server.ts';
import { advanceRun, type ActiveMetafieldRun } from './run-store.server.ts';
import { wantedFields, type ForecastForFields } from './wanted-fields.ts';

/** Profiles looked at in one transaction. */
const PROFILES_A_STEP = 2_000;

const NO_LEDGER = { stands: {}, unsure: false, intended: null, refused: null } as const;

/**
 * Takes customers out of the notes of what happened, works out what is to be written of them, and marks that as under way.
 * @param limit most notes to take
 * @returns `taken`: notes taken up; 0 when none is left that can be
 */
export async function planQueued(tx: TenantTransaction, limit: number): Promise<{ taken: number; writes: UnderWay[] }> {
  const customerIds = await takeQueued(tx, limit);
  if (customerIds.length === 0) return { taken: 0, writes: [] };
  const current = await loadCurrentModel(tx);
  // What rests on a part of the orders is nothing to write; the run after the whole sorting sees everybody.
  if (current === null || current.provisional) return { taken: customerIds.length, writes: [] };
  await forgetGone(tx, customerIds);
  return { taken: customerIds.length, writes: await planFor(tx, current, await scoredCustomers(tx, current, customerIds), null) };
}

/** The next customers of a run over all: what is to be written of them is marked as under way with how far the run has come. Null: it has looked at everybody. */
export async function planStep(tx: TenantTransaction, run: ActiveMetafieldRun): Promise<{ through: number; writes: UnderWay[] } | null> {
  const current = await loadCurrentModel(tx);
  if (current === null || current.provisional) return null;
  const customers = await profilesAfter(tx, current, { after: run.through, batchSize: PROFILES_A_STEP });
  const last = customers.at(-1);
  if (last === undefined) return null;
  const writes = await planFor(tx, current, customers, run.id);
  await advanceRun(tx, run.id, { through: last.customerId, looked: customers.length });
  return { through: last.customerId, writes };
}

/** The next customers whose values are taken off. Null: nobody is left. */
export async function planRemovals(tx: TenantTransaction, run: ActiveMetafieldRun): Promise<{ through: number; writes: UnderWay[] } | null> {
  const rows = await ledgerAfter(tx, { after: run.through, limit: PROFILES_A_STEP });
  const last = rows.at(-1);
  if (last === undefined) return null;
  const standing = rows.filter((row) => row.intended === null && (row.unsure || Object.keys(row.stands).length > 0));
  await markUnderWay(tx, standing.map(({ customerId }) => ({ customerId, intended: {} })), run.id);
  await advanceRun(tx, run.id, { through: last.customerId, looked: rows.length });
  return { through: last.customerId, writes: standing.map((row) => underWay({ ...row, intended: {} })) };
}

async function planFor(tx: TenantTransaction, current: CurrentModel, customers: readonly ScoredCustomer[], runId: number | null): Promise<UnderWay[]> {
  const ids = customers.map(({ customerId }) => customerId);
  const ledger = await loadFieldLedger(tx, ids);
  const forecasts = await loadForecasts(tx, ids);
  const context = { model: current.model, decimals: currencyDecimals(current.figures.currencyCode) ?? 2 };
  const marked: { customerId: number; intended: FieldValues }[] = [];
  const writes: UnderWay[] = [];
  for (const customer of customers) {
    const { customerId } = customer;
    const row: LedgerRow = ledger.get(customerId) ?? { customerId, ...NO_LEDGER };
    // Somebody to whom something happened is written by the notes; what is on its way is looked at again by the next run.
    if (row.intended !== null) continue;
    const wanted = wantedFields(customer, forecasts.get(customerId) ?? null, context);
    if (fieldChange(row.unsure ? null : row.stands, wanted) === null) continue;
    if (row.refused !== null && sameValues(row.refused, wanted.values)) continue;
    marked.push({ customerId, intended: wanted.values });
    writes.push(underWay({ ...row, intended: wanted.values }));
  }
  await markUnderWay(tx, marked, runId);
  return writes;
}

/** What is expected of these customers; of nobody where the shop shows no forecast. */
export async function loadForecasts(tx: TenantTransaction, customerIds: readonly number[]): Promise<Map<number, ForecastForFields>> {
  const { rows } = await tx.query<ForecastForFields & { id: number }>(
    `SELECT customer_id AS id, clv_12m AS "clv12m", p_buy AS "pBuy", churn_band AS "churnBand", next_order_day AS "nextOrderDay" FROM customer_forecasts WHERE shop_id = $1 AND customer_id = ANY ($2::bigint[])`,
    [tx.shopId, customerIds],
  );
  return new Map(rows.map(({ id, ...forecast }) => [id, forecast]));
}
