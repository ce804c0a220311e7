import type { TenantTransaction } from '../database/tenant.server.ts';
import { withTenant } from '../database/tenant.server.ts';
import { loadCurrentModel } from '../profiles/profile-store.server.ts';
import { rhythmLimits } from '../profiles/stage.ts';
import { now } from '../runtime/clock.server.ts';
import { loadTagSettings } from '../tags/tag-settings-store.server.ts';
import { attentionOf, attentionSchema, type SlippingVip } from './attention.ts';
import type { AttentionView } from './home.ts';

/** People named on Home. */
const SHOWN = 5;

const SLIPPING = "p.stage IN ('At risk', 'Lapsed')";

interface SlippingRow extends Pick<SlippingVip, 'customerId' | 'stage' | 'lastPurchaseDay' | 'spendLastYear'> {
  gapCount: number;
  gapMedianDoubled: number | null;
}

/** Works out who needs attention from profiles and wanted tags. O(customers for whom the VIP tag is wanted). */
export async function refreshAttention(options: { shopId: number }): Promise<void> {
  await withTenant(options.shopId, async (tx) => {
    const current = await loadCurrentModel(tx);
    if (current === null || current.provisional) return;
    const { gap, settings } = current.model;
    const { rows } = await tx.query<SlippingRow & Record<string, unknown>>(
      `SELECT p.customer_id AS "customerId", p.stage, p.last_purchase_day AS "lastPurchaseDay", p.spend_last_year AS "spendLastYear",
              p.gap_count AS "gapCount", p.gap_median_doubled AS "gapMedianDoubled"
         FROM wanted_tags w JOIN profiles p ON p.shop_id = w.shop_id AND p.customer_id = w.customer_id
        WHERE w.shop_id = $1 AND w.rule = 'vip' AND ${SLIPPING}`,
      [tx.shopId],
    );
    const attention = attentionOf(rows.map((row): SlippingVip => ({ ...row, ...rhythmLimits(row.gapCount, row.gapMedianDoubled, gap.doubled, settings.atRisk) })));
    await tx.query(
      `INSERT INTO shop_attention (shop_id, computed_at, attention) VALUES ($1, $2, $3)
       ON CONFLICT (shop_id) DO UPDATE SET computed_at = EXCLUDED.computed_at, attention = EXCLUDED.attention`,
      [tx.shopId, new Date(now()), JSON.stringify(attention)],
    );
  });
}

/**
 * Who needs attention, as Home shows it; null before it was worked out. O(1) in shop size. Whoever has come back since is
 * no longer named: the few who are shown are looked up as they are now.
 */
export async function loadAttention(tx: TenantTransaction): Promise<AttentionView | null> {
  const { rows } = await tx.query<{ attention: unknown }>('SELECT attention FROM shop_attention WHERE shop_id = $1', [tx.shopId]);
  const parsed = attentionSchema.safeParse(rows[0]?.attention);
  if (!parsed.success) return null;
  const { customers, spendLastYear, latest } = parsed.data;
  const { settings } = await loadTagSettings(tx);
  const found = await tx.query<AttentionView['people'][number] & Record<string, unknown>>(
    `SELECT p.customer_id::text AS id, nullif(concat_ws(' ', c.first_name, c.last_name), '') AS name, c.email, p.stage,
            p.last_purchase_day AS "lastPurchaseDay", p.spend_last_year AS "spendLastYear", l.slipped_on AS "slippedOn"
       FROM unnest($2::bigint[], $3::integer[]) WITH ORDINALITY AS l (customer_id, slipped_on, place)
       JOIN profiles p ON p.shop_id = $1 AND p.customer_id = l.customer_id AND ${SLIPPING}
       JOIN customers c ON c.shop_id = $1 AND c.id = l.customer_id
      WHERE EXISTS (SELECT FROM wanted_tags w WHERE w.shop_id = $1 AND w.customer_id = l.customer_id AND w.rule = 'vip')
      ORDER BY l.place LIMIT $4`,
    [tx.shopId, latest.map((one) => one.customerId), latest.map((one) => one.slippedOn), SHOWN],
  );
  return { vipTag: settings.vip.on ? settings.vip.name : null, customers, spendLastYear, people: found.rows };
}
