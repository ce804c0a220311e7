/**
 * What somebody did with people's data: opened a customer, searched the list for words, saw a screen that names customers (the list,
 * Home's who needs attention, tag changes, rows that an import left out, what buyers answered), had a file of them, had a person's own file.
 */
export const ACCESS_KINDS = ['customer', 'search', 'list', 'home', 'tag-changes', 'rejects', 'answers', 'export', 'data-request'] as const;
export type AccessKind = (typeof ACCESS_KINDS)[number];

/** One look at people's data. */
export interface Access {
  shopId: number;
  /** The session token's sub. */
  by: string;
  what: AccessKind;
  /** Whose, where it was one customer's. */
  customerId: number | null;
}

/** The same look within so long is one: a screen that follows what happens asks again and again. Of screens that name many, which stay open all day, one an hour tells as much. */
const ONE_LOOK_MS: Readonly<Partial<Record<AccessKind, number>>> = { customer: 10 * 60_000, search: 10 * 60_000 };
const ONE_LIST_MS = 60 * 60_000;
/** What is remembered of looks; beyond it the oldest are forgotten, and may be written down twice. */
const MOST_REMEMBERED = 10_000;

/** Tells a look from a repetition of it. */
export class RecentLooks {
  private readonly seen = new Map<string, number>();

  /** @returns whether this is a look of its own. @param at milliseconds since the epoch */
  isNew(access: Access, at: number): boolean {
    const key = JSON.stringify([access.shopId, access.by, access.what, access.customerId]);
    const before = this.seen.get(key);
    if (before !== undefined && at - before < (ONE_LOOK_MS[access.what] ?? ONE_LIST_MS)) return false;
    // Put at the end, where the youngest are.
    this.seen.delete(key);
    this.seen.set(key, at);
    for (const oldest of this.seen.keys()) {
      if (this.seen.size <= MOST_REMEMBERED) break;
      this.seen.delete(oldest);
    }
    return true;
  }
}
