/** What buyers are put into groups by. */
export const GROUPINGS = ['tier', 'channel', 'source', 'product', 'cohort'] as const;
export type Grouping = (typeof GROUPINGS)[number];

/** The key of buyers of before the months that are listed one by one. */
export const EARLIER = 'earlier';

/** Days that a flow of tiers looks back without being asked for. */
export const FLOW_PRESETS = [30, 90, 365] as const;
