import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { followProducts, writeLists } from '#app/product-fields/follow-lists.server.ts';
import { chooseFieldTarget, lookAgain, pauseProductFields, resumeProductFields, switchProductFieldsOff, switchProductFieldsOn, undoFieldRun } from '#app/product-fields/switch-product-fields.server.ts';
import { writeProductFields } from '#app/product-fields/write-product-fields.server.ts';
import { leaveStore } from '#app/privacy/leave-store.server.ts';
import { loadPrivacyPage } from '#app/privacy/load-privacy-page.server.ts';
import { allScopes } from '#tests/shopify-standin/graphql/scopes.ts';
import { factoryPool } from '#tests/factories/made-mirror.ts';
import { STAFF } from '../tags/tagged-shop.ts';
import { ListedProducts } from './listed-products.ts';

const PRODUCTS = 20;
let shop: ListedProducts;
let one = 0;
let two = 0;

beforeAll(async () => {
  shop = await ListedProducts.open({ products: PRODUCTS });
  [one = 0, two = 0] = shop.ids;
}, 60_000);
afterAll(() => shop.close());
beforeEach(() => shop.startOver());

const asked = () => ({ shopId: shop.shopId, by: STAFF });
const on = () => switchProductFieldsOn(asked());
const lists = (cause: 'lists' | 'rules' = 'lists') => writeLists({ shopId: shop.shopId, cause });
const standard = async () => {
  await chooseFieldTarget({ ...asked(), target: 'standard' });
  await shop.write();
};
async function rule(fields: Record<string, unknown>): Promise<void> {
  const names = Object.keys(fields);
  await factoryPool().query(`INSERT INTO recommendation_rules (shop_id, made_at, made_by, ${names.join(', ')}) VALUES ($1, now(), '42', ${names.map((_, at) => `$${at + 2}`).join(', ')})`, [shop.shopId, ...Object.values(fields)]);
}

describe('lists in the app’s own fields', () => {
  it('are written once the merchant asks, all of them, in calls of 25, with fields that the storefront may read', async () => {
    await lists();
    await shop.write();
    expect(shop.shop.requests).toEqual([]);
    await on();
    await shop.write();
    expect(shop.listAt(one, 'also')).toEqual(shop.others(0, 1));
    expect(shop.listAt(one, 'together')).toEqual(shop.others(0, 7));
    expect(shop.standing('own').includes('-')).toBe(false);
    expect(shop.shop.asked('MetafieldsSet')).toBe(Math.ceil((2 * PRODUCTS) / 25));
    expect(shop.shop.standIn.live.metafields.definitions().all().map(({ key, storefront, admin, ownerType }) => ({ key, storefront, admin, ownerType }))).toEqual(['bought_together', 'also_bought'].map((key) => ({ key, storefront: 'PUBLIC_READ', admin: 'MERCHANT_READ', ownerType: 'Product' })));
    expect((await shop.runs()).at(-1)).toMatchObject({ kind: 'write', cause: 'asked', state: 'done', looked: expect.any(Number) as number, written: 2 * PRODUCTS, theirs: 0, failed: 0 });
    expect(await shop.unsettled()).toEqual([]);
  });

  it('are written again where a list has changed by something that is seen, and nothing else is asked', async () => {
    await on();
    await shop.write();
    shop.shop.requests.length = 0;
    await shop.setList(one, 'also', [...shop.others(0, 1).slice(0, 5), shop.others(0, 8)[0] as number]);
    await lists();
    await shop.write();
    expect(shop.shop.requests).toEqual([]);
    await shop.setList(one, 'also', shop.others(0, 4));
    await shop.setList(two, 'together', []);
    await lists();
    await shop.write();
    expect(shop.shop.requests.map(({ operation }) => operation)).toEqual(['ProductFields', 'MetafieldsSet', 'MetafieldsDelete']);
    expect(shop.listAt(one, 'also')).toEqual(shop.others(0, 4));
    expect(shop.valueAt(two, 'together')).toBeNull();
    expect(await shop.unsettled()).toEqual([]);
  });

  it('follow the merchant’s rules, and lose what may not be shown any more', async () => {
    await on();
    await shop.write();
    const [first = 0, second = 0, third = 0, fourth = 0] = shop.others(0, 1);
    await rule({ kind: 'exclude', product_id: first });
    await rule({ kind: 'pin', block: 'also', product_id: fourth, shown_with: one });
    await lists('rules');
    await shop.write();
    expect(shop.listAt(one, 'also')?.slice(0, 3)).toEqual([fourth, second, third]);
    expect(shop.standing('own').some((value) => value.includes(String(first)))).toBe(false);
    await factoryPool().query("UPDATE products SET published_at = NULL WHERE shop_id = $1 AND id = $2", [shop.shopId, second]);
    await factoryPool().query("UPDATE products SET status = 'DRAFT' WHERE shop_id = $1 AND id = $2", [shop.shopId, third]);
    // An event of one that is still shown is nothing to write.
    await followProducts({ shopId: shop.shopId, productIds: [fourth] });
    expect((await shop.runs()).at(-1)).toMatchObject({ cause: 'rules' });
    await followProducts({ shopId: shop.shopId, productIds: [second, fourth] });
    expect((await shop.runs()).at(-1)).toMatchObject({ cause: 'products', state: 'waiting' });
    await shop.write();
    for (const id of shop.ids.filter((other) => other !== second && other !== third)) for (const field of ['also', 'together'] as const) for (const gone of [second, third]) expect(shop.listAt(id, field)).not.toContain(gone);
    expect(await shop.unsettled()).toEqual([]);
  });

  it('go back to what stood before a run, whichever, and stay so until the merchant goes on', async () => {
    await on();
    await shop.write();
    const firstRun = await shop.lastRun();
    const first = shop.standing('own');
    await shop.setList(one, 'also', shop.others(0, 4));
    await lists();
    await shop.write();
    const secondRun = await shop.lastRun();
    const second = shop.standing('own');
    await rule({ kind: 'exclude', product_id: two });
    await lists('rules');
    await shop.write();
    const thirdRun = await shop.lastRun();
    expect(shop.standing('own')).not.toEqual(second);

    await undoFieldRun({ ...asked(), runId: thirdRun });
    await shop.write();
    expect(shop.standing('own')).toEqual(second);
    await lists();
    await shop.write();
    expect(shop.standing('own')).toEqual(second);
    await undoFieldRun({ ...asked(), runId: secondRun });
    await shop.write();
    expect(shop.standing('own')).toEqual(first);
    // What was undone can be undone.
    await undoFieldRun({ ...asked(), runId: await shop.lastRun() });
    await shop.write();
    expect(shop.standing('own')).toEqual(second);
    await undoFieldRun({ ...asked(), runId: firstRun });
    await shop.write();
    expect(new Set(shop.standing('own'))).toEqual(new Set(['-']));
    expect(await shop.unsettled()).toEqual([]);
    await resumeProductFields(asked());
    await shop.write();
    expect(shop.listAt(one, 'also')).toEqual(shop.others(0, 4).filter((product) => product !== two));
    expect(await shop.unsettled()).toEqual([]);
    await expect(undoFieldRun({ ...asked(), runId: 1 + await shop.lastRun() })).rejects.toMatchObject({ code: 'product-fields-no-run' });
  });

  it('are taken off with nothing left behind but the fields, or with those', async () => {
    await on();
    await shop.write();
    await switchProductFieldsOff(asked());
    await expect(on()).rejects.toMatchObject({ code: 'product-fields-removing' });
    await shop.write();
    expect(new Set(shop.standing('own'))).toEqual(new Set(['-']));
    expect(await shop.shop.query('SELECT FROM product_field_ledger')).toEqual([]);
    expect(shop.definitions()).toEqual(['also_bought', 'bought_together']);
    expect((await shop.runs()).at(-1)).toMatchObject({ kind: 'remove', state: 'done', written: 2 * PRODUCTS });
    await expect(switchProductFieldsOff(asked())).rejects.toMatchObject({ code: 'product-fields-off' });
    await on();
    await shop.write();
    expect(shop.standing('own').includes('-')).toBe(false);
  });

  it('are made again with their values where somebody deleted the fields at Shopify', async () => {
    await on();
    await shop.write();
    const first = shop.standing('own');
    for (const definition of [...shop.shop.standIn.live.metafields.definitions().all()]) shop.shop.standIn.live.metafields.undefine(definition, true);
    await factoryPool().query("UPDATE product_field_writing SET defined_at = defined_at - interval '1 day' WHERE shop_id = $1", [shop.shopId]);
    await lists();
    await shop.write();
    expect(shop.standing('own')).toEqual(first);
    expect(await shop.unsettled()).toEqual([]);
  });

  it('are refused one by one, once for what is refused, and the others are written', async () => {
    shop.shop.meddle = ({ operation, body }) => (operation === 'MetafieldsSet' && body.includes(`"ownerId":"gid://shopify/Product/${one}"`)
      ? Response.json({ data: { metafieldsSet: { userErrors: [{ field: ['metafields', '0', 'value'], message: 'Value is odd.', code: 'INVALID_VALUE', elementIndex: 0 }] } } }) : null);
    await on();
    await shop.write();
    expect(shop.standing('own').filter((value) => value === '-')).toHaveLength(2);
    expect((await shop.runs()).at(-1)).toMatchObject({ written: 2 * PRODUCTS - 2, failed: 2 });
    shop.shop.requests.length = 0;
    await lists();
    await shop.write();
    expect(shop.shop.requests).toEqual([]);
    shop.shop.meddle = null;
    await shop.setList(one, 'also', shop.others(0, 4));
    await lists();
    await shop.write();
    expect(shop.listAt(one, 'also')).toEqual(shop.others(0, 4));
  });

  it('wait when Shopify throttles, and for nobody’s scope', async () => {
    let throttled = 0;
    shop.shop.meddle = ({ operation }) => {
      if (operation !== 'MetafieldsSet' || throttled > 1) return null;
      throttled += 1;
      return Response.json({ errors: [{ message: 'Throttled', extensions: { code: 'THROTTLED' } }], extensions: { cost: { requestedQueryCost: 10, throttleStatus: { maximumAvailable: 1_000, currentlyAvailable: 9, restoreRate: 2_000 } } } });
    };
    await on();
    await shop.write();
    expect(throttled).toBe(2);
    expect(await shop.unsettled()).toEqual([]);
    await shop.setList(one, 'also', shop.others(0, 4));
    await lists();
    await shop.shop.grant(allScopes.filter((scope) => scope !== 'write_products'));
    await expect(shop.write()).rejects.toMatchObject({ code: 'access-denied' });
    expect(await shop.shop.query('SELECT error_code FROM product_field_writing')).toEqual([{ error_code: 'access-denied' }]);
    await shop.shop.grant(allScopes);
    await shop.write();
    expect(shop.listAt(one, 'also')).toEqual(shop.others(0, 4));
  });

  it('are left alone while they are paused, or all writing is held, and two writers do not write at once', async () => {
    await on();
    await pauseProductFields(asked());
    await shop.write();
    expect(shop.shop.requests).toEqual([]);
    await resumeProductFields(asked());
    await writeProductFields({ shopId: shop.shopId, held: () => Promise.resolve(true) });
    expect(shop.shop.requests).toEqual([]);
    const both = await Promise.allSettled([shop.write(), shop.write()]);
    expect(both.filter(({ status }) => status === 'rejected')).toHaveLength(1);
    expect(await shop.unsettled()).toEqual([]);
    expect(shop.standing('own').includes('-')).toBe(false);
  });
});

describe('lists in the standard fields', () => {
  it('are written after a look, beside the merchant’s own, which stay whatever happens', async () => {
    const theirs = shop.ids.slice(10, 12);
    shop.merchantSets(one, 'also', theirs);
    await chooseFieldTarget({ ...asked(), target: 'standard' });
    await expect(on()).rejects.toMatchObject({ code: 'product-fields-unseen' });
    await shop.write();
    expect(shop.shop.requests.map(({ operation }) => operation)).toEqual(['ProductFields']);
    expect(await shop.shop.query('SELECT product_id, field, theirs FROM product_field_ledger')).toEqual([{ product_id: one, field: 'also', theirs: true }]);
    await on();
    await shop.write();
    expect(shop.listAt(one, 'also', 'standard')).toEqual(theirs);
    expect(shop.listAt(one, 'together', 'standard')).toEqual(shop.others(0, 7));
    expect(shop.standing('standard').includes('-')).toBe(false);
    const written = await shop.lastRun();

    // Changed, taken away, and set to the very list that is wanted next.
    shop.merchantSets(two, 'also', theirs);
    shop.merchantSets(two, 'together', null);
    const third = shop.ids[2] ?? 0;
    shop.merchantSets(third, 'also', shop.others(2, 5));
    for (const [at, id] of shop.ids.slice(0, 4).entries()) for (const field of ['also', 'together'] as const) await shop.setList(id, field, shop.others(at, 5));
    await lists();
    await shop.write();
    expect([shop.listAt(one, 'also', 'standard'), shop.listAt(two, 'also', 'standard'), shop.valueAt(two, 'together', 'standard'), shop.listAt(third, 'also', 'standard')]).toEqual([theirs, theirs, null, shop.others(2, 5)]);
    expect(shop.listAt(one, 'together', 'standard')).toEqual(shop.others(0, 5));
    expect((await shop.runs()).at(-1)).toMatchObject({ theirs: 3 });
    expect(await shop.unsettled('standard')).toEqual([]);

    await undoFieldRun({ ...asked(), runId: written });
    await shop.write();
    expect([shop.listAt(one, 'also', 'standard'), shop.listAt(two, 'also', 'standard'), shop.valueAt(two, 'together', 'standard'), shop.listAt(third, 'also', 'standard')]).toEqual([theirs, theirs, null, shop.others(2, 5)]);
    expect(shop.standing('standard').filter((value) => value !== '-')).toHaveLength(3);
    await resumeProductFields(asked());
    await shop.write();
    await switchProductFieldsOff(asked());
    await shop.write();
    expect(shop.standing('standard').filter((value) => value !== '-')).toHaveLength(3);
    expect(shop.listAt(third, 'also', 'standard')).toEqual(shop.others(2, 5));
    expect(shop.definitions()).toEqual(['complementary_products', 'related_products']);
  });

  it('are not written over what somebody writes between the look and the call', async () => {
    await standard();
    await on();
    let set = false;
    shop.shop.meddle = ({ operation }) => {
      if (operation === 'MetafieldsSet' && !set) {
        set = true;
        shop.merchantSets(two, 'also', [one]);
      }
      return null;
    };
    await shop.write();
    expect(shop.listAt(two, 'also', 'standard')).toEqual([one]);
    expect(shop.standing('standard').includes('-')).toBe(false);
    expect((await shop.runs()).at(-1)).toMatchObject({ written: 2 * PRODUCTS - 1, theirs: 1 });
    await lookAgain(asked());
    await shop.write();
    expect(await shop.shop.query("SELECT their_value FROM product_field_ledger WHERE theirs")).toEqual([{ their_value: JSON.stringify([`gid://shopify/Product/${one}`]) }]);
  });

  it('cannot be chosen while others are written, and Shopify’s refusal is told', async () => {
    await on();
    await expect(chooseFieldTarget({ ...asked(), target: 'standard' })).rejects.toMatchObject({ code: 'product-fields-on' });
    await shop.write();
    await switchProductFieldsOff(asked());
    await shop.write();
    await standard();
    await on();
    shop.shop.meddle = ({ operation }) => (operation === 'MetafieldsSet' ? Response.json({ data: { metafieldsSet: { userErrors: [{ field: ['metafields', '0', 'namespace'], message: 'Not for apps.', code: 'APP_NOT_AUTHORIZED', elementIndex: 0 }] } } }) : null);
    await expect(shop.write()).rejects.toMatchObject({ code: 'product-fields-refused', message: expect.stringContaining('Not for apps.') as string });
    expect(new Set(shop.standing('standard'))).toEqual(new Set(['-']));
  });
});

it('leaving cleanly deletes the app’s own fields with their values, once', async () => {
  await on();
  await shop.write();
  const leaving = async () => (await loadPrivacyPage({ shopId: shop.shopId })).leaving.lists;
  expect(await leaving()).toEqual({ products: PRODUCTS, stand: true, going: false });
  expect(await leaveStore(asked())).toMatchObject({ lists: true });
  expect(await leaving()).toMatchObject({ going: true });
  expect(await leaveStore(asked())).toMatchObject({ lists: false });
  await shop.write();
  expect([shop.definitions(), new Set(shop.standing('own'))]).toEqual([[], new Set(['-'])]);
  expect(await leaving()).toEqual({ products: 0, stand: false, going: false });
});
