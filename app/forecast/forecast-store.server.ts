import type { TenantTransaction } from '../database/tenant.server.ts';
import type { BackTest } from './back-test.ts';
import type { ShopFit } from './fit-shop.ts';
import type { ForecastSettings } from './forecast-settings.ts';
import type { ForecastProgress } from './forecast-floor.ts';
import type { ForecastState } from './forecast-state.ts';

/** Rows of forecast_models: read and written here alone. */

/** Fits kept beside the one in force. */
const KEPT_BEFORE = 9;

export interface CurrentForecast extends Omit<ShopFit, 'accuracy'> {
  version: number;
  /** The day that rows of customers stand for, but those with a later one. */
  forDay: number;
}

/** By shop: what is in force, as far as this process knows. A version is given once, and its row is never changed. */
const known = new Map<number, CurrentForecast>();
const SHOPS_KEPT = 1_000;

/** The forecast in force; null before the first fit. What was read last is kept while its version stands. */
export async function loadCurrentForecast(tx: TenantTransaction): Promise<CurrentForecast | null> {
  const before = known.get(tx.shopId);
  const { rows } = await tx.query<CurrentForecast>({
    name: 'current-forecast',
    text: `SELECT version, for_day AS "forDay", state, progress, CASE WHEN version <> $2 THEN model END AS model
             FROM forecast_models WHERE shop_id = $1 ORDER BY version DESC LIMIT 1`,
    values: [tx.shopId, before?.version ?? 0],
  });
  const row = rows[0];
  if (row === undefined) return null;
  if (before?.version === row.version) return before;
  known.delete(tx.shopId);
  known.set(tx.shopId, row);
  if (known.size > SHOPS_KEPT) known.delete(known.keys().next().value as number);
  return row;
}

/** What this process knew last of the forecast in force; a statement that rests on it says which version is. */
export function lastKnownForecast(shopId: number): CurrentForecast | null {
  return known.get(shopId) ?? null;
}

/** The back-test of the forecast in force. */
export async function loadBackTest(tx: TenantTransaction): Promise<{ state: ForecastState; progress: ForecastProgress; horizonDays: number | null; forDay: number; fittedAt: Date; settings: ForecastSettings | null; accuracy: BackTest | null } | null> {
  const { rows } = await tx.query<{ state: ForecastState; progress: ForecastProgress; horizonDays: number | null; forDay: number; fittedAt: Date; settings: ForecastSettings | null; accuracy: BackTest | null }>(
    `SELECT state, progress, horizon_days AS "horizonDays", for_day AS "forDay", fitted_at AS "fittedAt", model->'settings' AS settings, accuracy
       FROM forecast_models WHERE shop_id = $1 ORDER BY version DESC LIMIT 1`,
    [tx.shopId],
  );
  return rows[0] ?? null;
}

/** Puts a fit in force under the next version; the one in force stays if it says the same for the same day. @returns the version */
export async function saveForecast(tx: TenantTransaction, fitted: ShopFit, at: { forDay: number; now: Date }): Promise<number> {
  const { state, progress, model, accuracy } = fitted;
  const stored = [at.forDay, state, JSON.stringify(progress), model?.own.horizon ?? null, JSON.stringify(model), JSON.stringify(accuracy)];
  const same = await tx.query<{ version: number }>(
    `SELECT version FROM forecast_models
      WHERE shop_id = $1 AND version = (SELECT max(version) FROM forecast_models WHERE shop_id = $1)
        AND (for_day, state, progress, horizon_days, coalesce(model, 'null'), coalesce(accuracy, 'null')) IS NOT DISTINCT FROM ($2::integer, $3::text, $4::jsonb, $5::integer, $6::jsonb, $7::jsonb)`,
    [tx.shopId, ...stored],
  );
  if (same.rows[0] !== undefined) return same.rows[0].version;
  const { rows } = await tx.query<{ version: number }>(
    `INSERT INTO forecast_models (shop_id, version, fitted_at, for_day, state, progress, horizon_days, model, accuracy)
     SELECT $1, coalesce(max(version), 0) + 1, $8, $2::integer, $3::text, $4::jsonb, $5::integer, nullif($6::jsonb, 'null'), nullif($7::jsonb, 'null') FROM forecast_models WHERE shop_id = $1
     RETURNING version`,
    [tx.shopId, ...stored, at.now],
  );
  const version = rows[0]?.version ?? 1;
  await tx.query('DELETE FROM forecast_models WHERE shop_id = $1 AND version < $2', [tx.shopId, version - KEPT_BEFORE]);
  return version;
}
