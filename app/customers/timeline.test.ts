import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KINDS_OF_CHOICE, readChoice, readPlace, TIMELINE_KINDS, writePlace } from './timeline.ts';

describe('a place in a timeline', () => {
  it('comes back from an address as it was', () => {
    fc.assert(fc.property(fc.integer({ min: -8.64e14, max: 8.64e14 }), fc.nat(TIMELINE_KINDS.length - 1), fc.maxSafeNat(), (atMs, kind, id) => {
      expect(readPlace(writePlace({ atMs, kind, id }))).toEqual({ atMs, kind, id });
    }));
  });

  it('made up is none', () => {
    for (const bad of [undefined, '', 'x', '1.2', '1.9.3', '1.0.99999999999999999', '1.0.1 or 1=1']) expect(readPlace(bad)).toBeNull();
  });
});

it('the two narrower timelines make up the whole one', () => {
  expect([...KINDS_OF_CHOICE.orders, ...KINDS_OF_CHOICE.changes].sort()).toEqual([...KINDS_OF_CHOICE.all].sort());
  expect([readChoice('orders'), readChoice('ORDERS'), readChoice(null)]).toEqual(['orders', 'all', 'all']);
});
