import type { TenantRead } from '../database/tenant-query.ts';
import { TerminalError } from '../runtime/errors.ts';
import type { ProductCard } from './product-card.ts';
import { itemsOf } from './stored-items.ts';
import type { ListItem } from './work-out-lists.ts';

/** What serving a list reads, each in one message to the database. */

/**
 * By what a process knows whether what it remembers of a shop is still in force, of the shop $1: the run, changes that were
 * noted (noteListsChanged), the merchant's rules and the holdout. A rule is made once and undone once.
 */
export const VERSION_SQL = `concat_ws('.', coalesce((SELECT run || '.' || changes FROM list_versions WHERE shop_id = $1), '0.0'),
  (SELECT count(*) || '.' || count(undone_at) FROM recommendation_rules WHERE shop_id = $1), (SELECT max(id) FROM holdouts WHERE shop_id = $1))`;
export const VERSION: TenantRead<{ version: string }> = {
  name: 'list-version', types: ['integer'],
  text: `SELECT ${VERSION_SQL}`,
  rowOf: ([version]) => ({ version: version ?? '' }),
};

const list = (stored: string | null | undefined): ListItem[] => (stored == null ? [] : itemsOf(JSON.parse(stored)));
const text = (value: string | null | undefined): string => value ?? '';

function amount(value: string | null | undefined): number | null {
  if (value == null) return null;
  if (!Number.isSafeInteger(Number(value))) throw new TerminalError('bigint-range', 'A price is beyond what a number holds exactly.');
  return Number(value);
}

export const PRODUCT_LISTS: TenantRead<{ id: string; kind: string; items: ListItem[] }> = {
  name: 'product-lists',
  types: ['integer', 'bigint[]'],
  text: `SELECT product_id, kind, items FROM product_lists WHERE shop_id = $1 AND product_id = ANY ($2)`,
  rowOf: ([id, kind, items]) => ({ id: text(id), kind: text(kind), items: list(items) }),
};

/** The bestsellers of the types of some products. */
export const TYPE_LISTS: TenantRead<{ items: ListItem[] }> = {
  name: 'type-lists',
  types: ['integer', 'bigint[]'],
  text: `SELECT items FROM shop_lists WHERE shop_id = $1 AND kind = 'type' AND product_type IN (SELECT product_type FROM products WHERE shop_id = $1 AND id = ANY ($2)) ORDER BY product_type`,
  rowOf: ([items]) => ({ items: list(items) }),
};

/**
 * A customer's own lists, and what is not to be shown to them though it may stand there: what they have bought since the
 * run read the orders ($3, ms since the epoch), and what has come back whole since.
 */
export const CUSTOMER_LISTS: TenantRead<{ reorder: string | null; discover: string | null; away: string[] }> = {
  name: 'customer-lists',
  types: ['integer', 'bigint', 'bigint'],
  text: `SELECT c.reorder, c.discover,
      (SELECT string_agg(DISTINCT l.product_id::text, ',')
         FROM orders o JOIN order_lines l ON l.shop_id = $1 AND l.order_id = o.id AND l.product_id IS NOT NULL
        WHERE o.shop_id = $1 AND o.customer_id = $2 AND o.cancelled_at IS NULL
          AND (o.processed_at > to_timestamp($3 / 1000.0) OR (o.updated_at > to_timestamp($3 / 1000.0) AND l.current_quantity = 0)))
    FROM (SELECT) one LEFT JOIN customer_lists c ON c.shop_id = $1 AND c.customer_id = $2`,
  rowOf: ([reorder = null, discover = null, away = null]) => ({ reorder, discover, away: away === null ? [] : away.split(',') }),
};

/**
 * What a customer sent back whole, of all their orders that count, as the engine has it (exclusions.ts). Of who never sent
 * anything back, as most, only that is looked up.
 */
export const SENT_BACK: TenantRead<{ id: string }> = {
  name: 'sent-back',
  types: ['integer', 'bigint'],
  text: `SELECT l.product_id::text AS id
     FROM orders o JOIN order_lines l ON l.shop_id = $1 AND l.order_id = o.id AND l.product_id IS NOT NULL
    CROSS JOIN LATERAL (SELECT coalesce(sum(r.quantity), 0) AS back FROM refund_lines r WHERE r.shop_id = $1 AND r.order_id = o.id AND r.line_id = l.id) b
    WHERE o.shop_id = $1 AND o.customer_id = $2 AND o.cancelled_at IS NULL AND NOT o.test
      AND EXISTS (SELECT FROM orders any_of JOIN refund_lines r ON r.shop_id = $1 AND r.order_id = any_of.id WHERE any_of.shop_id = $1 AND any_of.customer_id = $2)
    GROUP BY l.product_id HAVING sum(b.back) > 0 AND sum(b.back) >= sum(l.quantity)`,
  rowOf: ([id]) => ({ id: text(id) }),
};

/** What a customer bought last, the newest first; of whom there is no list yet. */
export const BOUGHT_LATELY: TenantRead<{ id: string }> = {
  name: 'bought-lately',
  types: ['integer', 'bigint'],
  text: `SELECT l.product_id
     FROM (SELECT id, processed_at FROM orders WHERE shop_id = $1 AND customer_id = $2 AND cancelled_at IS NULL ORDER BY processed_at DESC LIMIT 5) o
     JOIN order_lines l ON l.shop_id = $1 AND l.order_id = o.id AND l.product_id IS NOT NULL AND l.current_quantity > 0
    GROUP BY l.product_id ORDER BY max(o.processed_at) DESC, l.product_id LIMIT 12`,
  rowOf: ([id]) => ({ id: text(id) }),
};

export const PRODUCT_CARDS: TenantRead<ProductCard> = {
  name: 'product-cards',
  types: ['integer', 'bigint[]'],
  text: `SELECT p.id, p.title, p.handle, p.product_type, p.vendor, to_json(p.tags), p.image_url,
      upper(p.status) = 'ACTIVE' AND NOT p.is_gift_card AND p.published_at <= now(), v.id, v.price
    FROM products p
    LEFT JOIN LATERAL (SELECT id, price FROM product_variants v WHERE v.shop_id = $1 AND v.product_id = p.id AND v.available_for_sale ORDER BY v.position, v.id LIMIT 1) v ON true
   WHERE p.shop_id = $1 AND p.id = ANY ($2)`,
  rowOf: ([id, title, handle, productType, vendor, tags, imageUrl = null, offered, variantId = null, price]) => ({
    id: text(id), title: text(title), handle: text(handle), productType: text(productType), vendor: text(vendor), tags: JSON.parse(tags ?? '[]') as string[], imageUrl,
    canBeShown: offered === 't' && variantId !== null, variantId, price: amount(price),
  }),
};
