/**
 * Shopify's rules for tags, as tagsAdd and tagsRemove apply them: trimmed, compared without case, no comma (the comma
 * separates tags wherever Shopify writes them as one string), 255 characters and 250 tags at most. A call with one bad
 * tag changes nothing.
 */

export const MAX_TAG_CHARACTERS = 255;
export const MAX_TAGS = 250;

export interface UserError {
  field: string[] | null;
  message: string;
}

export interface TagChange {
  /** The tags as they stand afterwards; the same array as before when nothing changed. */
  tags: string[];
  /** What was really added or removed, in the spelling that now stands or stood. */
  changed: string[];
  userErrors: UserError[];
}

/** How a tag is compared: two tags are the same tag when their keys are equal. */
export function tagKey(tag: string): string {
  return tag.trim().normalize('NFC').toLowerCase();
}

/**
 * Adds `asked` to `existing`. A tag that stands in any case is left as it is spelt. Refused as a whole, with
 * userErrors, when a tag is empty, has a comma or is too long, or when more than 250 tags would stand.
 */
export function addToTags(existing: string[], asked: string[]): TagChange {
  const userErrors: UserError[] = [];
  const keys = new Set(existing.map(tagKey));
  const changed: string[] = [];
  for (const raw of asked) {
    const tag = raw.trim();
    if (tag === '') {
      userErrors.push({ field: ['tags'], message: "Tag can't be blank" });
    } else if (tag.includes(',')) {
      userErrors.push({ field: ['tags'], message: `Tag "${shown(tag)}" can't contain a comma` });
    } else if ([...tag].length > MAX_TAG_CHARACTERS) {
      userErrors.push({ field: ['tags'], message: `Tag "${shown(tag)}" is too long (maximum is ${MAX_TAG_CHARACTERS} characters)` });
    } else {
      const key = tagKey(tag);
      if (!keys.has(key)) {
        keys.add(key);
        changed.push(tag);
      }
    }
  }
  if (userErrors.length === 0 && existing.length + changed.length > MAX_TAGS && changed.length > 0) {
    userErrors.push({ field: ['tags'], message: `Tags can't be more than ${MAX_TAGS}` });
  }
  if (userErrors.length > 0 || changed.length === 0) return { tags: existing, changed: [], userErrors };
  return { tags: [...existing, ...changed], changed, userErrors };
}

/** Takes `asked` off `existing`, whatever the case. A tag that does not stand is no error. */
export function removeFromTags(existing: string[], asked: string[]): TagChange {
  const unwanted = new Set(asked.map(tagKey));
  const tags: string[] = [];
  const changed: string[] = [];
  for (const tag of existing) {
    if (unwanted.has(tagKey(tag))) changed.push(tag);
    else tags.push(tag);
  }
  return { tags: changed.length === 0 ? existing : tags, changed, userErrors: [] };
}

function shown(tag: string): string {
  const characters = [...tag];
  return characters.length <= 40 ? tag : `${characters.slice(0, 40).join('')}...`;
}

/** What became of a change of tags that was asked of a store. */
export type TagResult = { changed: string[]; userErrors: UserError[] } | 'not-found';
