import type { Interactions } from './interactions.ts';

const YEAR = 364;

/** How each product sells, as of a cut-off and from what was known then. A sale is a basket with the product, whatever its units. */
export interface ProductDemand {
  /** Baskets in the last 7, 14, 28 and 364 days, and ever. */
  sales7: Float64Array;
  sales14: Float64Array;
  sales28: Float64Array;
  sales364: Float64Array;
  salesEver: Float64Array;
  /** Rate of the last 14 and 28 days against that of 364, both smoothed; 1 is as ever. */
  trend14: Float64Array;
  trend28: Float64Array;
  /** What sold in the same coming weeks a year before, against the product's own yearly rate and the shop's own season; 1 where nothing is known. */
  season: Float64Array;
  /** Days since it last sold to anybody, and since it first did; Infinity for what never sold. */
  daysSinceSold: Float64Array;
  age: Float64Array;
  /** What a unit costs: the mean of its baskets' unit prices, in minor units; 0 for what never sold. */
  price: Float64Array;
  /** Of the buyers, those who had it in more than one basket, shrunk to the shop's share. */
  repeatShare: Float64Array;
  /** Customers; of a guest nobody knows whether they came back. */
  buyers: Int32Array;
  /** Mean days between two baskets of one customer with it, shrunk to the shop's. */
  interval: Float64Array;
}

const SMOOTHING = 2;
const SEASON_DAYS = 42;
const REPEAT_WEIGHT = 10;

/** @param seen what was known at the end of the cut-off */
export function productDemand(seen: Interactions, cutOff: number): ProductDemand {
  const size = seen.productCodes.length;
  const column = (): Float64Array => new Float64Array(size);
  const [sales7, sales14, sales28, sales364, salesEver, before, last, first, price, gaps, gapDays, repeaters] = [column(), column(), column(), column(), column(), column(), column().fill(-Infinity), column().fill(Infinity), column(), column(), column(), column()];
  const buyers = new Int32Array(size);
  const add = (to: Float64Array, at: number, what: number): void => { to[at] = (to[at] as number) + what; };
  const known = seen.basketDay.length === 0 ? cutOff : seen.basketDay.reduce((least, day) => Math.min(least, day), cutOff);
  let all364 = 0;
  let allBefore = 0;
  const previous = new Int32Array(size).fill(-1);
  const times = new Int32Array(size);
  for (let customer = 0; customer + 1 < seen.customerStart.length; customer += 1) {
    const [from, to] = [seen.customerStart[customer] as number, seen.customerStart[customer + 1] as number];
    for (let basket = from; basket < to; basket += 1) {
      const day = seen.basketDay[basket] as number;
      const ago = cutOff - day;
      const inSeason = ago < YEAR && ago >= YEAR - SEASON_DAYS;
      for (let at = seen.basketStart[basket] as number; at < (seen.basketStart[basket + 1] as number); at += 1) {
        const product = seen.product[at] as number;
        add(salesEver, product, 1);
        add(price, product, seen.unitPrice[at] as number);
        if (ago < 7) add(sales7, product, 1);
        if (ago < 14) add(sales14, product, 1);
        if (ago < 28) add(sales28, product, 1);
        if (ago < YEAR) {
          add(sales364, product, 1);
          all364 += 1;
        }
        if (inSeason) {
          add(before, product, 1);
          allBefore += 1;
        }
        last[product] = Math.max(last[product] as number, day);
        first[product] = Math.min(first[product] as number, day);
        if (customer >= seen.customers) continue;
        if ((times[product] as number) > 0) {
          add(gaps, product, 1);
          add(gapDays, product, day - (previous[product] as number));
          if (times[product] === 1) add(repeaters, product, 1);
        } else buyers[product] = (buyers[product] as number) + 1;
        times[product] = (times[product] as number) + 1;
        previous[product] = day;
      }
    }
    for (let at = seen.basketStart[from] as number; at < (seen.basketStart[to] as number); at += 1) times[seen.product[at] as number] = 0;
  }
  const sum = (of: ArrayLike<number>): number => Array.prototype.reduce.call(of, (total: unknown, value: unknown) => (total as number) + (value as number), 0) as number;
  const shopShare = sum(repeaters) / Math.max(1, sum(buyers));
  const shopInterval = sum(gapDays) / Math.max(1, sum(gaps));
  const span = Math.max(28, Math.min(YEAR, cutOff - known + 1));
  const seasonKnown = cutOff - known >= YEAR - 1 && all364 > 0;
  const share = allBefore / Math.max(1, all364);
  const each = (of: (product: number) => number): Float64Array => Float64Array.from({ length: size }, (_, product) => of(product));
  const trendOver = (sales: Float64Array, days: number): Float64Array => each((product) => (((sales[product] as number) + SMOOTHING * (days / span)) / days) / (((sales364[product] as number) + SMOOTHING) / span));
  return {
    sales7, sales14, sales28, sales364, salesEver, buyers,
    trend14: trendOver(sales14, 14),
    trend28: trendOver(sales28, 28),
    season: each((product) => (seasonKnown ? ((before[product] as number) + SMOOTHING * share * 2) / (((sales364[product] as number) + SMOOTHING * 2) * share) : 1)),
    daysSinceSold: each((product) => cutOff - (last[product] as number)),
    age: each((product) => (salesEver[product] === 0 ? Infinity : cutOff - (first[product] as number))),
    price: each((product) => (salesEver[product] === 0 ? 0 : (price[product] as number) / (salesEver[product] as number))),
    repeatShare: each((product) => ((repeaters[product] as number) + REPEAT_WEIGHT * shopShare) / ((buyers[product] as number) + REPEAT_WEIGHT)),
    interval: each((product) => ((gapDays[product] as number) + REPEAT_WEIGHT * shopInterval) / ((gaps[product] as number) + REPEAT_WEIGHT)),
  };
}
