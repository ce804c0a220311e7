import type { Tier } from '../profiles/tier.ts';
import { useWords } from './words/WordsProvider.tsx';

/** The class that carries a tier's colours. */
export function tierClass(tier: Tier | null): string {
  return `tier-${tier === null ? 'none' : tier.toLowerCase().replaceAll(' ', '-')}`;
}

/** A tier's name in its colours; null for a customer who is not scored. */
export function TierBadge({ tier }: { tier: Tier | null }) {
  const words = useWords();
  return <span className={`rg-tier-badge ${tierClass(tier)}`}>{tier === null ? words.excluded : words.tierName[tier]}</span>;
}
