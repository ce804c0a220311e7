import { TAG_RULES } from '../tags/tag-rule.ts';
import type { CustomerQuery, CustomerSort } from './customer-list.ts';

/** The day of the next order holds if they are still a customer: of who most likely is not, it would lead the list of whom to expect. */
export const LIKELY_NEXT_ORDER = "CASE WHEN f.churn_band <> 'high' THEN f.next_order_day END";

/** What the list sorts by; the id follows, so that the order is the same on every page. Never null: who has no forecast comes last, whichever way. */
export function sortColumn({ sort, due, direction }: Pick<CustomerQuery, 'sort' | 'due' | 'direction'>): string {
  const none = direction === 'desc' ? '-9007199254740991' : '9007199254740991';
  if (due && sort === 'next-order') return `coalesce((SELECT d.due_day ${DUE_ORDER})::bigint, ${none})`;
  const column = FORECAST_COLUMNS[sort];
  return column === undefined ? SORT_COLUMNS[sort as keyof typeof SORT_COLUMNS]
    : `coalesce((SELECT (${column})::bigint FROM customer_forecasts f WHERE f.shop_id = p.shop_id AND f.customer_id = p.customer_id), ${none})`;
}

/** The customer's order that is due this week. */
export const DUE_ORDER = 'FROM due_orders d WHERE d.shop_id = p.shop_id AND d.customer_id = p.customer_id';

/** Of the customer's forecast. Lifetime value may lie below 0, where purchases cost more than they leave. */
const FORECAST_COLUMNS: Readonly<Partial<Record<CustomerSort, string>>> = { value: 'f.clv_12m', risk: '1000000 - round(f.p_buy * 1000000)', 'next-order': LIKELY_NEXT_ORDER };
const SORT_COLUMNS = { name: 'p.sort_name', 'net-spend': 'p.net_spend', 'last-order': 'p.sort_last_day', orders: 'p.orders', tier: 'p.tier_rank' } as const;

/** Words of a search that are looked for; nobody means more. */
const MOST_WORDS = 8;

export interface CustomerFilter {
  /** A condition on `profiles p`. */
  sql: string;
  values: unknown[];
  narrows: boolean;
  /** Adds a parameter and gives its name. */
  add(value: unknown): string;
}

/**
 * All conditions of a query but the choice of tiers. They read nothing but what two indexes carry along
 * (customers_search_idx, profiles_list_idx): row-level security keeps a search for text off any index's order, so all of a
 * shop's customers are looked through, and few pages must hold them.
 */
export function customerFilter(shopId: number, query: CustomerQuery): CustomerFilter {
  const values: unknown[] = [shopId];
  const add = (value: unknown): string => `$${values.push(value)}`;
  const conditions = ['p.shop_id = $1'];
  if (query.stages.length > 0) conditions.push(`p.stage = ANY (${add(query.stages)}::text[])`);
  if (query.fits.length > 0) conditions.push(`p.customer_id = ANY (ARRAY(SELECT w.customer_id FROM wanted_tags w WHERE w.shop_id = $1 AND w.rule = ANY (${add(query.fits)}::text[])))`);
  if (query.risks.length > 0) conditions.push(`p.customer_id = ANY (ARRAY(SELECT f.customer_id FROM customer_forecasts f WHERE f.shop_id = $1 AND f.churn_band = ANY (${add(query.risks)}::text[])))`);
  if (query.due) conditions.push('p.customer_id = ANY (ARRAY(SELECT d.customer_id FROM due_orders d WHERE d.shop_id = $1))');
  const found = idsFound(query, add);
  // As a list, which costs what it holds: joined, all profiles would be read for however few are found, since the planner cannot know.
  if (found.length > 0) conditions.push(`p.customer_id = ANY (ARRAY(${found.join(' UNION ALL ')}))`);
  return { sql: conditions.join(' AND '), values, narrows: conditions.length > 1, add };
}

/** Queries that together give the ids of all customers whom the search and the tag mean; some may come twice. None: nothing is searched. */
function idsFound(query: CustomerQuery, add: (value: unknown) => string): string[] {
  const words = searchWords(query.search).map((word) => `search_fold(${add(word)}::text)`);
  const wantedTag = query.tag === null ? '' : cleaned(query.tag);
  const tag = wantedTag === '' ? null : `lower(${add(wantedTag)}::text)`;
  if (words.length === 0 && tag === null) return [];
  // Not LIKE: its own signs would need care.
  const holds = (text: string): string[] => words.map((word) => `strpos(${text}, ${word}) > 0`);
  const carries = (text: string): string => `strpos(${text}, E'\\t' || ${tag} || E'\\t') > 0`;
  if (tag === null) return customersOf((text) => holds(text).join(' AND '));
  const proposed = customersProposed(tag, add(TAG_RULES));
  // With words, who is proposed is asked of the few whom the words find; without, they are found by an index of their own.
  if (words.length > 0) return customersOf((text) => [...holds(text), `(${carries(text)} OR c.id IN (${proposed}))`].join(' AND '));
  return [...customersOf(carries), proposed];
}

/** @param condition on a customer's search text. Those with more text than the index takes are few, and are looked at apart. */
function customersOf(condition: (text: string) => string): string[] {
  return [
    `SELECT c.id FROM customers c WHERE c.shop_id = $1 AND ${condition('c.search_text')}`,
    `SELECT c.id FROM customers c WHERE c.shop_id = $1 AND c.search_text IS NULL AND ${condition('customer_search_text(c.first_name, c.last_name, c.email, c.tags)')}`,
  ];
}

/** Those to whom a tag is to be added. One row of a rule tells the name that all of them have. */
function customersProposed(tag: string, rules: string): string {
  return `SELECT w.customer_id FROM wanted_tags w WHERE w.shop_id = $1 AND w.standing = 'to-add' AND w.rule IN (
    SELECT r.rule FROM unnest(${rules}::text[]) r (rule)
     WHERE ${tag} = (SELECT lower(named.name) FROM wanted_tags named WHERE named.shop_id = $1 AND named.rule = r.rule AND named.standing = 'to-add' LIMIT 1))`;
}

/** The words of a search; each must be found, wherever: "maker ada" finds Ada Maker. */
export function searchWords(search: string): string[] {
  return [...new Set(cleaned(search).split(' ').filter((word) => word !== ''))].slice(0, MOST_WORDS);
}

/** PostgreSQL's text has no NUL, and asking for one would end in an error instead of in no match. Lines and tabs part what is searched, so that no one word can reach over two. */
function cleaned(text: string): string {
  return text.replaceAll('\0', '').replace(/\s+/gu, ' ').trim();
}
