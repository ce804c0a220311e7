import type { ScoringModel } from './scoring-model.ts';

/**
 * Why somebody is in another tier or stage than at the last sorting:
 * - `customer`: by what they did or did not do, and how they now compare with others;
 * - `settings`: the merchant changed the settings, or the shop its currency or time zone;
 * - `rules`: the shop came past the floor for ranking, or fell below it, so that another rule is in force.
 */
export const TIER_CHANGE_CAUSES = ['customer', 'settings', 'rules'] as const;
export type TierChangeCause = (typeof TIER_CHANGE_CAUSES)[number];

/** What a sorting stood on. */
export interface SortingBasis {
  /** Null: of a form that cannot be read any more. */
  model: Pick<ScoringModel, 'settings' | 'rules'> | null;
  currencyCode: string;
  timeZone: string;
}

/**
 * What the changes between two sortings are put down to. A sorting under other settings moves people who did nothing,
 * and nobody can be told apart who would have moved anyway: the history then says that the settings changed.
 */
export function tierChangeCause(before: SortingBasis, now: SortingBasis): TierChangeCause {
  if (before.currencyCode !== now.currencyCode || before.timeZone !== now.timeZone) return 'settings';
  if (before.model === null || now.model === null) return 'rules';
  if (!same(before.model.settings, now.model.settings)) return 'settings';
  return same(before.model.rules, now.model.rules) ? 'customer' : 'rules';
}

/** Whether two plain values are alike, whatever the order of their keys: stored JSON forgets it. */
function same(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return Object.is(a, b);
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length
    && keys.every((key) => key in b && same((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]));
}
