/** What sets a rebuild going. */
export const REBUILD_CAUSES = ['import', 'nightly', 'settings', 'merchant', 'other'] as const;
export type RebuildCause = (typeof REBUILD_CAUSES)[number];
