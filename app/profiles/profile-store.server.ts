import type { TenantTransaction } from '../database/tenant.server.ts';
import { InvalidInputError, TerminalError } from '../runtime/errors.ts';
import { loadShopDetails, loadShopSettings } from '../shops/shop-store.server.ts';
import { scoringModelSchema, parseScoringModel, type ScoringModel } from './scoring-model.ts';
import { scoreDistributionsSchema, type ScoreDistributions } from './score-distribution.ts';
import { scoringSettingsSchema, type ScoringSettings } from './settings.ts';
import { shopFiguresSchema, type ShopFigures } from './shop-summary.ts';
import { shopTasteSchema, type ShopTaste } from './shop-taste.ts';

/** First key of the advisory locks of this room ("prof"); the second is the shop. */
const LOCK_CLASS = 0x70726f66;

/**
 * A rebuild holds the lock alone, increments share it: an increment in the middle of a rebuild would be overwritten with
 * facts that the rebuild read before it, or scored by a model that is gone. Released with the transaction.
 */
export async function lockForRebuild(tx: TenantTransaction): Promise<void> {
  await tx.query('SELECT pg_advisory_xact_lock($1, $2)', [LOCK_CLASS, tx.shopId]);
}

/** False while a rebuild of the shop runs. */
export async function tryLockForIncrement(tx: TenantTransaction): Promise<boolean> {
  const { rows } = await tx.query<{ locked: boolean }>('SELECT pg_try_advisory_xact_lock_shared($1, $2) AS locked', [LOCK_CLASS, tx.shopId]);
  return rows[0]?.locked === true;
}

/**
 * Two increments of one customer at once could write the older facts last, so each waits for the other. Ids are taken
 * in ascending order, or two batches could wait for each other for ever.
 */
export async function lockCustomers(tx: TenantTransaction, customerIds: readonly number[]): Promise<void> {
  await tx.query(
    `SELECT pg_advisory_xact_lock(hashtextextended('profile', ($1::bigint << 40) # id))
       FROM (SELECT id FROM unnest($2::bigint[]) AS id ORDER BY id) AS ids`,
    [tx.shopId, customerIds],
  );
}

/** What a rebuild needs to know of the shop. @throws TerminalError before the first import; InvalidInputError on damaged settings */
export async function loadScoringContext(tx: TenantTransaction): Promise<{ currencyCode: string; timeZone: string; settings: ScoringSettings }> {
  const details = await loadShopDetails(tx);
  if (details === null) throw new TerminalError('shop-details', `Shop ${tx.shopId} has not been read yet: import the store before its profiles are built.`);
  return { currencyCode: details.currencyCode, timeZone: details.ianaTimezone, settings: await loadScoringSettings(tx) };
}

/** What the merchant chose about scores. @throws InvalidInputError on damaged settings */
export async function loadScoringSettings(tx: TenantTransaction): Promise<ScoringSettings> {
  const settings = scoringSettingsSchema.safeParse((await loadShopSettings(tx)).scoring);
  if (!settings.success) {
    throw new InvalidInputError('scoring-settings', `The scoring settings of shop ${tx.shopId} cannot be read: ${settings.error.message}. Reset them to the defaults.`);
  }
  return settings.data;
}

export interface CurrentModel {
  version: number;
  model: ScoringModel;
  /** Day that all rows of the shop stand for, but those with a later day of their own. */
  computedForDay: number;
  computedAt: Date;
  figures: ShopFigures;
  /** Worked out from a part of the store while its first import runs: to be shown as such, and nothing else may rest on it. */
  provisional: boolean;
}

/**
 * The model that all the shop's profiles stand on, and Home's figures with it; null before the first rebuild. What was
 * read and checked last is kept while the rows are the same: each event of a shop asks for it, and a night changes it.
 * @throws RangeError when what is stored cannot be read
 */
export async function loadCurrentModel(tx: TenantTransaction): Promise<CurrentModel | null> {
  const known = readModels.get(tx.shopId);
  const { rows } = await tx.query<{ rowVersions: string; version: number; model: unknown; computedForDay: number; computedAt: Date; figures: unknown; provisional: boolean }>({
    name: 'current-model',
    text: `SELECT v.row_versions AS "rowVersions", s.model_version AS version, s.computed_for_day AS "computedForDay", s.computed_at AS "computedAt", s.provisional,
                  CASE WHEN v.row_versions <> $2 THEN m.model END AS model, CASE WHEN v.row_versions <> $2 THEN s.figures END AS figures
             FROM shop_summaries s JOIN scoring_models m ON m.shop_id = s.shop_id AND m.version = s.model_version,
                  LATERAL (SELECT concat_ws('/', s.ctid, s.xmin, m.ctid, m.xmin) AS row_versions) v
            WHERE s.shop_id = $1`,
    values: [tx.shopId, known?.rowVersions ?? ''],
  });
  const row = rows[0];
  if (row === undefined) return null;
  if (known?.rowVersions === row.rowVersions) return known.current;
  const figures = shopFiguresSchema.safeParse(row.figures);
  if (!figures.success) throw new RangeError(`The stored figures of shop ${tx.shopId} cannot be read (${figures.error.message}). Rebuild the profiles to make new ones.`);
  const { rowVersions, version, computedForDay, computedAt, provisional } = row;
  const current = { version, computedForDay, computedAt, provisional, model: parseScoringModel(row.model), figures: figures.data };
  readModels.delete(tx.shopId);
  readModels.set(tx.shopId, { rowVersions, current });
  if (readModels.size > MODELS_KEPT) readModels.delete(readModels.keys().next().value as number);
  return current;
}

/** The guests' first order's day, as the last rebuild kept it; one that kept none is known to have none before the shop's first. */
export function firstGuestOrderDay({ figures, model }: Pick<CurrentModel, 'figures' | 'model'>): number | null {
  if (figures.guests.firstOrderDay !== undefined) return figures.guests.firstOrderDay;
  return figures.guests.orders === 0 ? null : model.asOfDay - model.floor.days;
}

/** By shop; a row's place and the transaction that wrote it say whether it is the one that was read. */
const readModels = new Map<number, { rowVersions: string; current: CurrentModel }>();
const MODELS_KEPT = 1_000;

/** Whether figures of the whole store stand: a first look at a part of it comes too late then. */
export async function hasWholeSummary(tx: TenantTransaction): Promise<boolean> {
  const { rowCount } = await tx.query('SELECT FROM shop_summaries WHERE shop_id = $1 AND NOT provisional', [tx.shopId]);
  return (rowCount ?? 0) > 0;
}

/** Keeps the model under the next version, or under the last one if it is the same. Returns the version. */
export async function saveScoringModel(tx: TenantTransaction, model: ScoringModel, now: Date): Promise<number> {
  const { rows } = await tx.query<{ version: number; model: unknown }>(
    'SELECT version, model FROM scoring_models WHERE shop_id = $1 ORDER BY version DESC LIMIT 1',
    [tx.shopId],
  );
  const last = rows[0];
  // jsonb forgets the order of keys; the schema gives both the same.
  const written = (value: unknown): string | null => {
    const parsed = scoringModelSchema.safeParse(value);
    return parsed.success ? JSON.stringify(parsed.data) : null;
  };
  if (last !== undefined && written(last.model) === written(model)) return last.version;
  const version = (last?.version ?? 0) + 1;
  await tx.query(
    'INSERT INTO scoring_models (shop_id, version, computed_for_day, model, created_at) VALUES ($1, $2, $3, $4, $5)',
    [tx.shopId, version, model.asOfDay, JSON.stringify(model), now],
  );
  return version;
}

/**
 * Replaces the shop's summary, and with it says which model is in force. It is provisional while the shop's first import
 * has not come to its end.
 */
export async function saveSummary(
  tx: TenantTransaction,
  summary: { version: number; computedForDay: number; computedAt: Date; figures: ShopFigures; distributions: ScoreDistributions; taste: ShopTaste | null; provisional: boolean },
): Promise<void> {
  await tx.query(
    `INSERT INTO shop_summaries (shop_id, model_version, computed_for_day, computed_at, figures, distributions, taste, provisional)
     SELECT $1, $2, $3, $4, $5, $6, $8, $7::boolean OR coalesce(NOT bool_or(status = 'succeeded'), false) FROM import_runs WHERE shop_id = $1
     ON CONFLICT (shop_id) DO UPDATE
       SET model_version = EXCLUDED.model_version, computed_for_day = EXCLUDED.computed_for_day, computed_at = EXCLUDED.computed_at,
           figures = EXCLUDED.figures, distributions = EXCLUDED.distributions, taste = EXCLUDED.taste, provisional = EXCLUDED.provisional`,
    [tx.shopId, summary.version, summary.computedForDay, summary.computedAt, JSON.stringify(summary.figures), JSON.stringify(summary.distributions), summary.provisional,
      summary.taste === null ? null : JSON.stringify(summary.taste)],
  );
}

/** How the shop's buyers spread over what the scores measure, as of the last rebuild; null before the first, or when what is stored cannot be read. */
export async function loadScoreDistributions(tx: TenantTransaction): Promise<ScoreDistributions | null> {
  const { rows } = await tx.query<{ distributions: unknown }>('SELECT distributions FROM shop_summaries WHERE shop_id = $1', [tx.shopId]);
  const parsed = scoreDistributionsSchema.safeParse(rows[0]?.distributions);
  return parsed.success ? parsed.data : null;
}

/** What the shop's customers buy, as of the last rebuild; null before the first of the whole store, or when what is stored cannot be read. */
export async function loadShopTaste(tx: TenantTransaction): Promise<ShopTaste | null> {
  const { rows } = await tx.query<{ taste: unknown }>('SELECT taste FROM shop_summaries WHERE shop_id = $1', [tx.shopId]);
  const parsed = shopTasteSchema.safeParse(rows[0]?.taste);
  return parsed.success ? parsed.data : null;
}
