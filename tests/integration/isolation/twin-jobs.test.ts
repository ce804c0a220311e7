import { json, openFakeShopify, type FakeShopify } from '../ground/fake-shopify.ts';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { downloadLink } from '#app/customers/download-link.server.ts';
import { closePools } from '#app/database/pools.server.ts';
import { closePrisma } from '#app/database/prisma.server.ts';
import { DOWNLOAD_KINDS } from '#app/ingress/download-kinds.server.ts';
import { ingress } from '#app/ingress/ingress.server.ts';
import { closeJobQueue } from '#app/jobs/queue.server.ts';
import type { JobHandler } from '#app/jobs/worker.server.ts';
import { jobs, startWorker, stopWorker } from '#app/pipeline.server.ts';
import { closeFactory } from '#tests/factories/made-mirror.ts';
import { unzip } from '#tests/factories/unzip.ts';
import { JOB_PAYLOADS } from './job-payloads.ts';
import { storeOfflineSession } from './own-session.ts';
import { digestOf, FOREIGN_MARK, FOREIGN_OFFSET, makeTwins, NOW, OWN_MARK, type Twins } from './twin-shops.ts';

/** The worker's handlers as it was given them, instead of a worker. */
const handlers: JobHandler[] = [];
vi.mock('#app/jobs/worker.server.ts', async (original) => ({
  ...await original<typeof import('#app/jobs/worker.server.ts')>(),
  workOn: async (given: readonly JobHandler[]): Promise<void> => void handlers.push(...given),
}));

let twins: Twins;
let shopify: FakeShopify;
let server: Server;

beforeAll(async () => {
  process.env['REGULARS_NOW'] = new Date(NOW).toISOString();
  shopify = await openFakeShopify();
  shopify.answers(json(403, { errors: 'not today' }));
  twins = await makeTwins();
  await storeOfflineSession(twins.ownDomain, 'shpat_own');
  await storeOfflineSession(twins.foreignDomain, 'shpat_foreign', 'shprt_foreign');
  await startWorker();
  server = createServer((request, response) => void ingress(request, response).then((done) => (done ? undefined : response.writeHead(404).end())));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

afterAll(async () => {
  delete process.env['REGULARS_NOW'];
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await shopify.close();
  await stopWorker();
  await closeJobQueue(0);
  await closePrisma();
  await closePools();
  await closeFactory();
});

describe('a job of the one shop', () => {
  it('is known for every job that there is', () => {
    expect(handlers.map(({ job }) => job.name).sort()).toEqual(jobs.map((job) => job.name).sort());
    expect(handlers.length).toBeGreaterThan(8);
  });

  it.each(jobs.map((job) => job.name))("%s with ids of the other's rows, or of both, touches nothing of the other and asks nothing with its token", async (name) => {
    const before = await digestOf(twins.foreign);
    const handler = handlers.find(({ job }) => job.name === name);
    for (const offset of [FOREIGN_OFFSET, 0]) {
      const payload = { shopId: twins.own, runId: twins.ids.importRun + offset, customerId: twins.customerId + offset, orderIds: [twins.orderId + offset], dueAt: NOW, ...JOB_PAYLOADS[name] };
      // Shopify refuses all: most jobs that need it end in an error, and that is right.
      const ended: unknown = await handler?.run(payload, { signal: AbortSignal.timeout(20_000) } as never).catch((error: unknown) => error);
      expect(String(ended), name).not.toMatch(/wrong form/);
    }
    expect(shopify.received.map((one) => one.token)).not.toContain('shpat_foreign');
    expect(await digestOf(twins.foreign)).toEqual(before);
  });
});

describe('a download link', () => {
  const get = async (path: string): Promise<{ status: number; bytes: Buffer }> => {
    const answer = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`);
    return { status: answer.status, bytes: Buffer.from(await answer.arrayBuffer()) };
  };
  const textOf = (kind: string, bytes: Buffer): string => (kind === 'everything' ? [...unzip(bytes).values()].map((file) => file.toString('utf8')).join('\n') : bytes.toString('utf8'));

  it('is known of every kind of file', () => {
    expect(Object.keys(twins.ids.exports).sort()).toEqual(Object.keys(DOWNLOAD_KINDS).sort());
  });

  it.each(Object.keys(DOWNLOAD_KINDS))('of the one shop gives %s of that shop alone, by an id that both have', async (kind) => {
    const exportId = twins.ids.exports[kind] ?? 0;
    const own = await get(downloadLink({ shopId: twins.own, exportId }));
    expect(own.status).toBe(200);
    expect(textOf(kind, own.bytes)).toContain(OWN_MARK);
    expect(textOf(kind, own.bytes)).not.toContain(FOREIGN_MARK);
    const foreign = textOf(kind, (await get(downloadLink({ shopId: twins.foreign, exportId }))).bytes);
    expect(foreign).toContain(FOREIGN_MARK);
    expect(foreign).not.toContain(OWN_MARK);
  });

  it.each(Object.keys(DOWNLOAD_KINDS))("of the one shop for an export of the other's is as for one that nobody has: %s", async (kind) => {
    const exportId = (twins.ids.exports[kind] ?? 0) + FOREIGN_OFFSET;
    const nobody = await get(downloadLink({ shopId: twins.own, exportId: 3 * FOREIGN_OFFSET }));
    const asked = await get(downloadLink({ shopId: twins.own, exportId }));
    expect(asked).toEqual(nobody);
    expect(asked.status).toBe(410);
  });

  it('with any part changed, cut or joined with a part of another shop\'s opens nothing', async () => {
    const exportId = (twins.ids.exports['customers'] ?? 0) + FOREIGN_OFFSET;
    const own = downloadLink({ shopId: twins.own, exportId }).split('.');
    const foreign = downloadLink({ shopId: twins.foreign, exportId }).split('.');
    const tampered = own.flatMap((_, index) => [
      [...own.slice(0, index), foreign[index] ?? '', ...own.slice(index + 1)],
      [...foreign.slice(0, index), own[index] ?? '', ...foreign.slice(index + 1)],
      [...foreign.slice(0, index), '', ...foreign.slice(index + 1)],
      foreign.slice(0, index),
    ]).map((parts) => parts.join('.')).filter((link) => link !== own.join('.') && link !== foreign.join('.') && link.startsWith('/exports/'));
    expect(tampered.length).toBeGreaterThan(10);
    for (const link of tampered) {
      const answer = await get(link);
      expect(`${link} ${answer.status}`).toBe(`${link} 410`);
      expect(answer.bytes.toString('utf8')).not.toContain(FOREIGN_MARK);
    }
  });
});
