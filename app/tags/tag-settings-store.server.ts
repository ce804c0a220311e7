import type { TenantTransaction } from '../database/tenant.server.ts';
import { now } from '../runtime/clock.server.ts';
import { InvalidInputError } from '../runtime/errors.ts';
import { tagSettingsSchema, type TagSettings } from './tag-catalogue.ts';
import { TAG_RULES, type TagRule } from './tag-rule.ts';

/** What the merchant chose about tags. */
export interface StoredTagSettings {
  settings: TagSettings;
  /** Rules whose tags that stand now the merchant lets the app adopt: asked for once, and taken back by the proposal that does it. */
  adopt: ReadonlySet<TagRule>;
}

/** The defaults where nothing was chosen. @throws InvalidInputError on damaged settings */
export async function loadTagSettings(tx: TenantTransaction): Promise<StoredTagSettings> {
  const { rows } = await tx.query<{ settings: unknown; adopt: string[] | null }>('SELECT settings, adopt FROM tag_settings WHERE shop_id = $1', [tx.shopId]);
  const parsed = tagSettingsSchema.safeParse(rows[0]?.settings ?? {});
  if (!parsed.success) throw new InvalidInputError('tag-settings', `The tag settings of shop ${tx.shopId} cannot be read: ${parsed.error.message}. Reset them to the defaults.`);
  return { settings: parsed.data, adopt: new Set(TAG_RULES.filter((rule) => rows[0]?.adopt?.includes(rule))) };
}

/**
 * Replaces the choice; what is not among `chosen` has its default. The caller makes a new proposal afterwards.
 * @param chosen.by who asked for it, the session token's `sub`: left out where that is kept elsewhere
 * @throws InvalidInputError with the reason, ready to be shown: a name that Shopify would not take, two rules of one name.
 */
export async function saveTagSettings(tx: TenantTransaction, chosen: { settings: unknown; adopt: readonly TagRule[]; by?: string }): Promise<void> {
  const parsed = tagSettingsSchema.safeParse(chosen.settings);
  if (!parsed.success) throw new InvalidInputError('tag-settings', parsed.error.issues.map((issue) => issue.message).join(' '));
  await tx.query(
    `INSERT INTO tag_settings (shop_id, settings, adopt, updated_at, updated_by) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (shop_id) DO UPDATE SET settings = EXCLUDED.settings, adopt = EXCLUDED.adopt, updated_at = EXCLUDED.updated_at, updated_by = EXCLUDED.updated_by`,
    [tx.shopId, JSON.stringify(parsed.data), [...chosen.adopt], new Date(now()), chosen.by ?? null],
  );
}

/** Who changed them last by the word of a person outside of the Settings screen, and when they were changed last. */
export async function lastTagSettingsChange(tx: TenantTransaction): Promise<{ by: string | null; at: Date } | null> {
  const { rows } = await tx.query<{ by: string | null; at: Date }>('SELECT updated_by AS by, updated_at AS at FROM tag_settings WHERE shop_id = $1', [tx.shopId]);
  return rows[0] ?? null;
}
