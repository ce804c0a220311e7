import { describe, expect, it } from 'vitest';
import { isWorthWriting } from './list-change.ts';

const ten = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
const nightly = (stands: number[] | null, wanted: number[], gone: number[] = []) => isWorthWriting(stands, wanted, { exact: false, showable: (product) => !gone.includes(product) });

describe('a new list', () => {
  it('of a night is written where it differs by something that is seen', () => {
    expect(nightly(null, ten)).toBe(true);
    expect(nightly(ten, [])).toBe(true);
    expect(nightly(ten, ten)).toBe(false);
    expect(nightly(ten, [2, 1, 4, 3, 5, 6, 7, 8, 10, 9])).toBe(false);
    expect(nightly(ten, [1, 2, 3, 11, 4, 5, 6, 7, 8, 9])).toBe(false);
    expect(nightly(ten, [11, 12, 1, 2, 3, 4, 5, 6, 7, 8])).toBe(true);
    expect(nightly(ten, [1, 2, 3, 4, 5, 6, 11, 12, 13, 14])).toBe(true);
    expect(nightly([1, 2], [1, 2, 3])).toBe(true);
  });

  it('is always written where something stands that may be shown no more', () => {
    expect(nightly(ten, [1, 2, 3, 4, 5, 6, 7, 8, 9, 11], [10])).toBe(true);
  });

  it('that was asked for is written for any difference', () => {
    const asked = { exact: true, showable: () => true };
    expect(isWorthWriting(ten, [...ten].reverse(), asked)).toBe(true);
    expect(isWorthWriting(ten, ten, asked)).toBe(false);
    expect(isWorthWriting(null, [], asked)).toBe(false);
  });
});
