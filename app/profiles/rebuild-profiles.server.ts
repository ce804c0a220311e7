import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { withTenant, type TenantTransaction } from '../database/tenant.server.ts';
import { machineNow } from '../runtime/clock.server.ts';
import { shopCalendar } from './calendar.ts';
import { createCustomerHistories, type CustomerHistories } from './customer-histories.ts';
import { excludedTagSpellings } from './excluded-tags.server.ts';
import { bindScope, COUNTED_ORDERS_SQL, CUSTOMER_HISTORIES_SQL, CUSTOMER_PRODUCTS_SQL, GUEST_DAYS_SQL, GUEST_ORDERS_SQL, type FactsScope } from './facts-sql.server.ts';
import { createHistoryLineReader } from './history-lines.ts';
import { factsOfHistories, modelOfHistories } from './model-of-histories.ts';
import { columnDefinitions, insertProfilesSql, PROFILE_COLUMNS, SCORE_COLUMNS, scoreLine, scoreRow, updateProfilesSql } from './profile-columns.server.ts';
import { updateProductsSql, insertProductsSql } from './product-columns.server.ts';
import { rebuildTaste } from './rebuild-taste.server.ts';
import type { RebuildPhase } from './rebuild-progress.ts';
import { loadScoringContext, lockForRebuild, saveScoringModel, saveSummary } from './profile-store.server.ts';
import { scoreCustomer } from './score-customer.ts';
import type { ScoringModel } from './scoring-model.ts';
import { distributionsOf } from './score-distribution.ts';
import { addToSummary, createSummaryTally, shopFiguresOf, type GuestOrders, type SummaryTally } from './shop-summary.ts';
import { recordRebuiltTiers } from './tier-change-store.server.ts';
import type { Standing } from './standing.ts';
import { sortedMoves, type TierMoves } from './tier-moves.ts';

export interface RebuildResult {
  modelVersion: number;
  /** Day number that customers were sorted for. */
  forDay: number;
  customers: number;
  /** Who changed their tier; empty unless `countMoves` was asked for. */
  moves: TierMoves;
  /** Profiles that were new, that differed, and whose customer is gone. */
  inserted: number;
  updated: number;
  removed: number;
  /** Milliseconds of each phase. */
  timings: Record<RebuildPhase, number>;
}

export interface RebuildOptions {
  shopId: number;
  /** The business clock, ms since the epoch. */
  now: number;
  /** Counts who changes their tier, at the cost of one more join. */
  countMoves?: boolean;
  /** Called as each phase begins; the old rows stand until the last one is done. */
  onProgress?: (phase: RebuildPhase, customers: number) => void | Promise<void>;
}

/**
 * Works all profiles of a shop out anew from the mirror: facts, scoring model, scores, products, summary. One
 * transaction, so that readers see the old rows or the new ones; only rows that differ are written. Memory is some
 * 60 bytes a customer and 20 a purchase. What the mirror reported as changed until now is covered and struck off.
 * @throws TerminalError when the shop was never read; RangeError when the facts are impossible
 */
export async function rebuildProfiles(options: RebuildOptions): Promise<RebuildResult> {
  return withTenant(options.shopId, async (tx) => {
    await lockForRebuild(tx);
    return rebuildIn(tx, options, { provisional: false });
  });
}

/**
 * The same inside a transaction that holds the rebuild's lock.
 * @param kind.provisional a first look at a part of the store: customers without an order read so far are left out (they
 *   may have any), products too (they come with the whole), and nothing that the mirror reported counts as covered
 */
export async function rebuildIn(tx: TenantTransaction, options: RebuildOptions, kind: { provisional: boolean }): Promise<RebuildResult> {
  const { shopId } = tx;
  const { provisional } = kind;
  const now = new Date(options.now);
  const timings: Record<RebuildPhase, number> = { facts: 0, model: 0, scores: 0, profiles: 0, products: 0 };
  const timed = async <Result>(phase: RebuildPhase, customers: number, work: () => Promise<Result>): Promise<Result> => {
    await options.onProgress?.(phase, customers);
    const startedAt = machineNow();
    const result = await work();
    timings[phase] = machineNow() - startedAt;
    return result;
  };
  // Sorts and hashes of a shop's orders in memory; compiling a query that runs once a night costs more than it saves.
  // All joins here are of whole tables: just after an import there are no statistics yet, and the planner, taking a
  // shop for one row, then read the temporary table once for each customer (ten minutes for 100,000 of them).
  await tx.query("SET LOCAL work_mem = '128MB'; SET LOCAL jit = off; SET LOCAL enable_nestloop = off");
  const { currencyCode, timeZone, settings } = await loadScoringContext(tx);
  const nowDay = shopCalendar(timeZone).dayOf(options.now);
  // Before the facts are read: a change that comes after them is not struck off.
  if (!provisional) await tx.query("DELETE FROM customer_changes WHERE shop_id = $1 AND kind = 'mirror'", [shopId]);
  const scope: FactsScope = {
    shopId, customerIds: null, now, timeZone, currencyCode,
    excludedTags: await excludedTagSpellings(tx, settings.excludedTags, null),
  };

  const { histories, guests } = await timed('facts', 0, () => gatherFacts(tx, scope, provisional));
  const model = await timed('model', histories.count, async () =>
    modelOfHistories(histories, { nowDay, settings, guestFirstOrderDay: guests.firstOrderDay }));
  const tally = await timed('scores', histories.count, () => score(tx, histories, model, nowDay));
  const moves = options.countMoves === true ? await countMoves(tx) : [];
  const written = await timed('profiles', histories.count, async () => {
    await recordRebuiltTiers(tx, { model, shop: { currencyCode, timeZone }, day: nowDay, at: now, rebuilt: 'rebuilt_scores' });
    return mergeProfiles(tx, nowDay);
  });
  const taste = provisional ? null : await timed('products', histories.count, async () => {
    await mergeProducts(tx, scope);
    return rebuildTaste(tx);
  });

  const modelVersion = await saveScoringModel(tx, model, now);
  await saveSummary(tx, {
    version: modelVersion, computedForDay: nowDay, computedAt: now, provisional, figures: shopFiguresOf(tally, guests, { currencyCode, timeZone, day: nowDay }),
    distributions: distributionsOf(tally.distributions), taste,
  });
  return { modelVersion, forDay: nowDay, customers: histories.count, moves, ...written, timings };
}

/** Facts into a temporary table, and what scores need of them into memory. */
async function gatherFacts(tx: TenantTransaction, scope: FactsScope, onlyBuyers: boolean): Promise<{ histories: CustomerHistories; guests: GuestOrders }> {
  await createTemporary(tx, 'counted_orders', COUNTED_ORDERS_SQL, scope);
  await tx.query('ANALYZE counted_orders (customer_id, id)');
  await createTemporary(tx, 'rebuilt_histories', onlyBuyers ? `SELECT * FROM (${CUSTOMER_HISTORIES_SQL}) every WHERE every.orders > 0` : CUSTOMER_HISTORIES_SQL, scope);
  const { rows } = await tx.query<Omit<GuestOrders, 'days'> & Record<string, unknown>>(GUEST_ORDERS_SQL);
  const days = await tx.query<{ day: number; value: number }>(GUEST_DAYS_SQL);
  const guests = { ...(rows[0] ?? { orders: 0, firstOrderDay: null, netRevenue: 0, otherCurrencyPurchases: 0 }), days: days.rows };
  const histories = createCustomerHistories();
  const reader = createHistoryLineReader(histories);
  const lines = tx.client.query(copyTo(
    `COPY (SELECT customer_id, excluded::integer, orders, discounted_orders, first_order_day, units_bought, units_refunded,
                  purchase_days, purchase_values FROM rebuilt_histories) TO STDOUT`,
  ));
  for await (const chunk of lines) reader.push(chunk as Buffer);
  reader.end();
  return { histories, guests };
}

async function createTemporary(tx: TenantTransaction, table: string, statement: string, scope: FactsScope): Promise<void> {
  const { text, values } = bindScope(`CREATE TEMPORARY TABLE ${table} ON COMMIT DROP AS ${statement}`, scope);
  await tx.query(text, values);
}

/** Scores into a second temporary table; adds everyone up on the way. */
async function score(tx: TenantTransaction, histories: CustomerHistories, model: ScoringModel, nowDay: number): Promise<SummaryTally> {
  const tally = createSummaryTally();
  await tx.query(`CREATE TEMPORARY TABLE rebuilt_scores (${columnDefinitions(SCORE_COLUMNS)}) ON COMMIT DROP`);
  function* lines(): Generator<Buffer> {
    let block = '';
    let place = 0;
    for (const facts of factsOfHistories(histories, model, nowDay)) {
      const profile = scoreCustomer(facts, model, nowDay);
      addToSummary(tally, facts, profile, histories.at(place));
      place += 1;
      block += scoreLine(scoreRow(facts, profile));
      if (block.length > 65_536) {
        yield Buffer.from(block, 'latin1');
        block = '';
      }
    }
    yield Buffer.from(block, 'latin1');
  }
  await pipeline(Readable.from(lines(), { objectMode: false }), tx.client.query(copyFrom('COPY rebuilt_scores FROM STDIN')));
  return tally;
}

/** Who stands elsewhere than in the profiles as they still are. */
async function countMoves(tx: TenantTransaction): Promise<TierMoves> {
  const standing = (alias: string) => `CASE WHEN ${alias}.customer_id IS NULL THEN 'absent' ELSE coalesce(${alias}.tier, 'excluded') END`;
  const { rows } = await tx.query<{ from: Standing; to: Standing; customers: number }>(
    `SELECT ${standing('p')} AS "from", ${standing('s')} AS "to", count(*)::integer AS customers
       FROM (SELECT customer_id, tier FROM profiles WHERE shop_id = $1) p FULL JOIN rebuilt_scores s ON s.customer_id = p.customer_id
      WHERE p.customer_id IS NULL OR s.customer_id IS NULL OR p.tier IS DISTINCT FROM s.tier
      GROUP BY 1, 2`,
    [tx.shopId],
  );
  return sortedMoves(rows);
}

async function mergeProfiles(tx: TenantTransaction, nowDay: number): Promise<{ inserted: number; updated: number; removed: number }> {
  await tx.query('ANALYZE rebuilt_histories (customer_id)');
  await tx.query('ANALYZE rebuilt_scores (customer_id)');
  const columns = Object.keys(PROFILE_COLUMNS).map((name) => (name in SCORE_COLUMNS ? `s.${name}` : `h.${name}`)).join(', ');
  const source = `SELECT ${columns} FROM rebuilt_histories h JOIN rebuilt_scores s ON s.customer_id = h.customer_id`;
  const removed = await tx.query(
    'DELETE FROM profiles p WHERE p.shop_id = $1 AND NOT EXISTS (SELECT FROM rebuilt_histories h WHERE h.customer_id = p.customer_id)',
    [tx.shopId],
  );
  const updated = await tx.query(updateProfilesSql(source), [tx.shopId, nowDay, nowDay]);
  const inserted = await tx.query(insertProfilesSql(source), [tx.shopId, nowDay]);
  return { inserted: inserted.rowCount ?? 0, updated: updated.rowCount ?? 0, removed: removed.rowCount ?? 0 };
}

async function mergeProducts(tx: TenantTransaction, scope: FactsScope): Promise<void> {
  await createTemporary(tx, 'rebuilt_products', CUSTOMER_PRODUCTS_SQL, scope);
  await tx.query('ANALYZE rebuilt_products (customer_id)');
  const source = 'SELECT * FROM rebuilt_products';
  await tx.query(
    'DELETE FROM profile_products p WHERE p.shop_id = $1 AND NOT EXISTS (SELECT FROM rebuilt_products n WHERE n.customer_id = p.customer_id)',
    [tx.shopId],
  );
  await tx.query(updateProductsSql(source), [tx.shopId]);
  await tx.query(insertProductsSql(source), [tx.shopId]);
}
