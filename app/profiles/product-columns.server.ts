import { PRODUCTS_COLUMNS } from './facts-sql.server.ts';

const NAMES = Object.keys(PRODUCTS_COLUMNS);
const CHANGEABLE = NAMES.filter((name) => name !== 'customer_id');
const prefixed = (prefix: string, names: readonly string[]): string => names.map((name) => `${prefix}.${name}`).join(', ');

/** Writes those rows of `source` (SQL with PRODUCTS_COLUMNS) that differ from what stands. Parameter: $1 shop. */
export function updateProductsSql(source: string): string {
  return `UPDATE profile_products p SET ${CHANGEABLE.map((name) => `${name} = n.${name}`).join(', ')}
  FROM (${source}) n
 WHERE p.shop_id = $1 AND p.customer_id = n.customer_id
   AND (${prefixed('p', CHANGEABLE)}) IS DISTINCT FROM (${prefixed('n', CHANGEABLE)})`;
}

/** Inserts the rows of `source` that are not there yet. Parameter: $1 shop. */
export function insertProductsSql(source: string): string {
  return `INSERT INTO profile_products (shop_id, ${NAMES.join(', ')})
SELECT $1::integer, ${prefixed('n', NAMES)}
  FROM (${source}) n
 WHERE NOT EXISTS (SELECT FROM profile_products p WHERE p.shop_id = $1 AND p.customer_id = n.customer_id)
 ORDER BY n.customer_id`;
}
