import type { MoneyWords } from '../profiles/sentences.ts';
import type { TagRule } from './tag-rule.ts';
import { tagSentence } from './tag-sentences.ts';
import type { TagReason } from './wanted-tags.ts';

/** Why a change is proposed, with the numbers behind it where a rule holds. */
export function changeSentence(change: { action: 'add' | 'remove'; rule: string; tag: string; why: string; reason: TagReason | null }, money: MoneyWords): string {
  if (change.reason !== null) return tagSentence({ rule: change.rule as TagRule, name: change.tag, reason: change.reason }, money);
  switch (change.why) {
    case 'unwanted for the delay':
      return `${change.tag}: its rule has not held for 7 days or more`;
    case 'renamed':
      return `${change.tag}: the tag has another name now`;
    case 'as it was before the run':
      return `${change.tag}: as it was before the run that is undone`;
    default:
      return `${change.tag}: ${change.why}`;
  }
}
