import { withTenant } from '../database/tenant.server.ts';
import { currencyDecimals } from '../math/minor-units.ts';
import { loadCurrentModel } from './profile-store.server.ts';
import type { ScoringModel } from './scoring-model.ts';
import { floorSentence, shopGapSentence, spendRuleSentence } from './sentences.ts';
import type { ShopFigures } from './shop-summary.ts';

/** Home's numbers, and what they stand on. Money is in minor units of `figures.currencyCode`. */
export interface ShopSummary {
  figures: ShopFigures;
  /** Decimals of the currency. */
  decimals: number;
  modelVersion: number;
  /** The shop's day that the figures stand for, days since 1970-01-01, and the instant of the rebuild. */
  computedForDay: number;
  computedAt: Date;
  /** Days from the first counted order to that day; 0 without an order. */
  daysCovered: number;
  floor: ScoringModel['floor'];
  rules: ScoringModel['rules'];
  windowStartDay: number | null;
  /** In words with their numbers: how far the floor is, which rule gives M, the shop's gap. */
  sentences: { floor: string; spendRule: string; gap: string };
}

/** Whether tiers rest on a part of the store, while its first import runs or after it broke off. O(1). */
export async function tiersAreProvisional(shopId: number): Promise<boolean> {
  const { rows } = await withTenant(shopId, (tx) => tx.query<{ provisional: boolean }>('SELECT provisional FROM shop_summaries WHERE shop_id = $1', [shopId]));
  return rows[0]?.provisional === true;
}

/** The shop's figures as of the last rebuild; null before the first. O(1) in shop size. */
export async function loadShopSummary(shopId: number): Promise<ShopSummary | null> {
  const current = await withTenant(shopId, loadCurrentModel);
  if (current === null) return null;
  const { model, figures, computedForDay } = current;
  const decimals = currencyDecimals(figures.currencyCode) ?? 2;
  return {
    figures,
    decimals,
    modelVersion: current.version,
    computedForDay,
    computedAt: current.computedAt,
    daysCovered: figures.firstOrderDay === null ? 0 : computedForDay - figures.firstOrderDay,
    floor: model.floor,
    rules: model.rules,
    windowStartDay: model.windowStartDay,
    sentences: {
      floor: floorSentence(model.floor),
      spendRule: spendRuleSentence(model, { currencyCode: figures.currencyCode, decimals }),
      gap: shopGapSentence(model.gap),
    },
  };
}
