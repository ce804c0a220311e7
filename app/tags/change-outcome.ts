import type { TagWhy } from './tag-diff.ts';

/** Why a change of an approved run was not carried out. The first line of each is skipped, the second failed. */
export type ChangeOutcome =
  | 'customer-gone' | 'stood-already' | 'merchants' | 'removed-by-merchant' | 'undone' | 'gone-already' | 'changed-since' | 'no-longer-fits' | 'fits-again' | 'tag-limit' | 'held'
  | 'refused' | 'unanswered';

/** The outcome of a decision, made with a fresh look at Shopify, that there is nothing to do. */
export function outcomeOf(action: 'add' | 'remove', why: TagWhy): ChangeOutcome {
  switch (why) {
    case 'stands as wanted':
    case 'adopted':
      return 'stood-already';
    case "merchant's own tag":
    case 'merchant put it back':
      return 'merchants';
    case 'merchant removed it':
      return 'removed-by-merchant';
    case 'run undone':
      return action === 'add' ? 'undone' : 'held';
    case 'customer has all the tags that Shopify allows':
      return 'tag-limit';
    case 'not wanted':
      return 'gone-already';
    case 'rule holds':
    case 'unwanted for less than the delay':
    case 'unwanted for the delay':
    case 'renamed':
      return 'changed-since';
  }
}

const WORDS: Readonly<Record<ChangeOutcome, string>> = {
  'customer-gone': 'The customer no longer exists at Shopify.',
  'stood-already': 'The tag was there already.',
  merchants: 'The tag is yours: it stood before, or you put it back. It was left alone.',
  'removed-by-merchant': 'You had taken the tag off. It stays off until its rule has lapsed and holds again.',
  undone: 'An undo took the tag off. It stays off until its rule has lapsed and holds again, or you ask for it again.',
  'gone-already': 'The tag was gone already.',
  'changed-since': 'The tag has changed since that run. It was left alone.',
  'no-longer-fits': 'The rule of the tag has ceased to hold while it waited, so it was not written.',
  'fits-again': 'The rule of the tag holds again, so it was not removed.',
  'tag-limit': 'The customer has 250 tags, the most that Shopify allows.',
  held: 'An undo put the tag back. It stays until its rule has held once more.',
  refused: 'Shopify refused the change.',
  unanswered: 'Shopify gave no answer to this change.',
};

/** An outcome in words for the screen. */
export function outcomeWords(outcome: ChangeOutcome): string {
  return WORDS[outcome];
}
