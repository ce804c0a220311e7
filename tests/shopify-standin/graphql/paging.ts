import { BadRequest } from './errors.ts';
import type { Args, Rows, ServedField, Serving } from './serving.ts';

/** Most objects of one page, as at Shopify. */
export const mostPerPage = 250;
export const pagingArgs = ['first', 'last', 'after', 'before', 'reverse'] as const;

interface Cursor {
  last_id: number | string;
  last_value?: number | string;
}

/** One page of a connection; `edges`, `nodes` and `pageInfo` are made when asked for. */
export class Page<Row> {
  readonly nodes: Row[];
  readonly pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string | null; endCursor: string | null };
  readonly #rows: Rows<Row>;

  constructor(nodes: Row[], rows: Rows<Row>, hasPreviousPage: boolean, hasNextPage: boolean) {
    this.nodes = nodes;
    this.#rows = rows;
    const [first, last] = [nodes[0], nodes.at(-1)];
    this.pageInfo = {
      hasNextPage,
      hasPreviousPage,
      startCursor: first === undefined ? null : cursorOf(first, rows),
      endCursor: last === undefined ? null : cursorOf(last, rows),
    };
  }

  get edges(): { cursor: string; node: Row }[] {
    return this.nodes.map((node) => ({ cursor: cursorOf(node, this.#rows), node }));
  }
}

/** A connection field: paged for ordinary requests, walked whole by bulk ones. */
export function connection<T, Row>(
  rows: (object: T, args: Args, serving: Serving) => Rows<Row>,
  args: readonly string[] = [],
): ServedField<T> {
  return {
    args: [...pagingArgs, ...args],
    resolve: (object, given, serving) => page(rows(object, given, serving), given),
    // The row's type is the connection's own affair: whoever walks it hands rows back to its `id`, `value` and `keep`.
    rows: rows as unknown as ServedField<T>['rows'],
  };
}

/** Rows that stand in the order they have, found again by id. */
export function inOrder<Row>(list: readonly Row[], id: (row: Row) => number | string, args: Args): Rows<Row> {
  return { list, id, value: null, keep: null, reverse: args.reverse === true };
}

/** Cuts the page that `first`/`after` or `last`/`before` name. */
export function page<Row>(rows: Rows<Row>, args: Args): Page<Row> {
  const { first, last } = sizes(args);
  const count = rows.list.length;
  const at = (index: number): Row => rows.list[rows.reverse ? count - 1 - index : index] as Row;
  const kept = (index: number): boolean => rows.keep === null || rows.keep(at(index));
  const begin = typeof args.after === 'string' ? position(rows, args.after, 'after') : 0;
  const end = typeof args.before === 'string' ? position(rows, args.before, 'before') : count;
  const nodes: Row[] = [];
  if (first !== null) {
    let index = begin;
    for (; index < end && nodes.length < first; index++) if (kept(index)) nodes.push(at(index));
    return new Page(nodes, rows, anyKept(kept, 0, begin), anyKept(kept, index, count));
  }
  let index = end;
  for (; index > begin && nodes.length < (last ?? 0); index--) if (kept(index - 1)) nodes.push(at(index - 1));
  return new Page(nodes.reverse(), rows, anyKept(kept, 0, index), anyKept(kept, end, count));
}

function sizes(args: Args): { first: number | null; last: number | null } {
  const first = typeof args.first === 'number' ? args.first : null;
  const last = typeof args.last === 'number' ? args.last : null;
  if (first === null && last === null) throw new BadRequest('you must provide one of first or last');
  if (first !== null && last !== null) throw new BadRequest('providing both first and last is not supported');
  for (const [name, size] of [['first', first], ['last', last]] as const) {
    if (size === null) continue;
    if (size < 1) throw new BadRequest(`${name} must be at least 1`);
    if (size > mostPerPage) throw new BadRequest(`${name} cannot exceed ${mostPerPage}`);
  }
  return { first, last };
}

function anyKept(kept: (index: number) => boolean, from: number, to: number): boolean {
  for (let index = from; index < to; index++) if (kept(index)) return true;
  return false;
}

function cursorOf<Row>(row: Row, rows: Rows<Row>): string {
  const cursor: Cursor = rows.value === null ? { last_id: rows.id(row) } : { last_id: rows.id(row), last_value: rows.value(row) };
  return Buffer.from(JSON.stringify(cursor)).toString('base64');
}

/** The first index after the cursor, or at it for `before`. A keyed row need not be there any more. */
function position<Row>(rows: Rows<Row>, text: string, side: 'after' | 'before'): number {
  const cursor = readCursor(text, rows.value !== null);
  const count = rows.list.length;
  if (rows.value === null) {
    const index = rows.list.findIndex((row) => rows.id(row) === cursor.last_id);
    if (index < 0) throw new BadRequest(`Invalid cursor for current pagination sort.`);
    const shown = rows.reverse ? count - 1 - index : index;
    return side === 'after' ? shown + 1 : shown;
  }
  const value = rows.value;
  const passed = (row: Row): boolean => {
    const order = compare(value(row), cursor.last_value as number | string) || compare(rows.id(row), cursor.last_id);
    const directed = rows.reverse ? -order : order;
    return side === 'after' ? directed <= 0 : directed < 0;
  };
  let [low, high] = [0, count];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const row = rows.list[rows.reverse ? count - 1 - middle : middle] as Row;
    if (passed(row)) low = middle + 1;
    else high = middle;
  }
  return low;
}

function readCursor(text: string, keyed: boolean): Cursor {
  try {
    const cursor = JSON.parse(Buffer.from(text, 'base64').toString('utf8')) as Cursor;
    if (cursor.last_id !== undefined && (cursor.last_value !== undefined) === keyed) return cursor;
  } catch {
    // Falls through to the refusal: what cannot be read is no cursor of ours.
  }
  throw new BadRequest('Invalid cursor for current pagination sort.');
}

function compare(left: number | string, right: number | string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
