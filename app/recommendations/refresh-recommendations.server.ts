import { withTenant } from '../database/tenant.server.ts';
import { shopCalendar } from '../profiles/calendar.ts';
import { loadCurrentModel } from '../profiles/profile-store.server.ts';
import { errorCode, errorMessage, RegularsError } from '../runtime/errors.ts';
import { log } from '../runtime/log.server.ts';
import { mergeLists, putInForce } from './list-store.server.ts';
import { recordListsBegun, recordListsDone, recordListsFault, recordListsProgress } from './lists-progress-store.server.ts';
import type { ListPhase } from './lists-progress.ts';
import { ListsThread } from './lists-thread.server.ts';
import { loadBasketLines, loadCatalogue } from './load-baskets.server.ts';
import type { CatalogueProduct } from './work-out-lists.ts';

export interface RefreshOptions {
  shopId: number;
  /** The business clock, ms since the epoch. */
  now: number;
  signal?: AbortSignal;
}

export interface Refreshed {
  /** Products and customers with a list. */
  products: number;
  customers: number;
  /** Rows that were new, differed or went. */
  written: number;
}

/** How often a row tells how far it is. */
const PROGRESS_MS = 1_000;

/**
 * Works a shop's lists out and puts them in force, all at once: until then, and where it fails, those of before are shown.
 * A row tells the screen how far it is and, afterwards, what came of it.
 * @returns null before the first whole rebuild
 * @throws what kept it from its end; the row says why
 */
export async function refreshRecommendations(options: RefreshOptions): Promise<Refreshed | null> {
  const { shopId } = options;
  await withTenant(shopId, recordListsBegun);
  let phase: ListPhase = 'orders';
  // Written even where nothing has moved: it is the sign of life, too.
  let writing = false;
  const timer = setInterval(() => {
    if (writing) return;
    writing = true;
    withTenant(shopId, (tx) => recordListsProgress(tx, phase)).catch((error: unknown) => {
      log.warn({ shopId, reason: errorMessage(error) }, 'the progress of lists could not be written');
    }).finally(() => (writing = false));
  }, PROGRESS_MS);
  try {
    const came = await refresh(options, (next) => (phase = next));
    await withTenant(shopId, (tx) => recordListsDone(tx, came ?? { products: 0, customers: 0, written: 0 }));
    return came;
  } catch (error) {
    const message = error instanceof RegularsError ? error.message : `The lists stopped at a fault of the app itself: ${errorMessage(error)}. Those of before are shown; if this goes on, the log has more.`;
    await withTenant(shopId, (tx) => recordListsFault(tx, { code: errorCode(error) ?? 'unknown', message })).catch((fault: unknown) => {
      log.warn({ shopId, reason: errorMessage(fault) }, 'the end of a run of lists could not be written');
    });
    throw error;
  } finally {
    clearInterval(timer);
  }
}

async function refresh({ shopId, now, signal }: RefreshOptions, onPhase: (phase: ListPhase) => void): Promise<Refreshed | null> {
  const thread = new ListsThread();
  const stop = (): void => void thread.stop();
  signal?.addEventListener('abort', stop);
  try {
    const read = await readShop(shopId, now, thread);
    if (read === null) return null;
    signal?.throwIfAborted();
    onPhase('learning');
    const { choice, asOf } = await thread.work(read.catalogue, read.day);
    onPhase('writing');
    return await withTenant(shopId, async (tx) => {
      const products = await mergeLists(tx, 'product_lists', thread.rows('product_lists'));
      const customers = await mergeLists(tx, 'customer_lists', thread.rows('customer_lists'));
      const shop = await mergeLists(tx, 'shop_lists', thread.rows('shop_lists'));
      await putInForce(tx, { asOf, readAt: new Date(now), choice });
      return { products: products.rows, customers: customers.rows, written: products.written + customers.written + shop.written };
    });
  } finally {
    signal?.removeEventListener('abort', stop);
    await thread.stop();
  }
}

/** Hands the thread what was bought, as of one moment. @returns the shop's day and its products; null before the first whole rebuild */
async function readShop(shopId: number, now: number, thread: ListsThread): Promise<{ day: number; catalogue: CatalogueProduct[] } | null> {
  return withTenant(shopId, async (tx) => {
    const current = await loadCurrentModel(tx);
    if (current === null || current.provisional) return null;
    const { timeZone, currencyCode } = current.figures;
    for await (const chunk of loadBasketLines(tx, { now: new Date(now), timeZone, currencyCode })) await thread.read(chunk);
    return { day: shopCalendar(timeZone).dayOf(now), catalogue: await loadCatalogue(tx, timeZone) };
  });
}
