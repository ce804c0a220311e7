import fc from 'fast-check';
import { expect, it } from 'vitest';
import { arrayItems } from './array-literal.ts';
import { textArray } from './cells.ts';

it('a list of texts comes back as it was written, and as PostgreSQL writes it', () => {
  fc.assert(fc.property(fc.array(fc.string({ unit: fc.constantFrom('a', 'N', '"', '\\', ',', '{', '}', ' ', '\n', 'é', '👩‍🚀') })), (texts) => {
    expect(arrayItems(textArray(texts, 'texts'))).toEqual(texts);
  }));
  expect(arrayItems('{a,"b c","d\\"e\\\\",NULL,"NULL",f}')).toEqual(['a', 'b c', 'd"e\\', 'NULL', 'f']);
  expect([arrayItems(null), arrayItems('{}')]).toEqual([[], []]);
});
