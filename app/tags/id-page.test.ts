import { describe, expect, it } from 'vitest';
import { idPage, type IdPage } from './id-page.ts';

const all = [1, 2, 3, 4, 5, 6, 7];
const read = (page: IdPage, limit = 3) => {
  const found = page.before === undefined
    ? all.filter((id) => id > (page.after ?? 0)).slice(0, limit + 1)
    : all.filter((id) => id < (page.before ?? 0)).reverse().slice(0, limit + 1);
  return idPage(found, limit, page, (id) => id);
};

describe('a page by ids', () => {
  it('goes forwards to the end and back to the beginning over the same pages', () => {
    const first = read({});
    expect(first).toEqual({ rows: [1, 2, 3], previous: null, next: 3 });
    const second = read({ after: 3 });
    expect(second).toEqual({ rows: [4, 5, 6], previous: 4, next: 6 });
    expect(read({ after: 6 })).toEqual({ rows: [7], previous: 7, next: null });
    expect(read({ before: 7 })).toEqual({ rows: [4, 5, 6], previous: 4, next: 6 });
    expect(read({ before: 4 })).toEqual({ rows: [1, 2, 3], previous: null, next: 3 });
  });

  it('is empty where nothing is', () => {
    expect(read({ after: 9 })).toEqual({ rows: [], previous: null, next: null });
    expect(idPage([], 3, {}, (id: number) => id)).toEqual({ rows: [], previous: null, next: null });
  });
});
