import { describe, expect, it } from 'vitest';
import { lostOrDoubled } from './conservation.ts';

const whole = { read: 10, inserted: 4, updated: 3, stale: 2, rejected: 1, rootsRead: 6, unreadable: 0 };
const announced = { objectCount: 10, rootObjectCount: 6 };

describe('the account of a part', () => {
  it('is settled when every row that was announced is somewhere', () => {
    expect(lostOrDoubled('orders', whole, announced)).toBeNull();
  });

  it.each([
    ['a row is nowhere', { ...whole, stale: 1 }, announced, 'Of 10 rows of orders that were read, 9 are accounted for'],
    ['the file is short', whole, { ...announced, objectCount: 11 }, 'announced 11 rows of orders, and its file had 10'],
    ['the file is long', whole, { ...announced, objectCount: 9 }, 'announced 9 rows of orders, and its file had 10'],
    ['a root is missing', whole, { ...announced, rootObjectCount: 7 }, 'announced 7 orders, and its file had 6'],
    ['a root is too many', whole, { ...announced, rootObjectCount: 5 }, 'announced 5 orders, and its file had 6'],
  ])('says so when %s', (_, figures, said, words) => {
    expect(lostOrDoubled('orders', figures, said)).toContain(words);
  });

  it('does not hold a line that could not be read against the roots', () => {
    expect(lostOrDoubled('orders', { ...whole, rootsRead: 5, unreadable: 1 }, announced)).toBeNull();
  });
});
