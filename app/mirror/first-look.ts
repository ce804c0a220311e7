/** Orders up to which a first look is cheap beside the import that it must not slow. */
export const MOST_ORDERS_LOOKED_AT = 40_000;

/** How much more must have been read than at the last look. By doubling twice, all looks together cost a third more than the last alone. */
const GROWTH = 4;

/**
 * Whether what has been read so far is worth a first look, or another.
 * @param read.customersDone orders say whose they are by an id: without the customers they would all be guests'
 * @param read.lookedAt orders read at the last look, 0 before the first
 */
export function lookIsDue(read: { customersDone: boolean; orders: number; lookedAt: number }): boolean {
  return read.customersDone && read.orders > 0 && read.orders <= MOST_ORDERS_LOOKED_AT && read.orders >= GROWTH * read.lookedAt;
}
