import { withTenant } from '../database/tenant.server.ts';
import { redactedWithFields, settleFieldsOfRedacted } from '../mirror/redactions.server.ts';
import { machineNow } from '../runtime/clock.server.ts';
import { RetryableError } from '../runtime/errors.ts';
import { adminClient, type AdminClient } from '../shopify/admin-client.server.ts';
import { installedShop } from '../shops/shop-store.server.ts';
import { FIELD_KEYS } from './customer-field.ts';
import { callsOf, type UnderWay } from './field-ledger.ts';
import { askForWrites } from './metafield-mutations.server.ts';

/** A write that was under way when somebody was redacted has come to its end after this, as a bulk mutation too. */
const WRITES_END_AFTER_MS = 2_600_000;

/**
 * Takes all fields off at customers who were redacted and had some. Their ledger is gone, so all seven are named; one that does not
 * stand, or somebody whom Shopify has no more, is no fault. Done again it comes to the same, and it is done until what was being
 * written when they were redacted must have ended.
 * @param options.client for tests; the shop's own otherwise
 * @throws as the Admin client; TerminalError where the app is not installed any more: what it wrote went with it; RetryableError when Shopify refuses
 */
export async function eraseFields(options: { shopId: number; signal: AbortSignal; client?: AdminClient }): Promise<void> {
  const { shopId, signal } = options;
  const customerIds = await withTenant(shopId, redactedWithFields);
  if (customerIds.length === 0) return;
  const client = options.client ?? adminClient((await installedShop(shopId)).domain);
  const all = customerIds.map((customerId): UnderWay => ({ customerId, set: {}, remove: [...FIELD_KEYS] }));
  const startedAt = machineNow();
  for (const call of callsOf(all, 'delete', false)) {
    signal.throwIfAborted();
    // Somebody who is gone would keep the others of the call as they are.
    if (!(await taken(client, call, signal))) for (const one of call) if (!(await taken(client, [one], signal))) throw new RetryableError('fields-not-erased', `Shopify refuses to take the fields of a redacted customer of shop ${shopId} off. It is asked again.`);
  }
  await withTenant(shopId, (tx) => settleFieldsOfRedacted(tx, customerIds, new Date(startedAt - WRITES_END_AFTER_MS)));
}

/** @returns whether none of these fields stands now */
async function taken(client: AdminClient, call: readonly UnderWay[], signal: AbortSignal): Promise<boolean> {
  const answer = await askForWrites(client, 'delete', call, signal);
  if (answer === null) return false;
  return answer.userErrors.length === 0 || (call.length === 1 && answer.userErrors.every((error) => error.field?.at(-1) === 'ownerId'));
}
