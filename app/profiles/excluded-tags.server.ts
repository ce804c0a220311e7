import type { TenantTransaction } from '../database/tenant.server.ts';
import { carriesExcludedTag } from './tag-key.ts';

/**
 * The excluded tags in every spelling that customers carry them in. Tags are compared without case by a rule that SQL
 * does not have (tag-key.ts), so the spellings are judged here, once each, and SQL compares letter for letter.
 * @param customerIds null: of all customers
 */
export async function excludedTagSpellings(
  tx: TenantTransaction, excludedTags: readonly string[], customerIds: readonly number[] | null,
): Promise<string[]> {
  if (excludedTags.length === 0) return [];
  const { rows } = await tx.query<{ tag: string }>(
    `SELECT DISTINCT unnest(tags) AS tag FROM customers
      WHERE shop_id = $1 AND ($2::bigint[] IS NULL OR id = ANY ($2::bigint[]))`,
    [tx.shopId, customerIds],
  );
  return rows.map((row) => row.tag).filter((tag) => carriesExcludedTag([tag], excludedTags));
}
