/** Most characters that we send as a segment's name. */
export const SEGMENT_NAME_MAX = 100;

/**
 * The query of a segment whose members carry all of these tags, in Shopify's segment query language:
 * `customer_tags CONTAINS 'VIP' AND customer_tags CONTAINS 'At-risk'`. CONTAINS asks for the whole tag, without case.
 * https://shopify.dev/docs/api/shopifyql/segment-query-language-reference (List attributes)
 * @throws RangeError for a tag that `tagSegmentProblem` refuses, or for none at all
 */
export function segmentQuery(tags: readonly string[]): string {
  if (tags.length === 0) throw new RangeError('A segment asks for one tag at least.');
  return tags.map((tag) => {
    const problem = tagSegmentProblem(tag);
    if (problem !== null) throw new RangeError(problem);
    return `customer_tags CONTAINS '${tag.replaceAll("'", "\\'")}'`;
  }).join(' AND ');
}

/**
 * Why no segment can ask for this tag, in words for the screen; null when one can. Shopify documents how a single quote
 * is written inside a query (\') and nothing else after a backslash, so a backslash could ask for another tag unseen.
 */
export function tagSegmentProblem(tag: string): string | null {
  return tag.includes('\\') ? `The tag "${tag}" has a backslash, which a segment at Shopify cannot ask for reliably. Give the tag another name first.` : null;
}

export type SegmentNameProblem = 'empty' | 'long' | 'control';

/** What is wrong with a segment's name; null when nothing is. */
export function segmentNameProblem(name: string): SegmentNameProblem | null {
  const trimmed = name.trim();
  if (trimmed === '') return 'empty';
  if (trimmed.length > SEGMENT_NAME_MAX) return 'long';
  if (/\p{Cc}/u.test(trimmed)) return 'control';
  return null;
}

/** The same in English words. */
export function describeNameProblem(problem: SegmentNameProblem): string {
  switch (problem) {
    case 'empty': return 'Give the segment a name.';
    case 'long': return `A segment's name can have ${SEGMENT_NAME_MAX} characters here. Shorten it.`;
    case 'control': return 'A name cannot hold line breaks or control characters. Leave them out.';
  }
}
