import { withTenant } from '../database/tenant.server.ts';
import { errorCode, errorMessage, RegularsError } from '../runtime/errors.ts';
import { log } from '../runtime/log.server.ts';
import { recordFitBegun, recordFitDone, recordFitFault, recordFitProgress } from './fit-progress-store.server.ts';
import type { FitPhase } from './fit-progress.ts';
import { fitShopForecast, type FitOptions, type FitResult } from './fit-shop-forecast.server.ts';

/** How often a row tells how far it is. */
const PROGRESS_MS = 1_000;

/**
 * Fits a shop's forecast under a row that tells the screen how far it is and, afterwards, what came of it: beside the
 * fit's own transactions, which nobody sees into before they commit.
 * @throws what `fitShopForecast` throws; the row says why
 */
export async function runFit(options: Omit<FitOptions, 'onProgress'>): Promise<FitResult | null> {
  const { shopId } = options;
  await withTenant(shopId, recordFitBegun);
  let told: [phase: FitPhase, share: number] = ['orders', 0];
  // Written even where nothing has moved: it is the sign of life, too.
  let writing = false;
  const timer = setInterval(() => {
    if (writing) return;
    writing = true;
    withTenant(shopId, (tx) => recordFitProgress(tx, ...told)).catch((error: unknown) => {
      log.warn({ shopId, reason: errorMessage(error) }, 'the progress of a forecast could not be written');
    }).finally(() => (writing = false));
  }, PROGRESS_MS);
  try {
    const result = await fitShopForecast({ ...options, onProgress: (phase, share) => (told = [phase, share]) });
    await withTenant(shopId, recordFitDone);
    return result;
  } catch (error) {
    const message = error instanceof RegularsError ? error.message : `The forecast stopped at a fault of the app itself: ${errorMessage(error)}. The forecast of before stands; if this goes on, the log has more.`;
    await withTenant(shopId, (tx) => recordFitFault(tx, { code: errorCode(error) ?? 'unknown', message })).catch((fault: unknown) => {
      log.warn({ shopId, reason: errorMessage(fault) }, 'the end of a forecast could not be written');
    });
    throw error;
  } finally {
    clearInterval(timer);
  }
}
