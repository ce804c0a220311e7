import { count } from './format.ts';
import type { Html } from './html.ts';
import { html } from './html.ts';

export interface Page<Row> {
  rows: Row[];
  /** From 1. */
  number: number;
  pages: number;
  total: number;
  first: number;
}

/** Page `number` (from 1; out of range goes to the nearest) of the rows, read from the end when `newestFirst`. */
export function pageOf<Row>(rows: readonly Row[], number: number, size: number, newestFirst = false): Page<Row> {
  const pages = Math.max(1, Math.ceil(rows.length / size));
  const wanted = Number.isInteger(number) ? number : 1;
  const at = Math.min(Math.max(1, wanted), pages);
  const start = (at - 1) * size;
  const shown = newestFirst
    ? rows.slice(Math.max(0, rows.length - start - size), rows.length - start).reverse()
    : rows.slice(start, start + size);
  return { rows: shown, number: at, pages, total: rows.length, first: rows.length === 0 ? 0 : start + 1 };
}

/** "1-50 of 3,000" with links to the page before and after, which keep the rest of the query. */
export function pagingBar<Row>(page: Page<Row>, path: string, query: URLSearchParams): Html {
  const link = (number: number): string => {
    const next = new URLSearchParams(query);
    next.set('page', String(number));
    return `${path}?${next.toString()}`;
  };
  const arrow = (number: number, rel: string, sign: string, words: string): Html =>
    number >= 1 && number <= page.pages
      ? html`<a class="button" rel="${rel}" href="${link(number)}" aria-label="${words}">${sign}</a>`
      : html`<span class="button off" aria-hidden="true">${sign}</span>`;
  const last = page.first === 0 ? 0 : page.first + page.rows.length - 1;
  return html`<nav class="paging" aria-label="Pages">
    ${arrow(page.number - 1, 'prev', '‹', 'Previous page')}${arrow(page.number + 1, 'next', '›', 'Next page')}
    <span>${count(page.first)}–${count(last)} of ${count(page.total)}</span>
  </nav>`;
}
