import type { FloorProgress } from '../profiles/floor.ts';
import type { ScoringModel } from '../profiles/scoring-model.ts';
import type { TierMoves } from '../profiles/tier-moves.ts';
import type { Fault } from '../runtime/errors.ts';
import type { PlannedChange } from '../tags/customer-tag-plan.ts';
import { TAG_RULES, type TagRule } from '../tags/tag-rule.ts';
import { changedParts, changesWorth, type ShopChoice } from './shop-choice.ts';

/** What a change of the settings would do, had it been saved: plain JSON. */
export interface SettingsPreview {
  /** Customers looked at; 0 before the first import. */
  customers: number;
  /** Who would change their tier. */
  moves: TierMoves;
  moved: number;
  /** The rules in force now and then, and how far the shop is from the floor then; null before the first import. */
  rules: { now: ScoringModel['rules']; then: ScoringModel['rules']; floor: FloorProgress } | null;
  tags: TagPreview[];
  /** The tag changes that would be proposed then, in all. */
  proposal: { adds: number; removes: number };
  risk: RiskPreview;
  /** Whether lifetime values are worked out anew. */
  worth: boolean;
}

/** The risk line that stands and the form's, in percent, and the customers past each; null where the shop shows no forecast. */
export interface RiskPreview {
  lineNow: number;
  lineThen: number;
  past: { now: number; then: number } | null;
}

/** One tag before and after the change. */
export interface TagPreview {
  rule: TagRule;
  nameNow: string;
  nameThen: string;
  onNow: boolean;
  onThen: boolean;
  /** Customers who should carry it. */
  wantedNow: number;
  wantedThen: number;
  /** Customers who newly should, and who no longer should. */
  gained: number;
  lost: number;
  /** What would be proposed for Shopify then: by its rule, whatever the name that is taken off. */
  adds: number;
  removes: number;
  /** Of the removals, those of a name that it no longer has. */
  renamed: number;
}

/** Counts tags one customer at a time. */
export interface TagTally {
  add(rulesNow: ReadonlySet<TagRule>, rulesThen: ReadonlySet<TagRule>, changes: readonly PlannedChange[]): void;
  tags(): TagPreview[];
}

/** A tally of nobody. */
export function createTagTally(now: ShopChoice, then: ShopChoice): TagTally {
  const previews = new Map(TAG_RULES.map((rule): [TagRule, TagPreview] => [rule, {
    rule, nameNow: now.tags[rule].name, nameThen: then.tags[rule].name, onNow: now.tags[rule].on, onThen: then.tags[rule].on,
    wantedNow: 0, wantedThen: 0, gained: 0, lost: 0, adds: 0, removes: 0, renamed: 0,
  }]));
  return {
    add(rulesNow, rulesThen, changes) {
      for (const [rule, preview] of previews) {
        const [before, after] = [rulesNow.has(rule), rulesThen.has(rule)];
        if (before) preview.wantedNow += 1;
        if (after) preview.wantedThen += 1;
        if (after && !before) preview.gained += 1;
        if (before && !after) preview.lost += 1;
      }
      for (const change of changes) {
        const preview = previews.get(change.rule);
        if (preview === undefined) continue;
        if (change.action === 'add') preview.adds += 1;
        else preview.removes += 1;
        if (change.why === 'renamed') preview.renamed += 1;
      }
    },
    tags: () => [...previews.values()],
  };
}

/** Tags for which the change does anything at all: those that the screen lists. */
export function changedTags(preview: SettingsPreview): TagPreview[] {
  return preview.tags.filter((tag) => tag.gained > 0 || tag.lost > 0 || tag.nameNow !== tag.nameThen || tag.onNow !== tag.onThen);
}

/** Nothing to look at yet. */
export function emptyPreview(now: ShopChoice, then: ShopChoice): SettingsPreview {
  return { customers: 0, moves: [], moved: 0, rules: null, tags: createTagTally(now, then).tags(), proposal: { adds: 0, removes: 0 }, risk: { lineNow: now.riskLine, lineThen: then.riskLine, past: null }, worth: changesWorth(changedParts(now, then)) };
}

/** A line of the preview's stream. */
export type PreviewLine =
  | { kind: 'progress'; percent: number }
  | { kind: 'preview'; preview: SettingsPreview }
  /** Null: nothing that a merchant could do about it. */
  | { kind: 'failed'; fault: Fault | null };
