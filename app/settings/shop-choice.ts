import { z } from 'zod';
import { DEFAULT_WORTH, LEAST_MARGIN, MOST_DISCOUNT_RATE, MOST_MARGIN, MOST_PURCHASE_COST } from '../forecast/forecast-settings.ts';
import { DEFAULT_RISK_LINE, LEAST_RISK_LINE, MOST_RISK_LINE } from '../forecast/risk-line.ts';
import { defaultScoringSettings, scoringSettingsSchema } from '../profiles/settings.ts';
import { defaultTagSettings, tagSettingsSchema } from '../tags/tag-catalogue.ts';
import { TAG_RULES, type TagRule } from '../tags/tag-rule.ts';
import { MINUTES_A_DAY } from './nightly-time.ts';

/** All that a merchant chooses on the Settings screen: what is compared, kept and brought back as one. */
export const shopChoiceSchema = z.object({
  scoring: scoringSettingsSchema,
  tags: tagSettingsSchema,
  /** Time of the nightly run, in minutes after midnight in the shop's zone. */
  nightlyMinute: z.number().int().min(0).max(MINUTES_A_DAY - 1),
  /** Churn risk, in percent, past which a customer is an event. Absent in what an older version kept. */
  riskLine: z.number().int().min(LEAST_RISK_LINE).max(MOST_RISK_LINE).default(DEFAULT_RISK_LINE),
  /** What of their spend customers are worth. Absent in what an older version kept. */
  worth: z.object({
    grossMargin: z.number().int().min(LEAST_MARGIN).max(MOST_MARGIN),
    purchaseCost: z.number().int().min(0).max(MOST_PURCHASE_COST),
    discountRate: z.number().int().min(0).max(MOST_DISCOUNT_RATE),
  }).default(DEFAULT_WORTH),
});
export type ShopChoice = z.infer<typeof shopChoiceSchema>;

/** The choice of a shop that changed nothing. */
export function defaultChoice(): ShopChoice {
  return { scoring: defaultScoringSettings(), tags: defaultTagSettings(), nightlyMinute: 0, riskLine: DEFAULT_RISK_LINE, worth: { ...DEFAULT_WORTH } };
}

/** The parts of a choice that are told apart in its history. */
export const CHOICE_PARTS = ['window', 'rRule', 'fRule', 'atRisk', 'tierMap', 'excludedTags', 'tagNames', 'tagsOn', 'nightly', 'riskLine', 'worth'] as const;
export type ChoicePart = (typeof CHOICE_PARTS)[number];

/** What each part says of a choice, as text that is equal exactly when the part is. */
function partTexts(choice: ShopChoice): Record<ChoicePart, string> {
  const { scoring, tags } = choice;
  const ofTags = (what: (rule: TagRule) => unknown): string => JSON.stringify(TAG_RULES.map(what));
  return {
    window: String(scoring.window),
    rRule: scoring.rRule,
    fRule: scoring.fRule,
    atRisk: scoring.atRisk,
    tierMap: JSON.stringify(scoring.tierMap),
    excludedTags: JSON.stringify(scoring.excludedTags),
    tagNames: ofTags((rule) => tags[rule].name),
    tagsOn: ofTags((rule) => tags[rule].on),
    nightly: String(choice.nightlyMinute),
    riskLine: String(choice.riskLine),
    worth: [choice.worth.grossMargin, choice.worth.purchaseCost, choice.worth.discountRate].join(' '),
  };
}

/** The parts in which two choices differ, in the order they are shown. */
export function changedParts(before: ShopChoice, after: ShopChoice): ChoicePart[] {
  const [one, other] = [partTexts(before), partTexts(after)];
  return CHOICE_PARTS.filter((part) => one[part] !== other[part]);
}

const SCORING_PARTS: readonly ChoicePart[] = ['window', 'rRule', 'fRule', 'atRisk', 'tierMap', 'excludedTags'];
const TAG_PARTS: readonly ChoicePart[] = ['tagNames', 'tagsOn'];

/** What is worked out anew after a change: all customers (and with them all else), which tags they should carry, what is expected of them, or nothing. */
export type Consequence = 'rebuild' | 'propose' | 'forecast' | 'nothing';

/** The largest consequence of a change. What customers are worth goes along with the first and beside the second: `changesWorth` tells. */
export function consequenceOf(parts: readonly ChoicePart[]): Consequence {
  if (parts.some((part) => SCORING_PARTS.includes(part))) return 'rebuild';
  if (parts.some((part) => TAG_PARTS.includes(part))) return 'propose';
  return changesWorth(parts) ? 'forecast' : 'nothing';
}

/** Whether lifetime values are others after a change. */
export function changesWorth(parts: readonly ChoicePart[]): boolean {
  return parts.includes('worth');
}

/** A choice as one text, the same for the same choice whatever the order of its keys: its fingerprint is made of it. */
export function choiceText(choice: ShopChoice): string {
  return JSON.stringify(partTexts(choice));
}
