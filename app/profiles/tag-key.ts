/**
 * What two tags are compared by. Shopify compares tags trimmed and without case, by a rule it does not publish. This
 * key is rather too coarse than too fine ("ß" is "ss", "ς" is "σ"): to take two tags for one at worst leaves a tag
 * unwritten, to take one for two would let the app remove a tag that the merchant wrote. Compare tags in TypeScript by
 * this key; SQL's lower() is finer.
 */
export function tagKey(tag: string): string {
  return tag.trim().normalize('NFC').toUpperCase().toLowerCase().normalize('NFC');
}

/** Whether one of a customer's tags is one of the shop's excluded tags. */
export function carriesExcludedTag(tags: readonly string[], excludedTags: readonly string[]): boolean {
  if (excludedTags.length === 0 || tags.length === 0) return false;
  const excluded = new Set(excludedTags.map(tagKey));
  return tags.some((tag) => excluded.has(tagKey(tag)));
}
