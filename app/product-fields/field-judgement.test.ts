import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeField, type FieldRead } from './field-judgement.ts';
import { listOf, sameList, valueOf, type FieldTarget } from './product-field.ts';
import { listsBefore, type FieldChangeOf } from './restore-lists.ts';

const read = (list: readonly number[] | null): FieldRead => (list === null ? null : { value: valueOf(list), digest: valueOf(list) });

describe('a field of the standard ones', () => {
  const judge = (stands: number[] | null, intended: number[], standing: FieldRead, sent = false) => judgeField('standard', { stands, intended, sent }, standing);

  it('is written where nothing stood, or what we wrote', () => {
    expect(judge(null, [1], read(null))).toEqual({ kind: 'write', digest: null });
    expect(judge([2, 3], [1], read([2, 3]))).toEqual({ kind: 'write', digest: valueOf([2, 3]) });
    expect(judge([2, 3], [], read([2, 3]))).toEqual({ kind: 'write', digest: valueOf([2, 3]) });
  });

  it('is the merchant’s where another stood before, where they made another of ours, and where they took ours away', () => {
    expect(judge(null, [1], read([9]))).toEqual({ kind: 'theirs', value: valueOf([9]) });
    expect(judge(null, [1], read([]))).toEqual({ kind: 'theirs', value: '[]' });
    expect(judge([2, 3], [1], read([3, 2]))).toEqual({ kind: 'theirs', value: valueOf([3, 2]) });
    expect(judge([2, 3], [1], read(null))).toEqual({ kind: 'theirs', value: null });
    expect(judge([2], [1], { value: 'no list', digest: 'x' })).toEqual({ kind: 'theirs', value: 'no list' });
  });

  it('that happens to say what we want is ours only if we may have written it', () => {
    expect(judge(null, [1], read([1]))).toEqual({ kind: 'theirs', value: valueOf([1]) });
    expect(judge(null, [1], read([1]), true)).toEqual({ kind: 'done' });
    expect(judge([1], [1], read([1]))).toEqual({ kind: 'done' });
    expect(judge([1], [], read(null))).toEqual({ kind: 'done' });
  });
});

it('a field of the app’s own is written whatever stands, as nobody else writes there', () => {
  expect(judgeField('own', { stands: null, intended: [1], sent: false }, read([9]))).toEqual({ kind: 'write', digest: valueOf([9]) });
  expect(judgeField('own', { stands: [2], intended: [1], sent: false }, read(null))).toEqual({ kind: 'write', digest: null });
  expect(judgeField('own', { stands: null, intended: [1], sent: false }, read([1]))).toEqual({ kind: 'done' });
});

it('a value is a list of products or none', () => {
  expect(listOf(valueOf([12, 3]))).toEqual([12, 3]);
  for (const other of ['', '{}', '["x"]', '[1]', '["gid://shopify/Collection/1"]']) expect(listOf(other)).toBeNull();
});

/** Shopify's side of one field, and ours, as the writer goes about it: intent, look, call, answer; each may be where a process dies. */
class OneField {
  standing: readonly number[] | null = null;
  stands: readonly number[] | null = null;
  theirs = false;
  runs = 0;
  /** What stood before each run. */
  readonly before: (readonly number[] | null)[] = [];
  readonly changes: FieldChangeOf[] = [];
  readonly target: FieldTarget;
  private way: { intended: readonly number[]; sent: boolean; runId: number } | null = null;

  constructor(target: FieldTarget) {
    this.target = target;
  }

  merchantSets(list: readonly number[] | null): void {
    if (this.target === 'standard') this.standing = list;
  }

  run(list: readonly number[], dies: 'planned' | 'sent' | 'asked' | null): void {
    this.settle();
    this.runs += 1;
    this.before.push(this.theirs ? null : this.stands);
    if (this.theirs || sameList(this.stands, list)) return;
    this.way = { intended: list, sent: false, runId: this.runs };
    if (dies === 'planned') return;
    this.settle(dies);
  }

  /** What a writer does with what is under way: a new one and one that takes up what another left. */
  settle(dies: 'planned' | 'sent' | 'asked' | null = null): void {
    const { way } = this;
    if (way === null) return;
    const judged = judgeField(this.target, { stands: this.stands, intended: way.intended, sent: way.sent }, read(this.standing));
    if (judged.kind === 'write') {
      way.sent = true;
      if (dies === 'sent') return;
      if (way.intended.length > 0 && judged.digest !== (this.standing === null ? null : valueOf(this.standing))) throw new Error('overwrote what it had not read');
      this.standing = way.intended.length === 0 ? null : way.intended;
      if (dies === 'asked') return;
    }
    this.way = null;
    if (judged.kind === 'theirs') {
      this.theirs = true;
      this.stands = null;
      return;
    }
    const after = way.intended.length === 0 ? null : way.intended;
    this.changes.push({ runId: way.runId, productId: 1, field: 'also', before: this.stands, after });
    this.stands = after;
  }

  undo(runId: number): void {
    for (const { list } of listsBefore(this.changes, runId)) this.run(list ?? [], null);
  }
}

const lists = fc.uniqueArray(fc.integer({ min: 1, max: 5 }), { maxLength: 3 });
const steps = fc.array(fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('run' as const), list: lists, dies: fc.constantFrom(null, null, 'planned' as const, 'sent' as const, 'asked' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('undo' as const), back: fc.nat(5) }) },
), { minLength: 1, maxLength: 12 });

describe('after any sequence of runs, deaths and undos', () => {
  it('undoing to a run gives exactly what stood before it, in either place', () => {
    fc.assert(fc.property(fc.constantFrom<FieldTarget>('own', 'standard'), steps, fc.nat(12), (target, sequence, back) => {
      const one = new OneField(target);
      for (const step of sequence) {
        if (step.kind === 'run') one.run(step.list, step.dies);
        else if (one.runs > 0) one.undo(Math.max(1, one.runs - step.back));
      }
      one.settle();
      const to = 1 + (back % Math.max(1, one.runs));
      if (one.runs === 0) return;
      const stood = one.before[to - 1] ?? null;
      one.undo(to);
      one.settle();
      expect(one.standing ?? []).toEqual(stood ?? []);
    }), { numRuns: 2_000 });
  });

  it('what the merchant has set is never touched again', () => {
    fc.assert(fc.property(steps, steps, lists, (before, after, merchants) => {
      const one = new OneField('standard');
      const play = (sequence: typeof before): void => {
        for (const step of sequence) {
          if (step.kind === 'run') one.run(step.list, step.dies);
          else if (one.runs > 0) one.undo(Math.max(1, one.runs - step.back));
        }
      };
      play(before);
      one.settle();
      // What is by chance the very list of ours cannot be told from it.
      if (sameList(one.standing, merchants)) return;
      one.merchantSets(merchants);
      play(after);
      one.settle();
      expect(one.standing).toEqual(merchants);
    }), { numRuns: 2_000 });
  });
});
