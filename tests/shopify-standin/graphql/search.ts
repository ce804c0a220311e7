/**
 * Shopify's search syntax, as the `query` argument of connections takes it: `field:value`, `field:>=value`, quoted
 * values, AND (a space is one too), OR, NOT, `-` and parentheses. A filter that the stand-in does not know is refused by
 * name; Shopify would ignore it with a warning and return everything, which is how a wrong filter stays unseen.
 */
import { BadRequest, NotServed } from './errors.ts';

export type Comparison = ':' | '<' | '<=' | '>' | '>=';
/** Makes the test of one filter from what was asked; throws when the value does not suit it. */
export type Filter<Row> = (comparison: Comparison, value: string) => (row: Row) => boolean;
export type Filters<Row> = Readonly<Record<string, Filter<Row>>>;

type Token = { kind: 'open' | 'close' | 'and' | 'or' | 'not' } | { kind: 'term'; field: string; comparison: Comparison; value: string };

/** Turns a search into a test. Empty or null: everything (null). `connection` names it in errors. */
export function compileSearch<Row>(query: unknown, filters: Filters<Row>, connection: string): ((row: Row) => boolean) | null {
  if (query === null || query === undefined) return null;
  if (typeof query !== 'string') throw new BadRequest(`The query of ${connection} must be a string.`);
  const tokens = tokenize(query, connection);
  if (tokens.length === 0) return null;
  let at = 0;

  const either = (): ((row: Row) => boolean) => {
    const tests = [both()];
    while (tokens[at]?.kind === 'or') {
      at += 1;
      tests.push(both());
    }
    return tests.length === 1 ? (tests[0] as (row: Row) => boolean) : (row) => tests.some((test) => test(row));
  };
  const both = (): ((row: Row) => boolean) => {
    const tests = [one()];
    for (;;) {
      const token = tokens[at];
      if (token === undefined || token.kind === 'or' || token.kind === 'close') break;
      if (token.kind === 'and') at += 1;
      tests.push(one());
    }
    return tests.length === 1 ? (tests[0] as (row: Row) => boolean) : (row) => tests.every((test) => test(row));
  };
  const one = (): ((row: Row) => boolean) => {
    const token = tokens[at];
    at += 1;
    if (token?.kind === 'not') {
      const test = one();
      return (row) => !test(row);
    }
    if (token?.kind === 'open') {
      const test = either();
      if (tokens[at]?.kind !== 'close') throw new BadRequest(`The query of ${connection} lacks a closing parenthesis: ${query}`);
      at += 1;
      return test;
    }
    if (token?.kind !== 'term') throw new BadRequest(`The query of ${connection} cannot be read: ${query}`);
    const filter = Object.hasOwn(filters, token.field) ? filters[token.field] : undefined;
    if (filter === undefined) throw new NotServed(`the filter '${token.field}' of ${connection} (query: ${query})`);
    return filter(token.comparison, token.value);
  };

  const test = either();
  if (at < tokens.length) throw new BadRequest(`The query of ${connection} cannot be read to its end: ${query}`);
  return test;
}

function tokenize(query: string, connection: string): Token[] {
  const tokens: Token[] = [];
  const pattern = /\s*(?:(\()|(\))|(AND|OR|NOT)(?=[\s()]|$)|(-)(?=[A-Za-z_(])|([A-Za-z_][\w.]*)\s*:\s*(<=|>=|<|>)?\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|([^\s()'"]+)))/y;
  const trimmed = query.trimEnd();
  while (pattern.lastIndex < trimmed.length) {
    const start = pattern.lastIndex;
    const match = pattern.exec(trimmed);
    if (match === null) {
      throw new NotServed(`a search for words without a field in ${connection} (query: ${query}, at: ${trimmed.slice(start).trim()})`);
    }
    const [, open, close, word, minus, field, comparison, single, double, bare] = match;
    if (open !== undefined) tokens.push({ kind: 'open' });
    else if (close !== undefined) tokens.push({ kind: 'close' });
    else if (word !== undefined) tokens.push({ kind: word === 'AND' ? 'and' : word === 'OR' ? 'or' : 'not' });
    else if (minus !== undefined) tokens.push({ kind: 'not' });
    else if (field !== undefined) {
      const quoted = single ?? double;
      const value = quoted === undefined ? (bare as string) : quoted.replace(/\\(.)/g, '$1');
      tokens.push({ kind: 'term', field, comparison: (comparison as Comparison | undefined) ?? ':', value });
    }
  }
  return tokens;
}

/** A number: `id:5`, `orders_count:>=2`. */
export function numberFilter<Row>(name: string, read: (row: Row) => number): Filter<Row> {
  return (comparison, text) => {
    const value = Number(text);
    if (text.trim() === '' || !Number.isFinite(value)) throw new BadRequest(`The filter ${name} needs a number, not '${text}'.`);
    return (row) => holds(read(row), comparison, value);
  };
}

/** An instant, compared in whole seconds, which is what Shopify shows. A row without one never matches. */
export function timeFilter<Row>(name: string, read: (row: Row) => number | null): Filter<Row> {
  return (comparison, text) => {
    if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)$/.test(text) || Number.isNaN(Date.parse(text))) {
      throw new NotServed(`the filter ${name} with '${text}': give a whole instant with its zone, such as 2026-10-01T00:00:00Z`);
    }
    const value = Math.floor(Date.parse(text) / 1000);
    return (row) => {
      const at = read(row);
      return at !== null && holds(Math.floor(at / 1000), comparison, value);
    };
  };
}

/** A text, compared without case; `jo*` is a prefix and `*` anything. Several values with commas between: any of them. */
export function textFilter<Row>(name: string, read: (row: Row) => string | null, options: { list?: boolean } = {}): Filter<Row> {
  return (comparison, text) => {
    onlyEquals(name, comparison);
    const tests = (options.list ? text.split(',') : [text]).map((part) => {
      const wanted = part.trim().toLowerCase();
      if (wanted.endsWith('*')) return (value: string) => value.startsWith(wanted.slice(0, -1));
      return (value: string) => value === wanted;
    });
    return (row) => {
      const value = read(row)?.toLowerCase();
      return value !== undefined && value !== '' && tests.some((test) => test(value));
    };
  };
}

export function tagFilter<Row>(name: string, read: (row: Row) => readonly string[], present: boolean): Filter<Row> {
  return (comparison, text) => {
    onlyEquals(name, comparison);
    const wanted = text.split(',').map((tag) => tag.trim().toLowerCase());
    return (row) => read(row).some((tag) => wanted.includes(tag.trim().toLowerCase())) === present;
  };
}

export function booleanFilter<Row>(name: string, read: (row: Row) => boolean): Filter<Row> {
  return (comparison, text) => {
    onlyEquals(name, comparison);
    if (text !== 'true' && text !== 'false') throw new BadRequest(`The filter ${name} needs true or false, not '${text}'.`);
    return (row) => read(row) === (text === 'true');
  };
}

function onlyEquals(name: string, comparison: Comparison): void {
  if (comparison !== ':') throw new BadRequest(`The filter ${name} cannot be compared with ${comparison}.`);
}

function holds(left: number, comparison: Comparison, right: number): boolean {
  switch (comparison) {
    case ':':
      return left === right;
    case '<':
      return left < right;
    case '<=':
      return left <= right;
    case '>':
      return left > right;
    case '>=':
      return left >= right;
  }
}
