import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tagNameProblem } from '#app/tags/tag-name.ts';
import { compileSegmentQuery } from '#tests/shopify-standin/store/segment-query.ts';
import { describeNameProblem, segmentNameProblem, segmentQuery, tagSegmentProblem } from './segment-query.ts';

/** Whether Shopify's language, as the local Shopify reads it, holds a customer with these tags. */
function holds(query: string, tags: string[]): boolean {
  const compiled = compileSegmentQuery(query);
  if ('errors' in compiled) throw new Error(compiled.errors.map((error) => error.message).join(' '));
  return compiled.test(tags);
}

const tag = fc.string({ minLength: 1, maxLength: 20, unit: fc.oneof(fc.constantFrom("'", '"', '(', ')', ' ', 'A', 'OR'), fc.string({ minLength: 1, maxLength: 1, unit: 'grapheme' })) })
  .filter((name) => tagNameProblem(name) === null && tagSegmentProblem(name) === null);

describe('the query of a segment', () => {
  it('is what Shopify documents', () => {
    expect(segmentQuery(['VIP'])).toBe("customer_tags CONTAINS 'VIP'");
    expect(segmentQuery(['VIP', "Bob's"])).toBe("customer_tags CONTAINS 'VIP' AND customer_tags CONTAINS 'Bob\\'s'");
  });

  it('asks for exactly the tag, whatever is in its name', () => {
    fc.assert(fc.property(tag, tag, (name, other) => {
      expect(holds(segmentQuery([name]), [name])).toBe(true);
      if (other.toLowerCase() !== name.toLowerCase()) expect(holds(segmentQuery([name]), [other])).toBe(false);
    }));
  });

  it('of several tags holds who carries all of them', () => {
    const query = segmentQuery(['VIP', 'At-risk']);
    expect(holds(query, ['at-risk', 'vip', 'x'])).toBe(true);
    expect(holds(query, ['VIP'])).toBe(false);
  });

  it('is refused for a backslash, whose meaning Shopify does not document, and for no tag', () => {
    expect(tagSegmentProblem('a\\b')).toMatch(/backslash/);
    expect(() => segmentQuery(['a\\'])).toThrow(/backslash/);
    expect(() => segmentQuery([])).toThrow(/one tag/);
  });
});

describe('the name of a segment', () => {
  it('is some text on one line, not too long', () => {
    expect(segmentNameProblem('VIP')).toBeNull();
    expect(segmentNameProblem('  ')).toBe('empty');
    expect(segmentNameProblem('x'.repeat(101))).toBe('long');
    expect(segmentNameProblem('a\nb')).toBe('control');
    expect(describeNameProblem('long')).toMatch(/100 characters/);
  });
});
