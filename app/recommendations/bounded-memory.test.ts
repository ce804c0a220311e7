import { expect, it } from 'vitest';
import { BoundedMemory } from './bounded-memory.ts';

it('keeps what was asked for last, and never more bytes than it may', () => {
  const memory = new BoundedMemory<number>(3 * 1_300);
  for (const key of ['a', 'b', 'c']) memory.set(key, key.charCodeAt(0), 1_000);
  expect(memory.get('a')).toBe(97);
  memory.set('d', 100, 1_000);
  expect(['a', 'b', 'c', 'd'].map((key) => memory.get(key))).toEqual([97, undefined, 99, 100]);
  expect(memory.bytes).toBeLessThanOrEqual(3 * 1_300);
});

it('counts a key that is set again once, and takes nothing that is too large by itself', () => {
  const memory = new BoundedMemory<number>(2_000);
  for (let at = 0; at < 10; at += 1) memory.set('a', at, 1_000);
  expect(memory.get('a')).toBe(9);
  memory.set('big', 1, 5_000);
  expect([memory.get('big'), memory.get('a')]).toEqual([undefined, 9]);
  memory.clear();
  expect(memory.bytes).toBe(0);
});
