import { describe, expect, it } from 'vitest';
import { personFinder, withoutPersonIn, wordsOf, type PersonWords } from './person-words.ts';

const ANNA: PersonWords = { ids: [7001], email: 'Anna@Example.com', phone: '+49 30 1', firstName: 'Anna', lastName: 'O’Brien (née Ax)' };
const names = personFinder(ANNA);

describe('a text', () => {
  it.each(['anna@example.com', 'Mail to ANNA@EXAMPLE.COM.', 'customer 7001', '{"id":"gid://shopify/Customer/7001"}', 'call +49 30 1', 'o’brien (née ax)'])('names the person: %s', (text) => {
    expect(names(text)).toBe(true);
  });

  // First names are many people's; a number inside another is another.
  it.each(['Anna', 'customer 17001', '70011', 'joanna@example.com', 'anna@example.community', ''])('does not: %s', (text) => {
    expect(names(text)).toBe(false);
  });

  it('names nobody of whom nothing is known', () => {
    const nobody: PersonWords = { ids: [], email: null, phone: ' ', firstName: 'X', lastName: 'Li' };
    expect(wordsOf(nobody)).toEqual([]);
    expect(personFinder(nobody)('Li X')).toBe(false);
  });
});

describe('a value of JSON without the person', () => {
  it('keeps its form, all other values and all other customers', () => {
    const query = { search: 'anna@example.com', tiers: ['New'], tag: null, direction: 'asc' };
    expect(withoutPersonIn({ query, ids: ['7001', '7002'], from: 7001, to: 7002, on: true }, names)).toEqual({ query: { ...query, search: '…' }, ids: ['7002'], from: null, to: 7002, on: true });
  });
});
