import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCursor, writeCursor } from './customer-cursor.ts';

describe('a cursor', () => {
  it('comes back from an address as it was, whatever the name', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }).filter((name) => !name.includes('\0')), fc.integer({ min: 1 }), (value, id) => {
      const word = writeCursor('name', 'asc', { value, id });
      expect(word).toMatch(/^[\w-]+$/);
      expect(readCursor('name', 'asc', word)).toEqual({ value, id });
    }));
  });

  it('of another order, or made up, is none', () => {
    const word = writeCursor('orders', 'desc', { value: 3, id: 7 });
    expect(readCursor('orders', 'desc', word)).toEqual({ value: 3, id: 7 });
    for (const [sort, direction] of [['orders', 'asc'], ['net-spend', 'desc'], ['name', 'desc']] as const) expect(readCursor(sort, direction, word)).toBeNull();
    for (const bad of [undefined, '', 'x', '%', 'A'.repeat(3_000), btoa('[]'), btoa('["orders","desc",1.5,2]'), btoa('["orders","desc","a",2]'), btoa('{"__proto__":1}')]) {
      expect(readCursor('orders', 'desc', bad)).toBeNull();
    }
  });
});
