import { describe, expect, it } from 'vitest';
import { tagReadMethod } from './read-method.ts';

describe('the way to read tags before writing', () => {
  it('is by id for few customers of many, and in bulk for half a shop', () => {
    expect(tagReadMethod(50, 5_000)).toBe('nodes');
    expect(tagReadMethod(3_000, 5_800)).toBe('bulk');
    expect(tagReadMethod(20_000, 5_000_000)).toBe('nodes');
    expect(tagReadMethod(0, 0)).toBe('nodes');
  });
});
