import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { closePools } from '#app/database/pools.server.ts';
import { readAnswersQuery } from '#app/reviews/answers-page.ts';
import { answersSchema, type AnswersOutcome } from '#app/reviews/answers.ts';
import { findAsk, sourceState } from '#app/reviews/find-ask.server.ts';
import { loadAnswersPage, WORDS_A_PAGE } from '#app/reviews/load-answers-page.server.ts';
import { recordAnswers } from '#app/reviews/record-answers.server.ts';
import { closeFactory, factoryPool, makeShop, putInMirror, type MadeOrder } from '#tests/factories/made-mirror.ts';

const DAY = 86_400_000;
const ORDERED = Date.parse('2026-06-01T10:00:00Z');
const DELIVERED = ORDERED + 2 * DAY;
const DUE = DELIVERED + 7 * DAY;

let shopId = 0;

afterAll(async () => {
  await closePools();
  await closeFactory();
});

async function order(id: number, fields: Partial<MadeOrder> = {}, delivery: { delivered?: number | null; status?: string } = {}): Promise<void> {
  await putInMirror(shopId, { orders: [{ id, customerId: 1, processedAt: new Date(ORDERED).toISOString(), lines: [{ productId: 7, net: 500, title: 'Mug' }, { productId: 8, net: 700, title: 'Bowl', kept: 0 }, { productId: 9, net: 900, title: 'Plate' }], ...fields }] });
  const delivered = delivery.delivered === undefined ? DELIVERED : delivery.delivered;
  await factoryPool().query('UPDATE orders SET created_at = processed_at, fulfilled_at = processed_at, delivered_at = $3, fulfillment_status = $4 WHERE shop_id = $1 AND id = $2', [shopId, id, delivered === null ? null : new Date(delivered), delivery.status ?? 'FULFILLED']);
}

beforeEach(async () => {
  shopId = await makeShop();
  await putInMirror(shopId, { customers: [{ id: 1, firstName: 'Ada', lastName: 'Hill' }, { id: 2 }], products: [{ id: 7, title: 'Mug, blue' }] });
  await order(10);
});

const ask = (now: number, customerId = 1, orderId = 10) => findAsk({ shopId, orderId, customerId, now });
const answer = (said: Record<string, unknown>, options: { customerId?: number | null; now?: number } = {}): Promise<AnswersOutcome> =>
  recordAnswers({ shopId, customerId: options.customerId === undefined ? 1 : options.customerId, now: options.now ?? DUE, answers: answersSchema.parse({ order: '10', ...said }) });
const rowsOf = async (table: string): Promise<Record<string, unknown>[]> => (await factoryPool().query<Record<string, unknown>>(`SELECT * FROM ${table} WHERE shop_id = $1 ORDER BY 2, 3`, [shopId])).rows;

describe('an ask', () => {
  it('comes seven days after the delivery, for the lines that were kept, and is noted once', async () => {
    expect(await ask(DUE - 1)).toBeNull();
    expect(await rowsOf('order_answers')).toEqual([]);
    expect(await ask(DUE)).toMatchObject({ order: '10', answered: false, nps: null, lines: [{ line: '1000', product: '7', title: 'Mug', stars: null }, { line: '1002', product: '9' }] });
    await ask(DUE + DAY);
    expect(await rowsOf('order_answers')).toMatchObject([{ order_id: 10, customer_id: 1, asked_at: new Date(DUE), due_from: 'delivered', answered_at: null }]);
  });

  it('is the buyer’s alone, and there is none for another’s, a cancelled, redacted or unknown order, or one of which nothing was kept', async () => {
    expect(await ask(DUE, 2)).toBeNull();
    expect(await ask(DUE, 1, 11)).toBeNull();
    await order(12, { cancelledAt: new Date(DELIVERED).toISOString() });
    await order(13, { lines: [{ productId: 7, net: 0, kept: 0 }] });
    await order(14, {}, { status: 'PARTIALLY_FULFILLED' });
    for (const id of [12, 13, 14]) expect(await ask(DUE, 1, id)).toBeNull();
    await factoryPool().query('INSERT INTO redacted_orders (shop_id, order_id, redacted_at) VALUES ($1, 10, now())', [shopId]);
    expect(await ask(DUE)).toBeNull();
    expect(await answer({ nps: { score: 9 } })).toEqual({ saved: false, refusal: 'order-unknown' });
  });

  it('leaves out what is on its way back', async () => {
    await factoryPool().query("INSERT INTO returns (shop_id, order_id, id, created_at, status, name) VALUES ($1, 10, 1, now(), 'OPEN', '#10-R1')", [shopId]);
    await factoryPool().query('INSERT INTO return_lines (shop_id, order_id, return_id, id, line_id, quantity, refunded_quantity) VALUES ($1, 10, 1, 1, 1000, 1, 0)', [shopId]);
    expect((await ask(DUE))?.lines.map((one) => one.line)).toEqual(['1002']);
    await factoryPool().query("UPDATE returns SET status = 'CANCELED' WHERE shop_id = $1", [shopId]);
    expect((await ask(DUE))?.lines).toHaveLength(2);
  });

  it('waits from the shipping where no delivery is known', async () => {
    await order(10, {}, { delivered: null });
    expect(await ask(ORDERED + 14 * DAY - 1)).toBeNull();
    expect(await ask(ORDERED + 14 * DAY)).not.toBeNull();
    expect((await rowsOf('order_answers'))[0]).toMatchObject({ due_from: 'shipped' });
  });
});

describe('answers', () => {
  const all = { lines: [{ line: '1000', stars: 5, words: ' Lovely\u0000 <b>mug</b> ' }, { line: '1002', stars: 2 }], nps: { score: 9, words: 'Quick' } };

  it('are taken, and the same once more changes nothing', async () => {
    expect(await answer(all)).toEqual({ saved: true, changed: true });
    const before = [await rowsOf('order_answers'), await rowsOf('line_answers')];
    expect(before[1]).toMatchObject([{ line_id: 1000, stars: 5, words: 'Lovely <b>mug</b>', title: 'Mug', product_id: 7 }, { line_id: 1002, stars: 2, words: null }]);
    expect(await answer(all, { now: DUE + DAY })).toEqual({ saved: true, changed: false });
    expect([await rowsOf('order_answers'), await rowsOf('line_answers')]).toEqual(before);
    expect(await ask(DUE + DAY)).toMatchObject({ answered: true, nps: 9, npsWords: 'Quick', lines: [{ stars: 5, words: 'Lovely <b>mug</b>' }, { stars: 2 }] });
  });

  it('take the place of earlier ones, and leave alone what they do not speak of', async () => {
    await answer(all);
    expect(await answer({ lines: [{ line: '1000', stars: 3 }] }, { now: DUE + DAY })).toEqual({ saved: true, changed: true });
    expect(await rowsOf('line_answers')).toMatchObject([{ stars: 3, words: null, answered_at: new Date(DUE + DAY) }, { stars: 2, answered_at: new Date(DUE) }]);
    expect(await rowsOf('order_answers')).toMatchObject([{ nps: 9, answered_at: new Date(DUE + DAY) }]);
  });

  it.each([
    ['of somebody else', { nps: { score: 9 } }, { customerId: 2 }, 'order-unknown'],
    ['of a guest', { nps: { score: 9 } }, { customerId: null }, 'order-unknown'],
    ['before they are asked', { nps: { score: 9 } }, { now: DUE - 1 }, 'closed'],
    ['when the ask is over', { nps: { score: 9 } }, { now: DUE + 90 * DAY }, 'closed'],
    ['on a line that was sent back', { lines: [{ line: '1001', stars: 4 }] }, {}, 'line-unknown'],
    ['on a line of another order', { lines: [{ line: '1000', stars: 4 }, { line: '2000', stars: 4 }] }, {}, 'line-unknown'],
    ['to an order that is not there', { order: '99', nps: { score: 9 } }, {}, 'order-unknown'],
  ])('%s are refused, and nothing is kept of them', async (_, said, options, refusal) => {
    expect(await answer(said, options)).toEqual({ saved: false, refusal });
    expect(await rowsOf('line_answers')).toEqual([]);
    expect(await rowsOf('order_answers')).toEqual([]);
  });

  it('that came at the same moment come to one row each', async () => {
    const outcomes = await Promise.all(Array.from({ length: 6 }, () => answer(all)));
    expect(outcomes.filter((one) => one.saved && one.changed)).toHaveLength(1);
    expect(await rowsOf('order_answers')).toHaveLength(1);
  });

  it('have a form', () => {
    for (const wrong of [{}, { order: '10' }, { order: '1 OR 1=1', nps: { score: 1 } }, { order: '10', nps: { score: 11 } }, { order: '10', nps: { score: 8.5 } }, { order: '10', lines: [{ line: '1', stars: 0 }] },
      { order: '10', lines: [{ line: '1', stars: 5 }, { line: '1', stars: 4 }] }, { order: '10', source: { choice: '__proto__' } }, { order: '10', nps: { score: 5, words: 'x'.repeat(10_001) } }]) {
      expect(answersSchema.safeParse(wrong).success).toBe(false);
    }
  });
});

describe('how the shop was found', () => {
  const soon = ORDERED + 120_000;

  it('a guest may say of an order of this hour, once', async () => {
    expect(await sourceState({ shopId, orderId: 10, now: soon })).toBe('open');
    expect(await answer({ source: { choice: 'friend', words: 'Grace' } }, { customerId: null, now: soon })).toEqual({ saved: true, changed: true });
    expect(await answer({ source: { choice: 'friend', words: 'Grace' } }, { customerId: null, now: soon })).toEqual({ saved: true, changed: false });
    expect(await answer({ source: { choice: 'advert' } }, { customerId: null, now: soon })).toEqual({ saved: false, refusal: 'answered-already' });
    expect(await sourceState({ shopId, orderId: 10, now: soon })).toBe('answered');
    expect(await rowsOf('order_answers')).toMatchObject([{ customer_id: null, source: 'friend', source_words: 'Grace', asked_at: null }]);
  });

  it('the buyer who is logged in may correct, nobody after the hour, and nobody of another’s order', async () => {
    await answer({ source: { choice: 'advert' } }, { customerId: null, now: soon });
    expect(await answer({ source: { choice: 'press' } }, { now: soon })).toEqual({ saved: true, changed: true });
    expect(await answer({ source: { choice: 'search' } }, { now: ORDERED + 3_600_001 })).toEqual({ saved: false, refusal: 'closed' });
    expect(await answer({ source: { choice: 'search' } }, { customerId: 2, now: soon })).toEqual({ saved: false, refusal: 'order-unknown' });
    expect(await sourceState({ shopId, orderId: 10, now: ORDERED + 3_600_001 })).toBe('closed');
    expect(await sourceState({ shopId, orderId: 11, now: soon })).toBe('open');
  });
});

describe('the page of answers', () => {
  const page = (query = '', now = DUE + DAY) => loadAnswersPage({ shopId, now, query: readAnswersQuery(new URLSearchParams(query)) });

  it('is empty before the first answer, though somebody was asked', async () => {
    await ask(DUE);
    expect(await page()).toMatchObject({ empty: true, asked: 1, askedAnswered: 0, dueFrom: { delivered: 1, shipped: 0, ordered: 0 }, nps: { answers: 0, score: null }, stars: [0, 0, 0, 0, 0], products: [], sources: [], words: [], next: null });
  });

  it('counts scores, stars, products and sources of the period, and lists words with whose they are', async () => {
    await order(20, { customerId: 2 });
    await order(21, { test: true });
    await answer({ lines: [{ line: '1000', stars: 5, words: 'Lovely' }, { line: '1002', stars: 1 }], nps: { score: 10, words: 'Quick' } });
    await answer({ order: '20', lines: [{ line: '2000', stars: 4 }], nps: { score: 6 } }, { customerId: 2 });
    await answer({ order: '21', lines: [{ line: '2100', stars: 1, words: 'Trying it out' }], nps: { score: 0 } });
    await answer({ source: { choice: 'friend', words: 'Grace' } }, { customerId: null, now: ORDERED + 1_000 });
    const found = await page();
    expect(found).toMatchObject({
      empty: false, asked: 2, askedAnswered: 2, nps: { promoters: 1, passives: 0, detractors: 1, answers: 2, score: null }, stars: [1, 0, 0, 1, 1],
      products: [{ id: '7', title: 'Mug, blue', answers: 2, mean: 4.5, low: 0 }, { id: '9', title: 'Plate', answers: 1, mean: 1, low: 1 }], sources: [{ source: 'friend', answers: 1 }],
    });
    expect(found.words).toMatchObject([
      { about: 'shop', words: 'Quick', nps: 10, customer: { id: '1', name: 'Ada Hill' }, order: '#10', test: false },
      { about: 'product', words: 'Trying it out', stars: 1, test: true },
      { about: 'product', words: 'Lovely', stars: 5, product: { id: '7', title: 'Mug' } },
      { about: 'source', words: 'Grace', source: 'friend' },
    ]);
    expect((await page('stars=5')).words.map((one) => one.words)).toEqual(['Lovely']);
    expect((await page('product=9')).words).toEqual([]);
    expect((await page('words=source')).words.map((one) => one.words)).toEqual(['Grace']);
    expect(await page('period=30', DUE + 40 * DAY)).toMatchObject({ asked: 0, nps: { answers: 0 }, stars: [0, 0, 0, 0, 0] });
    expect(await page('period=all', DUE + 400 * DAY)).toMatchObject({ asked: 2, nps: { answers: 2 } });
  });

  it('pages through the words without loss or repetition, though many are of one instant', async () => {
    for (let id = 100; id < 100 + WORDS_A_PAGE + 7; id += 1) {
      await order(id);
      await answer({ order: String(id), nps: { score: 8, words: `Words ${id}` } });
    }
    const first = await page('words=shop');
    const second = await page(`words=shop&after=${first.next ?? ''}`);
    expect(first.words).toHaveLength(WORDS_A_PAGE);
    expect(second.next).toBeNull();
    expect(new Set([...first.words, ...second.words].map((one) => one.words)).size).toBe(WORDS_A_PAGE + 7);
  });
});

describe('when two customers become one', () => {
  it('the answers go where their orders go, and the one who stays may change them', async () => {
    await answer({ nps: { score: 9, words: 'Quick' } });
    await factoryPool().query('UPDATE orders SET customer_id = 2 WHERE shop_id = $1 AND id = 10', [shopId]);
    const page = await loadAnswersPage({ shopId, now: DUE, query: readAnswersQuery(new URLSearchParams()) });
    expect(page.words).toMatchObject([{ words: 'Quick', customer: { id: '2' } }]);
    expect(await ask(DUE)).toBeNull();
    expect(await answer({ nps: { score: 7 } }, { customerId: 2 })).toEqual({ saved: true, changed: true });
    expect((await rowsOf('order_answers'))[0]).toMatchObject({ nps: 7, nps_words: null });
  });
});
