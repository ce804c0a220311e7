import type { TenantTransaction } from '../database/tenant.server.ts';
import { loadShopEvents } from '../inbox/shop-events.server.ts';
import { BULK_KINDS } from '../mirror/mirror-tables.ts';
import { listReconciliations, loadLookParts, type PartOfLook, type Reconciliation } from '../mirror/reconcile-store.server.ts';
import { WINDOW_PARTS } from '../mirror/reconcile-window.ts';
import { LOOK_STALLED_AFTER_MS } from '../mirror/start-reconciliation.server.ts';
import { machineNow } from '../runtime/clock.server.ts';
import { loadShopDetails } from '../shops/shop-store.server.ts';
import type { HealedView, LiveView } from './data-page.ts';

/** Looks that are gone through for the last that ended. */
const LOOKS = 5;

/** How Shopify's changes come in: the shop's events by its domain, and the looks for lost ones. */
export async function loadLive(tx: TenantTransaction, options: { shopDomain: string }): Promise<LiveView> {
  const timeZone = (await loadShopDetails(tx))?.ianaTimezone ?? 'UTC';
  const { oldestWaiting, lastAt, ...events } = await loadShopEvents({ shopDomain: options.shopDomain, timeZone });
  const looks = await listReconciliations(tx, { limit: LOOKS });
  const active = looks.find((look) => look.finishedAt === null);
  const ended = looks.find((look) => look.finishedAt !== null);
  return {
    events: { ...events, lastAt: lastAt?.toISOString() ?? null, lagSeconds: oldestWaiting === null ? null : Math.max(0, Math.round((machineNow() - oldestWaiting.getTime()) / 1000)) },
    look: active === undefined ? null : {
      share: shareOf(active, await loadLookParts(tx, active.id)),
      stalled: machineNow() - (active.progressAt ?? active.requestedAt).getTime() > LOOK_STALLED_AFTER_MS,
      faultCode: active.errorCode,
    },
    lastLook: ended === undefined || ended.state === 'queued' || ended.state === 'running' ? null : {
      state: ended.state, at: (ended.finishedAt ?? ended.requestedAt).toISOString(), faultCode: ended.errorCode, healed: healedBy(await loadLookParts(tx, ended.id)),
    },
  };
}

/** How many of its parts are through. */
function shareOf(look: Reconciliation, parts: readonly PartOfLook[]): number {
  const all = WINDOW_PARTS.length + BULK_KINDS.length * (look.sweep ? 2 : 1);
  return parts.filter((part) => part.done).length / all;
}

function healedBy(parts: readonly PartOfLook[]): HealedView[] {
  return (['orders', 'customers', 'products'] as const).flatMap((kind) => {
    const own = parts.filter(({ part }) => part === kind || part.endsWith(`-${kind}`) || (kind === 'products' && part === 'deletions'));
    const deleted = own.reduce((sum, part) => sum + part.deleted, 0);
    const count = own.reduce((sum, part) => sum + part.inserted + part.updated, deleted);
    return count === 0 ? [] : [{ kind, count, deleted }];
  });
}
