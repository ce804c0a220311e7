import { describe, expect, it } from 'vitest';
import { orderSession } from './order-session.ts';

const SESSION = '0f3b6c1e-0d2a-4f7b-9c55-1b2a3c4d5e6f';

describe('the visit of an order', () => {
  it('is read from note_attributes of a payload and from customAttributes of a query', () => {
    expect(orderSession([{ name: 'gift', value: 'for Ann' }, { name: '_regulars_session', value: SESSION }])).toBe(SESSION);
    expect(orderSession([{ key: '_regulars_session', value: SESSION }])).toBe(SESSION);
  });

  it.each([undefined, null, 'x', {}, [], [null], ['x'], [{ name: '_regulars_session' }], [{ name: '_regulars_session', value: 7 }], [{ name: '_regulars_session', value: 'Ann Miller, 5 High St' }], [{ name: '_regulars_session', value: 'x'.repeat(65) }], [{ name: 'session', value: SESSION }]])('is not told by %j', (attributes) => {
    expect(orderSession(attributes)).toBeNull();
  });
});
