/**
 * The mirror's tables as an import writes them: columns in the order in which the row mappings give their cells. shop_id
 * and import_run_id are added by the merge.
 */
export interface MirrorTable {
  name: string;
  /** Key below shop_id, parent first. */
  key: readonly string[];
  columns: readonly (readonly [name: string, type: string])[];
}

const at = 'timestamptz';

export const CUSTOMERS: MirrorTable = {
  name: 'customers',
  key: ['id'],
  columns: [
    ['id', 'bigint'], ['first_name', 'text'], ['last_name', 'text'], ['email', 'text'], ['phone', 'text'], ['locale', 'text'], ['state', 'text'],
    ['email_marketing_state', 'text'], ['email_marketing_opt_in_level', 'text'], ['email_marketing_updated_at', at],
    ['sms_marketing_state', 'text'], ['sms_marketing_opt_in_level', 'text'], ['sms_marketing_updated_at', at],
    ['country_code', 'text'], ['city', 'text'], ['tags', 'text[]'], ['amount_spent', 'bigint'], ['amount_spent_currency', 'text'],
    ['number_of_orders', 'bigint'], ['rfm_group', 'text'], ['predicted_spend_tier', 'text'], ['created_at', at], ['updated_at', at],
  ],
};

export const ORDERS: MirrorTable = {
  name: 'orders',
  key: ['id'],
  columns: [
    ['id', 'bigint'], ['customer_id', 'bigint'], ['processed_at', at], ['created_at', at], ['updated_at', at], ['cancelled_at', at], ['closed_at', at],
    ['fulfilled_at', at], ['delivered_at', at], ['subtotal', 'bigint'], ['total_discounts', 'bigint'], ['total_shipping', 'bigint'], ['total_tax', 'bigint'],
    ['total', 'bigint'], ['current_subtotal', 'bigint'], ['current_total_discounts', 'bigint'], ['current_total_tax', 'bigint'], ['current_total', 'bigint'],
    ['total_refunded', 'bigint'], ['total_refunded_shipping', 'bigint'], ['test', 'boolean'], ['taxes_included', 'boolean'], ['details_pending', 'boolean'], ['name', 'text'],
    ['financial_status', 'text'], ['fulfillment_status', 'text'], ['return_status', 'text'], ['currency_code', 'text'], ['presentment_currency_code', 'text'],
    ['discount_codes', 'text[]'], ['cancel_reason', 'text'], ['source_name', 'text'], ['channel_name', 'text'], ['app_name', 'text'],
    ['first_visit_at', at], ['first_visit_source', 'text'], ['first_visit_source_type', 'text'], ['first_visit_landing_page', 'text'], ['first_visit_referrer', 'text'],
    ['first_visit_utm_source', 'text'], ['first_visit_utm_medium', 'text'], ['first_visit_utm_campaign', 'text'], ['shipping_country_code', 'text'], ['tags', 'text[]'],
  ],
};

export const ORDER_LINES: MirrorTable = {
  name: 'order_lines',
  key: ['order_id', 'id'],
  columns: [
    ['order_id', 'bigint'], ['id', 'bigint'], ['product_id', 'bigint'], ['variant_id', 'bigint'], ['original_unit_price', 'bigint'], ['discounted_total', 'bigint'],
    ['net_amount', 'bigint'], ['tax', 'bigint'], ['discount_amount', 'bigint'], ['quantity', 'integer'], ['current_quantity', 'integer'], ['refundable_quantity', 'integer'],
    ['is_gift_card', 'boolean'], ['requires_shipping', 'boolean'], ['title', 'text'], ['variant_title', 'text'], ['sku', 'text'], ['vendor', 'text'], ['discount_allocations', 'jsonb'],
  ],
};

/** Headers alone: what the paged query adds is in its own columns, which a new header leaves as they are. */
export const REFUNDS: MirrorTable = {
  name: 'refunds',
  key: ['order_id', 'id'],
  columns: [['order_id', 'bigint'], ['id', 'bigint'], ['created_at', at], ['processed_at', at], ['total_refunded', 'bigint'], ['return_id', 'bigint'], ['note', 'text']],
};

export const PRODUCTS: MirrorTable = {
  name: 'products',
  key: ['id'],
  columns: [
    ['id', 'bigint'], ['title', 'text'], ['handle', 'text'], ['product_type', 'text'], ['vendor', 'text'], ['status', 'text'], ['tags', 'text[]'],
    ['is_gift_card', 'boolean'], ['image_url', 'text'], ['created_at', at], ['updated_at', at], ['published_at', at],
  ],
};

export const PRODUCT_VARIANTS: MirrorTable = {
  name: 'product_variants',
  key: ['product_id', 'id'],
  columns: [
    ['product_id', 'bigint'], ['id', 'bigint'], ['price', 'bigint'], ['position', 'integer'], ['inventory_quantity', 'integer'], ['available_for_sale', 'boolean'], ['title', 'text'], ['sku', 'text'],
  ],
};

/** What can be deleted at Shopify by itself. */
export type RecordKind = 'customer' | 'order' | 'product';

/** The parts of an import that are bulk operations, in the order in which a screen lists them. */
export const BULK_KINDS = ['products', 'customers', 'orders'] as const;
export type BulkKind = (typeof BULK_KINDS)[number];
/** Refund lines, adjustments and return reasons, by paged queries. */
export type PartKind = BulkKind | 'refunds';

/** What a bulk result of each kind holds: root rows, rows below them, and rows that stand inside the roots. */
export interface BulkShape {
  rootType: string;
  root: MirrorTable;
  childType: string | null;
  child: MirrorTable | null;
  inside: MirrorTable | null;
}

export const BULK_SHAPES: Readonly<Record<BulkKind, BulkShape>> = {
  products: { rootType: 'Product', root: PRODUCTS, childType: 'ProductVariant', child: PRODUCT_VARIANTS, inside: null },
  customers: { rootType: 'Customer', root: CUSTOMERS, childType: null, child: null, inside: null },
  orders: { rootType: 'Order', root: ORDERS, childType: 'LineItem', child: ORDER_LINES, inside: REFUNDS },
};

/** The kind of an import's part, as deletions name it. */
export const RECORD_KINDS: Readonly<Record<BulkKind, RecordKind>> = { customers: 'customer', orders: 'order', products: 'product' };

/** What stands below a root and goes with it. */
export const BELOW: Readonly<Record<BulkKind, readonly (readonly [table: string, parent: string])[]>> = {
  products: [['product_variants', 'product_id']],
  customers: [],
  orders: [['order_lines', 'order_id'], ['refunds', 'order_id'], ['refund_lines', 'order_id'], ['refund_adjustments', 'order_id'], ['returns', 'order_id'], ['return_lines', 'order_id'], ['order_sessions', 'order_id']],
};
