import type { TenantTransaction } from '../database/tenant.server.ts';
import { insightFiguresSchema, type InsightFigures } from './insight-figures.ts';

/** Rows of shop_insights: read and written here alone. */

/** What was worked out last; null before the first time, or when it is of a form that is not read any more. O(1) in shop size. */
export async function loadInsightFigures(tx: TenantTransaction): Promise<{ computedAt: Date; figures: InsightFigures } | null> {
  const { rows: [row] } = await tx.query<{ computedAt: Date; figures: unknown }>('SELECT computed_at AS "computedAt", figures FROM shop_insights WHERE shop_id = $1', [tx.shopId]);
  const parsed = insightFiguresSchema.safeParse(row?.figures);
  return row === undefined || !parsed.success ? null : { computedAt: row.computedAt, figures: parsed.data };
}

/** Replaces what stood. */
export async function saveInsightFigures(tx: TenantTransaction, figures: InsightFigures, at: Date): Promise<void> {
  await tx.query(
    `INSERT INTO shop_insights (shop_id, computed_at, for_day, figures) VALUES ($1, $2, $3, $4)
     ON CONFLICT (shop_id) DO UPDATE SET computed_at = EXCLUDED.computed_at, for_day = EXCLUDED.for_day, figures = EXCLUDED.figures`,
    [tx.shopId, at, figures.forDay, JSON.stringify(figures)],
  );
}
