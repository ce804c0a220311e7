/** First steps that nothing but a look at a screen proves; the others (import, approval) are told by what they left behind. */
export const LOOKED_AT = ['tiers', 'tag-changes', 'settings'] as const;
export type LookedAt = (typeof LOOKED_AT)[number];

/** What is remembered of the first steps: what was looked at, and that the list was hidden. */
export interface FirstStepsMemory {
  lookedAt: LookedAt[];
  dismissed: boolean;
}

/** The first step that opening this address of the app is, or null. Tiers count as looked at once the customers of one were. */
export function stepOfAddress(pathname: string, search: string): LookedAt | null {
  const path = pathname.replace(/\/$/, '');
  if (path === '/app/customers' && new URLSearchParams(search).has('tier')) return 'tiers';
  if (path === '/app/tags') return 'tag-changes';
  return path === '/app/settings' ? 'settings' : null;
}
