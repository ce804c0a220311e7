import { createInteractionsBuilder, type InteractionRow, type Interactions } from './interactions.ts';

export const CUT_OFF = 500;

/** Whole numbers below a limit, the same for the same seed. */
function below(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * limit);
  };
}

/** A shop with habits: who came back buys of their own shelf of ten, and now and then something of the next one. */
export function madeRows(seed: number, customers: number): InteractionRow[] {
  const random = below(seed);
  const rows: InteractionRow[] = [];
  for (let customer = 0; customer < customers; customer += 1) {
    for (let day = random(200); day < CUT_OFF + 90; day += 15 + random(60)) {
      for (let line = 0; line < 4; line += 1) {
        const shelf = (customer % 4) + (random(5) === 0 ? 1 : 0);
        rows.push({ customerId: `c${customer}`, productCode: `P${shelf * 10 + random(10)}`, day, quantity: 1 + random(3), unitPrice: 100 + 50 * shelf });
      }
    }
  }
  return rows;
}

/** A shop without habits or tastes: everybody takes what everybody takes, some products far more often than others. */
export function crowdRows(seed: number, customers: number): InteractionRow[] {
  const random = below(seed);
  const rows: InteractionRow[] = [];
  for (let customer = 0; customer < customers; customer += 1) {
    for (let day = random(200); day < CUT_OFF; day += 40 + random(60)) {
      for (let line = 0; line < 3; line += 1) rows.push({ customerId: `c${customer}`, productCode: `P${Math.floor(60 ** (random(1000) / 1000)) + 9}`, day, quantity: 1, unitPrice: 500 });
    }
  }
  return rows;
}

export function columns(rows: readonly InteractionRow[]): Interactions {
  const builder = createInteractionsBuilder();
  for (const row of rows) builder.add(row);
  return builder.finish();
}
