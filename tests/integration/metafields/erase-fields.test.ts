import { afterAll, beforeAll, expect, it } from 'vitest';
import { withTenant } from '#app/database/tenant.server.ts';
import { eraseFields } from '#app/metafields/erase-fields.server.ts';
import { switchMetafieldsOn } from '#app/metafields/switch-metafields.server.ts';
import { redactedWithFields } from '#app/mirror/redactions.server.ts';
import { machineNow } from '#app/runtime/clock.server.ts';
import { applyPrivacyEvent } from '#app/privacy/apply-privacy-event.server.ts';
import { redactCustomer } from '#tests/shopify-standin/store/customer-desk.ts';
import { STAFF, waitingJobs } from '../tags/tagged-shop.ts';
import { FieldedShop } from './fielded-shop.ts';

let shop: FieldedShop;
const signal = new AbortController().signal;
const standing = () => withTenant(shop.shopId, redactedWithFields);

beforeAll(async () => {
  shop = await FieldedShop.open({ customers: 6, buyers: 5 });
  await switchMetafieldsOn({ shopId: shop.shopId, by: STAFF });
  await shop.write();
}, 60_000);

afterAll(() => shop.close());

async function redact(customerId: number, triggeredAt: Date): Promise<void> {
  const { live } = shop.shop.standIn;
  redactCustomer(live, customerId);
  const body = { shop_id: 1, shop_domain: live.store.shop.domain, customer: { id: customerId, email: null, phone: null }, orders_to_redact: [] };
  await applyPrivacyEvent({ shopId: shop.shopId, event: { id: 1, shopDomain: live.store.shop.domain, topic: 'customers/redact', eventId: `redact-${customerId}`, triggeredAt, attempts: 0, body } });
}

it('are taken off at a customer whom Shopify keeps without a name, as long as a write of before may still come, and of nobody else', async () => {
  const [gone = 0, also = 0, stays = 0] = shop.buyers(0, 3);
  const before = shop.valuesOf(stays);
  expect(Object.keys(shop.valuesOf(gone)).length).toBeGreaterThan(0);
  await redact(gone, new Date(machineNow()));
  await redact(also, new Date(machineNow() - 3 * 3_600_000));
  expect(await waitingJobs('erase-fields')).toBe(1);
  expect(await standing()).toEqual([gone, also].sort((a, b) => a - b));

  await eraseFields({ shopId: shop.shopId, signal });
  expect([shop.valuesOf(gone), shop.valuesOf(also), shop.valuesOf(stays)]).toEqual([{}, {}, before]);
  // What was on its way to the first of them when they were redacted may not have come yet.
  expect(await standing()).toEqual([gone]);

  const asked = shop.shop.requests.length;
  await eraseFields({ shopId: shop.shopId, signal });
  expect(shop.shop.requests.length).toBe(asked + 1);
});

it('of whom Shopify has no more, or who never had any, are no fault', async () => {
  const [gone = 0] = shop.buyers(3, 4);
  const never = shop.shop.customerIds[5] ?? 0;
  await redact(never, new Date(machineNow()));
  expect(await standing()).not.toContain(never);
  await redact(gone, new Date(machineNow() - 3 * 3_600_000));
  shop.shop.standIn.live.store.customers.delete(gone);
  await eraseFields({ shopId: shop.shopId, signal });
  expect(await standing()).not.toContain(gone);
});
