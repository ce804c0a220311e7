import { withTenant, type TenantTransaction } from '../database/tenant.server.ts';
import { fitForecastJob } from '../forecast/fit-forecast.job.server.ts';
import { loadOutlook } from '../forecast/outlook-store.server.ts';
import { unfinishedJobs } from '../jobs/unfinished-jobs.server.ts';
import { latestRun, loadParts, type ImportPart, type ImportRun } from '../mirror/import-run.server.ts';
import { STALLED_AFTER_MS } from '../mirror/start-import.server.ts';
import { lastSucceededRun, loadRejections } from '../mirror/load-import-history.server.ts';
import { loadCurrentModel, type CurrentModel } from '../profiles/profile-store.server.ts';
import { rebuildProfilesJob } from '../profiles/rebuild-profiles.job.server.ts';
import { clockIsFixed, machineNow, now } from '../runtime/clock.server.ts';
import { storedFault } from '../runtime/errors.ts';
import { loadFirstSteps } from '../shops/first-steps-store.server.ts';
import { loadShopDetails } from '../shops/shop-store.server.ts';
import { loadTagWriting } from '../tags/load-tag-writing.server.ts';
import { loadWaitingTags } from '../tags/load-waiting-tags.server.ts';
import { proposeTagsJob } from '../tags/propose-tags.job.server.ts';
import { loadAttention } from './attention-store.server.ts';
import { MONTHS_SHOWN, type HomeFigures, type HomeView, type ImportView } from './home.ts';

/** All that Home shows, its figures in one transaction so that they agree. O(1) in shop size. */
export async function loadHome(options: { shopId: number }): Promise<HomeView> {
  // Asked before the figures are read: a job that ends in between has left them, and the other way round Home would say for a moment that nothing came.
  const underWay = await unfinishedJobs([rebuildProfilesJob, proposeTagsJob, fitForecastJob], String(options.shopId));
  return withTenant(options.shopId, async (tx) => {
    const latest = await latestRun(tx);
    const full = latest === null || latest.status === 'succeeded' ? latest : await lastSucceededRun(tx);
    const latestImport = latest === null ? null : await importView(tx, latest);
    const details = await loadShopDetails(tx);
    const current = await loadCurrentModel(tx);
    const waiting = await loadWaitingTags(tx);
    const writing = await loadTagWriting(tx);
    const { lookedAt, dismissed } = await loadFirstSteps(tx);
    return {
      readsAllOrders: details?.readsAllOrders ?? null,
      latestImport,
      lastFullImport: full === null ? null : full.id === latestImport?.id ? latestImport : await importView(tx, full),
      sorting: underWay.includes(rebuildProfilesJob.name),
      figures: current === null ? null : figuresOf(current),
      tags: { ...waiting, proposing: underWay.includes(proposeTagsJob.name) },
      writing,
      attention: await loadAttention(tx),
      outlook: await loadOutlook(tx),
      forecasting: underWay.includes(fitForecastJob.name),
      firstSteps: {
        dismissed,
        done: {
          import: full !== null, tiers: lookedAt.includes('tiers'), 'tag-changes': lookedAt.includes('tag-changes'),
          approval: !waiting.neverApproved, automatic: writing.mode === 'automatic', settings: lookedAt.includes('settings'),
        },
      },
      standingClock: clockIsFixed() ? now() : null,
    };
  });
}

async function importView(tx: TenantTransaction, run: ImportRun): Promise<ImportView> {
  const parts = await loadParts(tx, run.id);
  return {
    id: run.id,
    status: run.status,
    cancelRequested: run.active === true && run.cancelRequestedAt !== null,
    stalled: run.active === true && machineNow() - (run.progressAt ?? run.requestedAt).getTime() > STALLED_AFTER_MS,
    requestedAt: run.requestedAt.toISOString(),
    startedAt: run.startedAt?.toISOString() ?? null,
    finishedAt: run.finishedAt?.toISOString() ?? null,
    objectsDone: run.objectsDone,
    objectsExpected: run.objectsExpected,
    rowsPerSecond: run.rowsPerSecond,
    secondsLeft: run.secondsLeft,
    fault: storedFault(run),
    parts: parts.map(partView),
    rejections: parts.some((part) => part.rejected > 0) ? await loadRejections(tx, run.id) : [],
  };
}

/** A merchant counts customers and orders, so a bulk part is measured by its root objects; refunds are read one by one. */
function partView(part: ImportPart): ImportView['parts'][number] {
  const { kind, status, read, inserted, updated, stale, rejected } = part;
  const progress = kind === 'refunds' ? { done: read, expected: null } : { done: part.rootsRead, expected: part.rootObjectCount ?? part.counted };
  return { kind, status, read, inserted, updated, stale, rejected, ...progress };
}

function figuresOf({ model, figures, computedAt, computedForDay, provisional }: CurrentModel): HomeFigures {
  return {
    shop: { ...figures, months: figures.months.slice(-MONTHS_SHOWN) },
    provisional,
    computedForDay,
    computedAt: computedAt.toISOString(),
    floor: model.floor,
    rules: model.rules,
    spendRanked: model.spendRanked,
    medianOrderValueDoubled: model.medianOrderValueDoubled,
    gap: model.gap,
    tierMap: model.settings.tierMap,
  };
}
