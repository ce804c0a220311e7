import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eventTime, OLDEST_EVENT_MS, shopperEventsSchema } from './shopper-event.ts';

const EVENT = { id: '0f3b6c1e-0d2a-4f7b-9c55-1b2a3c4d5e6f', type: 'click', block: 'also', placement: 'product', list: 'l1', product_id: '7000000000001', position: 0, at: '2026-11-29T12:00:00.000Z' };
const call = (events: unknown[], more: object = {}): unknown => ({ visitor: 'v', session: 'session-0001', events, ...more });

describe('events of shoppers', () => {
  it('are taken as the storefront sends them, and nothing else of them', () => {
    const parsed = shopperEventsSchema.parse(call([{ ...EVENT, email: 'ann@example.com' }], { customer_id: 7 }));
    expect(parsed).toEqual({ session: 'session-0001', events: [EVENT] });
    expect(shopperEventsSchema.parse(call([{ ...EVENT, product_id: 7, at: 1_700_000_000_000 }])).events[0]?.product_id).toBe('7');
    expect(shopperEventsSchema.safeParse(call([{ ...EVENT, type: 'impression', product_id: null }])).success).toBe(true);
  });

  it.each([
    ['no events', call([])], ['51 events', call(Array.from({ length: 51 }, () => EVENT))], ['no session', { events: [EVENT] }], ['a session of other signs', call([EVENT], { session: 'ann@example.com' })],
    ['an id that is none', call([{ ...EVENT, id: '1' }])], ['an unknown type', call([{ ...EVENT, type: 'buy' }])], ['an unknown block', call([{ ...EVENT, block: '__proto__' }])], ['an unknown place', call([{ ...EVENT, placement: 'x' }])],
    ['a click on nothing', call([{ ...EVENT, product_id: null }])], ['a product that is no number', call([{ ...EVENT, product_id: "1' OR 1=1" }])], ['a product that is too large', call([{ ...EVENT, product_id: '99999999999999999' }])],
    ['a position below 0', call([{ ...EVENT, position: -1 }])], ['a time that is none', call([{ ...EVENT, at: 'yesterday' }])], ['a long list id', call([{ ...EVENT, list: 'x'.repeat(65) }])], ['an empty list id', call([{ ...EVENT, list: '' }])],
    ['NUL in a list id', call([{ ...EVENT, list: 'a\u0000b' }])], ['half a character in a list id', call([{ ...EVENT, list: '\ud800' }])], ['a line after a list id', call([{ ...EVENT, list: 'l1\n' }])], ['NUL in a session', call([EVENT], { session: 'session-\u0000001' })], ['nothing', null],
  ])('are refused with %s', (_, body) => {
    expect(shopperEventsSchema.safeParse(body).success).toBe(false);
  });

  it('are dated by the shopper’s clock where that can be, else by their arrival', () => {
    const now = Date.parse('2026-11-29T12:00:00Z');
    expect(eventTime('2026-11-29T11:59:00Z', now)).toBe(now - 60_000);
    expect(eventTime('2031-01-01T00:00:00Z', now)).toBe(now);
    expect(eventTime(0, now)).toBe(now);
    fc.assert(fc.property(fc.integer({ min: 0, max: 4_000_000_000_000 }), (at) => {
      const time = eventTime(at, now);
      expect(time).toBeLessThanOrEqual(now);
      expect(time).toBeGreaterThanOrEqual(now - OLDEST_EVENT_MS);
    }));
  });
});
