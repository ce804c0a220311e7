import { performance } from 'node:perf_hooks';
import type { Bench } from './bench.ts';
import { percentileOf } from './figures.ts';
import { makeBenchShop } from './bench-shop.ts';

/**
 * What every request pays before it does anything: a transaction that names its shop, against the same query without
 * one. The other benches of screens are held against it.
 */
export const bench: Bench = {
  about: 'a SELECT 1 inside a tenant transaction, against one outside of it',
  run: async ({ database, report }) => {
    await database();
    const [{ withTenant }, { appPool }] = await Promise.all([import('#app/database/tenant.server.ts'), import('#app/database/pools.server.ts')]);
    const shopId = await makeBenchShop('tenant');
    const inside = await timesOf(2_000, () => withTenant(shopId, (tx) => tx.query('SELECT 1')));
    const outside = await timesOf(2_000, () => appPool().query('SELECT 1'));
    for (const [name, share] of [['p50', 0.5], ['p99', 0.99]] as const) {
      report({ name: `tenant:select-1:${name}`, value: percentileOf(inside, share), unit: 'ms', baseline: percentileOf(outside, share) });
    }
  },
};

/** Milliseconds of each of so many calls, one after the other, after some that warm up. */
async function timesOf(calls: number, work: () => Promise<unknown>): Promise<number[]> {
  for (let call = 0; call < 200; call += 1) await work();
  const times: number[] = [];
  for (let call = 0; call < calls; call += 1) {
    const began = performance.now();
    await work();
    times.push(performance.now() - began);
  }
  return times;
}
