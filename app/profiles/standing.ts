import { TIERS, type Tier } from './tier.ts';

/** Where a customer stands for a move: a tier, "excluded" (an excluded tag: no tier), or "absent" (no customer yet, or any more). */
export const STANDINGS = [...TIERS, 'excluded', 'absent'] as const;
export type Standing = (typeof STANDINGS)[number];

/** The standing of a stored or a new profile. */
export function standingOf(profile: { tier: Tier | null } | null): Standing {
  if (profile === null) return 'absent';
  return profile.tier ?? 'excluded';
}
