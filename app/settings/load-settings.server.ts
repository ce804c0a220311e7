import { withTenant, type TenantTransaction } from '../database/tenant.server.ts';
import { unfinishedJobs } from '../jobs/unfinished-jobs.server.ts';
import { loadCurrentModel } from '../profiles/profile-store.server.ts';
import { rebuildProfilesJob } from '../profiles/rebuild-profiles.job.server.ts';
import { rebuildProgress, type RebuildProgress } from '../profiles/rebuild-progress.ts';
import { activeRebuild, lastTimings, listRebuilds } from '../profiles/rebuild-store.server.ts';
import { clockIsFixed, machineNow } from '../runtime/clock.server.ts';
import { findNight } from '../shops/nightly-store.server.ts';
import { loadShopDetails, loadShopSettings } from '../shops/shop-store.server.ts';
import { loadStaffNames } from '../shops/staff-store.server.ts';
import { loadTagWriting } from '../tags/load-tag-writing.server.ts';
import { proposeTagsJob } from '../tags/propose-tags.job.server.ts';
import { changeElsewhere, listChanges, loadChoice, revisionOf } from './settings-store.server.ts';
import type { SettingsChangeView, SettingsView } from './settings-view.ts';
import { changedParts, defaultChoice, type ShopChoice } from './shop-choice.ts';

const CHANGES = 10;
/** Rebuilds among which the last one of a change of settings is looked for. */
const REBUILDS = 20;

/** All that the Settings screen shows. O(1) in shop size. */
export async function loadSettings(options: { shopId: number }): Promise<SettingsView> {
  const { shopId } = options;
  // Asked first: work that ends in between is then seen as under way, and not as never asked for.
  const underWay = await unfinishedJobs([rebuildProfilesJob, proposeTagsJob], String(shopId));
  const night = await findNight(shopId);
  return withTenant(shopId, async (tx) => {
    const choice = await loadChoice(tx);
    const current = await loadCurrentModel(tx);
    const details = await loadShopDetails(tx);
    const writing = await loadTagWriting(tx);
    const last = (await listRebuilds(tx, { limit: REBUILDS })).find((rebuild) => rebuild.cause === 'settings' && rebuild.status === 'succeeded');
    return {
      choice,
      revision: revisionOf(choice),
      defaults: defaultChoice(),
      inForce: current === null ? null : { rules: current.model.rules, floor: current.model.floor, medianOrderValueDoubled: current.model.medianOrderValueDoubled },
      currencyCode: current?.figures.currencyCode ?? null,
      timeZone: details?.ianaTimezone ?? null,
      nextNight: night?.at.toISOString() ?? null,
      clockStands: clockIsFixed(),
      sorting: underWay.includes(rebuildProfilesJob.name) ? await sortingProgress(tx) : null,
      proposing: underWay.includes(proposeTagsJob.name),
      automatic: writing.mode === 'automatic' && writing.paused === null,
      approved: (await loadShopSettings(tx)).firstApprovalAt !== null,
      lastMoves: last === undefined || last.finishedAt === null ? null : { finishedAt: last.finishedAt.toISOString(), moved: last.moved ?? 0, moves: last.moves ?? [] },
      history: await history(tx, choice),
    };
  });
}

async function sortingProgress(tx: TenantTransaction): Promise<RebuildProgress> {
  const active = await activeRebuild(tx);
  return rebuildProgress(active?.phase ?? null, active?.phaseAt == null ? 0 : machineNow() - active.phaseAt.getTime(), await lastTimings(tx));
}

/** What changed elsewhere and is not kept yet comes first, under no number. */
async function history(tx: TenantTransaction, choice: ShopChoice): Promise<SettingsChangeView[]> {
  const elsewhere = await changeElsewhere(tx, choice);
  const changes = [...(elsewhere === null ? [] : [{ id: 0, ...elsewhere }]), ...await listChanges(tx, { limit: CHANGES })];
  const names = await loadStaffNames(tx, changes.map((change) => change.changedBy));
  return changes.map((change) => ({
    id: change.id, changedAt: change.changedAt.toISOString(), changedBy: change.changedBy, name: names.get(change.changedBy) ?? null,
    parts: changedParts(change.before, change.after), before: change.before,
  }));
}
