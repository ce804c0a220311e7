import { tagKey } from '../profiles/tag-key.ts';
import type { LedgerEntry } from './tag-ledger.ts';

/**
 * The tags of a customer as they stood before another was merged into them, where they are known only from a look that
 * may have come after it, and Shopify gives the one who stays the tags of both. In doubt is a tag that the app wrote at
 * the other alone: it may have come over with the merge, or have been the merchant's here all along. It came over if it
 * was yet to be added here when tags were last worked out; otherwise it is taken to have stood, since a merchant's own
 * tag must not be removed.
 */
export function tagsBeforeMerge(input: {
  seen: readonly string[];
  ledger: readonly LedgerEntry[];
  goneLedger: readonly LedgerEntry[];
  /** Keys of tags that were yet to be added to the one who stays. */
  yetToAdd: ReadonlySet<string>;
}): string[] {
  const own = new Set(input.ledger.map((entry) => entry.nameKey));
  const cameOver = new Set(input.goneLedger.filter((entry) => entry.state === 'written' && !own.has(entry.nameKey) && input.yetToAdd.has(entry.nameKey)).map((entry) => entry.nameKey));
  return input.seen.filter((tag) => !cameOver.has(tagKey(tag)));
}
