import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readWebhookHeaders } from './webhook-headers.ts';

const GOOD = { 'x-shopify-topic': 'customer.tags_added', 'x-shopify-shop-domain': 'shop.myshopify.com', 'x-shopify-event-id': 'b1f2', 'x-shopify-triggered-at': '2026-11-28T12:00:00.123456789Z', 'x-shopify-webhook-id': 'w', 'x-shopify-api-version': '2026-10' };

describe('the headers of an event', () => {
  it('are read as they are, the instant to the millisecond', () => {
    expect(readWebhookHeaders(GOOD)).toEqual({ topic: 'customer.tags_added', shopDomain: 'shop.myshopify.com', eventId: 'b1f2', triggeredAt: new Date('2026-11-28T12:00:00.123Z'), webhookId: 'w', apiVersion: '2026-10' });
  });

  it('of any content either name what is wrong, or hold nothing that a text in the database could end with', () => {
    const value = fc.oneof(fc.string(), fc.constantFrom(...Object.values(GOOD)), fc.constantFrom('"', '\\', '{', 'a, b', 'null', '\0'));
    fc.assert(
      fc.property(fc.record(Object.fromEntries(Object.keys(GOOD).map((name) => [name, value])), { requiredKeys: [] }), (headers) => {
        const read = readWebhookHeaders(headers);
        if (typeof read === 'string') {
          expect(Object.keys(GOOD)).toContain(read.toLowerCase());
          return;
        }
        const { triggeredAt, ...texts } = read;
        expect(Number.isFinite(triggeredAt.getTime())).toBe(true);
        expect(Object.values(texts).join('')).not.toMatch(/["\\\s\0,]/);
      }),
      { numRuns: 2_000 },
    );
  });
});
