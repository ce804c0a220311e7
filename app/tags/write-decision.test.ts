import { describe, expect, it } from 'vitest';
import { writtenEntry, type LedgerEntry } from './tag-ledger.ts';
import { decideWrites, type IntendedChange } from './write-decision.ts';

const ours = (changes: Partial<LedgerEntry> = {}): LedgerEntry => ({ ...writtenEntry('VIP', 'vip', '1'), ...changes });
const change = (changes: Partial<IntendedChange> = {}): IntendedChange => ({ id: 1, customerId: 7, action: 'add', rule: 'vip', nameKey: 'vip', name: 'VIP', undoes: null, takesBack: false, alone: false, ...changes });
const decide = (one: IntendedChange, standing: readonly string[] | null, entry: LedgerEntry | null, wanted = one.action === 'add') => (
  decideWrites([one], standing, entry === null ? [] : [entry], new Set(wanted ? ['vip'] : []), '2').get(one.id));

describe('a last look before writing', () => {
  it('adds a tag that does not stand, and removes one of ours as it is spelled', () => {
    expect(decide(change(), ['a'], null)).toEqual({ kind: 'write', name: 'VIP', entryBefore: null, entryAfter: writtenEntry('VIP', 'vip', '2') });
    const entry = ours({ unwantedSinceDay: 100 });
    expect(decide(change({ action: 'remove' }), ['vIp'], entry)).toEqual({ kind: 'write', name: 'vIp', entryBefore: entry, entryAfter: null });
  });

  it.each([
    ['customer-gone', change(), null, null],
    ['merchants', change(), ['vip'], null],
    ['stood-already', change(), ['VIP'], ours()],
    ['removed-by-merchant', change(), [], ours()],
    ['undone', change(), [], ours({ state: 'undone' })],
    ['merchants', change({ action: 'remove' }), ['VIP'], null],
    ['merchants', change({ action: 'remove' }), ['VIP'], ours({ state: 'merchants' })],
    ['gone-already', change({ action: 'remove' }), [], ours()],
    ['held', change({ action: 'remove' }), ['VIP'], ours({ removalHeld: true })],
  ] as const)('leaves alone what has changed since: %s', (outcome, one, standing, entry) => {
    expect(decide(one, standing, entry)).toMatchObject({ kind: 'skip', outcome });
  });

  it('makes room by removals before additions, and stops at 250 tags', () => {
    const full = Array.from({ length: 249 }, (_, index) => `tag ${index}`);
    const remove = change({ id: 1, action: 'remove' });
    const add = change({ id: 2, rule: 'new', nameKey: 'new', name: 'New' });
    const decisions = decideWrites([add, remove], [...full, 'VIP'], [ours({ unwantedSinceDay: 1 })], new Set(['new']), '2');
    expect([decisions.get(1)?.kind, decisions.get(2)?.kind]).toEqual(['write', 'write']);
    expect(decideWrites([add], [...full, 'VIP'], [], new Set(['new']), '2').get(2)).toMatchObject({ kind: 'skip', outcome: 'tag-limit' });
  });

  it('undoes only what the undone run left, and learns what the merchant did since', () => {
    const undo = (changedLater = false): IntendedChange => change({ action: 'remove', undoes: { change: { action: 'add', name: 'VIP', rule: 'vip', runId: '1', entryBefore: null }, changedLater } });
    expect(decide(undo(), ['VIP'], ours())).toMatchObject({ kind: 'write', entryAfter: { state: 'undone' } });
    expect(decide(undo(), ['VIP'], ours({ runId: '3' }))).toMatchObject({ kind: 'skip', outcome: 'changed-since' });
    expect(decide(undo(true), ['VIP'], ours())).toMatchObject({ kind: 'skip', outcome: 'changed-since' });
    expect(decide(undo(), [], ours())).toMatchObject({ kind: 'skip', outcome: 'removed-by-merchant', ledger: { state: 'removed-by-merchant' } });
    expect(decide(undo(), ['VIP'], null)).toMatchObject({ kind: 'skip', outcome: 'merchants', ledger: null });
  });

  it('writes what has waited only if it still fits, and learns what the merchant did meanwhile', () => {
    expect(decide(change(), [], null, false)).toEqual({ kind: 'skip', outcome: 'no-longer-fits', ledger: null });
    const leaving = ours({ unwantedSinceDay: 100 });
    expect(decide(change({ action: 'remove' }), ['VIP'], leaving, true)).toEqual({ kind: 'skip', outcome: 'fits-again', ledger: leaving });
    expect(decide(change({ action: 'remove' }), [], leaving, true)).toMatchObject({ outcome: 'fits-again', ledger: { state: 'removed-by-merchant' } });
  });

  it('takes a tag back whichever run wrote it, and leaves one that was handed over', () => {
    const takeBack = change({ action: 'remove', takesBack: true });
    expect(decide(takeBack, ['vip'], ours({ runId: '9' }))).toMatchObject({ kind: 'write', name: 'vip', entryAfter: { state: 'undone', runId: '9' } });
    expect(decide(takeBack, ['vip'], ours({ removalHeld: true }), true)).toMatchObject({ kind: 'write', entryAfter: { state: 'undone', removalHeld: false } });
    expect(decide(takeBack, ['vip'], ours({ adopted: true }))).toMatchObject({ kind: 'skip' });
    expect(decide(takeBack, ['vip'], null)).toMatchObject({ kind: 'skip', outcome: 'merchants' });
    expect(decide(takeBack, [], ours())).toMatchObject({ kind: 'skip', outcome: 'removed-by-merchant' });
  });
});
