import { describe, expect, it } from 'vitest';
import { BUILT_IN_VIEWS, builtInQuery, sameQuery } from './saved-view.ts';

describe('views', () => {
  it('that every shop has ask each for another list, the VIPs by their rule, whatever tags they carry', () => {
    const queries = BUILT_IN_VIEWS.map((view) => builtInQuery(view));
    for (const [index, query] of queries.entries()) for (const other of queries.slice(index + 1)) expect(sameQuery(query, other)).toBe(false);
    expect(builtInQuery('vips-slipping')).toMatchObject({ tag: null, fits: ['vip'] });
  });

  it('are the same list whatever the order of their choices and the capitals of their tag', () => {
    const query = { ...builtInQuery('vips-slipping'), tag: 'Gold' };
    expect(sameQuery(query, { ...query, stages: query.stages.toReversed(), tag: 'GOLD' })).toBe(true);
    expect(sameQuery(query, { ...query, fits: [] })).toBe(false);
    expect(sameQuery(query, { ...query, direction: 'asc' })).toBe(false);
  });
});
