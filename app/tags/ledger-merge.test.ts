import { describe, expect, it } from 'vitest';
import { mergeLedgers } from './ledger-merge.ts';
import { writtenEntry, type LedgerEntry } from './tag-ledger.ts';

const vip = (changes: Partial<LedgerEntry> = {}): LedgerEntry => ({ ...writtenEntry('VIP', 'vip', 'run-1'), ...changes });
const states = (ledger: LedgerEntry[]) => ledger.map((entry) => `${entry.nameKey} ${entry.state}`);

describe('ledgers of two customers that are merged', () => {
  it('follow the surviving customer: what the app wrote on either is the app’s', () => {
    expect(states(mergeLedgers({ ledger: [], tags: [] }, { ledger: [vip()], tags: ['VIP'] }))).toEqual(['vip written']);
    expect(states(mergeLedgers(
      { ledger: [vip()], tags: ['VIP'] }, { ledger: [writtenEntry('Loyal', 'loyal', 'run-1')], tags: ['Loyal'] },
    ))).toEqual(['vip written', 'loyal written']);
  });

  it('leave to the merchant a tag that was theirs on one of the two, in any case', () => {
    expect(states(mergeLedgers({ ledger: [], tags: ['vip'] }, { ledger: [vip()], tags: ['VIP'] }))).toEqual(['vip merchants']);
    expect(states(mergeLedgers({ ledger: [vip()], tags: ['VIP'] }, { ledger: [], tags: ['vip'] }))).toEqual(['vip merchants']);
    expect(states(mergeLedgers({ ledger: [vip()], tags: ['VIP'] }, { ledger: [vip({ state: 'merchants' })], tags: ['VIP'] }))).toEqual(['vip merchants']);
    expect(states(mergeLedgers({ ledger: [vip({ state: 'removed-by-merchant' })], tags: ['VIP'] }, { ledger: [], tags: [] }))).toEqual(['vip merchants']);
  });

  it('keep managing a tag that one merchant wish kept off and that the merge brought back', () => {
    expect(states(mergeLedgers({ ledger: [vip({ state: 'removed-by-merchant' })], tags: [] }, { ledger: [vip()], tags: ['VIP'] }))).toEqual(['vip written']);
  });

  it('keep the wish where the tag stands on neither', () => {
    expect(states(mergeLedgers({ ledger: [], tags: [] }, { ledger: [vip({ state: 'undone' })], tags: [] }))).toEqual(['vip undone']);
    expect(states(mergeLedgers({ ledger: [vip({ state: 'undone' })], tags: [] }, { ledger: [vip({ state: 'removed-by-merchant' })], tags: [] }))).toEqual(['vip removed-by-merchant']);
  });

  it('give a tag the longer stay: unwanted for the shorter time', () => {
    const merged = (a: number | null, b: number | null) => mergeLedgers(
      { ledger: [vip({ unwantedSinceDay: a })], tags: ['VIP'] }, { ledger: [vip({ unwantedSinceDay: b })], tags: ['VIP'] },
    )[0]?.unwantedSinceDay;
    expect([merged(10, 12), merged(12, 10), merged(null, 10), merged(10, null)]).toEqual([12, 12, null, null]);
  });
});
