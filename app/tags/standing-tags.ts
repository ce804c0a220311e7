import { tagKey } from '../profiles/tag-key.ts';
import type { LedgerEntry } from './tag-ledger.ts';

/** A ledger entry with the version of the customer (Shopify's updatedAt, in milliseconds) at which it was last known to be so. */
export interface VersionedEntry {
  entry: LedgerEntry;
  version: number | null;
}

/**
 * The tags that stand on a customer, as far as we can know without asking Shopify. A mirror row may be older than our
 * own last write (an import that was read before it, say): then the ledger knows better, and what the row lacks was not
 * removed by the merchant, nor did they put back what it still shows.
 * @param tags of the mirror, as of `mirrorVersion` (Shopify's updatedAt, in milliseconds)
 */
export function standingTags(tags: readonly string[], mirrorVersion: number, ledger: readonly VersionedEntry[]): string[] {
  let standing: string[] = [...tags];
  for (const { entry, version } of ledger) {
    if (version === null || version <= mirrorVersion) continue;
    const shown = standing.some((tag) => tagKey(tag) === entry.nameKey);
    const stands = entry.state === 'written' || entry.state === 'merchants';
    if (stands && !shown) standing.push(entry.name);
    if (!stands && shown) standing = standing.filter((tag) => tagKey(tag) !== entry.nameKey);
  }
  return standing;
}
