import { tagKey } from '../profiles/tag-key.ts';
import type { LedgerEntry, LedgerState } from './tag-ledger.ts';

/** One of two customers that Shopify merges, as they were before it. */
export interface MergingCustomer {
  ledger: readonly LedgerEntry[];
  /** All tags that stood at Shopify. */
  tags: readonly string[];
}

/** Which of two states goes on: what is the merchant's first, then what stands because the app wrote it. */
const PRECEDENCE: Readonly<Record<LedgerState, number>> = { merchants: 0, written: 1, 'removed-by-merchant': 2, undone: 3 };

/**
 * The ledger of the surviving customer (merge-customers.server.ts). Shopify gives them the tags of both, so a tag is the app's only if the app
 * wrote it wherever it stood: a "vip" of the merchant's on either of the two makes it theirs. Of two entries for one
 * tag the merchant's wins, then the written one (which stands, so that a wish to keep it off is spent), and of two
 * written ones the one that has been unwanted for the shorter time, the surviving customer's if they are alike.
 */
export function mergeLedgers(surviving: MergingCustomer, gone: MergingCustomer): LedgerEntry[] {
  const ledgers = [surviving, gone].map((customer) => ({
    entries: new Map(customer.ledger.map((entry) => [entry.nameKey, entry])),
    tags: new Set(customer.tags.map(tagKey)),
  }));
  const merged = new Map<string, LedgerEntry>();
  for (const { entries } of ledgers) {
    for (const entry of entries.values()) {
      const other = merged.get(entry.nameKey);
      if (other === undefined || goesFirst(entry, other)) merged.set(entry.nameKey, entry);
    }
  }
  for (const [nameKey, entry] of merged) {
    const merchantHasIt = ledgers.some(({ entries, tags }) => tags.has(nameKey) && entries.get(nameKey)?.state !== 'written');
    if (merchantHasIt && entry.state !== 'merchants') merged.set(nameKey, { ...entry, state: 'merchants', adopted: false, unwantedSinceDay: null, removalHeld: false });
  }
  return [...merged.values()];
}

function goesFirst(entry: LedgerEntry, other: LedgerEntry): boolean {
  if (entry.state !== other.state) return PRECEDENCE[entry.state] < PRECEDENCE[other.state];
  return entry.state === 'written' && (entry.unwantedSinceDay ?? Infinity) > (other.unwantedSinceDay ?? Infinity);
}
