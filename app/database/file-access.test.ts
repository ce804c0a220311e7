import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ENTER, READ, canWalkThrough, isRootsAlone, permits } from './file-access.ts';

const root = (mode: number) => ({ uid: 0, gid: 0, mode });
const postgres = { uid: 101, gid: 104 };

describe('permits', () => {
  it('asks the owner\'s bits of the owner, the group\'s of the group and the others\' of everyone else', () => {
    expect(permits({ uid: 101, gid: 0, mode: 0o40700 }, postgres, ENTER + READ)).toBe(true);
    expect(permits({ uid: 0, gid: 104, mode: 0o40750 }, postgres, ENTER + READ)).toBe(true);
    expect(permits(root(0o40755), postgres, ENTER + READ)).toBe(true);
    expect(permits(root(0o40711), postgres, READ)).toBe(false);
  });

  it('does not give an owner what only others may do', () => {
    expect(permits({ uid: 101, gid: 0, mode: 0o40077 }, postgres, ENTER)).toBe(false);
    expect(permits({ uid: 0, gid: 104, mode: 0o40707 }, postgres, ENTER)).toBe(false);
  });

  it('never permits with more wanted what it refuses with less', () => {
    const entry = fc.record({ uid: fc.constantFrom(0, 101), gid: fc.constantFrom(0, 104), mode: fc.integer({ min: 0, max: 0o777 }) });
    fc.assert(fc.property(entry, (one) => !permits(one, postgres, ENTER + READ) || (permits(one, postgres, ENTER) && permits(one, postgres, READ))));
  });
});

describe('canWalkThrough', () => {
  it('is stopped by one private folder anywhere on the way', () => {
    expect(canWalkThrough([root(0o755), root(0o1777), root(0o711)], postgres)).toBe(true);
    expect(canWalkThrough([root(0o755), root(0o700), root(0o755)], postgres)).toBe(false);
    expect(canWalkThrough([root(0o755), root(0o700), { uid: 101, gid: 104, mode: 0o700 }], postgres)).toBe(false);
  });
});

describe('isRootsAlone', () => {
  it('trusts no folder that another user owns or can write to', () => {
    expect(isRootsAlone(root(0o40755))).toBe(true);
    expect(isRootsAlone({ uid: 101, gid: 0, mode: 0o40755 })).toBe(false);
    expect(isRootsAlone(root(0o40775))).toBe(false);
    expect(isRootsAlone(root(0o41777))).toBe(false);
  });
});
