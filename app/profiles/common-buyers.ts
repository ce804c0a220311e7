/** Buyers of each product: distinct places of customers, from 0. */
export type BuyersByProduct = ReadonlyMap<string, Uint32Array>;

/** Two products, and how many customers have both. */
export interface CommonBuyers {
  one: string;
  other: string;
  both: number;
}

/**
 * How many customers have both products of each pair. The buyers of one are marked, and those of the other walked through: each pair costs the
 * buyers of its rarer product, and of marks there is one for each customer.
 * @param customers how many there are: each place is below it
 * @throws RangeError for a product without a list
 */
export function commonBuyers(pairs: readonly { one: string; other: string }[], buyers: BuyersByProduct, customers: number): CommonBuyers[] {
  const listOf = (product: string): Uint32Array => {
    const list = buyers.get(product);
    if (list === undefined) throw new RangeError(`Nothing is known of who has product ${product}.`);
    return list;
  };
  const byWider = new Map<string, { pair: { one: string; other: string }; rarer: Uint32Array }[]>();
  for (const pair of pairs) {
    const [one, other] = [listOf(pair.one), listOf(pair.other)];
    const [wider, rarer] = one.length >= other.length ? [pair.one, other] : [pair.other, one];
    const known = byWider.get(wider);
    if (known === undefined) byWider.set(wider, [{ pair, rarer }]);
    else known.push({ pair, rarer });
  }
  const marks = new Uint8Array(customers);
  return [...byWider].flatMap(([wider, some]) => {
    const list = listOf(wider);
    for (const place of list) marks[place] = 1;
    const counted = some.map(({ pair, rarer }) => ({ ...pair, both: rarer.reduce((sum, place) => sum + (marks[place] ?? 0), 0) }));
    for (const place of list) marks[place] = 0;
    return counted;
  });
}
