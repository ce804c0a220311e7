import { withTenant } from '../database/tenant.server.ts';
import { fitForecastJob } from '../forecast/fit-forecast.job.server.ts';
import { enqueue } from '../jobs/queue.server.ts';
import { loadCurrentModel } from '../profiles/profile-store.server.ts';
import { rebuildProfilesJob } from '../profiles/rebuild-profiles.job.server.ts';
import { InvalidInputError } from '../runtime/errors.ts';
import { proposeTagsJob } from '../tags/propose-tags.job.server.ts';
import { scheduleNight } from './schedule-night.server.ts';
import { parseDraft, type SettingsDraft } from './settings-draft.ts';
import { describeFault } from './settings-fault.ts';
import { loadChoice, lockSettings, recordChange, revisionOf, saveChoice } from './settings-store.server.ts';
import { changedParts, changesWorth, consequenceOf, type Consequence } from './shop-choice.ts';

export interface SavedSettings {
  /** What a form of these settings is filled in from. */
  revision: string;
  changed: boolean;
  /** What is worked out anew now. */
  then: Consequence;
}

/**
 * Saves a filled-in form. The settings, their history and the work that follows commit together. Nothing is written at
 * Shopify by it: the tags are proposed anew, and written as the merchant has approved.
 * @param options.revision of the settings that the form was filled in from
 * @param options.by the session token's `sub`
 * @throws InvalidInputError `settings` with every field that is wrong; `settings-changed` when others were saved meanwhile
 */
export async function saveSettings(options: { shopId: number; draft: SettingsDraft; revision: string; by: string; now: number }): Promise<SavedSettings> {
  const { shopId, revision, by, now } = options;
  const { choice, faults } = parseDraft(options.draft);
  if (choice === null) throw new InvalidInputError('settings', `Nothing was saved. ${[...new Set(faults.map(describeFault))].join(' ')}`);
  const saved = await withTenant(shopId, async (tx): Promise<SavedSettings> => {
    await lockSettings(tx);
    const before = await loadChoice(tx);
    const parts = changedParts(before, choice);
    if (parts.length === 0) return { revision: revisionOf(before), changed: false, then: 'nothing' };
    if (revisionOf(before) !== revision) {
      throw new InvalidInputError('settings-changed', 'The settings were changed elsewhere since you opened this page, in another window or by somebody else. Nothing of yours was saved. Discard your changes to see the settings as they are now.');
    }
    await recordChange(tx, { changedAt: new Date(now), changedBy: by, before, after: choice });
    await saveChoice(tx, choice);
    // Until the first import is through there is nobody, or only a part of them, to sort: its own rebuild finds the settings.
    const current = await loadCurrentModel(tx);
    const then = current !== null && !current.provisional ? consequenceOf(parts) : 'nothing';
    if (then === 'rebuild') await enqueue(rebuildProfilesJob, { shopId, cause: 'settings', requestedBy: by }, { tx });
    if (then === 'propose') await enqueue(proposeTagsJob, { shopId }, { tx });
    // After a rebuild the forecast is fitted anyway.
    if (then !== 'nothing' && then !== 'rebuild' && changesWorth(parts)) await enqueue(fitForecastJob, { shopId, cause: 'settings' }, { tx });
    return { revision: revisionOf(choice), changed: true, then };
  });
  if (saved.changed) await scheduleNight({ shopId, now });
  return saved;
}
