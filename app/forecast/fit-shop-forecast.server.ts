import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { from as copyFrom } from 'pg-copy-streams';
import { withTenant, type TenantTransaction } from '../database/tenant.server.ts';
import { currencyDecimals } from '../math/minor-units.ts';
import { shopCalendar } from '../profiles/calendar.ts';
import { loadCurrentModel, lockForRebuild } from '../profiles/profile-store.server.ts';
import type { DueProduct } from './due-orders.ts';
import type { ForecastModel } from './fit-forecast.ts';
import type { ShopFit } from './fit-shop.ts';
import type { FitPhase } from './fit-progress.ts';
import { FitThread } from './fit-thread.server.ts';
import { FORECAST_DEFINITIONS, writeForecastsSql } from './forecast-columns.server.ts';
import { forecastSettings } from './forecast-settings.ts';
import { forecastProgress, type ForecastProgress } from './forecast-floor.ts';
import type { ForecastState } from './forecast-state.ts';
import { loadCurrentForecast, saveForecast } from './forecast-store.server.ts';
import { loadDueProducts } from './load-due-products.server.ts';
import { forgetOutlook, writeOutlook } from './outlook-store.server.ts';
import type { RiskCause } from './risk-event.ts';
import { currentRiskLine, recordCrossingsSql } from './risk-event-store.server.ts';
import type { ProfileView } from './profile-purchases.ts';
import { loadProfileView, loadShopHistories, loadStood } from './shop-histories.server.ts';
import type { StoodBefore } from './stood-before.ts';
import { currentWorth } from './worth-store.server.ts';

export interface FitResult {
  state: ForecastState;
  version: number;
  /** Customers with a forecast. */
  customers: number;
  /** Rows that were new or differed, and rows that went. */
  written: number;
  removed: number;
  /** Customers whose risk rose past the merchant's line. */
  crossed: number;
}

export interface FitOptions {
  shopId: number;
  now: number;
  cause?: Exclude<RiskCause, 'event'>;
  signal?: AbortSignal;
  onProgress?: (phase: FitPhase, share: number) => void;
}

/**
 * Fits the shop's forecast, tests it on the shop's own past, and says of every customer what is expected of them. It is
 * learnt from whole days, so up to yesterday; what is said of customers is as of today, by their profiles as they are now.
 * The first half only reads; the second, seconds even in a large shop, holds the profiles as a rebuild does, so that an
 * event's single customer stands on the old model or on the new one. Whose risk has risen past the merchant's line is an
 * event, written with it. Done again for the same day it changes nothing.
 * @param options.now the business clock, ms since the epoch
 * @param options.cause what such events are put down to; time unless given
 * @param options.onProgress told of each phase as it begins, and of how much of it is done (0 to 1) where that is known
 * @returns null before the first whole rebuild
 */
export async function fitShopForecast(options: FitOptions): Promise<FitResult | null> {
  const { shopId, now, cause = 'time', signal, onProgress = () => {} } = options;
  onProgress('orders', 0);
  const read = await withTenant(shopId, async (tx) => {
    const shop = await shopOf(tx, now);
    if (shop === null) return null;
    const progress = await progressOf(tx, shop.day - 1);
    // A small shop needs no orders read, and no thread, to be told that it is one.
    if (!progress.met) return { ...shop, below: progress };
    const orders = await loadShopHistories(tx, { now: new Date(now), timeZone: shop.timeZone, currencyCode: shop.currencyCode });
    const settings = forecastSettings(await currentWorth(tx), currencyDecimals(shop.currencyCode) ?? 2);
    return { ...shop, below: null, settings, ...orders, products: await loadDueProducts(tx, shop.day) };
  });
  if (read === null) return null;
  signal?.throwIfAborted();
  if (read.below !== null) {
    const fitted: ShopFit = { state: 'below-floor', progress: read.below, model: null, accuracy: null };
    return withTenant(shopId, (tx) => keepForecast(tx, fitted, { now, cause }, null));
  }
  onProgress('learning', 0);
  const thread = new FitThread();
  const stop = (): void => void thread.stop();
  signal?.addEventListener('abort', stop);
  try {
    const fitted = await thread.fit(read.histories, read.day - 1, read.settings, (share) => onProgress('learning', share));
    onProgress('writing', 0);
    return await withTenant(shopId, (tx) => keepForecast(tx, fitted, { now, cause }, { predict: (...asked) => thread.predict(...asked), products: read.products }));
  } finally {
    signal?.removeEventListener('abort', stop);
    await thread.stop();
  }
}

/** What says of everybody what is expected of them, and what products they may need again. */
export interface Foretelling {
  predict: (model: ForecastModel, profiles: ProfileView, stood: StoodBefore) => AsyncIterable<Uint8Array>;
  products: readonly DueProduct[];
}

/**
 * Puts a fit in force and writes what it says of customers: both or neither.
 * @param by null: the fit says nothing of anybody
 * @returns null before the first whole rebuild
 */
export async function keepForecast(tx: TenantTransaction, fitted: ShopFit, { now, cause }: { now: number; cause: RiskCause }, by: Foretelling | null): Promise<FitResult | null> {
  await lockForRebuild(tx);
  const shop = await shopOf(tx, now);
  if (shop === null) return null;
  const before = await loadCurrentForecast(tx);
  const version = await saveForecast(tx, fitted, { forDay: shop.day, now: new Date(now) });
  const { state, model } = fitted;
  if (state !== 'shown' || model === null || by === null) {
    await forgetOutlook(tx);
    return { state, version, customers: 0, written: 0, crossed: 0, removed: (await tx.query('DELETE FROM customer_forecasts WHERE shop_id = $1', [tx.shopId])).rowCount ?? 0 };
  }
  const rows = await writeAll(tx, by.predict, model, { day: shop.day, now: new Date(now), cause, stood: await loadStood(tx, { model: before?.model ?? null, riskLine: await currentRiskLine(tx) }) });
  await writeOutlook(tx, shop.day, by.products);
  return { state, version, ...rows };
}

/** How far the shop was towards the floor at the end of a day, by its profiles. */
async function progressOf(tx: TenantTransaction, throughDay: number): Promise<ForecastProgress> {
  const { rows: [row] } = await tx.query<{ buyers: number; firstDay: number | null }>(
    'SELECT count(*)::integer AS buyers, min(first_purchase_day) AS "firstDay" FROM profiles WHERE shop_id = $1 AND NOT excluded AND first_purchase_day <= $2', [tx.shopId, throughDay],
  );
  return forecastProgress(row?.buyers ?? 0, row?.firstDay === null || row === undefined ? 0 : throughDay + 1 - row.firstDay);
}

/** The shop's day, zone and currency by its figures; null while these rest on a part of the store. */
async function shopOf(tx: TenantTransaction, now: number): Promise<{ day: number; timeZone: string; currencyCode: string } | null> {
  const current = await loadCurrentModel(tx);
  if (current === null || current.provisional) return null;
  const { timeZone, currencyCode } = current.figures;
  return { day: shopCalendar(timeZone).dayOf(now), timeZone, currencyCode };
}

async function writeAll(
  tx: TenantTransaction, predict: Foretelling['predict'], model: ForecastModel, about: { day: number; now: Date; cause: RiskCause; stood: StoodBefore },
): Promise<Omit<FitResult, 'state' | 'version'>> {
  const { day, stood } = about;
  const profiles = await loadProfileView(tx, day);
  const customers = profiles.view.size;
  await tx.query("SET LOCAL work_mem = '128MB'; SET LOCAL jit = off; SET LOCAL enable_nestloop = off");
  await tx.query(`CREATE TEMPORARY TABLE fitted_forecasts (${FORECAST_DEFINITIONS}) ON COMMIT DROP`);
  await pipeline(Readable.from(predict(model, profiles, stood), { objectMode: false }), tx.client.query(copyFrom('COPY fitted_forecasts FROM STDIN')));
  await tx.query('ANALYZE fitted_forecasts (customer_id)');
  const removed = await tx.query(
    'DELETE FROM customer_forecasts f WHERE f.shop_id = $1 AND NOT EXISTS (SELECT FROM fitted_forecasts n WHERE n.customer_id = f.customer_id)',
    [tx.shopId],
  );
  const crossed = await tx.query(recordCrossingsSql('fitted_forecasts', '$1', '$2', '$3'), [tx.shopId, about.now, about.cause]);
  const written = await tx.query(writeForecastsSql('fitted_forecasts', '$1', '$2'), [tx.shopId, day]);
  return { customers, written: written.rowCount ?? 0, removed: removed.rowCount ?? 0, crossed: crossed.rowCount ?? 0 };
}
