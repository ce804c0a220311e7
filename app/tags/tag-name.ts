import { tagKey } from '../profiles/tag-key.ts';

/** Shopify's limits on the tags of a customer. */
export const TAG_MAX_LENGTH = 255;
export const TAGS_PER_CUSTOMER = 250;

/**
 * What is wrong with a tag that a merchant would like to have, in words for the screen, or null. The name is taken
 * trimmed. Length is counted in UTF-16 units, the stricter count: what passes here, Shopify takes.
 */
export function tagNameProblem(name: string): string | null {
  const trimmed = name.trim();
  if (trimmed === '') return 'Give the tag a name.';
  if (trimmed.includes(',')) return `Shopify separates tags by commas, so "${shown(trimmed)}" cannot be one tag. Leave the comma out.`;
  if (trimmed.length > TAG_MAX_LENGTH) return `Shopify takes tags of at most ${TAG_MAX_LENGTH} characters; "${shown(trimmed)}" has ${trimmed.length}. Shorten it.`;
  if (/\p{Cc}/u.test(trimmed)) return 'A tag cannot hold line breaks or control characters. Leave them out.';
  return null;
}

function shown(name: string): string {
  return name.length > 40 ? `${name.slice(0, 40)}...` : name;
}

/** The tag among `tags` that Shopify would take for `name`, as it is spelled there; null when none is. */
export function findTag(tags: readonly string[], name: string): string | null {
  const key = tagKey(name);
  return tags.find((tag) => tagKey(tag) === key) ?? null;
}
