import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { LiveStore } from './live-store.ts';
import type { StoreChange } from './live-store.ts';
import { loadGenerated } from './load-generated.ts';
import { gid } from './model.ts';

const root = mkdtempSync(join(tmpdir(), 'live-store-'));
afterAll(() => rmSync(root, { recursive: true }));
const NOW = Date.UTC(2026, 0, 15, 12);
/** Namespace of the app that asks. */
const OWN = 'app--1';
let directories = 0;

function options(dir?: string): Parameters<typeof LiveStore.open>[0] {
  return { store: loadGenerated({ now: NOW, seed: 3, customers: 30, shopDomain: 'x' }), now: NOW, frozen: true, dir };
}

function newDirectory(): string {
  return join(root, String(directories++));
}

async function openWithIds(dir?: string): Promise<{ live: LiveStore; ids: number[] }> {
  const live = await LiveStore.open(options(dir));
  for (const customer of live.store.customers.values()) customer.tags = [];
  return { live, ids: live.list('customers', 'ID').map((customer) => customer.id) };
}

describe('tags of a live store', () => {
  it('give each change an updatedAt of its own, a Flow-log entry and a call to listeners', async () => {
    const { live, ids } = await openWithIds();
    const changes: StoreChange[] = [];
    const stop = live.onChange((change) => changes.push(change));
    const [first = 0, second = 0] = ids;
    expect(live.addTags('Customer', first, ['VIP'], 'app')).toEqual({ changed: ['VIP'], userErrors: [] });
    expect(live.addTags('Customer', second, ['New'], null)).toMatchObject({ changed: ['New'] });
    expect(live.removeTags('Customer', first, ['vip'], 'app')).toMatchObject({ changed: ['VIP'] });
    stop();
    expect(live.addTags('Customer', first, ['Later'], 'app')).toMatchObject({ changed: ['Later'] });
    expect(live.flowLog().map((entry) => [entry.trigger, entry.customerId, entry.detail, entry.source])).toEqual([
      ['Customer tags added', first, 'VIP', 'app'], ['Customer tags added', second, 'New', null], ['Customer tags removed', first, 'VIP', 'app'], ['Customer tags added', first, 'Later', 'app'],
    ]);
    const instants = live.flowLog().map((entry) => entry.at);
    expect(instants).toEqual([...new Set(instants)].sort((a, b) => a - b));
    expect(live.customer(first)?.updatedAt).toBe(instants[3]);
    expect(changes.map((change) => change.at)).toEqual(instants.slice(0, 3));
    expect(live.list('customers', 'UPDATED_AT').at(-1)?.id).toBe(first);
  });

  it('change nothing, updatedAt included, when they stand already or are refused', async () => {
    const { live, ids } = await openWithIds();
    const id = ids[0] ?? 0;
    live.addTags('Customer', id, ['vip'], null);
    const before = live.customer(id)?.updatedAt;
    expect(live.addTags('Customer', id, ['VIP'], 'app')).toEqual({ changed: [], userErrors: [] });
    expect(live.addTags('Customer', id, ['a,b'], 'app')).toMatchObject({ changed: [], userErrors: [{ field: ['tags'] }] });
    expect(live.addTags('Customer', 12345, ['x'], 'app')).toBe('not-found');
    expect([live.customer(id)?.updatedAt, live.flowLog().length]).toEqual([before, 1]);
  });

  it('leave a list that was handed out as it was', async () => {
    const { live, ids } = await openWithIds();
    const held = live.list('customers', 'UPDATED_AT');
    const copy = [...held];
    live.addTags('Customer', ids[0] ?? 0, ['x'], null);
    expect(live.list('customers', 'UPDATED_AT')).not.toBe(held);
    expect(held).toEqual(copy);
  });
});

describe('the journal', () => {
  it('brings a restarted store to where it stood, and the clock never behind it', async () => {
    const dir = newDirectory();
    const first = await LiveStore.open(options(dir));
    const [customer] = first.list('customers', 'ID');
    const [order] = first.list('orders', 'ID');
    if (customer === undefined || order === undefined) throw new Error('an empty store');
    first.setNow(NOW + 5000);
    first.addTags('Customer', customer.id, ['One', 'Two'], 'app');
    first.removeTags('Customer', customer.id, ['one'], null);
    first.addTags('Order', order.id, ['Gift'], null);
    first.metafields.set([{ ownerId: gid('Customer', customer.id), namespace: 'custom', key: 'tier', type: 'single_line_text_field', value: 'Loyal' }], OWN);
    first.close();
    const second = await LiveStore.open(options(dir));
    expect(second.customer(customer.id)).toMatchObject({ tags: customer.tags, updatedAt: customer.updatedAt, metafields: customer.metafields });
    expect(second.order(order.id)?.tags).toEqual(order.tags);
    expect(second.flowLog()).toEqual(first.flowLog());
    expect(second.now()).toBeGreaterThanOrEqual(customer.updatedAt);
    second.close();
  });

  it('loses a torn last line and nothing else', async () => {
    const dir = newDirectory();
    const first = await LiveStore.open(options(dir));
    const id = first.list('customers', 'ID')[0]?.id ?? 0;
    first.addTags('Customer', id, ['Kept'], null);
    first.close();
    appendFileSync(join(dir, 'journal.jsonl'), '{"kind":"tagsAdd","at":17');
    const second = await LiveStore.open(options(dir));
    second.addTags('Customer', id, ['After'], null);
    second.close();
    const third = await LiveStore.open(options(dir));
    expect(third.customer(id)?.tags.slice(-2)).toEqual(['Kept', 'After']);
    third.close();
    expect(readFileSync(join(dir, 'journal.jsonl'), 'utf8').trim().split('\n')).toHaveLength(2);
  });

  it('names a damaged line, and a store that it does not belong to', async () => {
    const dir = newDirectory();
    (await LiveStore.open(options(dir))).close();
    writeFileSync(join(dir, 'journal.jsonl'), 'x\n');
    await expect(LiveStore.open(options(dir))).rejects.toThrow(/line 1 .*not JSON/);
    writeFileSync(join(dir, 'journal.jsonl'), `${JSON.stringify({ kind: 'tagsAdd', at: NOW, type: 'Customer', id: 1, tags: ['x'], source: null })}\n`);
    await expect(LiveStore.open(options(dir))).rejects.toThrow(/another store/);
  });
});

describe('metafields', () => {
  it('are set all or none, and overwritten in place', async () => {
    const { live, ids } = await openWithIds();
    const ownerId = gid('Customer', ids[0] ?? 0);
    const good = { ownerId, namespace: 'app--1', key: 'score', type: 'number_integer', value: '5' };
    expect(live.metafields.set([good, { ...good, key: 'other', value: 'five' }], OWN)).toMatchObject({ metafields: [], userErrors: [{ code: 'INVALID_VALUE', field: ['metafields', '1', 'value'] }] });
    const [made] = live.metafields.set([good], OWN).metafields;
    const [again] = live.metafields.set([{ ...good, type: null, value: '6' }], OWN).metafields;
    expect(again?.metafield).toMatchObject({ id: made?.metafield.id, value: '6', type: 'number_integer', createdAt: made?.metafield.createdAt });
    const told: StoreChange[] = [];
    live.onChange((change) => told.push(change));
    live.metafields.set([{ ...good, value: '6' }, { ...good, key: 'two', value: '7' }, { ...good, key: 'three', value: '8' }], OWN);
    live.metafields.set([{ ...good, value: '6' }], OWN);
    expect(told).toHaveLength(1);
    expect(live.metafields.set([{ ...good, ownerId: gid('Customer', 1) }], OWN).userErrors).toMatchObject([{ code: 'INVALID' }]);
    expect(live.metafields.set(Array.from({ length: 26 }, (_, i) => ({ ...good, key: `key${i}` })), OWN).userErrors).toMatchObject([{ code: 'LESS_THAN_OR_EQUAL_TO' }]);
  });
});

it('definitions of metafields, and values that were deleted, stand after a restart', async () => {
  const dir = newDirectory();
  const { live, ids: [id = 0] } = await openWithIds(dir);
  const definition = { ownerType: 'Customer' as const, namespace: OWN, name: 'Score', description: null, type: 'number_integer', admin: null, storefront: 'NONE' as const, pin: false };
  const [one, two] = ['score', 'risk'].map((key) => live.metafields.define({ ...definition, key }, OWN).definition);
  const input = { ownerId: gid('Customer', id), namespace: OWN, type: null, value: '5' };
  live.metafields.set([{ ...input, key: 'score' }, { ...input, key: 'risk' }], OWN);
  live.metafields.remove([{ ...input, key: 'score' }]);
  if (two === null || two === undefined) throw new Error('There is no second definition.');
  live.metafields.undefine(two, true);
  live.close();
  const again = await LiveStore.open(options(dir));
  expect(again.metafields.definitions().all()).toEqual([one]);
  expect(again.customer(id)?.metafields.filter((field) => field.namespace === OWN)).toEqual([]);
  again.close();
});

describe('the clock', () => {
  it('runs with time when it is not frozen, and is set by setNow', async () => {
    const live = await LiveStore.open({ ...options(), frozen: false });
    const start = live.now();
    await new Promise((resolve) => setTimeout(resolve, 15));
    expect(live.now()).toBeGreaterThan(start);
    live.setNow(NOW + 86_400_000);
    expect(live.now()).toBeGreaterThanOrEqual(NOW + 86_400_000);
  });
});

it('a merge of two customers stands after a restart', async () => {
  const dir = newDirectory();
  const { live, ids: [gone = 0, kept = 0] } = await openWithIds(dir);
  const orders = [...live.customer(gone)?.orders ?? [], ...live.customer(kept)?.orders ?? []].map((order) => order.id).sort();
  live.mergeCustomers(gone, kept);
  live.close();
  const again = await LiveStore.open(options(dir));
  expect([again.customer(gone), again.customer(kept)?.orders.map((order) => order.id).sort()]).toEqual([undefined, orders]);
  again.close();
});
