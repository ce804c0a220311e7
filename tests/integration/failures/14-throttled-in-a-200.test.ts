import { json, openFakeShopify, type FakeShopify } from '../ground/fake-shopify.ts';
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { parse } from 'graphql';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { closePools } from '#app/database/pools.server.ts';
import { closePrisma } from '#app/database/prisma.server.ts';
import { adminClient } from '#app/shopify/admin-client.server.ts';
import { storeOfflineSession } from '../isolation/own-session.ts';

// Failure 14: THROTTLED came in an HTTP 200, and its missing data was taken for an answer.
const SHOP = 'throttled.myshopify.com';
const question = parse('mutation Add { tagsAdd(id: "gid://shopify/Customer/1", tags: ["VIP"]) { userErrors { message } } }') as TypedDocumentNode<{ tagsAdd: { userErrors: unknown[] } | null }, Record<string, never>>;
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

it('it is asked again, after as long as the missing points take, and the answer is that of the second time', async () => {
  const cost = { requestedQueryCost: 10, throttleStatus: { maximumAvailable: 1_000, currentlyAvailable: 0, restoreRate: 50 } };
  const throttled = { errors: [{ message: 'Throttled', extensions: { code: 'THROTTLED' } }], extensions: { cost } };
  shopify.answers(json(200, throttled), json(200, { data: { tagsAdd: null }, ...throttled }), json(200, { data: { tagsAdd: { userErrors: [] } } }));
  expect(await adminClient(SHOP).request(question, {})).toEqual({ tagsAdd: { userErrors: [] } });
  expect(shopify.received).toHaveLength(3);
  expect((shopify.received[1]?.at ?? 0) - (shopify.received[0]?.at ?? 0)).toBeGreaterThanOrEqual(200);
});
