import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { payloadCustomer, payloadOrder, payloadProduct, payloadRefund } from '#tests/factories/shopify-payloads.ts';
import { WEBHOOK_TOPICS, type InboxEvent } from '../inbox/inbox-event.ts';
import { RowFault } from './cells.ts';
import { readMirrorEvent } from './mirror-event.ts';

const triggeredAt = new Date('2026-03-04T05:06:07.890Z');
const event = (topic: string, body: unknown): InboxEvent => ({ id: 7, shopDomain: 'a.myshopify.com', topic, eventId: 'e', triggeredAt, attempts: 0, body });
const read = (topic: string, body: unknown): unknown => readMirrorEvent(event(topic, body), 2);

const SAMPLES: readonly (readonly [string, unknown])[] = [
  ['orders/create', payloadOrder(1, { refunds: [payloadRefund(5, 1)] })],
  ['orders/edited', { order_edit: { id: 1, order_id: 3 } }],
  ['refunds/create', payloadRefund(5, 1)],
  ['customers/update', payloadCustomer(1)],
  ['customer.tags_added', { customerId: 'gid://shopify/Customer/1', tags: ['VIP'], occurredAt: '2026-03-04T05:06:07.000Z' }],
  ['customers_email_marketing_consent/update', { customer_id: 1, email_address: 'a@example.com', email_marketing_consent: { state: 'subscribed', opt_in_level: 'single_opt_in', consent_updated_at: '2026-03-04T05:06:07+00:00' } }],
  ['customers_marketing_consent/update', { id: 1, phone: null, sms_marketing_consent: { state: 'not_subscribed', opt_in_level: null, consent_updated_at: null } }],
  ['customers/purchasing_summary', { customerId: 'gid://shopify/Customer/1', numberOfOrders: 2, amountSpent: { amount: '51.2', currencyCode: 'GBP' }, occurredAt: '2026-03-04T05:06:07Z' }],
  ['products/update', payloadProduct(1)],
  ['orders/delete', { id: 1 }],
];

describe('an event', () => {
  it('of every topic of the mirror is read for what it is about', () => {
    const kinds = SAMPLES.map(([topic, body]) => [topic, (read(topic, body) as { kind: string }).kind]);
    expect(kinds).toEqual([
      ['orders/create', 'order'], ['orders/edited', 'order-hint'], ['refunds/create', 'order-hint'], ['customers/update', 'customer'], ['customer.tags_added', 'tags'],
      ['customers_email_marketing_consent/update', 'fact'], ['customers_marketing_consent/update', 'fact'], ['customers/purchasing_summary', 'fact'], ['products/update', 'product'], ['orders/delete', 'deleted'],
    ]);
    const sample = new Map(SAMPLES);
    for (const [topic, part] of Object.entries(WEBHOOK_TOPICS)) {
      if (part !== 'mirror') continue;
      const body = sample.get(topic) ?? (topic.endsWith('/delete') ? { id: 1 } : topic.startsWith('orders/') ? payloadOrder(1) : topic.startsWith('customers/') ? payloadCustomer(1) : topic.startsWith('products/') ? payloadProduct(1) : { customerId: 'gid://shopify/Customer/1', tags: [] });
      expect([topic, (read(topic, body) as { reasonCode?: string }).reasonCode]).toEqual([topic, topic.startsWith('checkouts/') ? 'checkouts-are-not-kept' : undefined]);
    }
  });

  it('of another part is not of the mirror', () => {
    expect(read('app/uninstalled', {})).toMatchObject({ kind: 'ignored', reasonCode: 'not-of-the-mirror' });
    expect(read('toString', {})).toMatchObject({ kind: 'ignored' });
  });

  it('happened within the second that Shopify writes when it was triggered within it', () => {
    expect(read('customer.tags_added', { customerId: 1, tags: ['a'], occurredAt: '2026-03-04T05:06:07Z' })).toMatchObject({ change: { at: triggeredAt.getTime() } });
    expect(read('customer.tags_added', { customerId: 1, tags: ['a'], occurredAt: '2026-03-04T05:06:05Z' })).toMatchObject({ change: { at: Date.parse('2026-03-04T05:06:05Z') } });
    expect(read('customer.tags_added', { customerId: 1, tags: ['a'] })).toMatchObject({ change: { at: triggeredAt.getTime() } });
  });

  it('of any form at all is read or refused, and nothing else comes of it', () => {
    const anyTopic = fc.constantFrom(...SAMPLES.map(([topic]) => topic));
    fc.assert(fc.property(anyTopic, fc.jsonValue({ maxDepth: 4 }), (topic, body) => {
      try {
        read(topic, body);
      } catch (error) {
        expect(error).toBeInstanceOf(RowFault);
      }
    }), { numRuns: 400 });
  });

  it('with any one value in it replaced by any other is read or refused', () => {
    const places = SAMPLES.flatMap(([topic, body]) => pathsOf(body).map((path) => ({ topic, body, path })));
    const odd = fc.oneof(fc.jsonValue({ maxDepth: 1 }), fc.constantFrom<unknown>('', '\0', -1, 1e300, -1e300, 2 ** 53, '9'.repeat(400), 'NaN', '1e9', [], [null], {}, [[[]]], '2026-13-45T99:99:99Z', 'gid://shopify/Order/', 'x'.repeat(100_000)));
    fc.assert(fc.property(fc.constantFrom(...places), odd, ({ topic, body, path }, value) => {
      const changed = structuredClone(body);
      put(changed, path, value);
      try {
        read(topic, changed);
      } catch (error) {
        expect(error).toBeInstanceOf(RowFault);
      }
    }), { numRuns: 2_000 });
  });
});

function pathsOf(value: unknown, before: readonly (string | number)[] = []): (string | number)[][] {
  if (typeof value !== 'object' || value === null) return [[...before]];
  const inner = Object.entries(value).flatMap(([key, one]) => pathsOf(one, [...before, Array.isArray(value) ? Number(key) : key]));
  return before.length === 0 ? inner : [[...before], ...inner];
}

function put(root: unknown, path: readonly (string | number)[], value: unknown): void {
  let at = root as Record<string | number, unknown>;
  for (const step of path.slice(0, -1)) at = at[step] as Record<string | number, unknown>;
  at[path.at(-1) ?? ''] = value;
}
