import { LEAST_MARGIN, MOST_DISCOUNT_RATE, MOST_MARGIN } from '../forecast/forecast-settings.ts';
import { LEAST_RISK_LINE, MOST_RISK_LINE } from '../forecast/risk-line.ts';
import type { TagRule } from '../tags/tag-rule.ts';
import { TAG_MAX_LENGTH } from '../tags/tag-name.ts';

// Without a schema and all that it needs: every screen's words name these faults, and Home need not load Zod for it.

/** The form's fields, by the names that faults are told by. */
export type DraftField = 'window' | 'rRule' | 'fRule' | 'atRisk' | 'excludedTags' | 'nightlyAt' | 'riskLine' | 'grossMargin' | 'purchaseCost' | 'discountRate' | `tier-${number}-${number}` | `tag-${TagRule}`;

/** What is wrong with a field; `as` is the tag that has the name, by its default name. */
export type DraftFault =
  | { field: DraftField; code: 'choose' | 'empty' | 'no-time' | 'no-risk' | 'no-margin' | 'no-cost' | 'no-discount' | 'comma' | 'control' | 'too-many' }
  | { field: DraftField; code: 'long'; length: number }
  | { field: DraftField; code: 'same-name'; as: string };

/** Most excluded tags, as scoringSettingsSchema has it. */
export const MOST_EXCLUDED_TAGS = 100;

/** A fault in plain English: what is wrong and what to do. */
export function describeFault(fault: DraftFault): string {
  switch (fault.code) {
    case 'choose': return fault.field.startsWith('tier-') ? 'Choose a tier for this cell. Each cell needs one.' : 'Choose one of the options.';
    case 'empty': return fault.field === 'excludedTags' ? 'Write the tag’s name.' : 'Give the tag a name. To do without the tag, switch it off.';
    case 'comma': return 'Shopify separates tags by commas, so a comma cannot be part of one. Leave it out.';
    case 'control': return 'A tag cannot hold line breaks or control characters. Leave them out.';
    case 'long': return `Shopify takes tags of at most ${TAG_MAX_LENGTH} characters, and this one has ${fault.length}. Shorten it.`;
    case 'same-name': return `“${fault.as}” has this name already, and Shopify does not tell capitals from small letters. Choose another name.`;
    case 'too-many': return `At most ${MOST_EXCLUDED_TAGS} tags can be excluded. Remove some.`;
    case 'no-time': return 'Write a time of day, such as 03:30.';
    case 'no-risk': return `Write a whole percentage from ${LEAST_RISK_LINE} to ${MOST_RISK_LINE}.`;
    case 'no-margin': return `Write a whole percentage from ${LEAST_MARGIN} to ${MOST_MARGIN}.`;
    case 'no-cost': return 'Write an amount such as 2.50, of at most a million.';
    case 'no-discount': return `Write a whole percentage from 0 to ${MOST_DISCOUNT_RATE}.`;
  }
}
