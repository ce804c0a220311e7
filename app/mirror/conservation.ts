/** What became of the rows of a part. */
export interface PartFigures {
  read: number;
  inserted: number;
  updated: number;
  stale: number;
  rejected: number;
  rootsRead: number;
  /** Rejected rows that could not be read, so that nobody can say whether they were roots. */
  unreadable: number;
}

/** What Shopify says that the file holds. */
export interface Announced {
  objectCount: number;
  rootObjectCount: number;
}

/**
 * Whether a part lost or doubled anything: read = inserted + updated + stale + rejected, every line that Shopify
 * announced was read, and as many roots.
 * @returns null when all is accounted for, else what is not, in words.
 */
export function lostOrDoubled(part: string, figures: PartFigures, announced: Announced): string | null {
  const { read, inserted, updated, stale, rejected, rootsRead, unreadable } = figures;
  const accounted = inserted + updated + stale + rejected;
  if (accounted !== read) return `Of ${read} rows of ${part} that were read, ${accounted} are accounted for (${inserted} inserted, ${updated} updated, ${stale} not newer, ${rejected} rejected).`;
  if (read !== announced.objectCount) return `Shopify announced ${announced.objectCount} rows of ${part}, and its file had ${read}.`;
  if (rootsRead > announced.rootObjectCount || rootsRead + unreadable < announced.rootObjectCount) {
    return `Shopify announced ${announced.rootObjectCount} ${part}, and its file had ${rootsRead}.`;
  }
  return null;
}
