import type { TagReason } from '../../tags/wanted-tags.ts';

/** Whether a tag stands beside its reason as the tier that it is named after: the sentence then need not begin with the tier's name as well. */
export function isNamesake(reason: Extract<TagReason, { rule: 'new' | 'loyal' }>): boolean {
  return reason.tier.tier === (reason.rule === 'new' ? 'New' : 'Loyal');
}
