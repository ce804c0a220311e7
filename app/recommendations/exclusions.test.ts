import { describe, expect, it } from 'vitest';
import { customerHistory, type CustomerHistory } from './customer-history.ts';
import { isJustBought, isReturned, unitsReturned, whyExcluded } from './exclusions.ts';
import { createInteractionsBuilder, type Interactions } from './interactions.ts';

/** Ann: a kettle (product 0) once, tea (1) twice; one tea and the kettle came back, a stranger's return counts for nobody. */
function shop(): Interactions {
  const builder = createInteractionsBuilder();
  builder.add({ customerId: 'ann', productCode: 'KETTLE', day: 100, quantity: 1, unitPrice: 3000 });
  builder.add({ customerId: 'ann', productCode: 'TEA', day: 100, quantity: 2, unitPrice: 500 });
  builder.add({ customerId: 'ann', productCode: 'TEA', day: 130, quantity: 2, unitPrice: 500 });
  builder.add({ customerId: 'ben', productCode: 'TEA', day: 130, quantity: 2, unitPrice: 500 });
  builder.addReturn({ customerId: 'ann', productCode: 'TEA', day: 135, quantity: 1 });
  builder.addReturn({ customerId: 'ann', productCode: 'KETTLE', day: 135, quantity: 1 });
  builder.addReturn({ customerId: 'stranger', productCode: 'TEA', day: 135, quantity: 9 });
  return builder.finish();
}

function ann(cutOff: number): CustomerHistory {
  const history = customerHistory(shop(), 0, cutOff);
  if (history === null) throw new Error('ann has bought');
  return history;
}

const buyers = Int32Array.from([50, 50]);
const seldom = { repeatShare: Float64Array.from([0.02, 0.02]), buyers };
const often = { repeatShare: Float64Array.from([0.6, 0.6]), buyers };

describe('what is not shown to a customer', () => {
  it('is what was just bought, where the shop\'s buyers seldom buy it again', () => {
    expect(isJustBought(seldom, ann(140), 0)).toBe(true);
    expect(isJustBought(often, ann(140), 0)).toBe(false);
    expect(isJustBought({ ...seldom, buyers: Int32Array.from([3, 3]) }, ann(140), 0)).toBe(false);
  });

  it('is shown again after a while, and to who bought it twice', () => {
    expect(isJustBought(seldom, ann(190), 0)).toBe(false);
    expect(isJustBought(seldom, ann(140), 1)).toBe(false);
    expect(isJustBought(seldom, ann(140), 5)).toBe(false);
  });

  it('is what they gave back whole, and not what they gave back a part of', () => {
    const back = unitsReturned(shop(), 0);
    expect([...back]).toEqual([[0, 1], [1, 1]]);
    expect([...unitsReturned(shop(), 1)]).toEqual([]);
    expect(isReturned(ann(140), back, 0)).toBe(true);
    expect(isReturned(ann(140), back, 1)).toBe(false);
    expect(whyExcluded(often, ann(140), back, 0)).toBe('returned');
    expect(whyExcluded(seldom, ann(140), new Map(), 0)).toBe('just-bought');
    expect(whyExcluded(seldom, ann(140), back, 1)).toBeNull();
  });
});
