import type { Score } from './rfm.ts';

/** The tiers of the grid: what a merchant's own map may put in a cell. */
export const GRID_TIERS = [
  'Champions', 'Loyal', 'Active', 'Promising', 'Needs attention', 'At risk', 'Almost lost', 'Previously loyal', 'Dormant',
] as const;
export type GridTier = (typeof GRID_TIERS)[number];

/** All eleven, in the order they are shown. New and Prospects have rules of their own and are no cell of the grid. */
export const TIERS = [
  'Champions', 'Loyal', 'Active', 'Promising', 'New', 'Needs attention', 'At risk', 'Almost lost', 'Previously loyal',
  'Dormant', 'Prospects',
] as const satisfies readonly (GridTier | 'New' | 'Prospects')[];
export type Tier = (typeof TIERS)[number];

/** One row of the grid: FM 5, FM 4, FM 3, FM 1-2. */
export type TierRow = [GridTier, GridTier, GridTier, GridTier];
/** The grid: rows R 5, 4, 3, 2, 1. */
export type TierMap = [TierRow, TierRow, TierRow, TierRow, TierRow];

/** Shopify's own names on our scores; its rule is not published, so parity is not claimed. */
export const DEFAULT_TIER_MAP: TierMap = [
  ['Champions', 'Loyal', 'Active', 'Promising'],
  ['Champions', 'Loyal', 'Active', 'Promising'],
  ['Loyal', 'Loyal', 'Needs attention', 'Needs attention'],
  ['At risk', 'At risk', 'At risk', 'Almost lost'],
  ['Previously loyal', 'Previously loyal', 'Almost lost', 'Dormant'],
];

/** Days since the one purchase up to which a buyer on time is New. */
export const NEW_UP_TO_DAYS = 90;

/** Row of the grid of an R, 0 (R 5) to 4 (R 1). */
export function gridRow(r: Score): number {
  return 5 - r;
}

/** Column of the grid of an FM: 0 (FM 5), 1 (4), 2 (3), 3 (1 or 2). */
export function gridColumn(fm: Score): number {
  return Math.min(5 - fm, 3);
}

/** What a buyer's tier follows from, beside the shop's map. */
export interface TierInputs {
  r: Score;
  fm: Score;
  /** Purchases ever; at least 1. */
  purchases: number;
  recencyDays: number;
}

/** The tier of a buyer: New for one purchase ever, at R 5, at most 90 days ago; else the cell of the map. */
export function tierOf(inputs: TierInputs, map: TierMap): Tier {
  if (inputs.purchases === 1 && inputs.r === 5 && inputs.recencyDays <= NEW_UP_TO_DAYS) return 'New';
  const tier = map[gridRow(inputs.r)]?.[gridColumn(inputs.fm)];
  if (tier === undefined) throw new RangeError(`The tier map has no cell for R ${inputs.r} and FM ${inputs.fm}.`);
  return tier;
}
