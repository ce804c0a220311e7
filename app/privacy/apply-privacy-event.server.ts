import { withTenant } from '../database/tenant.server.ts';
import type { InboxEvent } from '../inbox/inbox-event.ts';
import { InvalidInputError } from '../runtime/errors.ts';
import { askForShopErasure } from './erase-shop.server.ts';
import { dataRequestSchema, redactionSchema } from './privacy-payload.ts';
import { redactCustomer } from './redact-customer.server.ts';
import { recordRequest } from './request-store.server.ts';

/** What became of an event. */
export interface PrivacyOutcome {
  outcome: 'applied' | 'stale' | 'ignored';
  /** Stable; of those that were ignored. */
  reasonCode?: string;
}

/**
 * Does what one of the three compliance topics asks. Works for a shop that has uninstalled the app too. Applied again, as after a crash,
 * it comes to the same.
 * @throws InvalidInputError for a payload of another form; it repeats nothing of it
 */
export async function applyPrivacyEvent(options: { shopId: number; event: InboxEvent }): Promise<PrivacyOutcome> {
  const { shopId, event } = options;
  switch (event.topic) {
    case 'customers/data_request': {
      const { customer, orders_requested: orderIds } = parsed(dataRequestSchema, event);
      const fresh = await withTenant(shopId, (tx) => recordRequest(tx, {
        eventId: event.eventId, kind: 'data', customerId: customer?.id ?? null, orderIds: orderIds ?? [], requestedAt: event.triggeredAt, doneAt: null,
      }));
      return { outcome: fresh ? 'applied' : 'stale' };
    }
    case 'customers/redact': {
      const { customer, orders_to_redact: orderIds } = parsed(redactionSchema, event);
      await redactCustomer({
        shopId, shopDomain: event.shopDomain, event, customerId: customer?.id ?? null, email: customer?.email ?? null, phone: customer?.phone ?? null, orderIds: orderIds ?? [],
      });
      return { outcome: 'applied' };
    }
    case 'shop/redact':
      return (await askForShopErasure({ shopId, at: event.triggeredAt })) ? { outcome: 'applied' } : { outcome: 'ignored', reasonCode: 'before-install' };
    default:
      return { outcome: 'ignored', reasonCode: 'not-of-privacy' };
  }
}

function parsed<Form>(schema: { safeParse(value: unknown): { success: true; data: Form } | { success: false } }, event: InboxEvent): Form {
  const read = schema.safeParse(event.body);
  if (!read.success) throw new InvalidInputError('form', `The payload of ${event.topic} lacks what every such payload has.`);
  return read.data;
}
