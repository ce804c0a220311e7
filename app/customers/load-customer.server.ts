import { withTenant, type TenantTransaction } from '../database/tenant.server.ts';
import { loadActionForecasts } from '../forecast/load-action-forecasts.server.ts';
import { loadCustomerForecast } from '../forecast/load-customer-forecast.server.ts';
import { loadTastes } from '../profiles/load-taste.server.ts';
import { loadScoreDistributions, loadShopTaste } from '../profiles/profile-store.server.ts';
import { profileReasons } from '../profiles/reasons.ts';
import { tagKey } from '../profiles/tag-key.ts';
import { scoredCustomer } from '../profiles/walk-profiles.server.ts';
import { now as businessNow } from '../runtime/clock.server.ts';
import type { CustomerProfile, CustomerView } from './customer-view.ts';
import { loadTimeline } from './load-timeline.server.ts';
import type { TimelineChoice } from './timeline.ts';

/** Products shown of one customer. */
const TOP_PRODUCTS = 5;

/**
 * All that is shown of one customer beside their tags; null when the mirror does not hold them. The reasons are worked
 * out from the stored facts, the model in force and the day they stand for, so the sentence agrees with the scores.
 * @param options.now ms since the epoch, the business clock unless given: later orders do not count yet
 * @param options.after,options.before a cursor of a page of the timeline; `after` wins
 * @param options.choice what the timeline is narrowed to
 */
export async function loadCustomer(
  options: { shopId: number; customerId: number; now?: number; choice?: TimelineChoice; after?: string; before?: string },
): Promise<CustomerView | null> {
  const { customerId, now = businessNow() } = options;
  if (!Number.isSafeInteger(customerId) || customerId <= 0) return null;
  return withTenant(options.shopId, async (tx) => {
    const { rows } = await tx.query<{ name: string | null; email: string | null; createdAt: Date; shopifyRfmGroup: string | null; tags: string[] | null }>(
      `SELECT nullif(concat_ws(' ', first_name, last_name), '') AS name, email, created_at AS "createdAt", rfm_group AS "shopifyRfmGroup", tags
         FROM customers WHERE shop_id = $1 AND id = $2`,
      [tx.shopId, customerId],
    );
    if (rows[0] === undefined) return null;
    const { tags, ...customer } = rows[0];
    return {
      id: String(customerId),
      ...customer,
      createdAt: customer.createdAt.toISOString(),
      profile: await loadProfile(tx, customerId, tags ?? []),
      forecast: await loadCustomerForecast(tx, customerId),
      timeline: await loadTimeline(tx, { customerId, now, choice: options.choice ?? 'all', after: options.after, before: options.before }),
    };
  });
}

async function loadProfile(tx: TenantTransaction, customerId: number, tags: readonly string[]): Promise<CustomerProfile | null> {
  const found = await scoredCustomer(tx, customerId);
  if (found === null) return null;
  const { customer, current } = found;
  const channels = await tx.query<{ name: string; orders: number }>(
    `SELECT key AS name, value::integer AS orders FROM profiles, jsonb_each_text(order_channels)
      WHERE shop_id = $1 AND customer_id = $2 ORDER BY orders DESC, name`,
    [tx.shopId, customerId],
  );
  const products = await tx.query<CustomerProfile['products'][number] & Record<string, unknown>>(
    `SELECT b.product_id::text AS id, coalesce(p.title, 'Product ' || b.product_id) AS title, b.orders, b.units, b.last_day AS "lastDay", p.image_url AS "imageUrl"
       FROM profile_products bought
       CROSS JOIN unnest(bought.product_ids, bought.orders, bought.units, bought.last_days) AS b (product_id, orders, units, last_day)
       LEFT JOIN products p ON p.shop_id = bought.shop_id AND p.id = b.product_id
      WHERE bought.shop_id = $1 AND bought.customer_id = $2
      ORDER BY b.orders DESC, b.units DESC, b.product_id LIMIT $3`,
    [tx.shopId, customerId, TOP_PRODUCTS],
  );
  const shopTaste = await loadShopTaste(tx);
  const tastes = shopTaste === null ? null : await loadTastes(tx, current, shopTaste, [customer], await loadActionForecasts(tx, [customerId]));
  const excluded = new Set(current.model.settings.excludedTags.map(tagKey));
  return {
    facts: customer.facts,
    scores: customer.profile,
    reasons: profileReasons(customer.facts, customer.profile, current.model, customer.windowStart),
    distributions: customer.profile.kind === 'buyer' ? await loadScoreDistributions(tx) : null,
    excludedBy: customer.profile.kind === 'excluded' ? tags.filter((tag) => excluded.has(tagKey(tag))) : [],
    day: customer.day,
    channels: channels.rows,
    products: products.rows,
    taste: tastes?.get(customer.customerId) ?? null,
  };
}
