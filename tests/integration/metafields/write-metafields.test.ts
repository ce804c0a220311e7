import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { withTenant } from '#app/database/tenant.server.ts';
import { FIELD_KEYS } from '#app/metafields/customer-field.ts';
import { mergeMetafields, wakeMetafields, writeSorted } from '#app/metafields/follow-customers.server.ts';
import { pauseMetafields, resumeMetafields, switchMetafieldsOff, switchMetafieldsOn } from '#app/metafields/switch-metafields.server.ts';
import { writeMetafields } from '#app/metafields/write-metafields.server.ts';
import { followChanges } from '#app/pipeline-follow.server.ts';
import { factoryPool, putInMirror, removeCustomers } from '#tests/factories/made-mirror.ts';
import { STAFF, waitingJobs } from '../tags/tagged-shop.ts';
import { FieldedShop } from './fielded-shop.ts';

/** So many that three a call are more than a few calls. */
const MANY = 160;
const DAY = 20_619;
let shop: FieldedShop;
let one: number;

beforeAll(async () => {
  shop = await FieldedShop.open({ customers: 200, buyers: MANY });
  one = shop.buyers(0, 1)[0] ?? 0;
}, 60_000);

beforeEach(() => shop.startOver());

afterAll(() => shop.close());

const on = () => switchMetafieldsOn({ shopId: shop.shopId, by: STAFF });

describe('fields that are switched on', () => {
  it('are defined once, for the merchant to read, and written of everybody who has bought; nothing is asked of Shopify before', async () => {
    await shop.write();
    await writeSorted({ shopId: shop.shopId });
    await shop.write();
    expect(shop.shop.requests).toEqual([]);
    await shop.expect(shop.buyers(0, 155), { clv: 12_345, pBuy: 0.4, nextOrderDay: DAY + 20 });
    await on();
    await shop.write();
    expect(shop.shop.standIn.live.metafields.definitions().all().map(({ key, admin, ownerType }) => ({ key, admin, ownerType }))).toEqual(FIELD_KEYS.map((key) => ({ key, admin: 'MERCHANT_READ', ownerType: 'Customer' })));
    expect(shop.valuesOf(one)).toEqual({
      value_tier: 'standard', tier: 'New', rfm_score: expect.stringMatching(/^5[1-5][1-5]$/) as string, clv_12m: '120', churn_band: 'medium', churn_risk: '60', next_order_date: '2026-07-05',
    });
    expect(shop.typesOf(one)).toEqual({
      value_tier: 'single_line_text_field', tier: 'single_line_text_field', rfm_score: 'number_integer', clv_12m: 'number_decimal', churn_band: 'single_line_text_field', churn_risk: 'number_integer', next_order_date: 'date',
    });
    expect(Object.keys(shop.valuesOf(shop.buyers(157, 158)[0] ?? 0))).toEqual(['value_tier', 'tier', 'rfm_score']);
    expect(shop.withFields()).toBe(MANY);
    expect(shop.shop.asked('MetafieldsSet')).toBe(0);
    expect(shop.shop.asked('BulkMutationRun')).toBe(1);
    expect(await shop.unsettled()).toEqual([]);
    expect(await shop.runs()).toEqual([{ kind: 'write', cause: 'asked', state: 'done', customers: 200, looked: 200, written: MANY, failed: 0 }]);
  });

  it('are not written again where nothing has changed by something that matters; few are written call by call, 25 fields each', async () => {
    await shop.expect(shop.buyers(0, MANY), { clv: 12_345, pBuy: 0.4, nextOrderDay: DAY + 20 });
    await on();
    await shop.write();
    shop.shop.requests.length = 0;
    await shop.expect(shop.buyers(0, MANY), { clv: 12_900, pBuy: 0.39, nextOrderDay: DAY + 22 });
    await writeSorted({ shopId: shop.shopId });
    await shop.write();
    expect(shop.shop.requests).toEqual([]);
    await shop.expect(shop.buyers(0, 10), { clv: 12_900, pBuy: 0.3, nextOrderDay: DAY + 22 });
    await writeSorted({ shopId: shop.shopId });
    await shop.write();
    // Risk, band, spend and day of ten customers: six whole customers a call.
    expect(shop.shop.asked('MetafieldsSet')).toBe(2);
    expect(shop.valuesOf(one)).toMatchObject({ clv_12m: '130', churn_band: 'high', churn_risk: '70', next_order_date: '2026-07-07' });
    expect(shop.shop.asked('MetafieldDefinitionCreate')).toBe(0);
    expect((await shop.runs()).at(-1)).toMatchObject({ cause: 'sorted', written: 10, looked: 200 });
    expect(await shop.unsettled()).toEqual([]);
  });

  it('lose the values that are wanted no more', async () => {
    const few = shop.buyers(0, 4);
    await shop.expect(few, { clv: 12_345, pBuy: 0.4, nextOrderDay: DAY + 20 });
    await on();
    await shop.write();
    await shop.expect(few.slice(0, 1), { clv: 90_000, pBuy: 0.4, nextOrderDay: null });
    await factoryPool().query('DELETE FROM customer_forecasts WHERE shop_id = $1 AND customer_id = ANY ($2::bigint[])', [shop.shopId, few.slice(1, 4)]);
    await writeSorted({ shopId: shop.shopId });
    await shop.write();
    expect(shop.valuesOf(one)).toMatchObject({ clv_12m: '900' });
    expect(shop.valuesOf(one).next_order_date).toBeUndefined();
    expect(Object.keys(shop.valuesOf(few[1] ?? 0)).sort()).toEqual(['rfm_score', 'tier', 'value_tier']);
    expect(shop.shop.asked('MetafieldsDelete')).toBe(1);
    expect(await shop.unsettled()).toEqual([]);
  });

  it('of somebody who is gone are forgotten, whether or not the mirror knows', async () => {
    await on();
    await shop.write();
    const [told = 0, untold = 0] = shop.buyers(20, 22);
    const { customers } = shop.shop.standIn.live.store;
    const before = [told, untold].map((id) => [id, customers.get(id)] as const);
    for (const [id] of before) customers.delete(id);
    await removeCustomers(shop.shopId, [told]);
    await shop.expect(shop.buyers(20, 24), { clv: 12_345, pBuy: 0.4, nextOrderDay: DAY + 20 });
    await shop.sort();
    await writeSorted({ shopId: shop.shopId });
    await shop.write();
    const known = (await shop.ledger()).map((row) => row.customerId);
    expect(known).toHaveLength(MANY - 2);
    expect([told, untold].filter((id) => known.includes(id))).toEqual([]);
    expect(shop.valuesOf(shop.buyers(22, 23)[0] ?? 0)).toMatchObject({ clv_12m: '120' });
    for (const [id, customer] of before) if (customer !== undefined) customers.set(id, customer);
    await putInMirror(shop.shopId, { customers: [{ id: told }] });
    await shop.shop.setRhythm('new', [told]);
    await shop.sort();
  });

  it('are refused one by one, once for what is refused, and the others are written', async () => {
    await shop.expect(shop.buyers(0, 3), { clv: 12_345, pBuy: 0.4, nextOrderDay: DAY + 20 });
    shop.shop.meddle = ({ operation, body }) => (operation === 'MetafieldsSet' && body.includes(`Customer/${one}"`)
      ? Response.json({ data: { metafieldsSet: { userErrors: [{ field: ['metafields', '0', 'value'], message: 'Value is odd.', code: 'INVALID_VALUE', elementIndex: 0 }] } } }) : null);
    await factoryPool().query('DELETE FROM orders WHERE shop_id = $1 AND NOT customer_id = ANY ($2::bigint[])', [shop.shopId, shop.buyers(0, 3)]);
    try {
      await shop.sort();
      await on();
      await shop.write();
      expect(shop.withFields()).toBe(2);
      expect((await shop.ledger()).filter((row) => row.refused !== null)).toMatchObject([{ customerId: one, refusal: 'Value is odd.', stands: {} }]);
      expect((await shop.runs())[0]).toMatchObject({ written: 2, failed: 1 });
      const asked = shop.shop.asked('MetafieldsSet');
      await writeSorted({ shopId: shop.shopId });
      await shop.write();
      expect(shop.shop.asked('MetafieldsSet')).toBe(asked);
      // Something else is wanted: it is tried.
      await shop.expect([one], { clv: 90_000, pBuy: 0.4, nextOrderDay: DAY + 20 });
      shop.shop.meddle = null;
      await writeSorted({ shopId: shop.shopId });
      await shop.write();
      expect(shop.valuesOf(one)).toMatchObject({ clv_12m: '900', tier: 'New' });
      expect(await shop.unsettled()).toEqual([]);
    } finally {
      shop.shop.meddle = null;
      await shop.shop.setRhythm('new', shop.buyers(0, MANY));
      await shop.sort();
    }
  });

  it('wait when Shopify throttles, and come all the same', async () => {
    let throttled = 0;
    shop.shop.meddle = ({ operation }) => {
      if (operation !== 'MetafieldDefinitionCreate' || throttled > 1) return null;
      throttled += 1;
      return Response.json({ errors: [{ message: 'Throttled', extensions: { code: 'THROTTLED' } }], extensions: { cost: { requestedQueryCost: 10, throttleStatus: { maximumAvailable: 1_000, currentlyAvailable: 9, restoreRate: 100 } } } });
    };
    await on();
    await shop.write();
    shop.shop.meddle = null;
    expect(throttled).toBe(2);
    expect(shop.withFields()).toBe(MANY);
  });
});

describe('a customer to whom something happens', () => {
  const happens = (id: number) => factoryPool().query("INSERT INTO customer_changes (shop_id, customer_id, kind, changed_at) VALUES ($1, $2, 'mirror', now())", [shop.shopId, id]);

  it('is noted in the turn, and written by a job soon after: no other, and nobody where the fields are off or paused', async () => {
    const prospect = shop.buyers(180, 181)[0] ?? 0;
    const buys = async (id: number, order: number): Promise<void> => {
      await factoryPool().query(
        `INSERT INTO orders SELECT (jsonb_populate_record(o, jsonb_build_object('id', $3::bigint, 'customer_id', $2::bigint))).* FROM orders o WHERE shop_id = $1 ORDER BY id LIMIT 1`, [shop.shopId, id, order]);
      await factoryPool().query(
        `INSERT INTO order_lines SELECT (jsonb_populate_record(l, jsonb_build_object('id', $2::bigint, 'order_id', $2::bigint))).* FROM order_lines l WHERE shop_id = $1 ORDER BY order_id LIMIT 1`, [shop.shopId, order]);
      await happens(id);
      await followChanges({ shopId: shop.shopId, patient: true });
    };
    try {
      await buys(prospect, 990_001);
      expect(await shop.shop.query("SELECT FROM customer_changes WHERE kind = 'metafields'")).toEqual([]);
      await on();
      await shop.write();
      expect(shop.valuesOf(prospect)).toMatchObject({ tier: 'New' });
      shop.shop.requests.length = 0;
      const before = await waitingJobs('write-metafields');
      await buys(one, 990_002);
      expect(shop.shop.requests, 'no call of Shopify before the tags').toEqual([]);
      expect(await waitingJobs('write-metafields')).toBeGreaterThanOrEqual(Math.max(1, before));
      await shop.write();
      expect(shop.shop.requests.map((request) => request.operation)).toEqual(['MetafieldsSet']);
      expect(shop.shop.requests[0]?.body).not.toContain(`Customer/${prospect}"`);
      expect(await shop.shop.query('SELECT followed FROM metafield_writing')).toEqual([{ followed: 1 }]);
      expect(await shop.unsettled()).toEqual([]);
      await pauseMetafields({ shopId: shop.shopId, by: STAFF });
      await buys(one, 990_003);
      expect(await shop.unsettled()).toEqual([]);
      expect(await shop.write()).toBeNull();
      await resumeMetafields({ shopId: shop.shopId, by: STAFF });
      shop.shop.requests.length = 0;
      await shop.write();
      expect(shop.shop.requests.map((request) => request.operation)).toEqual(['MetafieldsSet']);
      expect(await shop.unsettled()).toEqual([]);
    } finally {
      await factoryPool().query('DELETE FROM order_lines WHERE shop_id = $1 AND order_id BETWEEN 990001 AND 990003', [shop.shopId]);
      await factoryPool().query('DELETE FROM orders WHERE shop_id = $1 AND id BETWEEN 990001 AND 990003', [shop.shopId]);
      await shop.sort();
    }
  });

  it('while many are written in bulk is written before that ends, and whoever is with the bulk after it', async () => {
    await on();
    await shop.write();
    const [beside = 0, within = 0] = [...shop.buyers(158, 159), ...shop.buyers(3, 4)];
    await shop.expect(shop.buyers(0, 155), { clv: 12_345, pBuy: 0.4, nextOrderDay: DAY + 20 });
    // All seven fields of each: three customers a call, which is too many calls to go one by one.
    await shop.shop.query('UPDATE metafield_ledger SET unsure = true WHERE customer_id = ANY ($1::bigint[])', [shop.buyers(0, 155)]);
    await writeSorted({ shopId: shop.shopId });
    shop.shop.requests.length = 0;
    let looks = 0;
    shop.shop.meddle = async ({ operation }) => {
      if (operation !== 'BulkOperationStatus' || (looks += 1) > 1) return null;
      await shop.expect([beside, within], { clv: 90_000, pBuy: 0.1, nextOrderDay: null });
      await factoryPool().query("INSERT INTO customer_changes (shop_id, customer_id, kind, changed_at) SELECT $1, id, 'metafields', now() FROM unnest($2::bigint[]) id", [shop.shopId, [beside, within]]);
      return null;
    };
    await shop.write();
    shop.shop.meddle = null;
    const asked = shop.shop.requests.map((request) => request.operation).filter((operation) => operation === 'MetafieldsSet' || operation === 'download');
    expect(asked).toEqual(['MetafieldsSet', 'download', 'MetafieldsSet']);
    for (const id of [beside, within]) expect(shop.valuesOf(id)).toMatchObject({ clv_12m: '900', churn_risk: '90' });
    expect(shop.valuesOf(within).next_order_date).toBeUndefined();
    expect(await shop.unsettled()).toEqual([]);
  });

  it('and who was merged into another is forgotten; of the one who stays all is written anew', async () => {
    const [gone = 0, kept = 0] = shop.buyers(10, 12);
    await on();
    await shop.write();
    const { live } = shop.shop.standIn;
    const namespace = live.customer(kept)?.metafields[0]?.namespace ?? '';
    live.metafields.set([{ ownerId: `gid://shopify/Customer/${kept}`, namespace, key: 'churn_risk', type: null, value: '5' }], namespace.split('--').slice(0, 2).join('--'));
    await withTenant(shop.shopId, (tx) => mergeMetafields(tx, { goneId: gone, keptId: kept }));
    expect((await shop.ledger()).filter((row) => row.customerId === gone || row.customerId === kept)).toMatchObject([{ customerId: kept, unsure: true }]);
    await wakeMetafields({ shopId: shop.shopId });
    await shop.write();
    expect(Object.keys(shop.valuesOf(kept)).sort()).toEqual(['rfm_score', 'tier', 'value_tier']);
    expect((await shop.ledger()).find((row) => row.customerId === kept)).toMatchObject({ unsure: false, stands: shop.valuesOf(kept) });
  });
});

describe('what was written', () => {
  it('is taken off again customer by customer, the fields themselves staying', async () => {
    await on();
    await shop.write();
    await expect(on()).rejects.toThrow('written already');
    await switchMetafieldsOff({ shopId: shop.shopId, by: STAFF, definitions: false });
    await expect(on()).rejects.toThrow('being taken off');
    await shop.write();
    expect(shop.withFields()).toBe(0);
    expect(shop.definitions()).toHaveLength(FIELD_KEYS.length);
    expect(await shop.ledger()).toEqual([]);
    expect((await shop.runs()).at(-1)).toMatchObject({ kind: 'remove', state: 'done', customers: MANY, written: MANY, failed: 0 });
    expect(await shop.shop.query('SELECT state FROM metafield_writing')).toEqual([{ state: 'off' }]);
    await expect(switchMetafieldsOff({ shopId: shop.shopId, by: STAFF, definitions: false })).rejects.toThrow('nothing to take off');
    // What was left can go yet.
    await switchMetafieldsOff({ shopId: shop.shopId, by: STAFF, definitions: true });
    await shop.write();
    expect(shop.definitions()).toEqual([]);
    await on();
    await shop.write();
    expect(shop.withFields()).toBe(MANY);
  });

  it('goes with the fields in one go, and what was on its way is not written', async () => {
    await on();
    await shop.write();
    await shop.expect(shop.buyers(0, MANY), { clv: 12_345, pBuy: 0.4, nextOrderDay: DAY + 20 });
    await writeSorted({ shopId: shop.shopId });
    await switchMetafieldsOff({ shopId: shop.shopId, by: STAFF, definitions: true });
    shop.shop.requests.length = 0;
    await shop.write();
    expect(shop.shop.requests.map((request) => request.operation)).toEqual(FIELD_KEYS.map(() => 'MetafieldDefinitionDelete'));
    expect(shop.withFields()).toBe(0);
    expect(await shop.ledger()).toEqual([]);
    expect((await shop.runs()).map(({ kind, state, written }) => ({ kind, state, written }))).toEqual([
      { kind: 'write', state: 'done', written: MANY }, { kind: 'write', state: 'cancelled', written: 0 }, { kind: 'remove', state: 'done', written: MANY },
    ]);
  });

  it('is written anew where somebody deleted the fields at Shopify', async () => {
    await on();
    await shop.write();
    for (const definition of [...shop.shop.standIn.live.metafields.definitions().all()]) shop.shop.standIn.live.metafields.undefine(definition, true);
    await shop.expect(shop.buyers(0, 2), { clv: 12_345, pBuy: 0.4, nextOrderDay: DAY + 20 });
    await writeSorted({ shopId: shop.shopId });
    await expect(shop.write()).rejects.toThrow('lost the definition');
    expect(await shop.shop.query('SELECT error_code FROM metafield_writing')).toEqual([{ error_code: 'metafields-undefined' }]);
    await shop.write();
    expect(shop.withFields()).toBe(MANY);
    expect(shop.valuesOf(one)).toMatchObject({ clv_12m: '120' });
    expect(await shop.shop.query('SELECT error_code FROM metafield_writing')).toEqual([{ error_code: null }]);
    expect(await shop.unsettled()).toEqual([]);
  });
});

it('two writers do not write at the same time, and none writes while all writing is held', async () => {
  await on();
  await writeMetafields({ shopId: shop.shopId, held: () => Promise.resolve(true) });
  expect(shop.shop.requests).toEqual([]);
  const both = await Promise.allSettled([shop.write(), shop.write()]);
  expect(both.filter((one) => one.status === 'rejected').map((one) => String(one.reason))).toEqual([expect.stringContaining('Another worker is at the customer fields')]);
  expect(await shop.unsettled()).toEqual([]);
});
