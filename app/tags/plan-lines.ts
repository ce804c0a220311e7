import type { CustomerTagPlan } from './customer-tag-plan.ts';

/** One customer's plan, as it is stored. */
export interface StoredPlan {
  customerId: number;
  plan: CustomerTagPlan;
}

/**
 * Plans as the database is handed them: a line for each tag that is wanted or to be changed, with what it has of its own
 * (whose it is, and the numbers of its reason), and what many lines have in common said once. A list in one place has
 * the same line in the others.
 */
export interface PlanLines {
  customerIds: number[];
  /** The line's place in `kinds`. */
  kinds: number[];
  reasons: (object | null)[];
  allKinds: LineKind[];
  adds: number;
  removes: number;
}

/** What is wanted, what is to be changed, or both, where the change is to add what is wanted. */
export interface LineKind {
  kind: number;
  rule: string;
  tag_key: string;
  name: string;
  /** Null: nothing is wanted. */
  standing: string | null;
  standing_why: string | null;
  stands_as: string | null;
  /** Null: nothing is to be changed. */
  action: string | null;
  why: string | null;
  before_tags: readonly string[] | null;
  entry_before: object | null;
  entry_after: object | null;
}

const NOTHING_WANTED = { standing: null, standing_why: null, stands_as: null };
const NOTHING_CHANGED = { action: null, why: null, before_tags: null, entry_before: null, entry_after: null };

/** Lines in the order of the plans. */
export function planLines(plans: readonly StoredPlan[]): PlanLines {
  const lines: PlanLines = { customerIds: [], kinds: [], reasons: [], allKinds: [], adds: 0, removes: 0 };
  const known = new Map<string, number>();
  const add = (customerId: number, reason: object | null, kind: Omit<LineKind, 'kind'>): void => {
    const key = JSON.stringify(kind);
    let place = known.get(key);
    if (place === undefined) {
      place = lines.allKinds.length;
      known.set(key, place);
      lines.allKinds.push({ kind: place, ...kind });
    }
    lines.customerIds.push(customerId);
    lines.kinds.push(place);
    lines.reasons.push(reason);
  };
  for (const { customerId, plan } of plans) {
    const changes = plan.changes.map((change) => ({
      rule: change.rule, tag_key: change.nameKey, name: change.name, reason: change.reason,
      changed: { action: change.action, why: change.why, before_tags: plan.standing, entry_before: change.entryBefore, entry_after: change.entryAfter },
    }));
    for (const { rule, nameKey, name, reason, standing, why, standsAs } of plan.wanted) {
      // The same numbers would else be sent and read twice.
      const at = changes.findIndex((change) => change.rule === rule && change.tag_key === nameKey && change.name === name && change.reason === reason);
      const [change] = at < 0 ? [] : changes.splice(at, 1);
      add(customerId, reason, { rule, tag_key: nameKey, name, standing, standing_why: why, stands_as: standsAs, ...(change?.changed ?? NOTHING_CHANGED) });
    }
    for (const { rule, tag_key, name, reason, changed } of changes) add(customerId, reason, { rule, tag_key, name, ...NOTHING_WANTED, ...changed });
    for (const { action } of plan.changes) lines[action === 'add' ? 'adds' : 'removes'] += 1;
  }
  return lines;
}
