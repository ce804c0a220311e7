import { TAG_RULES } from '../tags/tag-catalogue.ts';
import type { CustomerQuery, CustomerSort } from './customer-list.ts';

/** What each order sorts by; the id follows, so that the order is the same on every page. All are never null. */
export const SORT_COLUMNS: Readonly<Record<CustomerSort, string>> = {
  name: 'p.sort_name', 'net-spend': 'p.net_spend', 'last-order': 'p.sort_last_day', orders: 'p.orders', tier: 'p.tier_rank',
};

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
  const texts = textConditions(query, add);
  if (texts.length > 0) {
    const found = (text: string): string => texts.map((condition) => condition(text)).join(' AND ');
    // Not LIKE: the planner takes it for rare and would look each hit up by itself, and its own signs would need care.
    // Those with more text than the index takes are few, and are looked at apart.
    conditions.push(`p.customer_id IN (
      SELECT c.id FROM customers c WHERE c.shop_id = $1 AND (${found('c.search_text')} OR c.id = ANY (ARRAY(
        SELECT c.id FROM customers c WHERE c.shop_id = $1 AND c.search_text IS NULL AND ${found('customer_search_text(c.first_name, c.last_name, c.email, c.tags)')}))))`);
  }
  return { sql: conditions.join(' AND '), values, narrows: conditions.length > 1, add };
}

/** Each takes the SQL of a customer's search text. */
function textConditions(query: CustomerQuery, add: (value: unknown) => string): ((text: string) => string)[] {
  const conditions = searchWords(query.search).map((word) => {
    const wanted = `search_fold(${add(word)}::text)`;
    return (text: string) => `strpos(${text}, ${wanted}) > 0`;
  });
  const tag = query.tag === null ? '' : cleaned(query.tag);
  if (tag !== '') {
    const name = `lower(${add(tag)}::text)`;
    const rules = add(TAG_RULES);
    // One row of a rule tells the name that all of them have.
    const proposed = `SELECT w.customer_id FROM wanted_tags w WHERE w.shop_id = $1 AND w.standing = 'to-add' AND w.rule IN (
      SELECT r.rule FROM unnest(${rules}::text[]) r (rule)
       WHERE ${name} = (SELECT lower(named.name) FROM wanted_tags named WHERE named.shop_id = $1 AND named.rule = r.rule AND named.standing = 'to-add' LIMIT 1))`;
    conditions.push((text) => `(strpos(${text}, E'\\t' || ${name} || E'\\t') > 0 OR c.id IN (${proposed}))`);
  }
  return conditions;
}

/** The words of a search; each must be found, wherever: "maker ada" finds Ada Maker. */
export function searchWords(search: string): string[] {
  return [...new Set(cleaned(search).split(' ').filter((word) => word !== ''))].slice(0, MOST_WORDS);
}

/** PostgreSQL's text has no NUL, and asking for one would end in an error instead of in no match. Lines and tabs part what is searched, so that no one word can reach over two. */
function cleaned(text: string): string {
  return text.replaceAll('\0', '').replace(/\s+/gu, ' ').trim();
}
