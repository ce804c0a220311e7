import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readDemoArguments, usage } from './arguments.ts';
import { clockEnvironment } from './demo-clock.ts';
import { faultsInWords, faultsOfSeed } from './faults.ts';
import { demoStores, fileOfShop, loadStores } from './stores.ts';

const read = (...args: string[]) => readDemoArguments(args);

describe('what the demo is asked for', () => {
  it('is one shop and no faults unless it says so', () => {
    expect(read('--once')).toMatchObject({ once: true, shops: 1, faults: undefined, data: resolve('.data/demo') });
    expect(read('--once', '--shops', '2', '--faults', '7')).toMatchObject({ shops: 2, faults: 7 });
    expect(read('--faults', '0')).toMatchObject({ once: false, faults: 0 });
  });

  it.each([
    [['--shops', '0'], '--shops is "0"; it must be a whole number from 1 to 5.'],
    [['--shops', '6'], '--shops is "6"; it must be a whole number from 1 to 5.'],
    [['--shops', 'two'], '--shops is "two"'],
    [['--faults', 'many'], '--faults is "many"; it must be a whole number'],
    [['--faults'], "Option '--faults <value>' argument missing."],
    [['--undo'], '--undo goes with --once.'],
  ])('is refused when it is %j', (args, message) => {
    expect(() => readDemoArguments(args)).toThrow(message);
  });

  it('is said by --help, line by line no wider than a terminal', () => {
    expect(read('--help')).toBe('help');
    for (const option of ['--shops N', '--faults SEED', 'p.2.csv']) expect(usage).toContain(option);
    expect(Math.max(...usage.split('\n').map((line) => line.length))).toBeLessThanOrEqual(120);
  });
});

describe('the shops of a demo', () => {
  it('are the one that was asked for and generated ones of the following seeds, each with a domain and a name of its own', async () => {
    expect(demoStores({ store: '/orders.csv', customers: undefined, seed: undefined, now: 5, shops: 2 })).toEqual({
      first: { source: '/orders.csv', now: 5 },
      others: [{ request: { source: 'generated', seed: 2, shopDomain: 'regulars-demo-2.myshopify.com' }, name: 'Otter & Oak' }],
    });
    const now = Date.UTC(2026, 5, 1);
    const [first, second, third] = await loadStores(demoStores({ store: 'generated', customers: 3, seed: 2 ** 32 - 1, now, shops: 3 }));
    expect([first.now, second?.now, third?.now]).toEqual([now, now, now]);
    const shops = [first, second, third].map((one) => one?.store.shop);
    for (const field of ['id', 'name', 'domain'] as const) expect(new Set(shops.map((shop) => shop?.[field])).size).toBe(3);
    expect(first.store.orders.size).not.toBe(0);
  });

  it('have files of their own beside the first’s', () => {
    expect([fileOfShop('/a/p.csv', 1), fileOfShop('/a/p.csv', 2), fileOfShop('/a.b/p', 3)]).toEqual(['/a/p.csv', '/a/p.2.csv', '/a.b/p.3']);
  });
});

describe('the faults of a demo', () => {
  it('are the same for a seed, others for another, and one of a bulk run for certain', () => {
    expect(faultsOfSeed(7, { clockMayMove: true })).toEqual(faultsOfSeed(7, { clockMayMove: true }));
    expect(faultsOfSeed(7, { clockMayMove: true }).rates).not.toEqual(faultsOfSeed(8, { clockMayMove: true }).rates);
    expect(faultsOfSeed(7, { clockMayMove: true }).once).toHaveLength(1);
    expect(faultsOfSeed(7, { clockMayMove: true }).rates?.clockMoved).toBeGreaterThan(0);
    expect(faultsOfSeed(7, { clockMayMove: false }).rates?.clockMoved).toBe(0);
  });

  it('are said with their number', () => {
    expect(faultsInWords({})).toBe('no fault');
    expect(faultsInWords({ throttled: 1 })).toBe('1 fault: throttled 1');
    expect(faultsInWords({ throttled: 2, drop: 3 })).toBe('5 faults: drop 3, throttled 2');
  });
});

it('the app’s clock stands, or runs on from what the local Shopify’s showed', () => {
  expect(clockEnvironment({ stands: Date.UTC(2011, 11, 10) })).toEqual({ REGULARS_NOW: '2011-12-10T00:00:00.000Z' });
  expect(clockEnvironment({ at: '2011-12-10T00:00:05.000Z', machine: '2026-11-29T01:00:00.000Z' })).toEqual({ REGULARS_NOW: '2011-12-10T00:00:05.000Z', REGULARS_NOW_AT: '2026-11-29T01:00:00.000Z' });
});
