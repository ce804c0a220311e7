import { describe, expect, it } from 'vitest';
import { brakeHolds } from './safety-brake.ts';

const rule = { percent: 20, customers: 100 };

describe('the safety brake', () => {
  it('holds for more than the share and more than the number, not at either', () => {
    expect(brakeHolds({ ...rule, touched: 201, of: 1_000 })).toBe(true);
    expect(brakeHolds({ ...rule, touched: 200, of: 1_000 })).toBe(false);
    expect(brakeHolds({ ...rule, touched: 101, of: 101 })).toBe(true);
    expect(brakeHolds({ ...rule, touched: 100, of: 100 })).toBe(false);
    expect(brakeHolds({ ...rule, touched: 5_000, of: 1_000_000 })).toBe(false);
  });
});
