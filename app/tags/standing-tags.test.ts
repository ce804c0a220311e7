import { describe, expect, it } from 'vitest';
import { standingTags } from './standing-tags.ts';
import { writtenEntry, type LedgerState } from './tag-ledger.ts';

const entry = (state: LedgerState, version: number | null) => ({ entry: { ...writtenEntry('VIP', 'vip', '1'), state }, version });

describe('tags that stand', () => {
  it('are the mirror’s where it is as new as the ledger', () => {
    expect(standingTags(['a'], 100, [entry('written', 100)])).toEqual(['a']);
    expect(standingTags(['a', 'vip'], 100, [entry('undone', 100), entry('undone', null)])).toEqual(['a', 'vip']);
  });

  it('hold what we wrote after the mirror was read, and lack what we removed after it', () => {
    expect(standingTags(['a'], 100, [entry('written', 101)])).toEqual(['a', 'VIP']);
    expect(standingTags(['a', 'vIp'], 100, [entry('undone', 101)])).toEqual(['a']);
  });

  it('are not doubled by what the mirror shows in another case', () => {
    expect(standingTags(['vip'], 100, [entry('written', 101)])).toEqual(['vip']);
  });
});
