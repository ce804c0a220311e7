import { createHistoriesBuilder, type OrderHistories } from './order-histories.ts';

/** A shop made for tests: known rates of buying, a season, returns, and a first day. */
export interface MadeShop {
  customers: number;
  firstDay: number;
  days: number;
  seed: number;
  /** How busy a day is: 1 usually. */
  season?: (day: number) => number;
  /** The chance of leaving for good after a purchase. */
  dropout?: number;
  /** Mean purchases a customer and week. */
  weeklyRate?: number;
}

/** A small seeded generator (mulberry32): a test gives the same shop each time. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Customers who come one by one over the days, buy at a rate of their own in the shop's season, and leave. */
export function madeShop({ customers, firstDay, days, seed, season = () => 1, dropout = 0.12, weeklyRate = 0.2 }: MadeShop): OrderHistories {
  const random = seededRandom(seed);
  const builder = createHistoriesBuilder();
  for (let i = 0; i < customers; i += 1) {
    // An exponential mixture of rates, as BG/NBD with r = 1 has.
    const rate = (-Math.log(1 - random()) * weeklyRate) / 7;
    const usual = 2000 * Math.exp(1.2 * (random() + random() - 1));
    let here = true;
    const start = firstDay + Math.floor(random() * days * 0.8);
    for (let day = start; day < firstDay + days && here; day += 1) {
      if (day > start && random() >= 1 - Math.exp(-rate * season(day))) continue;
      const value = Math.round(usual * (0.5 + random()));
      const refunds = random() < 0.06 ? [{ day: day + 5 + Math.floor(random() * 30), value: random() < 0.3 ? value : Math.round(value / 3) }] : [];
      builder.addOrder({ day, value, discounted: random() < 0.2, refunds });
      if (random() < dropout) here = false;
    }
    builder.endCustomer();
  }
  return builder.finish();
}
