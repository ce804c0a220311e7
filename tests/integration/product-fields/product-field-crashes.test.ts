import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { writeLists } from '#app/product-fields/follow-lists.server.ts';
import type { FieldTarget } from '#app/product-fields/product-field.ts';
import { chooseFieldTarget, switchProductFieldsOff, switchProductFieldsOn, undoFieldRun } from '#app/product-fields/switch-product-fields.server.ts';
import type { ProductFieldStep } from '#app/product-fields/write-step.ts';
import { STAFF } from '../tags/tagged-shop.ts';
import { Crash, ListedProducts } from './listed-products.ts';

let shop: ListedProducts;
beforeAll(async () => {
  shop = await ListedProducts.open({ products: 16 });
}, 60_000);
afterAll(() => shop.close());
beforeEach(() => shop.startOver());

const asked = () => ({ shopId: shop.shopId, by: STAFF });

/** Lets the writer die at its nth step from here on, and told which that was; null: it ended before. */
function dieAt(nth: number): Promise<ProductFieldStep | null> {
  let count = 0;
  return shop.write(() => {
    count += 1;
    if (count >= nth) throw new Crash();
  });
}

async function begin(target: FieldTarget): Promise<void> {
  await shop.startOver();
  if (target === 'standard') {
    shop.merchantSets(shop.ids[3] ?? 0, 'also', [shop.ids[0] ?? 0]);
    await chooseFieldTarget({ ...asked(), target });
    await shop.write();
  }
  await switchProductFieldsOn(asked());
}

describe('a writer that dies at any step, and once more on the way of the next', () => {
  for (const target of ['own', 'standard'] as const) {
    it(`comes to the same in the ${target} fields, and undoing gives what stood`, async () => {
      const steps = new Set<ProductFieldStep>();
      // The way is the same in both; the second time every other step will do.
      for (let nth = 1; nth <= 11; nth += target === 'own' ? 1 : 2) {
        await begin(target);
        await shop.write();
        const first = shop.standing(target);
        // New lists, and one that goes.
        await shop.setLists(shop.ids.map((id, at) => ({ id, field: 'also', list: at === 2 ? [] : shop.others(at, 5) })));
        await writeLists({ shopId: shop.shopId, cause: 'lists' });
        const run = await shop.lastRun();
        for (const at of [nth, nth + 5]) {
          const died = await dieAt(at);
          if (died !== null) steps.add(died);
        }
        await shop.write();
        expect(await shop.unsettled(target)).toEqual([]);
        for (const [at, id] of shop.ids.entries()) {
          if (target === 'standard' && at === 3) expect(shop.listAt(id, 'also', target)).toEqual([shop.ids[0]]);
          else expect(shop.listAt(id, 'also', target)).toEqual(at === 2 ? null : shop.others(at, 5));
        }
        shop.shop.requests.length = 0;
        await writeLists({ shopId: shop.shopId, cause: 'lists' });
        await shop.write();
        expect(shop.shop.requests).toEqual([]);

        await undoFieldRun({ ...asked(), runId: run });
        await dieAt(nth);
        await shop.write();
        expect(shop.standing(target)).toEqual(first);
        expect(await shop.unsettled(target)).toEqual([]);
      }
      if (target === 'own') expect([...steps].sort()).toEqual(['asked', 'held', 'leftovers settled', 'marked sent', 'planned', 'read', 'settled', 'walked']);
    }, 90_000);
  }

  it('while it defines the fields, or takes lists off, comes to that all the same', async () => {
    const steps = new Set<ProductFieldStep>();
    for (let nth = 1; nth <= 4; nth += 1) {
      await begin('own');
      const died = await dieAt(nth);
      if (died !== null) steps.add(died);
      await shop.write();
      expect(shop.standing('own').includes('-')).toBe(false);
      await switchProductFieldsOff(asked());
      await dieAt(nth + 1);
      await shop.write();
      expect(new Set(shop.standing('own'))).toEqual(new Set(['-']));
      expect(await shop.shop.query('SELECT state FROM product_field_writing')).toEqual([{ state: 'off' }]);
      expect(await shop.shop.query('SELECT FROM product_field_ledger')).toEqual([]);
    }
    expect(steps.has('defined')).toBe(true);
  }, 60_000);

  it('that was told to stop while something was on its way neither writes it nor loses what it wrote', async () => {
    for (const step of ['planned', 'marked sent', 'asked'] as const) {
      await begin('own');
      await shop.write();
      const first = shop.standing('own');
      await shop.setLists(shop.ids.map((id, at) => ({ id, field: 'also', list: shop.others(at, 5) })));
      await writeLists({ shopId: shop.shopId, cause: 'lists' });
      const run = await shop.lastRun();
      await shop.write((at) => {
        if (at === step) throw new Crash();
      });
      await undoFieldRun({ ...asked(), runId: run });
      await shop.write();
      expect(shop.standing('own')).toEqual(first);
      expect(await shop.unsettled()).toEqual([]);
    }
  }, 60_000);
});
