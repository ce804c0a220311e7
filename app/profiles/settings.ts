import { z } from 'zod';
import { DEFAULT_TIER_MAP, GRID_TIERS } from './tier.ts';

const tierRowSchema = z.tuple([z.enum(GRID_TIERS), z.enum(GRID_TIERS), z.enum(GRID_TIERS), z.enum(GRID_TIERS)]);

/**
 * What a merchant may choose about scores; each default is definitions' own, so that `{}` is a shop that changed
 * nothing. A scoring model carries the settings it was built with: a change of them is a new version of the model.
 * Which tags are on and what they are called is the tags room's business.
 */
export const scoringSettingsSchema = z.object({
  /** Months of the window for F and M. */
  window: z.union([z.literal(12), z.literal(24), z.literal(36), z.literal('all')]).default(36),
  /** "plain": midrank of days since the last order among all buyers; below the floor by rhythm all the same. */
  rRule: z.enum(['rhythm', 'plain']).default('rhythm'),
  /** "midrank": of purchases in the window; below the floor in bands all the same. */
  fRule: z.enum(['bands', 'midrank']).default('bands'),
  atRisk: z.enum(['rhythm', 'flat']).default('rhythm'),
  tierMap: z.tuple([tierRowSchema, tierRowSchema, tierRowSchema, tierRowSchema, tierRowSchema])
    .default(() => structuredClone(DEFAULT_TIER_MAP)),
  /** Customers with one of these tags, in any case, have facts but no score and no tags, and count nowhere. */
  excludedTags: z.array(z.string().trim().min(1).max(255)).max(100).default(() => []),
});
export type ScoringSettings = z.infer<typeof scoringSettingsSchema>;
export type WindowSetting = ScoringSettings['window'];

/** The settings of a shop that changed nothing. */
export function defaultScoringSettings(): ScoringSettings {
  return scoringSettingsSchema.parse({});
}
