import type { CustomerFacts } from './customer-facts.ts';
import { HISTORY_COLUMNS } from './facts-sql.server.ts';
import type { Profile } from './score-customer.ts';
import { TIERS } from './tier.ts';

/** Stands for "no purchase" in the column that the list sorts by. */
export const NO_PURCHASE_DAY = -2_147_483_648;

/** Tier rank of an excluded customer: after all tiers. */
export const EXCLUDED_RANK = TIERS.length;

/** Columns that TypeScript works out, with the SQL type of each. */
export const SCORE_COLUMNS = {
  customer_id: 'bigint',
  purchases: 'integer',
  valued_purchases: 'integer',
  first_purchase_day: 'integer',
  last_purchase_day: 'integer',
  sort_last_day: 'integer',
  net_spend: 'bigint',
  first_purchase_value: 'bigint',
  purchases_in_window: 'integer',
  spend_in_window: 'bigint',
  spend_last_year: 'bigint',
  gap_count: 'integer',
  gap_median_doubled: 'integer',
  last_gap: 'integer',
  prior_gap_median_doubled: 'integer',
  tier_rank: 'smallint',
  r: 'smallint',
  f: 'smallint',
  m: 'smallint',
  fm: 'smallint',
  stage: 'text',
  tier: 'text',
} as const;

export type ScoreRow = Record<keyof typeof SCORE_COLUMNS, number | string | null>;

/** The scored half of a profile's row. */
export function scoreRow(facts: CustomerFacts, profile: Profile): ScoreRow {
  return {
    customer_id: facts.customerId,
    purchases: facts.purchases,
    valued_purchases: facts.valuedPurchases,
    first_purchase_day: facts.firstPurchaseDay,
    last_purchase_day: facts.lastPurchaseDay,
    sort_last_day: facts.lastPurchaseDay ?? NO_PURCHASE_DAY,
    net_spend: facts.netSpend,
    first_purchase_value: facts.firstPurchaseValue,
    purchases_in_window: facts.purchasesInWindow,
    spend_in_window: facts.spendInWindow,
    spend_last_year: facts.spendLastYear,
    gap_count: facts.gapCount,
    gap_median_doubled: facts.gapMedianDoubled,
    last_gap: facts.lastGap,
    prior_gap_median_doubled: facts.priorGapMedianDoubled,
    tier_rank: profile.tier === null ? EXCLUDED_RANK : TIERS.indexOf(profile.tier),
    r: profile.r,
    f: profile.f,
    m: profile.m,
    fm: profile.kind === 'buyer' ? profile.fm : null,
    stage: profile.stage,
    tier: profile.tier,
  };
}

const SCORE_NAMES = Object.keys(SCORE_COLUMNS) as (keyof ScoreRow)[];

/** A score row as a line of COPY's text form. Stage and tier hold no tab, newline or backslash. */
export function scoreLine(row: ScoreRow): string {
  let line = '';
  for (let index = 0; index < SCORE_NAMES.length; index += 1) {
    const value = row[SCORE_NAMES[index] as keyof ScoreRow];
    line += index === 0 ? value : `\t${value ?? '\\N'}`;
  }
  return `${line}\n`;
}

/** "name type, ..." for a temporary table or a record set. */
export function columnDefinitions(columns: Record<string, string>): string {
  return Object.entries(columns).map(([name, type]) => `${name} ${type}`).join(', ');
}

const { customer_id: _, ...HISTORY_WITHOUT_ID } = HISTORY_COLUMNS;

/** All columns of a profile but the shop and the day. */
export const PROFILE_COLUMNS: Record<string, string> = { ...SCORE_COLUMNS, ...HISTORY_WITHOUT_ID };

const NAMES = Object.keys(PROFILE_COLUMNS);
const CHANGEABLE = NAMES.filter((name) => name !== 'customer_id');
const prefixed = (prefix: string, names: readonly string[]): string => names.map((name) => `${prefix}.${name}`).join(', ');

/**
 * Writes those rows of `source` (SQL with PROFILE_COLUMNS) that differ from what stands, and returns their ids: most rows
 * are the same from one night to the next, and rewriting them would write the whole table and five indexes for nothing.
 * Parameters: $1 shop, $2 day of the new rows, $3 day that unchanged rows stand for without being written.
 */
export function updateProfilesSql(source: string): string {
  return `UPDATE profiles p SET computed_for_day = $2, ${CHANGEABLE.map((name) => `${name} = n.${name}`).join(', ')}
  FROM (${source}) n
 WHERE p.shop_id = $1 AND p.customer_id = n.customer_id
   AND (greatest(p.computed_for_day, $3::integer) <> $2::integer
        OR (${prefixed('p', CHANGEABLE)}) IS DISTINCT FROM (${prefixed('n', CHANGEABLE)}))`;
}

/** Inserts the rows of `source` that are not there yet. Parameters: $1 shop, $2 day. */
export function insertProfilesSql(source: string): string {
  return `INSERT INTO profiles (shop_id, computed_for_day, ${NAMES.join(', ')})
SELECT $1::integer, $2::integer, ${prefixed('n', NAMES)}
  FROM (${source}) n
 WHERE NOT EXISTS (SELECT FROM profiles p WHERE p.shop_id = $1 AND p.customer_id = n.customer_id)
 ORDER BY n.customer_id`;
}
