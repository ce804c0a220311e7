import { describe, expect, it } from 'vitest';
import { defaultTagSettings, tagNames, type TagSettings } from './tag-catalogue.ts';
import type { TagRule } from './tag-rule.ts';
import { decideTag, diffCustomerTags, ledgerAfterChanges, type TagQuestion } from './tag-diff.ts';
import { adoptTag, proposeAgain, writtenEntry, type LedgerEntry, type LedgerState } from './tag-ledger.ts';
import { undoChange } from './tag-undo.ts';

const DAY = 15_000;
const ours = (changes: Partial<LedgerEntry> = {}): LedgerEntry => ({ ...writtenEntry('VIP', 'vip', 'run-1'), ...changes });

function ask(changes: Partial<TagQuestion>) {
  return decideTag({ name: 'VIP', rule: 'vip', wanted: true, standing: false, entry: null, adopt: false, nowDay: DAY, runId: 'run-2', ...changes });
}

describe('decision on one tag', () => {
  it('adds a wanted tag at once, and the ledger says so once it was done', () => {
    expect(ask({})).toEqual({ action: 'add', why: 'rule holds', ledger: null, ledgerWhenDone: writtenEntry('VIP', 'vip', 'run-2') });
  });

  it('does nothing for a tag that is neither wanted nor there', () => {
    expect(ask({ wanted: false })).toEqual({ action: 'nothing', why: 'not wanted', ledger: null, ledgerWhenDone: null });
  });

  it.each([true, false])('leaves a tag that stood before to the merchant (wanted: %s)', (wanted) => {
    expect(ask({ wanted, standing: true })).toEqual({ action: 'nothing', why: "merchant's own tag", ledger: null, ledgerWhenDone: null });
  });

  it('adopts a tag that stood before where the merchant chose to, and removes it in its time', () => {
    expect(ask({ standing: true, adopt: true })).toMatchObject({ action: 'nothing', why: 'adopted', ledger: { state: 'written', adopted: true } });
    const unwanted = ask({ standing: true, adopt: true, wanted: false });
    expect(unwanted).toMatchObject({ action: 'wait', ledger: { unwantedSinceDay: DAY } });
    expect(ask({ standing: true, wanted: false, entry: unwanted.ledger, nowDay: DAY + 7 }).action).toBe('remove');
  });

  it('removes a tag of ours once it has been unwanted for 7 days, not for 6', () => {
    const first = ask({ standing: true, wanted: false, entry: ours() });
    expect(first).toMatchObject({ action: 'wait', ledger: { state: 'written', unwantedSinceDay: DAY } });
    expect(ask({ standing: true, wanted: false, entry: first.ledger, nowDay: DAY + 6 }).action).toBe('wait');
    expect(ask({ standing: true, wanted: false, entry: first.ledger, nowDay: DAY + 7 })).toEqual({
      action: 'remove', why: 'unwanted for the delay', ledger: ours({ unwantedSinceDay: DAY }), ledgerWhenDone: null,
    });
  });

  it('begins the 7 days anew when the rule held in between', () => {
    const again = ask({ standing: true, wanted: true, entry: ours({ unwantedSinceDay: DAY - 5 }) });
    expect(again).toMatchObject({ action: 'nothing', why: 'stands as wanted', ledger: { unwantedSinceDay: null } });
    expect(ask({ standing: true, wanted: false, entry: again.ledger, nowDay: DAY + 3 }).ledger?.unwantedSinceDay).toBe(DAY + 3);
  });

  it('keeps a tag off that the merchant removed, until its rule has lapsed and holds again', () => {
    const removed = ask({ entry: ours() });
    expect(removed).toMatchObject({ action: 'nothing', why: 'merchant removed it', ledger: { state: 'removed-by-merchant' } });
    expect(ask({ entry: removed.ledger, nowDay: DAY + 400 })).toMatchObject({ action: 'nothing', ledger: { state: 'removed-by-merchant' } });
    const lapsed = ask({ entry: removed.ledger, wanted: false });
    expect(lapsed.ledger).toBeNull();
    expect(ask({ entry: lapsed.ledger }).action).toBe('add');
  });

  it('forgets a tag that the merchant removed while its rule had lapsed', () => {
    expect(ask({ entry: ours({ unwantedSinceDay: DAY - 2 }), wanted: false })).toMatchObject({ action: 'nothing', ledger: null });
  });

  it.each<LedgerState>(['removed-by-merchant', 'undone'])('takes a tag that was %s and stands again for the merchant’s, for good', (state) => {
    const back = ask({ standing: true, entry: ours({ state }) });
    expect(back).toMatchObject({ action: 'nothing', why: 'merchant put it back', ledger: { state: 'merchants' } });
    expect(ask({ standing: true, wanted: false, entry: back.ledger, nowDay: DAY + 99, adopt: true })).toMatchObject({ action: 'nothing', ledger: { state: 'merchants' } });
  });

  it('keeps a tag off that the merchant put back and removed once more', () => {
    expect(ask({ entry: ours({ state: 'merchants' }) })).toMatchObject({ action: 'nothing', ledger: { state: 'removed-by-merchant' } });
    expect(ask({ entry: ours({ state: 'merchants' }), wanted: false }).ledger).toBeNull();
  });

  it('keeps an undone tag off until its rule lapses, or the merchant asks for it again', () => {
    const undone = ours({ state: 'undone' });
    expect(ask({ entry: undone })).toMatchObject({ action: 'nothing', why: 'run undone', ledger: undone });
    expect(ask({ entry: undone, wanted: false }).ledger).toBeNull();
    expect(ask({ entry: proposeAgain(undone) }).action).toBe('add');
    expect(proposeAgain(ours())).toEqual(ours());
  });
});

describe('difference for one customer', () => {
  const rules = (...wanted: TagRule[]) => new Set(wanted);
  const named = (changes: Partial<Record<TagRule, string>> = {}): TagSettings => {
    const settings = defaultTagSettings();
    for (const [rule, name] of Object.entries(changes)) settings[rule as TagRule] = { name, on: true };
    return settings;
  };
  const diff = (input: { wanted?: Set<TagRule>; standing?: string[]; ledger?: LedgerEntry[]; names?: Partial<Record<TagRule, string>>; nowDay?: number }) => diffCustomerTags({
    names: tagNames(named(input.names)), wanted: input.wanted ?? rules(), standing: input.standing ?? [], ledger: input.ledger ?? [],
    adopt: new Set(), nowDay: input.nowDay ?? DAY, runId: 'run-2',
  });
  const actions = (result: ReturnType<typeof diff>) => result.changes.map((change) => `${change.action} ${change.name}`);

  it('adds what is wanted and missing, and never a tag that stands in another case', () => {
    const result = diff({ wanted: rules('vip', 'loyal'), standing: ['vip', 'Wholesale'] });
    expect(actions(result)).toEqual(['add Loyal']);
    expect(result.decisions.vip.why).toBe("merchant's own tag");
    expect(ledgerAfterChanges(result, result.changes)).toEqual([writtenEntry('Loyal', 'loyal', 'run-2')]);
    expect(ledgerAfterChanges(result, [])).toEqual([]);
  });

  it('removes the old name of a renamed tag and adds the new one, at once', () => {
    const result = diff({ wanted: rules('vip'), standing: ['VIP'], ledger: [ours()], names: { vip: 'Gold' } });
    expect(actions(result)).toEqual(['remove VIP', 'add Gold']);
    expect(ledgerAfterChanges(result, result.changes)).toEqual([writtenEntry('Gold', 'vip', 'run-2')]);
    // Carried out by half, the rest is still to do.
    const half = ledgerAfterChanges(result, result.changes.slice(1));
    expect(actions(diff({ wanted: rules('vip'), standing: ['VIP', 'Gold'], ledger: half, names: { vip: 'Gold' } }))).toEqual(['remove VIP']);
  });

  it('takes a change of capitals for no change, as Shopify does', () => {
    expect(actions(diff({ wanted: rules('vip'), standing: ['VIP'], ledger: [ours()], names: { vip: 'Vip' } }))).toEqual([]);
  });

  it('does not remove the merchant’s own tag under the old name', () => {
    expect(actions(diff({ wanted: rules('vip'), standing: ['VIP'], names: { vip: 'Gold' } }))).toEqual(['add Gold']);
    expect(actions(diff({ wanted: rules('vip'), standing: ['VIP'], ledger: [ours({ state: 'merchants' })], names: { vip: 'Gold' } }))).toEqual(['add Gold']);
  });

  it.each<LedgerState>(['removed-by-merchant', 'undone', 'written'])('carries the wish that a tag stay off to its new name (%s and gone)', (state) => {
    const result = diff({ wanted: rules('vip'), ledger: [ours({ state })], names: { vip: 'Gold' } });
    expect(actions(result)).toEqual([]);
    expect(result.ledger).toMatchObject([{ name: 'Gold', nameKey: 'gold', rule: 'vip', state: state === 'undone' ? 'undone' : 'removed-by-merchant' }]);
  });

  it('keeps a tag of ours when two rules exchange their names', () => {
    const names = { vip: 'Loyal', loyal: 'VIP' };
    const kept = diff({ wanted: rules('loyal'), standing: ['VIP'], ledger: [ours()], names });
    expect(actions(kept)).toEqual([]);
    expect(kept.ledger).toMatchObject([{ nameKey: 'vip', rule: 'loyal', state: 'written' }]);
    const wish = diff({ wanted: rules('loyal', 'vip'), standing: [], ledger: [ours({ state: 'removed-by-merchant' })], names });
    expect(actions(wish)).toEqual(['add VIP']);
  });

  it('adds no tag beyond the 250 that Shopify allows, and says so', () => {
    const standing = Array.from({ length: 249 }, (_, index) => `tag ${index}`);
    const result = diff({ wanted: rules('loyal', 'vip'), standing });
    expect(actions(result)).toEqual(['add Loyal']);
    expect(result.decisions.vip).toMatchObject({ action: 'nothing', why: 'customer has all the tags that Shopify allows' });
  });
});

describe('undo', () => {
  const added = { action: 'add' as const, name: 'VIP', rule: 'vip' as const, runId: 'run-1', entryBefore: null };
  const removed = { ...added, action: 'remove' as const, runId: 'run-2', entryBefore: ours({ unwantedSinceDay: DAY - 9 }) };

  it('takes back what the run added, and keeps it off', () => {
    expect(undoChange(added, ours(), true)).toMatchObject({ action: 'remove', ledgerWhenDone: { state: 'undone' } });
  });

  it.each([
    ['written again by a later run', ours({ runId: 'run-2' }), true],
    ['removed by the merchant', ours(), false],
    ['put back by the merchant', ours({ state: 'merchants' }), true],
    ['no longer known', null, true],
  ] as const)('leaves alone a tag that was %s since', (_name, entry, standing) => {
    expect(undoChange(added, entry, standing)).toEqual({ action: 'nothing', why: 'changed since the run', ledgerWhenDone: entry });
  });

  it('puts back what the run removed, and does not remove it again before its rule has held once more', () => {
    const undone = undoChange(removed, null, false);
    expect(undone).toMatchObject({ action: 'add', ledgerWhenDone: { nameKey: 'vip', state: 'written', runId: 'run-1', removalHeld: true } });
    const later = ask({ wanted: false, standing: true, entry: undone.ledgerWhenDone, nowDay: DAY + 30 });
    expect(later).toMatchObject({ action: 'nothing', why: 'run undone', ledger: { unwantedSinceDay: null } });
    const held = ask({ wanted: true, standing: true, entry: later.ledger, nowDay: DAY + 31 }).ledger;
    expect(held?.removalHeld).toBe(false);
    const lapsed = ask({ wanted: false, standing: true, entry: held, nowDay: DAY + 40 });
    expect(lapsed).toMatchObject({ action: 'wait', ledger: { unwantedSinceDay: DAY + 40 } });
    expect(ask({ wanted: false, standing: true, entry: lapsed.ledger, nowDay: DAY + 47 }).action).toBe('remove');
  });

  it('of the run that wrote a tag takes it off even after the undo of its removal', () => {
    const back = undoChange(removed, null, false).ledgerWhenDone;
    expect(undoChange(added, back, true)).toMatchObject({ action: 'remove', ledgerWhenDone: { state: 'undone', removalHeld: false } });
  });

  it('leaves a removal alone where the tag stands again, or is known to the ledger', () => {
    expect(undoChange(removed, null, true).action).toBe('nothing');
    expect(undoChange(removed, ours(), false).action).toBe('nothing');
  });
});

describe('adoption', () => {
  it('by hand makes a tag ours from then on', () => {
    expect(adoptTag('vip', 'vip', null)).toEqual({ nameKey: 'vip', name: 'vip', rule: 'vip', state: 'written', adopted: true, unwantedSinceDay: null, removalHeld: false, runId: null });
  });
});
