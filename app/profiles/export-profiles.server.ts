import type { TenantTransaction } from '../database/tenant.server.ts';
import { currencyDecimals } from '../math/minor-units.ts';
import { formatDay } from './calendar.ts';
import { loadCurrentModel } from './profile-store.server.ts';
import { profileReasons } from './reasons.ts';
import { profileSentence } from './sentences.ts';
import type { Stage } from './stage.ts';
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
}

/**
 * Every customer of the shop in the order of their ids, a batch in memory at a time, inside the caller's transaction.
 * Nothing before the first rebuild.
 */
export async function* exportProfiles(tx: TenantTransaction): AsyncGenerator<ExportedProfile, void> {
  const current = await loadCurrentModel(tx);
  if (current === null) return;
  const { currencyCode } = current.figures;
  const money = { currencyCode, decimals: currencyDecimals(currencyCode) ?? 2 };
  const day = (value: number | null): string | null => (value === null ? null : formatDay(value));
  for await (const batch of walkProfiles(tx, current)) {
    for (const { customerId, facts, profile, windowStart } of batch) {
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
      };
    }
  }
}
