import type { Tier } from '../profiles/tier.ts';
import { TAG_RULES, type TagRule } from '../tags/tag-rule.ts';

/** What a segment can stand for: one of our tags, or VIPs who slip (both tags on one customer). */
export const SEGMENT_KEYS = [...TAG_RULES, 'vip-at-risk'] as const;
export type SegmentKey = (typeof SEGMENT_KEYS)[number];

/** The rules whose tags a customer must all carry. */
export function rulesOfSegment(key: SegmentKey): readonly TagRule[] {
  return key === 'vip-at-risk' ? ['vip', 'at-risk'] : [key];
}

/**
 * Shopify knows no tier of ours; it sees tags. These tags hold exactly the customers of these tiers (docs/definitions.md).
 * The tag At-risk goes by stage: it holds everyone past their late limit, whatever their tier, and stands for none.
 */
export const TIERS_OF_TAG: Readonly<Partial<Record<TagRule, readonly Tier[]>>> = { new: ['New'], loyal: ['Champions', 'Loyal'] };

/** The rule whose tag stands for a tier at Shopify, alone or together with others; null when none does. */
export function tagOfTier(tier: Tier): TagRule | null {
  return TAG_RULES.find((rule) => TIERS_OF_TAG[rule]?.includes(tier)) ?? null;
}
