import { randomUUID } from 'node:crypto';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { closePools } from '#app/database/pools.server.ts';
import { withTenant } from '#app/database/tenant.server.ts';
import { noteOrderSessions } from '#app/mirror/order-sessions.server.ts';
import type { Earned } from '#app/recommendations/earned.ts';
import { insertHoldout } from '#app/recommendations/holdout-store.server.ts';
import { loadEarned } from '#app/recommendations/load-earned.server.ts';
import { recordShopperEvents } from '#app/recommendations/record-shopper-events.server.ts';
import { closeFactory, factoryPool, makeShop, putInMirror, type MadeOrder } from '#tests/factories/made-mirror.ts';

const NOW = Date.parse('2026-11-29T12:00:00Z');
const MINUTE = 60_000;
let shopId: number;

beforeEach(async () => {
  shopId = await makeShop({ currencyCode: 'GBP' });
  await putInMirror(shopId, { customers: Array.from({ length: 10 }, (_, at) => ({ id: at + 1 })), products: [7, 8, 9].map((id) => ({ id, title: `Product ${id}` })) });
});

afterAll(async () => {
  await closeFactory();
  await closePools();
});

const at = (minutes: number): string => new Date(NOW + minutes * MINUTE).toISOString();

interface Did { type: 'impression' | 'view' | 'click' | 'add'; product: number; minutes: number; block?: string; placement?: string }

async function visit(session: string, did: readonly Did[]): Promise<void> {
  const events = did.map(({ type, product, minutes, block = 'also', placement = 'product' }) => ({ id: randomUUID(), type, block, placement, product_id: product, at: at(minutes) }));
  await recordShopperEvents({ shopId, customerId: null, now: NOW, body: { session, events } });
}

async function order(id: number, session: string | null, minutes: number, lines: MadeOrder['lines'], more: Partial<MadeOrder> = {}): Promise<void> {
  await putInMirror(shopId, { orders: [{ id, customerId: 1, processedAt: at(minutes), lines, ...more }] });
  await withTenant(shopId, (tx) => noteOrderSessions(tx, [{ id: String(id), session }]));
}

const earned = (period: { from: string; to: string } = { from: '2026-11-01', to: '2026-11-30' }, now = NOW + 86_400_000): Promise<Earned> => withTenant(shopId, (tx) => loadEarned(tx, { ...period, now }));

describe('what lists earned', () => {
  it('is the net value of lines whose product was clicked in the same visit before; what was only seen is kept apart', async () => {
    await visit('visit-0001', [{ type: 'impression', product: 7, minutes: -30 }, { type: 'view', product: 7, minutes: -29 }, { type: 'view', product: 8, minutes: -29 }, { type: 'click', product: 7, minutes: -28 }]);
    await order(10, 'visit-0001', -10, [{ productId: 7, net: 1_999 }, { productId: 8, net: 500 }, { productId: 9, net: 7_777 }]);
    const { total, blocks, days } = await earned();
    expect(total).toEqual({ impressions: 1, views: 2, clicks: 1, adds: 0, clicked: { orders: 1, lines: 1, value: 1_999 }, seen: { orders: 1, lines: 1, value: 500 } });
    expect(blocks).toEqual([{ block: 'also', placement: 'product', ...total }]);
    expect(days).toEqual([{ day: '2026-11-29', ...total }]);
  });

  it('counts no other visit, no other product, nothing bought before the click, no gift card, no test and no cancelled order', async () => {
    await visit('visit-0002', [{ type: 'click', product: 7, minutes: -20 }]);
    await order(10, 'visit-0003', -10, [{ productId: 7, net: 100 }]);
    await order(11, null, -10, [{ productId: 7, net: 100 }]);
    await order(12, 'visit-0002', -10, [{ productId: 8, net: 100 }]);
    await order(13, 'visit-0002', -30, [{ productId: 7, net: 100 }]);
    await order(14, 'visit-0002', -10, [{ productId: 7, net: 100, giftCard: true }]);
    await order(15, 'visit-0002', -10, [{ productId: 7, net: 100 }], { test: true });
    await order(16, 'visit-0002', -10, [{ productId: 7, net: 100 }], { cancelledAt: at(-5) });
    await order(17, 'visit-0002', -10, [{ productId: 7, net: 100 }], { status: 'PENDING' });
    expect((await earned()).total.clicked).toEqual({ orders: 0, lines: 0, value: 0 });
    // The net alone: what was refunded is out of it, and another currency is in no sum.
    await order(18, 'visit-0002', -10, [{ productId: 7, net: 40, quantity: 2, kept: 1 }]);
    await order(19, 'visit-0002', -9, [{ productId: 7, net: 90 }], { currencyCode: 'EUR' });
    expect((await earned()).total.clicked).toEqual({ orders: 2, lines: 2, value: 40 });
  });

  it('gives each line once, to its last click, and an order once in all', async () => {
    await visit('visit-0004', [
      { type: 'click', product: 7, minutes: -40, block: 'recommended', placement: 'home' }, { type: 'add', product: 7, minutes: -30, block: 'together' }, { type: 'view', product: 7, minutes: -20, block: 'also' },
      { type: 'click', product: 8, minutes: -25, block: 'recommended', placement: 'home' },
    ]);
    await order(10, 'visit-0004', -10, [{ productId: 7, net: 100 }, { productId: 8, net: 200 }]);
    const { total, blocks } = await earned();
    expect(total.clicked).toEqual({ orders: 1, lines: 2, value: 300 });
    expect(total.seen.lines).toBe(0);
    expect(Object.fromEntries(blocks.map((one) => [one.block, one.clicked.value]))).toEqual({ recommended: 200, together: 100, also: 0 });
  });

  it('is of the days that are asked for, of one shop, and nothing where nothing happened', async () => {
    await visit('visit-0005', [{ type: 'click', product: 7, minutes: -20 }]);
    await order(10, 'visit-0005', -10, [{ productId: 7, net: 100 }]);
    expect((await earned({ from: '2026-11-01', to: '2026-11-28' })).total).toMatchObject({ clicks: 0, clicked: { orders: 0 } });
    const other = await makeShop();
    expect(await withTenant(other, (tx) => loadEarned(tx, { from: '2026-11-01', to: '2026-11-30', now: NOW }))).toMatchObject({ total: { clicks: 0, clicked: { orders: 0 } }, blocks: [], days: [], holdout: null });
  });
});

describe('the holdout', () => {
  async function expose(holdout: number, customers: readonly { id: number; heldOut: boolean; minutes: number }[]): Promise<void> {
    for (const one of customers) {
      await factoryPool().query('INSERT INTO holdout_exposures (shop_id, holdout_id, customer_id, held_out, block, placement, first_at) VALUES ($1, $2, $3, $4, $5, $6, $7)', [shopId, holdout, one.id, one.heldOut, 'recommended', 'home', at(one.minutes)]);
    }
  }

  async function begin(): Promise<number> {
    await withTenant(shopId, (tx) => insertHoldout(tx, { salt: 'pepper', percent: 10, at: new Date(NOW - 86_400_000), by: '' }));
    const { rows } = await factoryPool().query<{ id: number }>('SELECT max(id)::int AS id FROM holdouts WHERE shop_id = $1', [shopId]);
    return rows[0]?.id ?? 0;
  }

  it('compares what customers bought from their first coming on, whatever they clicked, by the arm that was drawn', async () => {
    const id = await begin();
    await expose(id, [{ id: 1, heldOut: false, minutes: -60 }, { id: 2, heldOut: false, minutes: -60 }, { id: 3, heldOut: true, minutes: -60 }, { id: 4, heldOut: true, minutes: -60 }]);
    const bought = (order: number, customerId: number, minutes: number, net: number, more: Partial<MadeOrder> = {}): MadeOrder => ({ id: order, customerId, processedAt: at(minutes), lines: [{ productId: 1, net }], ...more });
    await putInMirror(shopId, { orders: [bought(10, 1, -50, 300), bought(11, 1, -40, 200), bought(12, 1, -70, 9_999), bought(13, 3, -50, 100), bought(14, 5, -50, 5_000), bought(15, 4, -50, 70, { test: true })] });
    expect((await earned()).holdout).toEqual({
      percent: 10, since: new Date(NOW - 86_400_000).toISOString(),
      lift: { state: 'too-few', shown: { shoppers: 2, buyers: 1, value: 500, valueSquares: 250_000 }, heldOut: { shoppers: 2, buyers: 1, value: 100, valueSquares: 10_000 } },
    });
  });

  it('takes two customers who became one for that one, by the first coming of either', async () => {
    const id = await begin();
    await expose(id, [{ id: 1, heldOut: false, minutes: -60 }, { id: 2, heldOut: true, minutes: -90 }]);
    await factoryPool().query('INSERT INTO customer_merges (shop_id, gone_id, kept_id, merged_at) VALUES ($1, 2, 1, now())', [shopId]);
    await putInMirror(shopId, { orders: [{ id: 10, customerId: 1, processedAt: at(-80), lines: [{ net: 100 }] }] });
    expect((await earned()).holdout?.lift).toMatchObject({ shown: { shoppers: 0 }, heldOut: { shoppers: 1, buyers: 1, value: 100 } });
  });

  it('begins anew with every change: who came before is not counted with who comes after', async () => {
    await expose(await begin(), [{ id: 1, heldOut: false, minutes: -60 }]);
    await expose(await begin(), [{ id: 2, heldOut: true, minutes: -30 }]);
    expect((await earned()).holdout?.lift).toMatchObject({ shown: { shoppers: 0 }, heldOut: { shoppers: 1 } });
  });

  it('of thousands of customers finds a lift that is there', async () => {
    const id = await begin();
    await factoryPool().query("INSERT INTO customers (shop_id, id, tags, amount_spent, amount_spent_currency, number_of_orders, created_at, updated_at) SELECT $1, n, '{}', 0, 'GBP', 0, now(), now() FROM generate_series(1000, 4999) n", [shopId]);
    await factoryPool().query("INSERT INTO holdout_exposures (shop_id, holdout_id, customer_id, held_out, block, placement, first_at) SELECT $1, $2, n, n % 10 = 0, 'recommended', 'home', $3 FROM generate_series(1000, 4999) n", [shopId, id, at(-60)]);
    const orders = Array.from({ length: 4_000 }, (_, n) => n + 1_000).filter((n) => (n % 10 === 0 ? n % 100 === 0 : n % 3 === 0)).map((n): MadeOrder => ({ id: n, customerId: n, processedAt: at(-50), lines: [{ net: 1_000 + (n % 7) * 100 }] }));
    await putInMirror(shopId, { orders });
    const lift = (await earned()).holdout?.lift;
    expect(lift).toMatchObject({ state: 'measured', shown: { shoppers: 3_600, buyers: 1_200 }, heldOut: { shoppers: 400, buyers: 40 }, buying: { verdict: 'higher' }, value: { verdict: 'higher' } });
  });
});
