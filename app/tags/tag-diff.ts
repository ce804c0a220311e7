import { tagKey } from '../profiles/tag-key.ts';
import { type TagNames } from './tag-catalogue.ts';
import { TAG_RULES, type TagRule } from './tag-rule.ts';
import { adoptTag, writtenEntry, type LedgerEntry } from './tag-ledger.ts';
import { TAGS_PER_CUSTOMER } from './tag-name.ts';

/** Days that a tag must have been unwanted before it is removed, so that a customer on an edge does not flap. */
export const REMOVAL_DELAY_DAYS = 7;

export type TagAction = 'add' | 'remove' | 'wait' | 'nothing';

/** Why a decision is as it is. */
export type TagWhy =
  | 'rule holds'
  | 'stands as wanted'
  | 'not wanted'
  | 'unwanted for less than the delay'
  | 'unwanted for the delay'
  | 'renamed'
  | 'adopted'
  | "merchant's own tag"
  | 'merchant removed it'
  | 'merchant put it back'
  | 'run undone'
  | 'customer has all the tags that Shopify allows';

/** A decision on one tag of one customer. */
export interface TagDecision {
  action: TagAction;
  why: TagWhy;
  /** The entry to keep at once, whether or not the action is ever carried out; null: none. */
  ledger: LedgerEntry | null;
  /** The entry once the action was carried out at Shopify; the same as `ledger` where there is nothing to carry out. */
  ledgerWhenDone: LedgerEntry | null;
}

export interface TagQuestion {
  /** The rule's current name. */
  name: string;
  rule: TagRule;
  wanted: boolean;
  /** Stands at Shopify now, in any case. */
  standing: boolean;
  entry: LedgerEntry | null;
  /** The merchant lets the app adopt tags of this name that stood before. */
  adopt: boolean;
  nowDay: number;
  removalDelayDays?: number;
  /** The run that would write it; null while only looking. */
  runId: string | null;
}

/**
 * Decides on one tag. The rules: a tag is added at once, and removed once unwanted for 7 days; only what the ledger
 * says the app wrote is ever removed; one that stood before, in any case, is the merchant's unless adopted; one of
 * ours that the merchant removes stays off until its rule has lapsed and holds again; one that they put back is theirs.
 *
 * What the merchant does between two looks is seen as the difference of the two: a tag that was taken off and put back
 * in between was never gone.
 */
export function decideTag(question: TagQuestion): TagDecision {
  const { entry, standing, wanted } = question;
  if (entry === null) {
    if (!standing) return wanted ? addition(question) : settled('not wanted', null);
    if (!question.adopt) return settled("merchant's own tag", null);
    return decideOurs(question, adoptTag(question.name, question.rule, question.runId), 'adopted');
  }
  switch (entry.state) {
    case 'written':
      if (standing) return decideOurs(question, entry, 'stands as wanted');
      // Gone without us. A rule that holds keeps the merchant's wish in mind; one that has lapsed has met it.
      return wanted
        ? settled('merchant removed it', { ...entry, state: 'removed-by-merchant', unwantedSinceDay: null })
        : settled('not wanted', null);
    case 'removed-by-merchant':
    case 'undone':
      if (standing) return settled('merchant put it back', { ...entry, state: 'merchants' });
      if (!wanted) return settled('not wanted', null);
      return settled(entry.state === 'undone' ? 'run undone' : 'merchant removed it', entry);
    case 'merchants':
      if (standing) return settled('merchant put it back', entry);
      // They put it back once and have now removed it again: it stays off as any tag they removed.
      return wanted ? settled('merchant removed it', { ...entry, state: 'removed-by-merchant' }) : settled('not wanted', null);
  }
}

function settled(why: TagWhy, ledger: LedgerEntry | null): TagDecision {
  return { action: 'nothing', why, ledger, ledgerWhenDone: ledger };
}

function addition(question: TagQuestion): TagDecision {
  return { action: 'add', why: 'rule holds', ledger: null, ledgerWhenDone: writtenEntry(question.name, question.rule, question.runId) };
}

/** A tag of ours that stands: kept while wanted, removed once it has been unwanted long enough. */
function decideOurs(question: TagQuestion, entry: LedgerEntry, whyKept: TagWhy): TagDecision {
  const { wanted, rule, nowDay, removalDelayDays = REMOVAL_DELAY_DAYS } = question;
  if (wanted) return settled(whyKept, { ...entry, rule, unwantedSinceDay: null, removalHeld: false });
  if (entry.removalHeld) return settled('run undone', { ...entry, rule, unwantedSinceDay: null });
  const unwantedSinceDay = entry.unwantedSinceDay ?? nowDay;
  const ledger = { ...entry, rule, unwantedSinceDay };
  if (nowDay - unwantedSinceDay < removalDelayDays) {
    return { action: 'wait', why: 'unwanted for less than the delay', ledger, ledgerWhenDone: ledger };
  }
  return { action: 'remove', why: 'unwanted for the delay', ledger, ledgerWhenDone: null };
}

/** One change to be made at Shopify. */
export interface TagChange {
  action: 'add' | 'remove';
  /** As to be written; of a removal, as it is spelled at Shopify. */
  name: string;
  nameKey: string;
  rule: TagRule;
  why: TagWhy;
  ledgerWhenDone: LedgerEntry | null;
}

/** What is to be done about one customer, and what the ledger says meanwhile. */
export interface CustomerTagDiff {
  changes: TagChange[];
  /** The customer's whole ledger as it stands now, before any change is carried out. */
  ledger: LedgerEntry[];
  /** The answer for each rule's current name, changes or not: what the screen says. */
  decisions: Record<TagRule, TagDecision>;
}

/**
 * The difference between the tags that one customer should carry and those they carry. Takes care of names changed in
 * the settings: a tag of ours under a name that no rule has any more is removed at once, and a merchant's wish that a
 * rule's tag stay off follows the rule to its new name. Carrying out the changes and asking again gives none.
 */
export function diffCustomerTags(input: {
  /** Current name of each rule, on or off: `tagNames(settings)`. */
  names: TagNames;
  /** Rules that are on and hold for the customer. */
  wanted: ReadonlySet<TagRule>;
  /** All tags that stand at Shopify now. */
  standing: readonly string[];
  ledger: readonly LedgerEntry[];
  /**
   * Rules whose tags that stand without an entry the merchant lets the app adopt. To be given when they choose so, not
   * for ever after: a tag that they write later is theirs.
   */
  adopt: ReadonlySet<TagRule>;
  nowDay: number;
  removalDelayDays?: number;
  runId: string | null;
}): CustomerTagDiff {
  const { names, wanted, standing, nowDay, runId } = input;
  const spelling = new Map(standing.map((tag) => [tagKey(tag), tag]));
  const entries = new Map<string, LedgerEntry>();
  const ledger: LedgerEntry[] = [];
  const changes: TagChange[] = [];

  const wishes: LedgerEntry[] = [];
  for (const entry of input.ledger) {
    const gone = entry.state === 'written' && !spelling.has(entry.nameKey);
    const current = names.ruleOfKey.get(entry.nameKey);
    if (current === entry.rule || (current !== undefined && !gone && (entry.state === 'written' || entry.state === 'merchants'))) {
      entries.set(entry.nameKey, entry);
    } else if (entry.state === 'written' && !gone && entry.removalHeld) {
      ledger.push(entry);
    } else if (entry.state === 'written' && !gone) {
      const name = spelling.get(entry.nameKey) ?? entry.name;
      ledger.push(entry);
      changes.push({ action: 'remove', name, nameKey: entry.nameKey, rule: entry.rule, why: 'renamed', ledgerWhenDone: null });
    } else if (entry.state !== 'merchants') {
      wishes.push(gone ? { ...entry, state: 'removed-by-merchant', unwantedSinceDay: null } : entry);
    }
  }
  for (const wish of wishes) {
    const nameKey = names.key[wish.rule];
    if (!entries.has(nameKey) && !spelling.has(nameKey)) entries.set(nameKey, { ...wish, nameKey, name: names.name[wish.rule] });
  }

  let count = spelling.size;
  const decisions = {} as Record<TagRule, TagDecision>;
  for (const rule of TAG_RULES) {
    const name = names.name[rule];
    const nameKey = names.key[rule];
    let decision = decideTag({
      name, rule, wanted: wanted.has(rule), standing: spelling.has(nameKey), entry: entries.get(nameKey) ?? null,
      adopt: input.adopt.has(rule), nowDay, removalDelayDays: input.removalDelayDays, runId,
    });
    if (decision.action === 'add' && count >= TAGS_PER_CUSTOMER) {
      decision = settled('customer has all the tags that Shopify allows', null);
    }
    decisions[rule] = decision;
    if (decision.ledger) ledger.push(decision.ledger);
    if (decision.action !== 'add' && decision.action !== 'remove') continue;
    if (decision.action === 'add') count += 1;
    changes.push({
      action: decision.action, name: decision.action === 'add' ? name : spelling.get(nameKey) ?? name, nameKey, rule,
      why: decision.why, ledgerWhenDone: decision.ledgerWhenDone,
    });
  }
  return { changes, ledger, decisions };
}

/** The customer's ledger after those of the diff's changes that were carried out at Shopify. */
export function ledgerAfterChanges(diff: CustomerTagDiff, done: readonly TagChange[]): LedgerEntry[] {
  const changed = new Map(done.map((change) => [change.nameKey, change.ledgerWhenDone]));
  const kept = diff.ledger.filter((entry) => !changed.has(entry.nameKey));
  return [...kept, ...[...changed.values()].filter((entry) => entry !== null)];
}
