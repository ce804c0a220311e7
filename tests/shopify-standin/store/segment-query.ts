/**
 * Shopify's segment query language, as far as the local Shopify knows it: `customer_tags CONTAINS 'VIP'` and its
 * complement NOT CONTAINS, joined by AND and OR (AND first), with parentheses. CONTAINS asks for a whole tag, without
 * case; a single quote inside is written \'. What is no filter of Shopify's is refused as Shopify refuses it; what Shopify
 * knows and this does not throws NotKnown, so that no segment ever has members by a guess.
 */

/** What Shopify's own language has and the local Shopify does not evaluate. */
export class NotKnown extends Error {}

export interface SegmentQueryError {
  message: string;
}

/** The filters of Shopify's reference that are not evaluated here. Anything else is no filter there either. */
const OTHER_FILTERS = new Set([
  'abandoned_checkout_date', 'amount_spent', 'companies', 'created_by_app_id', 'customer_account_status', 'customer_added_date', 'customer_cities', 'customer_countries',
  'customer_email_domain', 'customer_language', 'customer_regions', 'customer_within_distance', 'email_subscription_status', 'first_order_date', 'last_order_date',
  'number_of_orders', 'orders_placed', 'predicted_spend_tier', 'product_subscription_status', 'products_purchased', 'rfm_group', 'sms_subscription_status', 'store_credit_accounts',
]);
const MOST_CLAUSES = 10;

interface Token {
  kind: 'open' | 'close' | 'word' | 'text' | 'other';
  text: string;
  line: number;
  column: number;
}

/** The tags of one customer. */
type Test = (tags: readonly string[]) => boolean;

class Refused extends Error {}

/**
 * Reads a segment's query.
 * @returns the test of a customer's tags, or what Shopify's userErrors would say
 * @throws NotKnown, by name, for what Shopify takes and the local Shopify does not evaluate
 */
export function compileSegmentQuery(query: string): { test: Test } | { errors: SegmentQueryError[] } {
  if (query.trim() === '') return { errors: [{ message: "Query can't be blank" }] };
  try {
    return { test: new Reading(tokenize(query)).whole() };
  } catch (error) {
    if (error instanceof Refused) return { errors: [{ message: error.message }] };
    throw error;
  }
}

class Reading {
  readonly #tokens: Token[];
  #at = 0;
  #clauses = 0;

  constructor(tokens: Token[]) {
    this.#tokens = tokens;
  }

  whole(): Test {
    const test = this.#either();
    const rest = this.#tokens[this.#at];
    if (rest !== undefined) throw unexpected(rest);
    return test;
  }

  #either(): Test {
    const tests = [this.#both()];
    while (this.#takes('OR')) tests.push(this.#both());
    return (tags) => tests.some((test) => test(tags));
  }

  #both(): Test {
    const tests = [this.#clause()];
    while (this.#takes('AND')) tests.push(this.#clause());
    return (tags) => tests.every((test) => test(tags));
  }

  #clause(): Test {
    const first = this.#next();
    if (first.kind === 'open') {
      const test = this.#either();
      const close = this.#next();
      if (close.kind !== 'close') throw unexpected(close);
      return test;
    }
    if (first.kind !== 'word') throw unexpected(first);
    const filter = first.text.toLowerCase();
    if (OTHER_FILTERS.has(filter) || filter.includes('.')) throw new NotKnown(`the segment filter '${first.text}'`);
    if (filter !== 'customer_tags') throw new Refused(`Query ${place(first)}: '${first.text}' filter cannot be found.`);
    this.#clauses += 1;
    if (this.#clauses > MOST_CLAUSES) throw new NotKnown(`a segment query of more than ${MOST_CLAUSES} clauses, which Shopify refuses`);
    const wanted = !this.#takes('NOT');
    const operator = this.#next();
    if (operator.kind === 'word' && operator.text.toUpperCase() === 'IS') throw new NotKnown("'customer_tags IS NULL' in a segment query");
    if (operator.kind !== 'word' || operator.text.toUpperCase() !== 'CONTAINS') throw unexpected(operator);
    const value = this.#next();
    if (value.kind !== 'text') throw unexpected(value);
    const tag = value.text.toLowerCase();
    return (tags) => tags.some((one) => one.toLowerCase() === tag) === wanted;
  }

  #takes(word: string): boolean {
    const token = this.#tokens[this.#at];
    if (token?.kind !== 'word' || token.text.toUpperCase() !== word) return false;
    this.#at += 1;
    return true;
  }

  #next(): Token {
    const token = this.#tokens[this.#at];
    const last = this.#tokens.at(-1);
    if (token === undefined) throw new Refused(`Query Line ${last?.line ?? 1} Column ${(last?.column ?? 0) + 1}: the query ends too early.`);
    this.#at += 1;
    return token;
  }
}

const PIECE = /(\s+)|(\()|(\))|'((?:[^'\\]|\\.)*)'|([A-Za-z_][\w.]*)|(\S)/sy;

function tokenize(query: string): Token[] {
  const tokens: Token[] = [];
  let line = 1;
  let lineStart = 0;
  PIECE.lastIndex = 0;
  for (let at = 0; at < query.length; at = PIECE.lastIndex) {
    const [whole = '', space, open, close, text, word] = PIECE.exec(query) ?? [];
    const where = { line, column: at - lineStart };
    if (open !== undefined) tokens.push({ kind: 'open', text: open, ...where });
    else if (close !== undefined) tokens.push({ kind: 'close', text: close, ...where });
    else if (text !== undefined) tokens.push({ kind: 'text', text: unescaped(text), ...where });
    else if (word !== undefined) tokens.push({ kind: 'word', text: word, ...where });
    else if (space === undefined) tokens.push({ kind: 'other', text: whole, ...where });
    const newline = whole.lastIndexOf('\n');
    if (newline >= 0) {
      line += whole.split('\n').length - 1;
      lineStart = at + newline + 1;
    }
  }
  return tokens;
}

/** Shopify documents \' and nothing else after a backslash. */
function unescaped(text: string): string {
  if (/\\[^']/s.test(text)) throw new NotKnown(`a backslash before anything but a single quote in a segment query ('${text}')`);
  return text.replaceAll("\\'", "'");
}

function unexpected(token: Token): Refused {
  return new Refused(`Query ${place(token)}: '${token.text}' is unexpected.`);
}

function place(token: Token): string {
  return `Line ${token.line} Column ${token.column}`;
}
