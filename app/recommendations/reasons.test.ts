import { describe, expect, it } from 'vitest';
import { boughtTogether } from './bought-together.ts';
import { customerHistory } from './customer-history.ts';
import { createInteractionsBuilder } from './interactions.ts';
import { productDemand } from './product-demand.ts';
import { reasonFor, type Reason } from './reasons.ts';

const CUT_OFF = 600;

/** Codes sort to 0 CUP, 1 JAM, 2 NEW, 3 OLD, 4 TEA. */
function why(product: number): Reason {
  const builder = createInteractionsBuilder();
  const buy = (customerId: string, day: number, ...codes: string[]): void => codes.forEach((productCode) => builder.add({ customerId, productCode, day, quantity: 1, unitPrice: 100 }));
  for (const day of [500, 530, 559]) buy('ann', day, 'TEA');
  buy('ann', 520, 'JAM');
  for (const other of ['b', 'c', 'd', 'e']) buy(other, 550, 'TEA', 'CUP');
  buy('f', 551, 'TEA');
  for (const other of ['b', 'c', 'd', 'e', 'f', 'g']) buy(other, 599, 'NEW');
  for (const day of [100, 200, 300, 400, 500, 590]) buy('g', day, 'OLD');
  const seen = builder.finish();
  const history = customerHistory(seen, 0, CUT_OFF);
  if (history === null) throw new Error('ann has bought');
  return reasonFor(product, history, boughtTogether(seen, CUT_OFF, { measure: 'conditional', halfLife: 120, most: 10 }), productDemand(seen, CUT_OFF));
}

describe('why a product is recommended', () => {
  it('is the customer\'s own rhythm, with numbers that can be counted again', () => {
    expect(why(4)).toEqual({ kind: 'you-reorder', baskets: 3, everyDays: 30, lastDaysAgo: 41 });
    expect(why(1)).toEqual({ kind: 'you-bought', lastDaysAgo: 80 });
  });

  it('is what it was bought with, by how many of that product\'s buyers', () => {
    expect(why(0)).toEqual({ kind: 'bought-with', product: 4, by: 4, ofBuyers: 6 });
  });

  it('is that it rises, else that it sells', () => {
    expect(why(2)).toMatchObject({ kind: 'rising', baskets: 6 });
    expect(why(3)).toEqual({ kind: 'popular', baskets: 1, days: 28 });
  });
});
