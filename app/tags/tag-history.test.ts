import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tagKey } from '../profiles/tag-key.ts';
import { defaultTagSettings, tagNames } from './tag-catalogue.ts';
import type { TagRule } from './tag-rule.ts';
import { diffCustomerTags, ledgerAfterChanges, REMOVAL_DELAY_DAYS, type TagChange } from './tag-diff.ts';
import type { LedgerEntry } from './tag-ledger.ts';
import { undoChange, type DoneChange } from './tag-undo.ts';

/** Random histories of one customer's tags: rules that come and go, a merchant who edits, renames, undoes, adopts. */

const RULES = ['loyal', 'vip'] as const satisfies readonly TagRule[];
const NAMES = { loyal: ['Loyal', 'loyal', 'Gold', 'VIP'], vip: ['VIP', 'Vip', 'Gold', 'Top'] } as const;
const MERCHANT_TAGS = ['vip', 'VIP', 'LOYAL', 'Gold', 'top', 'Wholesale'];

type Step =
  | { kind: 'rule'; rule: (typeof RULES)[number]; holds: boolean }
  | { kind: 'days'; days: number }
  | { kind: 'merchant adds' | 'merchant removes'; tag: string }
  | { kind: 'rename'; loyal: number; vip: number }
  | { kind: 'adopt'; rule: (typeof RULES)[number] }
  | { kind: 'undo last run' }
  | { kind: 'run'; approve: 'all' | 'first' | 'none' };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('rule' as const), rule: fc.constantFrom(...RULES), holds: fc.boolean() }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('days' as const), days: fc.integer({ min: 1, max: 9 }) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('merchant adds' as const, 'merchant removes' as const), tag: fc.constantFrom(...MERCHANT_TAGS) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('rename' as const), loyal: fc.nat(3), vip: fc.nat(3) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('adopt' as const), rule: fc.constantFrom(...RULES) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('undo last run' as const) }) },
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('run' as const), approve: fc.constantFrom('all' as const, 'first' as const, 'none' as const) }) },
);

/** Shopify's side of one customer, which also remembers who may remove a tag: what no ledger may get wrong. */
class Customer {
  readonly tags = new Map<string, { spelling: string; owner: 'app' | 'merchant' }>();
  readonly holds = new Set<TagRule>();
  settings = defaultTagSettings();
  ledger: LedgerEntry[] = [];
  day = 15_000;
  run = 0;
  lastRun: DoneChange[] = [];
  /** Since when each rule has not held at any look, by key of its name; deleted when it holds. */
  readonly unwantedSince = new Map<string, number>();

  diff(adopt: ReadonlySet<TagRule> = new Set(), runId: string | null = null) {
    return diffCustomerTags({
      names: tagNames(this.settings), wanted: this.holds, standing: [...this.tags.values()].map((tag) => tag.spelling),
      ledger: this.ledger, adopt, nowDay: this.day, runId,
    });
  }

  /** A look without writing, as after each webhook or refresh. */
  look() {
    for (const rule of RULES) {
      const key = tagKey(this.settings[rule].name);
      if (this.holds.has(rule)) this.unwantedSince.delete(key);
      else if (!this.unwantedSince.has(key)) this.unwantedSince.set(key, this.day);
    }
    this.ledger = this.diff().ledger;
  }

  carryOut(change: TagChange | DoneChange, why: string) {
    const key = tagKey(change.name);
    const standing = this.tags.get(key);
    if (change.action === 'add') {
      expect(standing, `${why}: adds ${change.name}, which stands`).toBeUndefined();
      this.tags.set(key, { spelling: change.name, owner: 'app' });
    } else {
      expect(standing?.owner, `${why}: removes ${change.name}, which the app did not write`).toBe('app');
      this.tags.delete(key);
    }
  }

  take(one: Step) {
    switch (one.kind) {
      case 'rule':
        if (one.holds) this.holds.add(one.rule);
        else this.holds.delete(one.rule);
        break;
      case 'days':
        // A look a day, as the nightly run has it.
        for (let day = 0; day < one.days; day += 1) {
          this.day += 1;
          this.look();
        }
        break;
      case 'merchant adds':
        if (!this.tags.has(tagKey(one.tag))) this.tags.set(tagKey(one.tag), { spelling: one.tag, owner: 'merchant' });
        break;
      case 'merchant removes':
        this.tags.delete(tagKey(one.tag));
        break;
      case 'rename': {
        const [loyal, vip] = [NAMES.loyal[one.loyal], NAMES.vip[one.vip]];
        if (loyal === undefined || vip === undefined || tagKey(loyal) === tagKey(vip)) break;
        this.settings = { ...this.settings, loyal: { name: loyal, on: true }, vip: { name: vip, on: true } };
        break;
      }
      case 'adopt': {
        const before = new Set(this.ledger.map((entry) => entry.nameKey));
        this.ledger = this.diff(new Set([one.rule])).ledger;
        for (const entry of this.ledger) {
          const tag = this.tags.get(entry.nameKey);
          if (entry.adopted && tag && !before.has(entry.nameKey)) tag.owner = 'app';
        }
        break;
      }
      case 'undo last run':
        for (const change of this.lastRun) {
          const key = tagKey(change.name);
          const entry = this.ledger.find((candidate) => candidate.nameKey === key) ?? null;
          const undo = undoChange(change, entry, this.tags.has(key));
          if (undo.action === 'nothing') continue;
          this.carryOut({ ...change, action: undo.action }, 'undo');
          this.ledger = [...this.ledger.filter((candidate) => candidate.nameKey !== key), ...(undo.ledgerWhenDone ? [undo.ledgerWhenDone] : [])];
        }
        this.lastRun = [];
        break;
      case 'run':
        this.runOnce(one.approve);
        break;
    }
    this.look();
  }

  runOnce(approve: 'all' | 'first' | 'none') {
    this.run += 1;
    const runId = `run-${this.run}`;
    const diff = this.diff(new Set(), runId);
    const done = approve === 'all' ? diff.changes : approve === 'first' ? diff.changes.slice(0, 1) : [];
    for (const change of done) {
      if (change.action === 'remove' && change.why !== 'renamed') {
        const since = this.unwantedSince.get(change.nameKey);
        expect(since, `${change.name} is removed while its rule holds`).toBeDefined();
        expect(this.day - (since ?? this.day), `${change.name} is removed too early`).toBeGreaterThanOrEqual(REMOVAL_DELAY_DAYS);
      }
      this.carryOut(change, change.why);
    }
    const entryBefore = new Map(diff.ledger.map((entry) => [entry.nameKey, entry]));
    this.ledger = ledgerAfterChanges(diff, done);
    if (done.length > 0) this.lastRun = done.map((change) => ({ action: change.action, name: change.name, rule: change.rule, runId, entryBefore: entryBefore.get(change.nameKey) ?? null }));
    if (approve === 'all') {
      const again = this.diff(new Set(), 'again');
      expect(again.changes, 'a second run finds something to do').toEqual([]);
      expect(new Set(again.ledger.map((entry) => entry.nameKey))).toEqual(new Set(this.ledger.map((entry) => entry.nameKey)));
    }
  }
}

describe('any history of one customer’s tags', () => {
  it('never removes a tag that the app did not write, adds none that stands, waits 7 days, and settles at once', () => {
    fc.assert(fc.property(fc.array(step, { maxLength: 40 }), fc.subarray(MERCHANT_TAGS), (steps, before) => {
      const customer = new Customer();
      for (const tag of before) customer.take({ kind: 'merchant adds', tag });
      for (const one of steps) customer.take(one);
    }), { numRuns: 3000 });
  }, 60_000);

  it('does not flap: a rule that comes and goes within 7 days costs one write', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 30 }), (pauses) => {
      const customer = new Customer();
      let writes = 0;
      const run = () => {
        const diff = customer.diff(new Set(), 'run');
        writes += diff.changes.length;
        for (const change of diff.changes) customer.carryOut(change, change.why);
        customer.ledger = ledgerAfterChanges(diff, diff.changes);
      };
      for (const pause of pauses) {
        customer.holds.add('vip');
        run();
        customer.holds.delete('vip');
        for (let day = 0; day < pause; day += 1) {
          run();
          customer.day += 1;
        }
      }
      expect(writes).toBe(1);
    }));
  });

  it('ends with the merchant’s tags alone when the app’s first run is undone', () => {
    fc.assert(fc.property(fc.subarray([...RULES]), fc.subarray(MERCHANT_TAGS), (held, before) => {
      const customer = new Customer();
      for (const tag of before) customer.take({ kind: 'merchant adds', tag });
      const tagsBefore = new Map([...customer.tags].map(([key, tag]) => [key, tag.spelling]));
      for (const rule of held) customer.take({ kind: 'rule', rule, holds: true });
      customer.take({ kind: 'run', approve: 'all' });
      customer.take({ kind: 'undo last run' });
      expect(new Map([...customer.tags].map(([key, tag]) => [key, tag.spelling]))).toEqual(tagsBefore);
      customer.take({ kind: 'run', approve: 'all' });
      expect(customer.lastRun).toEqual([]);
    }));
  });
});
