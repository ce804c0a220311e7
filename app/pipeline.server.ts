import { tidyShopJob } from './archive/tidy-shop.job.server.ts';
import { tidyShop } from './archive/tidy-shop.server.ts';
import { assertSafeRoles, closePools } from './database/pools.server.ts';
import { closePrisma } from './database/prisma.server.ts';
import type { TenantTransaction } from './database/tenant.server.ts';
import { fitForecastJob } from './forecast/fit-forecast.job.server.ts';
import { runFit } from './forecast/run-fit.server.ts';
import type { Job } from './jobs/job.ts';
import { closeJobQueue, enqueue } from './jobs/queue.server.ts';
import { unfinishedJobs } from './jobs/unfinished-jobs.server.ts';
import { handle, workOn, type JobHandler } from './jobs/worker.server.ts';
import { refreshAttention } from './insights/attention-store.server.ts';
import { refreshAttentionJob } from './insights/refresh-attention.job.server.ts';
import { refreshInsightsJob } from './insights/refresh-insights.job.server.ts';
import { refreshInsights } from './insights/refresh-insights.server.ts';
import { tierFlowJob } from './insights/tier-flow.job.server.ts';
import { workOutTierFlow } from './insights/work-out-tier-flow.server.ts';
import { tidyInboxJob } from './inbox/tidy-inbox.job.server.ts';
import { tidyInbox } from './inbox/tidy-inbox.server.ts';
import { catchUp } from './mirror/catch-up.server.ts';
import { completeOrdersJob } from './mirror/complete-orders.job.server.ts';
import { completeOrders } from './mirror/complete-orders.server.ts';
import { startEvents, stopEvents } from './pipeline-events.server.ts';
import { followChanges, followFoundMerges } from './pipeline-follow.server.ts';
import { eraseFieldsJob } from './metafields/erase-fields.job.server.ts';
import { eraseFields } from './metafields/erase-fields.server.ts';
import { wakeMetafields, writeSorted } from './metafields/follow-customers.server.ts';
import { writeMetafieldsJob } from './metafields/write-metafields.job.server.ts';
import { writeMetafields } from './metafields/write-metafields.server.ts';
import { importShop } from './mirror/import-shop.job.server.ts';
import { reconcileShopJob } from './mirror/reconcile-shop.job.server.ts';
import { reconcileShop } from './mirror/reconcile-shop.server.ts';
import { runImport } from './mirror/run-import.server.ts';
import { startChecksJob } from './mirror/start-checks.job.server.ts';
import { startChecks } from './mirror/start-checks.server.ts';
import { hasImported } from './mirror/load-import-progress.server.ts';
import { eraseAgainJob } from './privacy/erase-again.job.server.ts';
import { eraseAgain } from './privacy/erase-again.server.ts';
import { dueErasuresJob, eraseShopJob } from './privacy/erase-shop.job.server.ts';
import { eraseShop, startDueErasures } from './privacy/erase-shop.server.ts';
import { flushAccess } from './privacy/access-log.server.ts';
import { tidyLogs } from './privacy/retention.server.ts';
import { noteListsChanged } from './recommendations/list-store.server.ts';
import { publishHoldoutJob } from './recommendations/publish-holdout.job.server.ts';
import { publishHoldout } from './recommendations/publish-holdout.server.ts';
import { wakeProductFields, writeLists } from './product-fields/follow-lists.server.ts';
import { writeProductFieldsJob } from './product-fields/write-product-fields.job.server.ts';
import { writeProductFields } from './product-fields/write-product-fields.server.ts';
import { refreshRecommendationsJob } from './recommendations/refresh-recommendations.job.server.ts';
import { refreshRecommendations } from './recommendations/refresh-recommendations.server.ts';
import { rebuildProfilesJob } from './profiles/rebuild-profiles.job.server.ts';
import { runRebuild } from './profiles/run-rebuild.server.ts';
import { refreshProfilesJob } from './profiles/refresh-profiles.job.server.ts';
import { sketchProfilesJob } from './profiles/sketch-profiles.job.server.ts';
import { sketchProfiles } from './profiles/sketch-profiles.server.ts';
import { machineNow, now } from './runtime/clock.server.ts';
import { config } from './runtime/config.server.ts';
import { errorCode } from './runtime/errors.ts';
import { log } from './runtime/log.server.ts';
import { withTenant } from './database/tenant.server.ts';
import { changeSegmentsJob } from './segments/change-segments.job.server.ts';
import { changeSegments } from './segments/change-segments.server.ts';
import { scheduleNight } from './settings/schedule-night.server.ts';
import { startNightsJob } from './settings/start-nights.job.server.ts';
import { startNights } from './settings/start-nights.server.ts';
import { setCatchUp } from './shops/admit-shop.server.ts';
import { noteTick } from './shops/check-store.server.ts';
import { approveAutomatically } from './tags/approve-automatically.server.ts';
import { forgottenWritingJob } from './tags/forgotten-writing.job.server.ts';
import { nextBatchJob } from './tags/next-batch.job.server.ts';
import { proposeTagsJob } from './tags/propose-tags.job.server.ts';
import { proposeTags } from './tags/propose-tags.server.ts';
import { wakeForgottenWriting, wakeWriting } from './tags/wake-writing.server.ts';
import { writeTagsJob } from './tags/write-tags.job.server.ts';
import { writeTags } from './tags/write-tags.server.ts';
import { loadWriting } from './tags/writing-store.server.ts';

/**
 * The only place that wires rooms to one another: what a change in one sets going in the next.
 *
 *   install -> import -> follow merges of customers, rebuild profiles -> propose tags
 *   first orders of the first import -> sketch profiles (provisional: no tag follows)
 *   a shop's night comes, settings change -> rebuild profiles
 *   approval, undo -> write tags -> propose tags, refresh profiles
 *   a proposal -> its approval, where the merchant wants that done by itself -> write tags
 *   a daily batch is due -> write tags
 *   orders with refunds, returns or edits that events told of -> read them through the Admin API -> refresh profiles
 *   an hour has passed, no worker was there for a while, the merchant asks -> look at Shopify for what no event told of -> follow merges, refresh profiles
 *   an event of Shopify -> the room that it concerns (pipeline-events.server.ts)
 *   changes in the mirror -> refresh profiles, and what is expected of them -> propose tags for those customers -> their approval (pipeline-follow.server.ts)
 *   profiles rebuilt -> the holdout of recommendations stands at Shopify, where the theme reads it
 *   profiles rebuilt -> fit the forecast, and say of everybody what is expected of them; whose risk rose past the line is an event, by a fit or by what happened
 *   products changed -> lists that processes remember are made anew
 *   profiles rebuilt -> work out the lists that shoppers are shown -> write those of products to them, where the merchant wants that
 *   forecasts fitted, or not to be had -> what Insights shows of the customers as a whole
 *   a merchant asks for the flow of tiers between two days -> it is worked out
 *   fitted, whatever came of it -> write the fields of customers that have changed, where the merchant wants them
 *   a customer's profile came out different -> write their fields, some seconds later
 *   tags proposed -> who needs attention
 *   a customer was redacted -> rebuild profiles, propose tags; what was being written of them meanwhile is looked for twice more
 *   Shopify asks for a shop's deletion -> everything of it goes
 *
 * What follows is enqueued before its cause ends, so that at every moment until the chain is through some job of it is
 * unfinished, and a crash between the two repeats the cause instead of losing the effect.
 */
const handlers: JobHandler[] = [
  handle(importShop, async ({ shopId, runId }, { signal }) => {
    const first = !(await withTenant(shopId, hasImported));
    const onOrders = first ? async () => void (await enqueue(sketchProfilesJob, { shopId })) : undefined;
    await runImport({ shopId, runId, signal, onOrders, onDone: async (tx: TenantTransaction) => void (await enqueue(rebuildProfilesJob, { shopId, cause: 'import' }, { tx })) });
  }),
  handle(completeOrdersJob, async ({ shopId }, { signal }) => {
    await completeOrders({ shopId, signal });
    await enqueue(refreshProfilesJob, { shopId });
  }),
  handle(startChecksJob, async (_, { signal }) => void (await startChecks({ now: machineNow(), signal }))),
  handle(reconcileShopJob, async ({ shopId, cause }, { signal }) => {
    const ended = await reconcileShop({ shopId, wish: { cause }, signal });
    // Who is gone may have been merged into somebody, of which no event told either.
    if (ended === 'succeeded') {
      await followFoundMerges({ shopId, signal });
      await withTenant(shopId, noteListsChanged);
    }
    await enqueue(refreshProfilesJob, { shopId });
  }),
  handle(sketchProfilesJob, async ({ shopId }) => {
    await sketchProfiles({ shopId, now: now() });
  }),
  handle(rebuildProfilesJob, async ({ shopId, cause, requestedBy, dueAt }, { signal }) => {
    // Settings can be changed while the first import runs. Its end may take this very job for its own, so it is asked again after.
    if (!(await withTenant(shopId, hasImported))) {
      await sketchProfiles({ shopId, now: now() });
      if (!(await withTenant(shopId, hasImported))) return;
    }
    // Whatever asked for it: an import that has come to its end may find its job taken for another's.
    await followFoundMerges({ shopId, signal });
    await runRebuild({ shopId, now: now(), cause, requestedBy, dueAt });
    await scheduleNight({ shopId, now: now() });
    await enqueue(proposeTagsJob, { shopId });
    await enqueue(fitForecastJob, { shopId, cause: cause === 'settings' ? 'settings' : 'time' });
    await enqueue(refreshRecommendationsJob, { shopId });
    await enqueue(publishHoldoutJob, { shopId });
    await enqueue(tidyShopJob, { shopId });
  }),
  handle(fitForecastJob, async ({ shopId, cause }, { signal }) => {
    try {
      await runFit({ shopId, now: now(), signal, ...(cause === undefined ? {} : { cause }) });
    } finally {
      // Without a forecast there is much to show all the same. A process that stops has no queue any more, and the job comes again.
      if (!signal.aborted) {
        await enqueue(refreshInsightsJob, { shopId });
        await writeSorted({ shopId });
      }
    }
  }),
  handle(publishHoldoutJob, async ({ shopId }, { signal }) => publishHoldout({ shopId, signal })),
  handle(refreshRecommendationsJob, async ({ shopId }, { signal }) => {
    await refreshRecommendations({ shopId, now: now(), signal });
    await writeLists({ shopId, cause: 'lists' });
  }),
  handle(writeProductFieldsJob, async ({ shopId }, { signal }) => {
    await writeProductFields({ shopId, signal, held: async (tx) => (await loadWriting(tx)).paused !== null });
  }),
  handle(refreshInsightsJob, async ({ shopId }, { signal }) => void (await refreshInsights({ shopId, now: now(), signal }))),
  handle(tierFlowJob, async (asked, { signal }) => workOutTierFlow({ ...asked, signal })),
  handle(tidyShopJob, async ({ shopId }) => {
    await tidyShop({ shopId, now: now() });
    await tidyLogs({ shopId });
  }),
  handle(tidyInboxJob, async (_, { signal }) => void (await tidyInbox({ signal }))),
  handle(startNightsJob, async (_, { signal }) => void (await startNights({ now: now(), signal }))),
  handle(refreshProfilesJob, async ({ shopId }, { signal }) => {
    for (let taken = 1; taken > 0; ) {
      signal.throwIfAborted();
      taken = (await followChanges({ shopId, patient: true })).taken;
    }
    await wakeWriting({ shopId });
    await wakeMetafields({ shopId });
    await wakeProductFields({ shopId });
  }),
  handle(proposeTagsJob, async ({ shopId }) => {
    await proposeTags({ shopId });
    await followProposal(shopId);
    await enqueue(refreshAttentionJob, { shopId });
  }),
  handle(refreshAttentionJob, async ({ shopId }) => {
    await refreshAttention({ shopId });
  }),
  handle(writeTagsJob, async ({ shopId }, { signal }) => {
    // The end of a run has the tags proposed anew; the customers' rows in the list, which are searched by tag, follow here.
    await writeTags({ shopId, signal });
    await enqueue(refreshProfilesJob, { shopId });
  }),
  handle(writeMetafieldsJob, async ({ shopId }, { signal }) => {
    // The pause of all writing, on the page of tags, holds for every write.
    await writeMetafields({ shopId, signal, held: async (tx) => (await loadWriting(tx)).paused !== null });
  }),
  handle(changeSegmentsJob, async ({ shopId }, { signal }) => {
    await changeSegments({ shopId, signal });
  }),
  handle(forgottenWritingJob, async ({ shopId }) => {
    await wakeForgottenWriting({ shopId });
  }),
  handle(nextBatchJob, async ({ shopId }) => {
    await enqueue(writeTagsJob, { shopId });
  }),
  handle(eraseAgainJob, async ({ shopId, round }, { signal }) => {
    await eraseAgain({ shopId, round, signal });
    await enqueue(eraseFieldsJob, { shopId });
    await enqueue(refreshAttentionJob, { shopId });
  }),
  handle(eraseFieldsJob, async ({ shopId }, { signal }) => {
    await eraseFields({ shopId, signal });
  }),
  handle(eraseShopJob, async ({ shopId }, { jobId, signal }) => void (await eraseShop({ shopId, jobId, signal }))),
  handle(dueErasuresJob, async () => void (await startDueErasures())),
];

/** What a proposal sets going: its approval where that is automatic, and whatever was due to be written and forgotten. */
async function followProposal(shopId: number): Promise<void> {
  await approveAutomatically({ shopId });
  await wakeWriting({ shopId });
}

/** Every declared job, for the owner to make queues of. */
export const jobs: Job<never>[] = handlers.map((handler) => handler.job);

/** What is going on for a shop, by the names of its jobs; empty when all that followed from the last change is through. */
export async function unfinishedWork(shopId: number): Promise<string[]> {
  return unfinishedJobs(jobs, String(shopId));
}

/** Prepares the web process and says where it should listen. @throws InvalidInputError when the environment or the database is not usable */
export async function startWeb(): Promise<{ host: string; port: number }> {
  const { host, port } = config();
  await assertSafeRoles();
  // A shop that installs the app is imported at once, and one that comes back is caught up with; at a later sign-in nothing happens unless the last look at Shopify failed.
  setCatchUp(async (shop) => void (await catchUp(shop)));
  tick();
  ticking = setInterval(tick, 60_000);
  return { host, port };
}

let ticking: NodeJS.Timeout | undefined;

/** While no web process is there, Shopify's events are told to nobody. */
function tick(): void {
  noteTick({ now: machineNow(), of: 'web' }).catch((error: unknown) => log.warn({ code: errorCode(error) }, 'it could not be noted that the web process is there'));
}

export async function stopWeb(): Promise<void> {
  clearInterval(ticking);
  await flushAccess();
  await closeJobQueue();
  await closePrisma();
  await closePools();
}

/** Starts claiming jobs. @throws InvalidInputError when the environment or the database is not usable */
export async function startWorker(): Promise<void> {
  await assertSafeRoles();
  await workOn(handlers);
  startEvents();
}

export async function stopWorker(): Promise<void> {
  // Before the queue goes: a turn may leave something to a job.
  await stopEvents();
  await closeJobQueue();
  await closePrisma();
  await closePools();
}
