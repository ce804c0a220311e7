import { LEAST_MARGIN, MOST_DISCOUNT_RATE, MOST_MARGIN, parsePurchaseCost, purchaseCostText } from '../forecast/forecast-settings.ts';
import { LEAST_RISK_LINE, MOST_RISK_LINE } from '../forecast/risk-line.ts';
import { tagKey } from '../profiles/tag-key.ts';
import { GRID_TIERS, type TierMap } from '../profiles/tier.ts';
import { TAG_CATALOGUE } from '../tags/tag-catalogue.ts';
import { TAG_RULES, type TagRule } from '../tags/tag-rule.ts';
import { TAG_MAX_LENGTH, tagNameProblem } from '../tags/tag-name.ts';
import { formatTimeOfDay, parseTimeOfDay } from './nightly-time.ts';
import { MOST_EXCLUDED_TAGS, type DraftFault, type DraftField } from './settings-fault.ts';
import { shopChoiceSchema, type ShopChoice } from './shop-choice.ts';

/** What stands in the form's fields, right or wrong: every value as the field has it. */
export interface SettingsDraft {
  window: string;
  rRule: string;
  fRule: string;
  atRisk: string;
  /** Rows R 5 to 1, columns FM 5, 4, 3, 1-2; '' for a cell that nothing was chosen for. */
  tierMap: string[][];
  excludedTags: string[];
  tags: Record<TagRule, { name: string; on: boolean }>;
  /** "03:30" */
  nightlyAt: string;
  /** Percent. */
  riskLine: string;
  /** Percent; in the shop's currency, with a point or a comma; percent a year. */
  grossMargin: string;
  purchaseCost: string;
  discountRate: string;
}

/** A choice as the form shows it. */
export function draftOf(choice: ShopChoice): SettingsDraft {
  const { scoring, tags, nightlyMinute, riskLine, worth } = choice;
  return {
    window: String(scoring.window), rRule: scoring.rRule, fRule: scoring.fRule, atRisk: scoring.atRisk,
    tierMap: scoring.tierMap.map((row) => [...row]), excludedTags: [...scoring.excludedTags],
    tags: Object.fromEntries(TAG_RULES.map((rule) => [rule, { ...tags[rule] }])) as SettingsDraft['tags'],
    nightlyAt: formatTimeOfDay(nightlyMinute), riskLine: String(riskLine),
    grossMargin: String(worth.grossMargin), purchaseCost: purchaseCostText(worth.purchaseCost), discountRate: String(worth.discountRate),
  };
}

/** The choice that a draft stands for, or every field that is wrong. */
export function parseDraft(draft: SettingsDraft): { choice: ShopChoice; faults: [] } | { choice: null; faults: DraftFault[] } {
  const faults: DraftFault[] = [];
  const chosen = (field: 'window' | 'rRule' | 'fRule' | 'atRisk', allowed: readonly string[]): void => {
    if (!allowed.includes(draft[field])) faults.push({ field, code: 'choose' });
  };
  chosen('window', ['12', '24', '36', 'all']);
  chosen('rRule', ['rhythm', 'plain']);
  chosen('fRule', ['bands', 'midrank']);
  chosen('atRisk', ['rhythm', 'flat']);
  for (let row = 0; row < 5; row += 1) {
    for (let column = 0; column < 4; column += 1) {
      if (!(GRID_TIERS as readonly string[]).includes(draft.tierMap[row]?.[column] ?? '')) faults.push({ field: `tier-${row}-${column}`, code: 'choose' });
    }
  }
  faults.push(...tagFaults(draft), ...excludedFaults(draft.excludedTags));
  const nightlyMinute = parseTimeOfDay(draft.nightlyAt);
  if (nightlyMinute === null) faults.push({ field: 'nightlyAt', code: 'no-time' });
  const riskLine = wholeWithin(draft.riskLine, LEAST_RISK_LINE, MOST_RISK_LINE);
  if (riskLine === null) faults.push({ field: 'riskLine', code: 'no-risk' });
  const worth = { grossMargin: wholeWithin(draft.grossMargin, LEAST_MARGIN, MOST_MARGIN), purchaseCost: parsePurchaseCost(draft.purchaseCost), discountRate: wholeWithin(draft.discountRate, 0, MOST_DISCOUNT_RATE) };
  if (worth.grossMargin === null) faults.push({ field: 'grossMargin', code: 'no-margin' });
  if (worth.purchaseCost === null) faults.push({ field: 'purchaseCost', code: 'no-cost' });
  if (worth.discountRate === null) faults.push({ field: 'discountRate', code: 'no-discount' });
  if (faults.length > 0) return { choice: null, faults };
  return {
    faults: [],
    choice: shopChoiceSchema.parse({
      scoring: {
        window: draft.window === 'all' ? 'all' : Number(draft.window), rRule: draft.rRule, fRule: draft.fRule, atRisk: draft.atRisk,
        tierMap: draft.tierMap as TierMap, excludedTags: draft.excludedTags,
      },
      tags: draft.tags, nightlyMinute, riskLine, worth,
    }),
  };
}

function wholeWithin(text: string, least: number, most: number): number | null {
  const value = /^\d{1,3}$/.test(text.trim()) ? Number(text) : null;
  return value === null || value < least || value > most ? null : value;
}

function tagFaults(draft: SettingsDraft): DraftFault[] {
  const faults: DraftFault[] = [];
  const taken = new Map<string, TagRule>();
  for (const rule of TAG_RULES) {
    const name = draft.tags[rule].name;
    const field = `tag-${rule}` as const;
    const fault = nameFault(field, name);
    const other = taken.get(tagKey(name));
    if (fault !== null) faults.push(fault);
    else if (other !== undefined) faults.push({ field, code: 'same-name', as: TAG_CATALOGUE[other].defaultName });
    else taken.set(tagKey(name), rule);
  }
  return faults;
}

function excludedFaults(tags: readonly string[]): DraftFault[] {
  const first = tags.map((tag) => nameFault('excludedTags', tag)).find((fault) => fault !== null);
  if (first !== undefined && first !== null) return [first];
  return tags.length > MOST_EXCLUDED_TAGS ? [{ field: 'excludedTags', code: 'too-many' }] : [];
}

/** What is wrong with a tag's name; null for one that Shopify takes. */
export function nameFault(field: DraftField, name: string): DraftFault | null {
  if (tagNameProblem(name) === null) return null;
  const trimmed = name.trim();
  if (trimmed === '') return { field, code: 'empty' };
  if (trimmed.includes(',')) return { field, code: 'comma' };
  if (trimmed.length > TAG_MAX_LENGTH) return { field, code: 'long', length: trimmed.length };
  return { field, code: 'control' };
}
