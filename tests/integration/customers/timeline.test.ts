import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { loadGoneCustomer } from '#app/customers/load-gone-customer.server.ts';
import { EVENTS_A_PAGE, loadTimeline } from '#app/customers/load-timeline.server.ts';
import type { TimelineChoice, TimelinePage } from '#app/customers/timeline.ts';
import { closePools } from '#app/database/pools.server.ts';
import { withTenant } from '#app/database/tenant.server.ts';
import { closeFactory, factoryPool, makeShop, putInMirror, type MadeOrder } from '#tests/factories/made-mirror.ts';

afterAll(async () => {
  await closePools();
  await closeFactory();
});

const NOW = Date.parse('2026-06-15T12:00:00Z');
const HOUR = 3_600_000;
const at = (hours: number): string => new Date(NOW - hours * HOUR).toISOString();

const page = (shopId: number, query: { after?: string; before?: string; choice?: TimelineChoice } = {}, customerId = 1): Promise<TimelinePage> =>
  withTenant(shopId, (tx) => loadTimeline(tx, { customerId, now: NOW, choice: 'all', ...query }));

async function addTierChange(shopId: number, hours: number, customerId = 1): Promise<void> {
  await factoryPool().query(
    "INSERT INTO tier_changes (shop_id, customer_id, day, changed_at, from_tier, to_tier, from_stage, to_stage, cause) VALUES ($1, $2, 1, $3, 'New', 'Dormant', 'First-time', 'Lapsed', 'customer')",
    [shopId, customerId, at(hours)],
  );
}

async function addTagChange(shopId: number, hours: number, change: { action?: string; state?: string; key?: string } = {}): Promise<void> {
  const { rows } = await factoryPool().query<{ id: number }>("INSERT INTO tag_runs (shop_id, kind, state, created_at, approved_at, approved_by) VALUES ($1, 'apply', 'done', $2, $2, '42') RETURNING id", [shopId, at(hours)]);
  await factoryPool().query(
    `INSERT INTO tag_changes (shop_id, run_id, customer_id, tag_key, rule, name, action, why, state, settled_at) VALUES ($1, $2, 1, $5, 'vip', 'VIP', $3, 'rule holds', $4, $6)`,
    [shopId, rows[0]?.id, change.action ?? 'add', change.state ?? 'done', change.key ?? 'vip', at(hours)],
  );
}

describe('a timeline', () => {
  it('has orders, refunds, our tags with their run, the merchant’s doings, moves and merges, the newest first', async () => {
    const shopId = await makeShop();
    await putInMirror(shopId, { customers: [{ id: 1 }, { id: 2 }], orders: [
      { id: 1, customerId: 1, processedAt: at(50), lines: [{ net: 500 }], refunds: [{ uncarried: 100 }] }, { id: 2, customerId: 2, processedAt: at(40), lines: [{ net: 500 }] },
    ] });
    await addTierChange(shopId, 30);
    await addTierChange(shopId, 29, 2);
    await addTagChange(shopId, 20);
    await addTagChange(shopId, 19, { state: 'skipped', key: 'other' });
    await factoryPool().query("INSERT INTO staff_members (shop_id, user_id, name, asked_at) VALUES ($1, '42', 'Grace', now())", [shopId]);
    await factoryPool().query(
      `INSERT INTO tag_ledger (shop_id, customer_id, tag_key, name, rule, state, updated_at, state_since) VALUES ($1, 1, 'vip', 'VIP', 'vip', 'removed-by-merchant', now(), $2), ($1, 1, 'new', 'New', 'new', 'written', now(), $2)`,
      [shopId, at(10)],
    );
    await factoryPool().query('INSERT INTO customer_merges (shop_id, gone_id, kept_id, merged_at) VALUES ($1, 7, 1, $2)', [shopId, at(5)]);
    await factoryPool().query("INSERT INTO order_answers (shop_id, order_id, customer_id, answered_at, nps, source, source_at) VALUES ($1, 1, 1, $2, 9, 'friend', $3), ($1, 2, 2, $2, 1, NULL, NULL)", [shopId, at(4), at(49)]);
    await factoryPool().query("INSERT INTO line_answers (shop_id, order_id, line_id, customer_id, product_id, title, stars, words, answered_at) VALUES ($1, 1, 100, 1, 7, 'Mug', 5, 'Lovely', $2)", [shopId, at(4)]);
    const { events } = await page(shopId);
    expect(events).toMatchObject([
      { kind: 'answers', orderName: '#1', nps: 9, npsWords: null, source: 'friend', lines: [{ title: 'Mug', stars: 5, words: 'Lovely' }], at: at(4) },
      { kind: 'merge', goneId: '7', at: at(5) },
      { kind: 'merchant-tag', name: 'VIP', action: 'remove', at: at(10) },
      { kind: 'tag', action: 'add', name: 'VIP', cause: 'rule holds', undone: false, run: { approvedBy: '42', approvedByName: 'Grace', undoOf: null, automatic: false }, at: at(20) },
      { kind: 'tier', fromTier: 'New', toTier: 'Dormant', cause: 'customer', mergedFrom: null, at: at(30) },
      { kind: 'refund', orderName: '#1', amount: 100, at: at(50) },
      { kind: 'order', order: { id: '1', netValue: 400 }, at: at(50) },
    ]);
    const kinds = async (choice: TimelineChoice) => (await page(shopId, { choice })).events.map((event) => event.kind);
    expect(await kinds('orders')).toEqual(['answers', 'refund', 'order']);
    expect(await kinds('changes')).toEqual(['merge', 'merchant-tag', 'tag', 'tier']);
  });

  it('walked page by page, both ways, shows everything once and in order, however much happens in one instant', async () => {
    await fc.assert(fc.asyncProperty(
      fc.array(fc.record({ hours: fc.integer({ min: 0, max: 6 }), kind: fc.constantFrom('order', 'order', 'order', 'refunded', 'tier') }), { minLength: 1, maxLength: 90 }),
      fc.constantFrom('all', 'orders', 'changes'),
      async (made, choice) => {
        const shopId = await makeShop();
        const orders = made.flatMap(({ hours, kind }, index): MadeOrder[] => (kind === 'tier' ? [] : [{
          id: index + 1, customerId: 1, processedAt: at(hours), lines: [{ net: 9 }], refunds: kind === 'refunded' ? [{ uncarried: 1 }] : [],
        }]));
        await putInMirror(shopId, { customers: [{ id: 1 }], orders });
        for (const { hours, kind } of made) if (kind === 'tier') await addTierChange(shopId, hours);
        const wanted = made.reduce((sum, { kind }) => sum + (choice === 'changes' ? Number(kind === 'tier') : kind === 'tier' ? Number(choice === 'all') : kind === 'refunded' ? 2 : 1), 0);
        const pages: TimelinePage[] = [];
        for (let after: string | undefined; ;) {
          const one = await page(shopId, { choice, ...(after === undefined ? {} : { after }) });
          pages.push(one);
          if (one.next === null) break;
          after = one.next;
        }
        const all = pages.flatMap((one) => one.events);
        expect(new Set(all.map((event) => event.key)).size).toBe(wanted);
        expect(all).toHaveLength(wanted);
        expect(all.map((event) => event.at)).toEqual(all.map((event) => event.at).sort().reverse());
        expect(pages.slice(0, -1).every((one) => one.events.length === EVENTS_A_PAGE)).toBe(true);
        for (let index = pages.length - 1, before = pages[index]?.previous; index > 0; index -= 1) {
          const one: TimelinePage = await page(shopId, { choice, before: before ?? '' });
          expect(one.events).toEqual(pages[index - 1]?.events);
          before = one.previous;
        }
        expect(pages[0]?.previous).toBeNull();
      },
    ), { numRuns: 12 });
  });

  it('begins at its newest event where an address holds no cursor', async () => {
    const shopId = await makeShop();
    await putInMirror(shopId, { customers: [{ id: 1 }], orders: [{ id: 1, customerId: 1, processedAt: at(1), lines: [{ net: 9 }] }] });
    for (const after of ['x', '', '1.0', '1.8.1']) expect((await page(shopId, { after })).events).toHaveLength(1);
  });

  it('of a customer with thousands of orders is read in a moment', async () => {
    const shopId = await makeShop();
    await putInMirror(shopId, { customers: [{ id: 1 }], orders: Array.from({ length: 5_000 }, (_, index): MadeOrder => ({ id: index + 1, customerId: 1, processedAt: at(index), lines: [{ net: 9 }, { net: 8 }], refunds: index % 10 === 0 ? [{ uncarried: 1 }] : [] })) });
    let after = (await page(shopId)).next;
    const startedAt = performance.now();
    for (let turn = 0; turn < 10 && after !== null; turn += 1) after = (await page(shopId, { after })).next;
    expect((performance.now() - startedAt) / 10).toBeLessThan(250);
  });
});

describe('a customer who is not there', () => {
  it('is said to be merged, gone, or unknown', async () => {
    const shopId = await makeShop();
    await putInMirror(shopId, { customers: [{ id: 1, firstName: 'Ada' }] });
    await factoryPool().query('INSERT INTO customer_merges (shop_id, gone_id, kept_id, merged_at) VALUES ($1, 7, 1, now())', [shopId]);
    await addTierChange(shopId, 1, 8);
    expect(await loadGoneCustomer({ shopId, customerId: 7 })).toEqual({ id: '7', mergedInto: { id: '1', name: 'Ada', email: 'customer-1@example.com' } });
    expect(await loadGoneCustomer({ shopId, customerId: 8 })).toEqual({ id: '8', mergedInto: null });
    for (const customerId of [9, 0, -1, 1.5]) expect(await loadGoneCustomer({ shopId, customerId })).toBeNull();
  });
});
