import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { booleanFilter, compileSearch, numberFilter, tagFilter, textFilter, timeFilter } from './search.ts';
import type { Filters } from './search.ts';

interface Row {
  id: number;
  at: number;
  email: string | null;
  tags: string[];
  test: boolean;
}

const filters: Filters<Row> = {
  id: numberFilter('id', (row) => row.id),
  updated_at: timeFilter('updated_at', (row) => row.at),
  email: textFilter('email', (row) => row.email),
  tag: tagFilter('tag', (row) => row.tags, true),
  tag_not: tagFilter('tag_not', (row) => row.tags, false),
  test: booleanFilter('test', (row) => row.test),
};

function find(rows: Row[], query: string): Row[] {
  const test = compileSearch(query, filters, 'customers');
  return test === null ? rows : rows.filter(test);
}

const row = fc.record({
  id: fc.integer({ min: 1, max: 40 }),
  at: fc.integer({ min: 0, max: 20_000 }).map((seconds) => seconds * 500),
  email: fc.constantFrom('ann@example.com', 'bo@example.com', null),
  tags: fc.subarray(['vip', 'VIP', 'loyal', 'big spender']),
  test: fc.boolean(),
});

const operators: Record<string, (left: number, right: number) => boolean> = {
  '': (left, right) => left === right,
  '>': (left, right) => left > right,
  '>=': (left, right) => left >= right,
  '<': (left, right) => left < right,
  '<=': (left, right) => left <= right,
};

describe('search', () => {
  it('agrees with a plain filter on ids, instants in whole seconds, and both with AND between', () => {
    const operator = fc.constantFrom(...Object.keys(operators));
    fc.assert(
      fc.property(fc.array(row), operator, fc.integer({ min: 0, max: 41 }), operator, fc.integer({ min: 0, max: 10_000 }), fc.constantFrom(' ', ' AND '), (rows, idOperator, id, atOperator, second, and) => {
        const instant = new Date(second * 1000).toISOString();
        const found = find(rows, `id:${idOperator}${id}${and}updated_at:${atOperator}'${instant}'`);
        const expected = rows.filter(
          (one) => operators[idOperator]?.(one.id, id) === true && operators[atOperator]?.(Math.floor(one.at / 1000), second) === true,
        );
        expect(found).toEqual(expected);
      }),
    );
  });

  const some: Row[] = [
    { id: 1, at: 1000, email: 'ann@example.com', tags: ['VIP'], test: false },
    { id: 2, at: 2000, email: null, tags: ['big spender'], test: true },
    { id: 3, at: 3000, email: 'bo@example.com', tags: [], test: false },
  ];
  const cases: [query: string, ids: number[]][] = [
    ['', [1, 2, 3]],
    ['tag:vip', [1]],
    ["tag:'big spender'", [2]],
    ['tag:"vip,big spender"', [1, 2]],
    ['tag_not:vip', [2, 3]],
    ['email:ANN@example.com', [1]],
    ['email:*', [1, 3]],
    ['email:bo*', [3]],
    ['id:1 OR id:3', [1, 3]],
    ['NOT id:1', [2, 3]],
    ['-tag:vip test:false', [3]],
    ['(id:1 OR id:2) AND test:true', [2]],
    ['id:>=2 AND id:<=2', [2]],
    ['updated_at:>=1970-01-01T00:00:02Z', [2, 3]],
    ["updated_at: >'1970-01-01T01:00:02+01:00'", [3]],
  ];
  for (const [query, ids] of cases) {
    it(`finds ${JSON.stringify(ids)} by ${query === '' ? 'an empty query' : query}`, () => {
      expect(find(some, query).map((one) => one.id)).toEqual(ids);
    });
  }

  const refusals: [query: string, message: RegExp][] = [
    ['shoe_size:42', /does not serve the filter 'shoe_size' of customers/],
    ['Bob Norman', /does not serve a search for words without a field in customers/],
    ['id:many', /needs a number/],
    ['updated_at:>2024', /give a whole instant with its zone/],
    ['updated_at:>now', /give a whole instant with its zone/],
    ['tag:>vip', /cannot be compared with >/],
    ['(id:1', /lacks a closing parenthesis/],
    ['id:1 AND', /cannot be read/],
    ['toString:1', /does not serve the filter 'toString'/],
  ];
  for (const [query, message] of refusals) {
    it(`refuses ${query}`, () => {
      expect(() => find(some, query)).toThrow(message);
    });
  }
});
