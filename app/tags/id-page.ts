/** A page of a list in the order of ids: what stands after an id, or the page that ends before one. */
export interface IdPage {
  after?: number;
  before?: number;
}

/**
 * Cuts a page out of rows that were asked for with one more than a page holds, so that it is known whether there are others.
 * @param found ascending after `after`, or descending before `before`
 * @returns the page in ascending order, with the ids to go on from; null at either end
 */
export function idPage<Row>(found: readonly Row[], limit: number, page: IdPage, idOf: (row: Row) => number): { rows: Row[]; previous: number | null; next: number | null } {
  const backwards = page.before !== undefined;
  const rows = found.slice(0, limit);
  if (backwards) rows.reverse();
  const more = found.length > limit;
  const [first, last] = [rows[0], rows.at(-1)];
  return {
    rows,
    previous: first !== undefined && (backwards ? more : page.after !== undefined && page.after >= 0) ? idOf(first) : null,
    next: last !== undefined && (backwards || more) ? idOf(last) : null,
  };
}
