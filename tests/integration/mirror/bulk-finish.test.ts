import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect, it } from 'vitest';
import { closePools } from '#app/database/pools.server.ts';
import { announceBulkFinish, watchFinish } from '#app/shopify/bulk-finish.server.ts';

const ID = 'gid://shopify/BulkOperation/77';

afterAll(async () => {
  await closePools();
});

it('the end of a bulk operation wakes whoever waits for it, and nobody else; told twice it wakes them twice', { timeout: 30_000 }, async () => {
  const [watch, other] = [await watchFinish(ID), await watchFinish('gid://shopify/BulkOperation/78')];
  try {
    let woken = 0;
    const waiting = watch.sleep(20_000).then(() => (woken += 1));
    const others = new AbortController();
    let otherWoken = false;
    const sleeping = other.sleep(20_000, others.signal).then(() => (otherWoken = true)).catch(() => null);
    await announceBulkFinish({ admin_graphql_api_id: ID, status: 'completed' });
    await waiting;
    expect(woken).toBe(1);
    const again = watch.sleep(20_000);
    await announceBulkFinish({ admin_graphql_api_id: ID });
    await again;
    await sleep(100);
    expect(otherWoken).toBe(false);
    others.abort();
    await sleeping;
  } finally {
    await Promise.all([watch.stop(), other.stop()]);
  }
});

it('an end that is told while Shopify is being asked is not slept through', { timeout: 30_000 }, async () => {
  const watch = await watchFinish(ID);
  try {
    await announceBulkFinish({ admin_graphql_api_id: ID });
    await sleep(200);
    await watch.sleep(20_000);
  } finally {
    await watch.stop();
  }
});

it('an abort ends the wait with its reason', async () => {
  const watch = await watchFinish(ID);
  try {
    await expect(watch.sleep(20_000, AbortSignal.abort(new Error('The process stops.')))).rejects.toThrow('The process stops.');
  } finally {
    await watch.stop();
  }
});

it('a payload that names no operation is refused', async () => {
  for (const body of [null, {}, { admin_graphql_api_id: 'gid://shopify/Order/1' }, { admin_graphql_api_id: "gid://shopify/BulkOperation/1'; --" }]) await expect(announceBulkFinish(body)).rejects.toMatchObject({ code: 'bulk-finish-form' });
});
