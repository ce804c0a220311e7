import type { TenantTransaction } from '../database/tenant.server.ts';
import { bindCustomers, withCountedOrders } from './facts-sql.server.ts';
import type { Companion, ForecastForAction } from './next-action.ts';
import type { CurrentModel } from './profile-store.server.ts';
import { SAMPLED_CUSTOMERS, type ShopTaste } from './shop-taste.ts';
import { tasteOf, type CustomerTaste, type TasteOrder, type TastePick } from './taste.ts';
import type { ScoredCustomer } from './walk-profiles.server.ts';

/** Customers read at a time: what their orders take in memory is bounded by it. */
export const TASTE_BATCH = 250;

/** Products whose companions are looked at, the most ordered first; a customer can have thousands. */
const PRODUCTS_LOOKED_AT = 10;

/**
 * The tastes of up to TASTE_BATCH customers, by the rules of tasteOf over their own orders: what it costs does not grow with the shop. Who has no
 * profile is not among them.
 * @param forecasts what the forecast says of them, by id, where there is one that is shown
 */
export async function loadTastes(
  tx: TenantTransaction, current: CurrentModel, shop: ShopTaste, customers: readonly ScoredCustomer[], forecasts: ReadonlyMap<number, ForecastForAction> = new Map(),
): Promise<Map<number, CustomerTaste>> {
  if (customers.length > TASTE_BATCH) throw new RangeError(`${customers.length} customers are too many at once; give at most ${TASTE_BATCH}.`);
  const ids = customers.map((customer) => customer.customerId);
  const habits = await loadHabits(tx, ids);
  const picks = await loadPicks(tx, ids);
  const orders = await loadOrders(tx, current, customers);
  const companions = await loadCompanions(tx, shop, picks);
  return new Map(customers.map(({ customerId, facts, profile, day }) => [customerId, tasteOf({
    facts, profile, model: current.model, day, shop,
    orders: orders.get(customerId) ?? [], picks: picks.get(customerId) ?? [], companions: companions.get(customerId) ?? [],
    orderHours: habits.get(customerId)?.hours ?? [], channels: habits.get(customerId)?.channels ?? {}, forecast: forecasts.get(customerId) ?? null,
  })]));
}

async function loadHabits(tx: TenantTransaction, ids: readonly number[]): Promise<Map<number, { hours: number[]; channels: Record<string, number> }>> {
  const { rows } = await tx.query<{ id: number; hours: number[]; channels: Record<string, number> }>(
    'SELECT customer_id AS id, order_hours AS hours, order_channels AS channels FROM profiles WHERE shop_id = $1 AND customer_id = ANY ($2::bigint[])', [tx.shopId, ids]);
  return new Map(rows.map((row) => [row.id, row]));
}

interface LoadedPick extends TastePick {
  companionIds: string[];
  companionBoth: number[];
  companionBuyers: number[];
  pairedBuyers: number;
}

async function loadPicks(tx: TenantTransaction, ids: readonly number[]): Promise<Map<number, LoadedPick[]>> {
  const { rows } = await tx.query<Omit<LoadedPick, 'figures'> & { customerId: number; picks: number | null; buyers: number; repeatBuyers: number; gaps: number; gapMedianDoubled: number | null }>(
    `SELECT p.customer_id AS "customerId", b.product_id::text AS "productId", coalesce(g.title, 'Product ' || b.product_id) AS title, coalesce(g.product_type, '') AS "productType",
            b.orders, b.units, b.last_day AS "lastDay", f.picks, f.sampled_buyers AS buyers, f.repeat_buyers AS "repeatBuyers", f.gaps, f.gap_median_doubled AS "gapMedianDoubled",
            coalesce(f.paired_buyers, 0) AS "pairedBuyers", coalesce(f.companion_ids, '{}')::text[] AS "companionIds",
            coalesce(f.companion_both, '{}') AS "companionBoth", coalesce(f.companion_buyers, '{}') AS "companionBuyers"
       FROM profile_products p
       CROSS JOIN unnest(p.product_ids, p.orders, p.units, p.last_days) AS b (product_id, orders, units, last_day)
       LEFT JOIN products g ON g.shop_id = p.shop_id AND g.id = b.product_id
       LEFT JOIN product_figures f ON f.shop_id = p.shop_id AND f.product_id = b.product_id
      WHERE p.shop_id = $1 AND p.customer_id = ANY ($2::bigint[])
      ORDER BY p.customer_id, b.orders DESC, b.units DESC, b.product_id`,
    [tx.shopId, ids],
  );
  const picks = new Map<number, LoadedPick[]>();
  for (const { customerId, picks: shopPicks, buyers, repeatBuyers, gaps, gapMedianDoubled, ...pick } of rows) {
    const figures = shopPicks === null ? null : { picks: shopPicks, buyers, repeatBuyers, gaps, gapMedianDoubled };
    append(picks, customerId, { ...pick, figures });
  }
  return picks;
}

interface LineRow extends Omit<TasteOrder, 'lines' | 'id'> {
  customerId: number;
  orderId: string;
  lineId: string | null;
  productId: string | null;
  variantId: string | null;
  productType: string;
  quantity: number;
  unitPrice: number;
  lineRefunded: number;
  refundDay: number | null;
  reason: string | null;
  reasonName: string | null;
  hasVariants: boolean;
}

/** Refunds, reasons and variants are looked up for lines that were sent back alone. */
const LINES_SQL = `
SELECT o.customer_id AS "customerId", o.id::text AS "orderId", o.day, o.value, o.in_currency AS "inCurrency", o.discounted, o.units::integer AS units, o.units_refunded::integer AS "unitsRefunded",
       l.id::text AS "lineId", l.product_id::text AS "productId", l.variant_id::text AS "variantId", coalesce(g.product_type, '') AS "productType", l.quantity, l.original_unit_price AS "unitPrice",
       coalesce(back.units, 0)::integer AS "lineRefunded", back.day AS "refundDay", told.reason, told.reason_name AS "reasonName",
       back.units > 0 AND (SELECT count(*) > 1 FROM product_variants v WHERE v.shop_id = :shop AND v.product_id = l.product_id) AS "hasVariants"
  FROM counted_orders o
  LEFT JOIN order_lines l ON l.shop_id = :shop AND l.order_id = o.id AND NOT l.is_gift_card
  LEFT JOIN products g ON g.shop_id = :shop AND g.id = l.product_id
  LEFT JOIN LATERAL (
    SELECT sum(rl.quantity) AS units, min((coalesce(r.processed_at, r.created_at) AT TIME ZONE :zone::text)::date - DATE '1970-01-01') AS day
      FROM refund_lines rl JOIN refunds r ON r.shop_id = :shop AND r.order_id = rl.order_id AND r.id = rl.refund_id
     WHERE rl.shop_id = :shop AND rl.order_id = o.id AND rl.line_id = l.id AND rl.quantity > 0) back ON o.units_refunded > 0
  LEFT JOIN LATERAL (
    SELECT t.reason, t.reason_name FROM return_lines t
     WHERE t.shop_id = :shop AND t.order_id = o.id AND t.line_id = l.id AND (t.reason IS NOT NULL OR t.reason_name IS NOT NULL) ORDER BY t.id LIMIT 1) told ON back.units > 0
 WHERE o.customer_id IS NOT NULL
 ORDER BY o.customer_id, o.day, o.processed_at, o.id, l.id`;

async function loadOrders(tx: TenantTransaction, current: CurrentModel, customers: readonly ScoredCustomer[]): Promise<Map<number, TasteOrder[]>> {
  const { timeZone, currencyCode } = current.figures;
  // The day after the last that anyone stands for is over everywhere; what is later than a customer's own day is left out by tasteOf.
  const lastDay = Math.max(0, ...customers.map((customer) => customer.day));
  const { rows } = await tx.query<LineRow & Record<string, unknown>>(bindCustomers('taste-lines', withCountedOrders(LINES_SQL), {
    shopId: tx.shopId, customerIds: customers.map((customer) => customer.customerId), now: new Date((lastDay + 2) * 86_400_000), timeZone, currencyCode, excludedTags: [],
  }));
  const orders = new Map<number, TasteOrder[]>();
  let order: TasteOrder | undefined;
  for (const row of rows) {
    if (order?.id !== row.orderId) {
      const { day, value, inCurrency, discounted, units, unitsRefunded } = row;
      order = { id: row.orderId, day, value, inCurrency, discounted, units, unitsRefunded, lines: [] };
      append(orders, row.customerId, order);
    }
    if (row.lineId === null) continue;
    order.lines.push({
      orderId: row.orderId, day: row.day, productId: row.productId, variantId: row.variantId, hasVariants: row.hasVariants, productType: row.productType, units: row.quantity, unitPrice: row.inCurrency ? row.unitPrice : 0,
      unitsRefunded: Math.min(row.lineRefunded, row.quantity), refundDay: row.refundDay, reason: row.reason, reasonName: row.reasonName,
    });
  }
  return orders;
}

/** Products that go with what they ordered most, that they have not ordered and that are for sale. */
async function loadCompanions(tx: TenantTransaction, shop: ShopTaste, picks: ReadonlyMap<number, readonly LoadedPick[]>): Promise<Map<number, Companion[]>> {
  const named = new Set([...picks.values()].flatMap((all) => all.slice(0, PRODUCTS_LOOKED_AT).flatMap((pick) => pick.companionIds)));
  if (named.size === 0) return new Map();
  const { rows } = await tx.query<{ id: string; title: string }>(
    "SELECT id::text AS id, title FROM products WHERE shop_id = $1 AND id = ANY ($2::bigint[]) AND status = 'ACTIVE' AND NOT is_gift_card", [tx.shopId, [...named]]);
  const titles = new Map(rows.map((row) => [row.id, row.title]));
  return new Map([...picks].map(([customerId, all]) => {
    const has = new Set(all.map((pick) => pick.productId));
    return [customerId, all.slice(0, PRODUCTS_LOOKED_AT).flatMap((pick) => pick.companionIds.flatMap((productId, place) => {
      const title = titles.get(productId);
      if (title === undefined || has.has(productId)) return [];
      return [{
        productId, title, like: pick.title, both: pick.companionBoth[place] ?? 0, buyersOfLike: pick.pairedBuyers, buyers: pick.companionBuyers[place] ?? 0, customers: shop.sampledCustomers,
        sampled: shop.sampledCustomers >= SAMPLED_CUSTOMERS,
      }];
    }))];
  }));
}

function append<Value>(lists: Map<number, Value[]>, key: number, value: Value): void {
  const known = lists.get(key);
  if (known === undefined) lists.set(key, [value]);
  else known.push(value);
}
