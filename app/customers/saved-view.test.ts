import { describe, expect, it } from 'vitest';
import { BUILT_IN_VIEWS, builtInQuery, sameQuery } from './saved-view.ts';

describe('views', () => {
  it('that every shop has ask each for another list, the VIPs by the shop’s own name of their tag', () => {
    const queries = BUILT_IN_VIEWS.map((view) => builtInQuery(view, 'Gold'));
    for (const [index, query] of queries.entries()) for (const other of queries.slice(index + 1)) expect(sameQuery(query, other)).toBe(false);
    expect(builtInQuery('vips-slipping', 'Gold').tag).toBe('Gold');
  });

  it('are the same list whatever the order of their choices and the capitals of their tag', () => {
    const query = builtInQuery('vips-slipping', 'Gold');
    expect(sameQuery(query, { ...query, stages: query.stages.toReversed(), tag: 'GOLD' })).toBe(true);
    expect(sameQuery(query, { ...query, direction: 'asc' })).toBe(false);
  });
});
