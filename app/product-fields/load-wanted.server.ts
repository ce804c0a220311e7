import type { TenantTransaction } from '../database/tenant.server.ts';
import type { MerchantRule } from '../recommendations/merchant-rules.ts';
import { loadRules } from '../recommendations/rule-store.server.ts';
import { itemsOf } from '../recommendations/stored-items.ts';
import { LIST_FIELDS, MOST_LISTED, type ListField } from './product-field.ts';
import { wantedList, type ListedProducts } from './wanted-lists.ts';

/** What is to stand at some products. */
export interface WantedLists {
  of(productId: number, field: ListField): number[];
  showable(productId: number): boolean;
}

interface ProductRow {
  id: number;
  showable: boolean;
  productType: string;
  vendor: string;
  tags: string[] | null;
}

/** What shoppers may see at all. A product of a later day than today is not published yet. */
export const SHOWABLE = "p.status = 'ACTIVE' AND p.published_at IS NOT NULL AND p.published_at <= now() AND NOT p.is_gift_card";

/** Whether lists have been worked out for the shop. */
export async function hasLists(tx: TenantTransaction): Promise<boolean> {
  const { rows } = await tx.query<{ there: boolean }>('SELECT EXISTS (SELECT FROM list_versions WHERE shop_id = $1 AND run > 0) AS there', [tx.shopId]);
  return rows[0]?.there === true;
}

/** The next products that shoppers may see, by number. */
export async function shownAfter(tx: TenantTransaction, page: { after: number; limit: number }): Promise<number[]> {
  const { rows } = await tx.query<{ id: number }>(`SELECT id FROM products p WHERE shop_id = $1 AND id > $2 AND ${SHOWABLE} ORDER BY id LIMIT $3`, [tx.shopId, page.after, page.limit]);
  return rows.map(({ id }) => id);
}

export async function countShown(tx: TenantTransaction): Promise<number> {
  const { rows } = await tx.query<{ count: number }>(`SELECT count(*)::integer AS count FROM products p WHERE shop_id = $1 AND ${SHOWABLE}`, [tx.shopId]);
  return rows[0]?.count ?? 0;
}

/** Products that shoppers may see and that have a list, by field and in all: as many as would be written, but for what rules take out of short lists or put into empty ones. */
export async function countListed(tx: TenantTransaction): Promise<{ products: number } & Record<ListField, number>> {
  const { rows } = await tx.query<{ products: number } & Record<ListField, number>>(
    `SELECT count(DISTINCT l.product_id)::integer AS products, count(*) FILTER (WHERE l.kind = 'together')::integer AS together, count(*) FILTER (WHERE l.kind = 'also')::integer AS also
       FROM product_lists l JOIN products p ON p.shop_id = l.shop_id AND p.id = l.product_id WHERE l.shop_id = $1 AND l.items <> '[]'::jsonb AND ${SHOWABLE}`, [tx.shopId],
  );
  return rows[0] ?? { products: 0, together: 0, also: 0 };
}

/** A product to show as an example: one with both lists, and long ones. */
export async function exampleProduct(tx: TenantTransaction): Promise<number | null> {
  const { rows } = await tx.query<{ id: number }>(
    `SELECT l.product_id AS id FROM product_lists l JOIN products p ON p.shop_id = l.shop_id AND p.id = l.product_id WHERE l.shop_id = $1 AND l.items <> '[]'::jsonb AND ${SHOWABLE}
      GROUP BY l.product_id ORDER BY count(*) DESC, least(2 * ${MOST_LISTED}, sum(jsonb_array_length(l.items))) DESC, l.product_id LIMIT 1`, [tx.shopId],
  );
  return rows[0]?.id ?? null;
}

/**
 * What is to stand at these products: their lists as the merchant's rules have them, without what may not be shown.
 * @param alsoKnown other products of whom it is asked whether they may be shown: those that stand
 */
export async function loadWanted(tx: TenantTransaction, productIds: readonly number[], alsoKnown: readonly number[] = []): Promise<WantedLists> {
  const rules = await loadRules(tx);
  const { rows: lists } = await tx.query<{ id: number; kind: ListField; items: unknown }>('SELECT product_id AS id, kind, items FROM product_lists WHERE shop_id = $1 AND product_id = ANY ($2::bigint[])', [tx.shopId, productIds]);
  const items = new Map(lists.map((row) => [`${row.id} ${row.kind}`, itemsOf(row.items)]));
  const products = await loadListed(tx, new Set([...[...items.values()].flat().map(({ product }) => Number(product)), ...pinnedBy(rules), ...alsoKnown]));
  return {
    of: (productId, field) => wantedList(items.get(`${productId} ${field}`) ?? [], field, productId, rules, products),
    showable: products.showable,
  };
}

function pinnedBy(rules: readonly MerchantRule[]): number[] {
  return rules.flatMap((rule) => (rule.kind === 'pin' && (LIST_FIELDS as readonly string[]).includes(rule.block) ? [Number(rule.product)] : []));
}

async function loadListed(tx: TenantTransaction, productIds: ReadonlySet<number>): Promise<ListedProducts> {
  const { rows } = await tx.query<ProductRow & Record<string, unknown>>(
    `SELECT id, ${SHOWABLE} AS showable, product_type AS "productType", vendor, tags FROM products p WHERE shop_id = $1 AND id = ANY ($2::bigint[])`, [tx.shopId, [...productIds]],
  );
  const known = new Map(rows.map((row) => [row.id, row]));
  return {
    showable: (product) => known.get(product)?.showable === true,
    productOf: (product) => {
      const row = known.get(Number(product));
      return row === undefined ? null : { productType: row.productType, vendor: row.vendor, tags: row.tags ?? [] };
    },
  };
}
