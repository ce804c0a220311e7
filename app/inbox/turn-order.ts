/**
 * Whose turn it is: the shop that was served longest ago, or never. So a shop with a flood of events gets one turn a
 * round, as every other, and one that comes with a single event waits for no flood.
 */
export class TurnOrder {
  private readonly waiting = new Set<string>();
  private readonly served = new Map<string, number>();
  private turns = 0;

  /** The shop has events that are due. One that has its turn just now may wait for the next already. */
  add(shopDomain: string): void {
    this.waiting.add(shopDomain);
  }

  /** Takes the next shop out. @param passOver shops that cannot have a turn now; they keep their place */
  next(passOver: { has(shopDomain: string): boolean }): string | null {
    let next: string | null = null;
    let longestAgo = Infinity;
    for (const shopDomain of this.waiting) {
      const at = this.served.get(shopDomain) ?? -1;
      if (at >= longestAgo || passOver.has(shopDomain)) continue;
      next = shopDomain;
      longestAgo = at;
    }
    if (next === null) return null;
    this.waiting.delete(next);
    this.remember(next);
    return next;
  }

  get size(): number {
    return this.waiting.size;
  }

  /** Bounded: a shop that is forgotten counts as never served, which costs the others one turn. */
  private remember(shopDomain: string): void {
    this.served.delete(shopDomain);
    this.served.set(shopDomain, this.turns);
    this.turns += 1;
    if (this.served.size > REMEMBERED) this.served.delete(this.served.keys().next().value as string);
  }
}

const REMEMBERED = 10_000;
