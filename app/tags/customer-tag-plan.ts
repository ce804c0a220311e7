import { tagKey } from '../profiles/tag-key.ts';
import { diffCustomerTags, type TagDecision } from './tag-diff.ts';
import type { LedgerEntry } from './tag-ledger.ts';
import { findTag } from './tag-name.ts';
import { type TagNames } from './tag-catalogue.ts';
import { TAG_RULES, type TagRule } from './tag-rule.ts';
import { standingTags, type VersionedEntry } from './standing-tags.ts';
import type { TagReason, WantedTag } from './wanted-tags.ts';

/** How a wanted tag stands: ours, to be added, the merchant's, or kept off by the merchant, an undo or Shopify's limit. */
export type TagStanding = 'stands' | 'to-add' | 'merchants' | 'held-off';

export interface PlannedWanted {
  rule: TagRule;
  nameKey: string;
  name: string;
  reason: TagReason;
  standing: TagStanding;
  why: TagDecision['why'];
  standsAs: string | null;
}

export interface PlannedChange {
  action: 'add' | 'remove';
  rule: TagRule;
  nameKey: string;
  name: string;
  why: TagDecision['why'];
  reason: TagReason | null;
  entryBefore: LedgerEntry | null;
  entryAfter: LedgerEntry | null;
}

export interface CustomerTagPlan {
  standing: string[];
  wanted: PlannedWanted[];
  changes: PlannedChange[];
  /** Tags of our names that stood before. */
  collisions: { rule: TagRule; fits: boolean; spelling: string }[];
  /** The customer's whole ledger from now on, before anything is written at Shopify. */
  ledger: LedgerEntry[];
}

/**
 * All that is to be said about one customer's tags: what is wanted and how it stands, what to change, what the ledger
 * says meanwhile. Tags that a run is already busy with are left out of the changes; the ledger of those that are at
 * Shopify this moment is not touched, since nobody can tell yet whose work the mirror shows.
 */
export function planCustomerTags(input: {
  names: TagNames;
  wanted: readonly WantedTag[];
  mirrorTags: readonly string[];
  mirrorVersion: number;
  ledger: readonly VersionedEntry[];
  adopt: ReadonlySet<TagRule>;
  /** Keys of tags with a change of an approved run yet to be written. */
  planned: ReadonlySet<string>;
  /** Keys of tags with a change whose answer is yet to come. */
  sent: ReadonlySet<string>;
  nowDay: number;
}): CustomerTagPlan {
  const { names, wanted, ledger, planned, sent } = input;
  const standing = standingTags(input.mirrorTags, input.mirrorVersion, ledger);
  const entries = ledger.map(({ entry }) => entry);
  const diff = diffCustomerTags({
    names, wanted: new Set(wanted.map(({ rule }) => rule)), standing, ledger: entries, adopt: input.adopt, nowDay: input.nowDay, runId: null,
  });
  const entryOf = new Map(diff.ledger.map((entry) => [entry.nameKey, entry]));
  const reasonOf = new Map(wanted.map(({ rule, reason }) => [rule, reason]));
  const busyEntries = entries.filter((entry) => sent.has(entry.nameKey));
  return {
    standing,
    wanted: wanted.map(({ rule, name, reason }) => {
      const decision = diff.decisions[rule];
      const nameKey = tagKey(name);
      return { rule, nameKey, name, reason, standing: standingOf(decision), why: decision.why, standsAs: findTag(standing, name) };
    }),
    changes: diff.changes
      .filter((change) => !planned.has(change.nameKey) && !sent.has(change.nameKey))
      .map((change) => ({
        action: change.action, rule: change.rule, nameKey: change.nameKey, name: change.name, why: change.why,
        reason: change.action === 'add' ? reasonOf.get(change.rule) ?? null : null,
        entryBefore: entryOf.get(change.nameKey) ?? null, entryAfter: change.ledgerWhenDone,
      })),
    collisions: TAG_RULES.filter((rule) => diff.decisions[rule].why === "merchant's own tag")
      .map((rule) => ({ rule, fits: reasonOf.has(rule), spelling: findTag(standing, names.name[rule]) ?? names.name[rule] })),
    ledger: [...diff.ledger.filter((entry) => !sent.has(entry.nameKey)), ...busyEntries],
  };
}

function standingOf(decision: TagDecision): TagStanding {
  switch (decision.why) {
    case 'rule holds':
      return 'to-add';
    case 'stands as wanted':
    case 'adopted':
      return 'stands';
    case "merchant's own tag":
    case 'merchant put it back':
      return 'merchants';
    case 'merchant removed it':
    case 'run undone':
    case 'customer has all the tags that Shopify allows':
    case 'not wanted':
    case 'unwanted for less than the delay':
    case 'unwanted for the delay':
    case 'renamed':
      return 'held-off';
  }
}
