import { describe, expect, it } from 'vitest';
import type { CustomerTagPlan, PlannedChange, PlannedWanted } from './customer-tag-plan.ts';
import { planLines } from './plan-lines.ts';
import type { TagReason } from './wanted-tags.ts';

function vipReason(purchases: number): TagReason {
  return { rule: 'vip', purchases, spendLastYear: 900, spendFrom: 500, ranked: 40, sinceDay: 15_000 };
}

function wanted(reason: TagReason, standing: PlannedWanted['standing'] = 'to-add'): PlannedWanted {
  return { rule: 'vip', nameKey: 'vip', name: 'VIP', reason, standing, why: 'rule holds', standsAs: null };
}

function change(action: PlannedChange['action'], reason: TagReason | null, name = 'VIP'): PlannedChange {
  return { action, rule: 'vip', nameKey: name.toLowerCase(), name, why: action === 'add' ? 'rule holds' : 'renamed', reason, entryBefore: null, entryAfter: null };
}

function plan(parts: Partial<CustomerTagPlan>): CustomerTagPlan {
  return { standing: [], wanted: [], changes: [], collisions: [], ledger: [], ...parts };
}

describe('the lines that plans are stored by', () => {
  it('say once what many customers have in common, and each reason once', () => {
    const plans = [3, 5, 8].map((purchases, place) => {
      const reason = vipReason(purchases);
      return { customerId: place + 1, plan: plan({ wanted: [wanted(reason)], changes: [change('add', reason)] }) };
    });
    const lines = planLines(plans);
    expect(lines.customerIds).toEqual([1, 2, 3]);
    expect(lines.kinds).toEqual([0, 0, 0]);
    expect(lines.reasons).toEqual([vipReason(3), vipReason(5), vipReason(8)]);
    expect(lines.allKinds).toEqual([{
      kind: 0, rule: 'vip', tag_key: 'vip', name: 'VIP', standing: 'to-add', standing_why: 'rule holds', stands_as: null,
      action: 'add', why: 'rule holds', before_tags: [], entry_before: null, entry_after: null,
    }]);
    expect(lines).toMatchObject({ adds: 3, removes: 0 });
  });

  it('keep apart those whose customers had other tags before', () => {
    const reason = vipReason(2);
    const one = (customerId: number, standing: string[]) => ({ customerId, plan: plan({ standing, wanted: [wanted(reason)], changes: [change('add', reason)] }) });
    const lines = planLines([one(1, ['Wholesale']), one(2, []), one(3, ['Wholesale'])]);
    expect(lines.kinds).toEqual([0, 1, 0]);
    expect(lines.allKinds.map((kind) => kind.before_tags)).toEqual([['Wholesale'], []]);
  });

  it('have one for what is wanted and another for a removal under an old name', () => {
    const reason = vipReason(4);
    const lines = planLines([{ customerId: 7, plan: plan({ standing: ['Old'], wanted: [wanted(reason)], changes: [change('remove', null, 'Old'), change('add', reason)] }) }]);
    expect(lines.customerIds).toEqual([7, 7]);
    expect(lines.reasons).toEqual([reason, null]);
    expect(lines.allKinds.map(({ standing, action, name }) => ({ standing, action, name }))).toEqual([
      { standing: 'to-add', action: 'add', name: 'VIP' }, { standing: null, action: 'remove', name: 'Old' },
    ]);
    expect(lines).toMatchObject({ adds: 1, removes: 1 });
  });

  it('have no change where a tag stands as wanted, and nothing for who wants nothing', () => {
    const lines = planLines([{ customerId: 1, plan: plan({}) }, { customerId: 2, plan: plan({ wanted: [wanted(vipReason(2), 'stands')] }) }]);
    expect(lines.customerIds).toEqual([2]);
    expect(lines.allKinds).toMatchObject([{ standing: 'stands', action: null, before_tags: null }]);
  });
});
