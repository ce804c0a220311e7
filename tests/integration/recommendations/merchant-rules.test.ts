import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closePools } from '#app/database/pools.server.ts';
import { withTenant } from '#app/database/tenant.server.ts';
import { addRule, MOST_RULES, undoRule } from '#app/recommendations/change-rules.server.ts';
import { listRules, loadRules, type NewRule } from '#app/recommendations/rule-store.server.ts';
import { closeFactory, factoryPool, makeShop, putInMirror } from '#tests/factories/made-mirror.ts';

let shopId: number;
let other: number;

beforeAll(async () => {
  shopId = await makeShop();
  other = await makeShop();
  for (const shop of [shopId, other]) await putInMirror(shop, { products: [{ id: 1, title: 'Tea' }, { id: 2, title: 'Mug' }, { id: 3, title: 'Pot' }] });
});

afterAll(async () => {
  await closeFactory();
  await closePools();
});

const add = (rule: NewRule, shop = shopId) => addRule({ shopId: shop, by: '42', rule });
const inForce = (shop = shopId) => withTenant(shop, loadRules);
const PIN: NewRule = { kind: 'pin', block: 'also', product: '2', shownWith: '1' };

describe('rules of the merchant', () => {
  it('are kept with who made them, are in force in the order in which they were made, and stay in the history when they are undone', async () => {
    const { id } = await add(PIN);
    await add({ kind: 'exclude', product: '3' });
    await add({ kind: 'boost', by: 'vendor', value: 'Maker', factor: 2.5 });
    expect(await inForce()).toMatchObject([{ id, ...PIN }, { kind: 'exclude', product: '3' }, { kind: 'boost', by: 'vendor', value: 'Maker', factor: 2.5 }]);
    await undoRule({ shopId, by: '43', id });
    expect((await inForce()).map((rule) => rule.kind)).toEqual(['exclude', 'boost']);
    const [latest] = await withTenant(shopId, (tx) => listRules(tx, 10));
    expect(latest).toMatchObject({ rule: { id, ...PIN }, madeBy: '42', undoneBy: '43' });
    await expect(undoRule({ shopId, by: '42', id })).rejects.toMatchObject({ code: 'rule-gone' });
    // What was undone can be made again.
    await add(PIN);
    expect((await inForce()).filter((rule) => rule.kind === 'pin')).toHaveLength(1);
  });

  it('are refused in words: unknown products, beside themselves, twice, out of bounds', async () => {
    await expect(add({ kind: 'exclude', product: '99' })).rejects.toMatchObject({ code: 'rule-product' });
    await expect(add({ kind: 'pin', block: 'also', product: '1', shownWith: '99' })).rejects.toMatchObject({ code: 'rule-product' });
    await expect(add({ kind: 'pin', block: 'also', product: '1', shownWith: '1' })).rejects.toMatchObject({ code: 'rule-itself' });
    await expect(add({ kind: 'exclude', product: '3' })).rejects.toMatchObject({ code: 'rule-stands' });
    await expect(add({ kind: 'boost', by: 'vendor', value: 'MAKER', factor: 2 })).rejects.toMatchObject({ code: 'rule-stands' });
    await expect(add({ kind: 'boost', by: 'tag', value: 'sale', factor: 5 })).rejects.toMatchObject({ code: 'rule-factor' });
    await expect(add({ kind: 'boost', by: 'tag', value: 'sale', factor: Number.NaN })).rejects.toMatchObject({ code: 'rule-factor' });
  });

  it('made twice at the same moment are one', async () => {
    const settled = await Promise.allSettled(Array.from({ length: 5 }, () => add({ kind: 'pin', block: 'bestsellers', product: '2', shownWith: null })));
    expect(settled.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
  });

  it('are of one shop, and bounded', async () => {
    expect(await inForce(other)).toEqual([]);
    const { id } = await add({ kind: 'exclude', product: '1' }, other);
    await expect(undoRule({ shopId, by: '42', id })).rejects.toMatchObject({ code: 'rule-gone' });
    expect(await inForce(other)).toHaveLength(1);
    await factoryPool().query("INSERT INTO recommendation_rules (shop_id, kind, boost_by, value, factor, made_at, made_by) SELECT $1, 'boost', 'tag', 'tag ' || n, 2, now(), '1' FROM generate_series(2, $2) AS n", [other, MOST_RULES]);
    await expect(add({ kind: 'exclude', product: '2' }, other)).rejects.toMatchObject({ code: 'rule-many' });
  });
});
