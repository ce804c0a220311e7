import { json, openFakeShopify, type Answer, type FakeShopify } from '../ground/fake-shopify.ts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { closePools } from '#app/database/pools.server.ts';
import { closePrisma } from '#app/database/prisma.server.ts';
import { adminClient } from '#app/shopify/admin-client.server.ts';
import { waitForBulkOperation } from '#app/shopify/bulk-query.server.ts';
import { storeOfflineSession } from '../isolation/own-session.ts';

// Failure 15: a bulk operation got stuck, or finished without its webhook, and whoever waited waited for ever.
process.env['BULK_POLL_MS'] = '50';
const SHOP = 'bulk.myshopify.com';
const ID = 'gid://shopify/BulkOperation/1';
let shopify: FakeShopify;

beforeAll(async () => {
  shopify = await openFakeShopify();
  await storeOfflineSession(SHOP);
});
afterAll(async () => {
  await shopify.close();
  await closePrisma();
  await closePools();
});

const operation = (status: string, objectCount: number): Answer => json(200, { data: { bulkOperation: {
  id: ID, status, errorCode: null, createdAt: '2026-11-28T12:00:00Z', objectCount: String(objectCount), rootObjectCount: String(objectCount), fileSize: null, url: status === 'COMPLETED' ? 'https://storage.googleapis.com/x' : null, partialDataUrl: null,
} } });
const cancelled: Answer = json(200, { data: { bulkOperationCancel: { bulkOperation: { id: ID, status: 'CANCELING' }, userErrors: [] } } });

it('one that finishes without its webhook is found finished by asking', async () => {
  shopify.answers(operation('CREATED', 0), operation('RUNNING', 10), operation('RUNNING', 20), operation('COMPLETED', 30));
  expect(await waitForBulkOperation(adminClient(SHOP), ID)).toMatchObject({ status: 'COMPLETED', objectCount: 30 });
});

it('one that runs and finds nothing more is cancelled, and another can be asked for', async () => {
  const answers: string[] = [];
  shopify.answers((received, ...rest) => {
    const name = String(received.body['operationName']);
    answers.push(name);
    return (name === 'BulkOperationCancel' ? cancelled : operation('RUNNING', 7))(received, ...rest);
  });
  expect(await waitForBulkOperation(adminClient(SHOP), ID, { stuckAfterMs: 400 })).toMatchObject({ status: 'CANCELED' });
  expect(answers.at(-1)).toBe('BulkOperationCancel');
  expect(answers.filter((name) => name === 'BulkOperationCancel')).toHaveLength(1);
});

it('one that is slow but moves is waited for, however long', async () => {
  let objects = 0;
  shopify.answers((received, ...rest) => {
    objects += 1;
    return operation(objects < 12 ? 'RUNNING' : 'COMPLETED', objects)(received, ...rest);
  });
  expect(await waitForBulkOperation(adminClient(SHOP), ID, { stuckAfterMs: 300 })).toMatchObject({ status: 'COMPLETED' });
});
