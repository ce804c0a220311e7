import { describe, expect, it } from 'vitest';
import { writtenEntry } from './tag-ledger.ts';
import { tagsBeforeMerge } from './tags-before-merge.ts';

const vip = writtenEntry('VIP', 'vip', '1');

describe('the tags of the one who stays, before the merge', () => {
  it('are those that were seen, but for one of ours that was yet to be added here', () => {
    const seen = ['wholesale', 'vip'];
    expect(tagsBeforeMerge({ seen, ledger: [], goneLedger: [vip], yetToAdd: new Set(['vip']) })).toEqual(['wholesale']);
    expect(tagsBeforeMerge({ seen, ledger: [], goneLedger: [vip], yetToAdd: new Set() })).toEqual(seen);
  });

  it('have what the ledger knows here already, and what the other had from the merchant', () => {
    expect(tagsBeforeMerge({ seen: ['VIP'], ledger: [vip], goneLedger: [vip], yetToAdd: new Set(['vip']) })).toEqual(['VIP']);
    expect(tagsBeforeMerge({ seen: ['VIP'], ledger: [], goneLedger: [{ ...vip, state: 'merchants' }], yetToAdd: new Set(['vip']) })).toEqual(['VIP']);
  });
});
