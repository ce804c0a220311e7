import { afterEach, describe, expect, it } from 'vitest';
import { loadStore } from '../../store/load-store.ts';
import { openApi, testUrl } from '../api-under-test.ts';
import type { ApiUnderTest, TestApiOptions } from '../api-under-test.ts';
import type { Faults } from '../faults.ts';

let shop: ApiUnderTest;
afterEach(() => shop.close());

async function open(options: TestApiOptions = {}): Promise<void> {
  shop = await openApi(options);
}

interface Started {
  bulkOperation: { id: string; status: string } | null;
  userErrors: { message: string; code: string | null }[];
}

async function start(query = '{ orders { edges { node { id lineItems { edges { node { id title } } } } } } }'): Promise<Started> {
  const { bulkOperationRunQuery } = await shop.data<{ bulkOperationRunQuery: Started }>(
    'mutation($query: String!) { bulkOperationRunQuery(query: $query, groupObjects: false) { bulkOperation { id status } userErrors { message code } } }',
    { query },
  );
  return bulkOperationRunQuery;
}

async function cancel(id: string): Promise<Started> {
  const { bulkOperationCancel } = await shop.data<{ bulkOperationCancel: Started }>(
    'mutation($id: ID!) { bulkOperationCancel(id: $id) { bulkOperation { id status } userErrors { message } } }',
    { id },
  );
  return bulkOperationCancel;
}

async function statusOf(id: string): Promise<{ status: string; objectCount: string; url: string | null }> {
  const { bulkOperation } = await shop.data<{ bulkOperation: { status: string; objectCount: string; url: string | null } }>(
    'query($id: ID!) { bulkOperation(id: $id) { status objectCount url } }',
    { id },
  );
  return bulkOperation;
}

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

describe('a bulk run', () => {
  it('is CREATED, then RUNNING with a count that grows and no address, then COMPLETED with one', async () => {
    await open({ bulkRowsPerSecond: 4000 });
    const { bulkOperation } = await start();
    expect(bulkOperation?.status).toBe('CREATED');
    const id = bulkOperation?.id ?? '';
    const counts: number[] = [];
    for (;;) {
      const seen = await statusOf(id);
      if (seen.status === 'COMPLETED') break;
      expect(seen.url).toBeNull();
      counts.push(Number(seen.objectCount));
      await pause(5);
    }
    expect(counts.length).toBeGreaterThan(3);
    expect(counts).toEqual([...counts].sort((a, b) => a - b));
    expect(counts.some((count) => count > 0)).toBe(true);
    expect((await statusOf(id)).url).toMatch(`${testUrl}/standin/bulk/`);
  });

  it('keeps to the pace it is given', async () => {
    await open({ bulkRowsPerSecond: 1000 });
    const started = performance.now();
    const end = await shop.bulk('{ products { edges { node { id } } } }');
    expect(performance.now() - started).toBeGreaterThan((Number(end.objectCount) / 1000) * 1000 * 0.8);
  });

  it('can be cancelled, once', async () => {
    await open({ bulkRowsPerSecond: 100 });
    const id = (await start()).bulkOperation?.id ?? '';
    await pause(10);
    expect((await cancel(id)).bulkOperation?.status).toBe('CANCELING');
    expect(await shop.bulkEnd(id)).toMatchObject({ status: 'CANCELED', url: null, partialDataUrl: null });
    expect((await cancel(id)).userErrors).toEqual([{ message: 'A bulk operation cannot be canceled when it is canceled' }]);
  });

  it('is one of five at most; a sixth is told which run', async () => {
    await open({ bulkRowsPerSecond: 100 });
    const ids: string[] = [];
    for (let index = 0; index < 5; index++) ids.push((await start()).bulkOperation?.id ?? '');
    expect(await start()).toEqual({
      bulkOperation: null,
      userErrors: [{ message: `A bulk query operation for this app and shop is already in progress: ${ids.join(', ')}.`, code: 'OPERATION_IN_PROGRESS' }],
    });
    await cancel(ids[0] ?? '');
    await shop.bulkEnd(ids[0] ?? '');
    expect((await start()).userErrors).toEqual([]);
  });

  it('that fails midway keeps what there is when told so, and nothing otherwise', async () => {
    const faults: Faults = {};
    await open({ faults });
    faults.bulkRun = (run) => (run.objectCount >= 7 ? { errorCode: 'TIMEOUT', keepPartial: true } : null);
    const kept = await shop.bulk('{ orders { edges { node { id } } } }');
    expect(kept).toMatchObject({ status: 'FAILED', errorCode: 'TIMEOUT', objectCount: '7', url: null });
    expect(await shop.lines(kept.partialDataUrl ?? '')).toHaveLength(7);
    faults.bulkRun = (run) => (run.objectCount >= 7 ? { errorCode: 'INTERNAL_SERVER_ERROR', keepPartial: false } : null);
    expect(await shop.bulk('{ orders { edges { node { id } } } }')).toMatchObject({ status: 'FAILED', errorCode: 'INTERNAL_SERVER_ERROR', url: null, partialDataUrl: null });
  });

  it('fails with ACCESS_DENIED for want of a scope', async () => {
    await open({ scopes: ['read_orders'] });
    expect(await shop.bulk('{ orders { edges { node { id customer { id } } } } }')).toMatchObject({ status: 'FAILED', errorCode: 'ACCESS_DENIED', url: null });
    expect((await shop.bulk('{ orders { edges { node { id } } } }')).status).toBe('COMPLETED');
  });

  it('lets others have their turn many times while it runs', async () => {
    await open({ loaded: await loadStore({ source: 'generated', customers: 1500, seed: 9 }) });
    const query = '{ orders { edges { node { id name lineItems { edges { node { id title originalTotalSet { shopMoney { amount } } product { id } variant { id } } } } } } } }';
    const id = (await start(query)).bulkOperation?.id ?? '';
    const begun = performance.now();
    let [last, longest] = [begun, 0];
    const watch = setInterval(() => {
      longest = Math.max(longest, performance.now() - last);
      last = performance.now();
    }, 1);
    await shop.bulkEnd(id);
    clearInterval(watch);
    // Turns of 15 ms. Held against the whole, so that a busy machine, which stretches both, makes no difference.
    expect(longest).toBeLessThan((performance.now() - begun) / 2);
  });
});

describe('the address of a bulk result', () => {
  it('is good for seven days, and for nothing but its own file', async () => {
    await open();
    const { url } = await shop.bulk('{ products { edges { node { id } } } }');
    const path = (url ?? '').slice(testUrl.length);
    expect((await shop.api.resultStream(path.replace(/expires=\d+/, 'expires=99999999999999'))).status).toBe(403);
    expect((await shop.api.resultStream(path.replace(/signature=.*/, 'signature=00'))).status).toBe(403);
    expect((await shop.api.resultStream(path.replaceAll(/1001/g, '1002'))).status).toBe(403);
    expect(await shop.lines(url ?? '')).toHaveLength(shop.live.store.products.size);
    shop.live.setNow(shop.live.now() + 7 * 86_400_000 + 1);
    expect(await shop.api.resultStream(path)).toMatchObject({ status: 400, stream: null });
  });

  it('tells the size of the file that comes', async () => {
    await open();
    const end = await shop.bulk('{ products { edges { node { id title } } } }');
    const answer = await shop.api.resultStream((end.url ?? '').slice(testUrl.length));
    let bytes = 0;
    for await (const piece of answer.stream ?? []) bytes += (piece as Buffer).length;
    expect(answer.headers['content-length']).toBe(String(bytes));
    expect(end.fileSize).toBe(String(bytes));
  });
});

describe('bulk operations after a restart', () => {
  it('are still there with their results; one that was cut off has FAILED', async () => {
    await open();
    const { id, url } = await shop.bulk('{ products { edges { node { id } } } }');
    const { workDir } = shop;
    const again = await openApi({ workDir });
    expect(await again.bulkEnd(id)).toMatchObject({ status: 'COMPLETED' });
    expect(await again.lines(url ?? '')).toHaveLength(shop.live.store.products.size);
    await again.close();

    const slow = await openApi({ workDir, bulkRowsPerSecond: 10 });
    const { bulkOperationRunQuery } = await slow.data<{ bulkOperationRunQuery: { bulkOperation: { id: string } } }>(
      'mutation { bulkOperationRunQuery(query: "{ orders { edges { node { id } } } }", groupObjects: false) { bulkOperation { id } } }',
    );
    // Another process over the same directory, as after a kill: this one has had no chance to write how it ended.
    const killed = await openApi({ workDir });
    expect(await killed.bulkEnd(bulkOperationRunQuery.bulkOperation.id)).toMatchObject({ status: 'FAILED', errorCode: 'INTERNAL_SERVER_ERROR', url: null });
    await killed.close();
    await slow.close();
    const stopped = await openApi({ workDir });
    expect(await stopped.bulkEnd(bulkOperationRunQuery.bulkOperation.id)).toMatchObject({ status: 'FAILED' });
    await stopped.close();
  });
});
