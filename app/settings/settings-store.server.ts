import { createHash } from 'node:crypto';
import type { TenantTransaction } from '../database/tenant.server.ts';
import { currentRiskLine } from '../forecast/risk-event-store.server.ts';
import { currentWorth } from '../forecast/worth-store.server.ts';
import { loadScoringSettings } from '../profiles/profile-store.server.ts';
import { loadNightlyMinute, saveNightlyMinute, saveRiskLine, saveScoringSettings, saveWorth } from '../shops/shop-store.server.ts';
import { lastTagSettingsChange, loadTagSettings, saveTagSettings } from '../tags/tag-settings-store.server.ts';
import { now } from '../runtime/clock.server.ts';
import { choiceText, defaultChoice, shopChoiceSchema, type ShopChoice } from './shop-choice.ts';

/** Changes that are kept of a shop. */
const KEPT_CHANGES = 200;

/** Two windows that save at once wait for each other, and the second finds the settings changed. */
export async function lockSettings(tx: TenantTransaction): Promise<void> {
  await tx.query("SELECT pg_advisory_xact_lock(hashtextextended('settings:' || $1, 0))", [String(tx.shopId)]);
}

/** What the merchant chose. @throws InvalidInputError on damaged settings */
export async function loadChoice(tx: TenantTransaction): Promise<ShopChoice> {
  const scoring = await loadScoringSettings(tx);
  const { settings: tags } = await loadTagSettings(tx);
  return { scoring, tags, nightlyMinute: await loadNightlyMinute(tx), riskLine: await currentRiskLine(tx), worth: await currentWorth(tx) };
}

/** Replaces what was chosen; tags that are to be adopted stay so. */
export async function saveChoice(tx: TenantTransaction, choice: ShopChoice): Promise<void> {
  await saveScoringSettings(tx, choice.scoring);
  const { adopt } = await loadTagSettings(tx);
  await saveTagSettings(tx, { settings: choice.tags, adopt: [...adopt] });
  await saveNightlyMinute(tx, choice.nightlyMinute);
  await saveRiskLine(tx, choice.riskLine);
  await saveWorth(tx, choice.worth);
}

/**
 * What a form says it was filled in from. A fingerprint and no counter: whichever part of the app changes a setting (the
 * tag changes rename a tag, say), a form that has not seen it is told.
 */
export function revisionOf(choice: ShopChoice): string {
  return createHash('sha256').update(choiceText(choice)).digest('base64url').slice(0, 22);
}

/** A change of the settings, as it was kept. */
export interface SettingsChange {
  id: number;
  changedAt: Date;
  /** The session token's sub; '' where nobody is known who changed it elsewhere than on the Settings screen. */
  changedBy: string;
  before: ShopChoice;
  after: ShopChoice;
}

/** Keeps what stood before and after a change; what changed elsewhere since the last one is kept as a change of its own. */
export async function recordChange(tx: TenantTransaction, change: Omit<SettingsChange, 'id'>): Promise<void> {
  const elsewhere = await changeElsewhere(tx, change.before);
  if (elsewhere !== null) await insertChange(tx, elsewhere);
  await insertChange(tx, change);
  await tx.query(
    'DELETE FROM settings_changes WHERE shop_id = $1 AND id <= (SELECT id FROM settings_changes WHERE shop_id = $1 ORDER BY id DESC OFFSET $2 LIMIT 1)',
    [tx.shopId, KEPT_CHANGES],
  );
}

/** What was changed elsewhere than on the Settings screen since the last change that is kept, a tag being taken off everywhere, say; null: nothing. Ask before anything is saved. */
export async function changeElsewhere(tx: TenantTransaction, choice: ShopChoice): Promise<Omit<SettingsChange, 'id'> | null> {
  const [last] = await listChanges(tx, { limit: 1 });
  const tags = await lastTagSettingsChange(tx);
  // Before anything was saved there were the defaults; what is none of a person's doing is not held against them.
  const before = last?.after ?? (tags?.by == null ? choice : { ...choice, tags: defaultChoice().tags });
  if (choiceText(before) === choiceText(choice)) return null;
  return { changedAt: tags?.at ?? new Date(now()), changedBy: tags?.by ?? '', before, after: choice };
}

async function insertChange(tx: TenantTransaction, change: Omit<SettingsChange, 'id'>): Promise<void> {
  await tx.query(
    'INSERT INTO settings_changes (shop_id, changed_at, changed_by, before, after) VALUES ($1, $2, $3, $4, $5)',
    [tx.shopId, change.changedAt, change.changedBy, JSON.stringify(change.before), JSON.stringify(change.after)],
  );
}

/** A shop's changes, the newest first. What an older version of the app kept and this one cannot read is left out. */
export async function listChanges(tx: TenantTransaction, options: { limit: number }): Promise<SettingsChange[]> {
  const { rows } = await tx.query<{ id: number; changedAt: Date; changedBy: string; before: unknown; after: unknown }>(
    `SELECT id, changed_at AS "changedAt", changed_by AS "changedBy", before, after FROM settings_changes WHERE shop_id = $1 ORDER BY id DESC LIMIT $2`,
    [tx.shopId, options.limit],
  );
  return rows.flatMap((row) => {
    const before = shopChoiceSchema.safeParse(row.before);
    const after = shopChoiceSchema.safeParse(row.after);
    return before.success && after.success ? [{ ...row, before: before.data, after: after.data }] : [];
  });
}
