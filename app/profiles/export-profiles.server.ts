import type { TenantTransaction } from '../database/tenant.server.ts';
import { currencyDecimals } from '../math/minor-units.ts';
import { formatDay } from './calendar.ts';
import { loadTastes, TASTE_BATCH } from './load-taste.server.ts';
import type { ForecastForAction } from './next-action.ts';
import { loadCurrentModel, loadShopTaste } from './profile-store.server.ts';
import { profileReasons } from './reasons.ts';
import { profileSentence } from './sentences.ts';
import type { Stage } from './stage.ts';
import { actionSentence } from './taste-sentences.ts';
import type { Tier } from './tier.ts';
import { walkProfiles } from './walk-profiles.server.ts';

/** One customer as a line of a file. Days are YYYY-MM-DD in the shop's zone; null: no purchase (or, for stage and tier, an excluded customer). */
export interface ExportedProfile {
  customerId: number;
  firstPurchase: string | null;
  lastPurchase: string | null;
  /** Counted orders, and those of them with value. */
  orders: number;
  purchases: number;
  /** Minor units, all history. */
  netSpend: number;
  recencyDays: number | null;
  r: number | null;
  f: number | null;
  m: number | null;
  tier: Tier | null;
  stage: Stage | null;
  /** Stage and tier in English with their numbers; empty for an excluded customer. */
  reason: string;
  /** Of units bought, those refunded; of orders, those with a discount; as they are, not shrunk. Null without any. */
  refundedShare: number | null;
  discountShare: number | null;
  /** Null where it was not asked for, or before the first sorting of the whole store. */
  taste: ExportedTaste | null;
}

export interface ExportedTaste {
  /** The product type of most picks (products in orders); null without one. */
  topProductType: string | null;
  /** The next best action: its code, and why (`actionSentence`). */
  suggestion: string;
}

/**
 * Every customer of the shop in the order of their ids, a batch in memory at a time, inside the caller's transaction.
 * Nothing before the first rebuild.
 * @param options.tastes with what each likes and what to do next, for which all their orders are read
 * @param options.forecasts what is expected of customers, where something is: it has a say in what to do next
 */
export async function* exportProfiles(
  tx: TenantTransaction,
  { tastes: wanted = false, forecasts = noForecasts }: { tastes?: boolean; forecasts?: (tx: TenantTransaction, customerIds: readonly number[]) => Promise<ReadonlyMap<number, ForecastForAction>> } = {},
): AsyncGenerator<ExportedProfile, void> {
  const current = await loadCurrentModel(tx);
  if (current === null) return;
  const { currencyCode } = current.figures;
  const money = { currencyCode, decimals: currencyDecimals(currencyCode) ?? 2 };
  const day = (value: number | null): string | null => (value === null ? null : formatDay(value));
  const shopTaste = wanted ? await loadShopTaste(tx) : null;
  for await (const batch of walkProfiles(tx, current, TASTE_BATCH)) {
    const tastes = shopTaste === null ? null : await loadTastes(tx, current, shopTaste, batch, await forecasts(tx, batch.map((one) => one.customerId)));
    for (const { customerId, facts, profile, windowStart } of batch) {
      const taste = tastes?.get(customerId);
      yield {
        customerId,
        firstPurchase: day(facts.firstPurchaseDay),
        lastPurchase: day(facts.lastPurchaseDay),
        orders: facts.orders,
        purchases: facts.purchases,
        netSpend: facts.netSpend,
        recencyDays: profile.kind === 'buyer' ? profile.recencyDays : null,
        r: profile.r,
        f: profile.f,
        m: profile.m,
        tier: profile.tier,
        stage: profile.stage,
        reason: profileSentence(profileReasons(facts, profile, current.model, windowStart), money),
        refundedShare: shareOf(facts.unitsRefunded, facts.unitsBought),
        discountShare: shareOf(facts.discountedOrders, facts.orders),
        taste: taste === undefined ? null : { topProductType: taste.topType, suggestion: actionSentence(taste.action) },
      };
    }
  }
}

const noForecasts = (): Promise<ReadonlyMap<number, ForecastForAction>> => Promise.resolve(new Map());

/** To four digits, so that a file says no more than there is. */
function shareOf(part: number, whole: number): number | null {
  return whole === 0 ? null : Math.round((10_000 * part) / whole) / 10_000;
}
