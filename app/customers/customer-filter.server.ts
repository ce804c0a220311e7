import type { CustomerQuery, CustomerSort } from './customer-list.ts';

/** What each order sorts by; the id follows, so that the order is the same on every page. All are never null. */
export const SORT_COLUMNS: Readonly<Record<CustomerSort, string>> = {
  name: 'p.sort_name', 'net-spend': 'p.net_spend', 'last-order': 'p.sort_last_day', orders: 'p.orders', tier: 'p.tier_rank',
};

export const WITH_CUSTOMER = 'profiles p JOIN customers c ON c.shop_id = p.shop_id AND c.id = p.customer_id';

export interface CustomerFilter {
  sql: string;
  values: unknown[];
  /** Whether it looks into names, e-mails or tags. */
  readsText: boolean;
  narrows: boolean;
  /** Adds a parameter and gives its name. */
  add(value: unknown): string;
}

/** All conditions of a query but the choice of tiers. */
export function customerFilter(shopId: number, query: CustomerQuery): CustomerFilter {
  const values: unknown[] = [shopId];
  const add = (value: unknown): string => `$${values.push(value)}`;
  const conditions = ['p.shop_id = $1'];
  if (query.stages.length > 0) conditions.push(`p.stage = ANY (${add(query.stages)}::text[])`);
  const search = cleaned(query.search);
  if (search !== '') {
    const pattern = `lower(${add(`%${search.replace(/[\\%_]/g, '\\$&')}%`)}::text)`;
    conditions.push(`(p.sort_name LIKE ${pattern} OR lower(c.email) LIKE ${pattern}
      OR (c.tags <> '{}' AND lower(array_to_string(c.tags, E'\\n')) LIKE ${pattern}))`);
  }
  const tag = query.tag === null ? '' : cleaned(query.tag);
  if (tag !== '') {
    const name = `lower(${add(tag)}::text)`;
    conditions.push(`((c.tags <> '{}' AND EXISTS (SELECT FROM unnest(c.tags) AS tag WHERE lower(tag) = ${name}))
      OR p.customer_id IN (SELECT w.customer_id FROM wanted_tags w WHERE w.shop_id = $1 AND w.standing = 'to-add' AND lower(w.name) = ${name}))`);
  }
  return { sql: conditions.join(' AND '), values, readsText: search !== '' || tag !== '', narrows: conditions.length > 1, add };
}

/** PostgreSQL's text has no NUL, and asking for one would end in an error instead of in no match. */
function cleaned(text: string): string {
  return text.replaceAll('\0', '').trim();
}
