import { ARCHIVE_KIND } from '../archive/ask-for-file.server.ts';
import type { ExportEntry } from '../customers/export-log.ts';
import { listExports } from '../customers/export-store.server.ts';
import { withTenant } from '../database/tenant.server.ts';
import { fitIsUnderWay, loadFit } from '../forecast/fit-progress-store.server.ts';
import { listImports } from '../mirror/list-imports.server.ts';
import { hasImported } from '../mirror/load-import-progress.server.ts';
import { rebuildProgress } from '../profiles/rebuild-progress.ts';
import { lastTimings, listRebuilds, type ProfileRebuild } from '../profiles/rebuild-store.server.ts';
import { rebuildIsStalled } from '../profiles/start-rebuild.server.ts';
import { listsAreUnderWay, loadListRun } from '../recommendations/lists-progress-store.server.ts';
import { machineNow } from '../runtime/clock.server.ts';
import { storedFault } from '../runtime/errors.ts';
import { listTagRuns } from '../tags/list-tag-runs.server.ts';
import type { TagRunSummary } from '../tags/run-view.ts';
import type { DataPageView, LastRun, RebuildUnderWay } from './data-page.ts';
import { countFailedWork } from './failed-work.server.ts';
import { importSummary, secondsBetween, whoOf } from './load-imports.server.ts';
import { loadLive } from './load-live.server.ts';

const RUNS = 20;

/** All that Data shows: what is under way, and what was done last. */
export async function loadDataPage(options: { shopId: number; shopDomain: string }): Promise<DataPageView> {
  const { shopId } = options;
  const [tagRuns, { entries }, failedWork, fitUnderWay, listsUnderWay] = await Promise.all([listTagRuns({ shopId, limit: RUNS }), listExports({ shopId, limit: RUNS }), countFailedWork(options), fitIsUnderWay(shopId), listsAreUnderWay(shopId)]);
  return withTenant(shopId, async (tx) => {
    const imports = await listImports(tx, { limit: RUNS });
    const rebuilds = await listRebuilds(tx, { limit: RUNS });
    const who = await whoOf(tx, [...imports.map((one) => one.requestedBy), ...rebuilds.map((one) => one.requestedBy), ...tagRuns.map((one) => one.approvedBy), ...entries.map((one) => one.requestedBy)]);
    const active = rebuilds.find((one) => one.status === 'running') ?? rebuilds.find((one) => one.status === 'queued');
    const archive = entries.find((one) => one.kind === ARCHIVE_KIND);
    const summaries = imports.map((one) => importSummary(one, who));
    const runs: LastRun[] = [
      ...summaries.map((one): LastRun => ({
        kind: 'import', id: one.id, at: one.startedAt ?? one.requestedAt, who: one.who, seconds: one.seconds, fault: one.status === 'failed' ? one.fault : null, read: one.read, rejected: one.rejected,
        outcome: one.status === 'queued' ? 'waiting' : one.status === 'succeeded' && one.rejected > 0 ? 'partly' : one.status,
      })),
      ...rebuilds.map((one) => rebuildRun(one, who)),
      ...tagRuns.map((one) => tagRun(one, who)),
      ...entries.filter((one) => one.state !== 'asked' && one.state !== 'expired').map((one) => exportRun(one, who)),
    ];
    return {
      latestImport: summaries[0] ?? null,
      rebuild: active === undefined ? null : underWay(active, await lastTimings(tx)),
      sortedAt: rebuilds.find((one) => one.status === 'succeeded')?.finishedAt?.toISOString() ?? null,
      fit: await loadFit(tx, fitUnderWay),
      lists: await loadListRun(tx, listsUnderWay),
      imported: await hasImported(tx),
      archive: archive === undefined ? null : { state: archive.state, at: archive.finishedAt ?? archive.requestedAt, rows: archive.rows, rowsExpected: archive.rowsExpected, bytes: archive.bytes },
      live: await loadLive(tx, options),
      runs: runs.sort((a, b) => b.at.localeCompare(a.at)).slice(0, RUNS),
      failedWork,
    };
  });
}

type Who = Awaited<ReturnType<typeof whoOf>>;

function underWay(rebuild: ProfileRebuild, last: Awaited<ReturnType<typeof lastTimings>>): RebuildUnderWay {
  return {
    status: rebuild.status === 'running' ? 'running' : 'queued', stalled: rebuildIsStalled(rebuild), customers: rebuild.customers, fault: storedFault(rebuild),
    progress: rebuildProgress(rebuild.phase, rebuild.phaseAt === null ? 0 : machineNow() - rebuild.phaseAt.getTime(), last),
  };
}

function rebuildRun(one: ProfileRebuild, who: Who): LastRun {
  return {
    kind: 'rebuild', id: one.id, at: (one.startedAt ?? one.requestedAt).toISOString(), who: who(one.requestedBy), seconds: secondsBetween(one.startedAt, one.finishedAt), cause: one.cause, customers: one.customers, moved: one.moved,
    outcome: one.status === 'queued' ? 'waiting' : one.status, fault: storedFault(one), changed: one.inserted === null || one.updated === null || one.removed === null ? null : one.inserted + one.updated + one.removed,
  };
}

function tagRun(one: TagRunSummary, who: Who): LastRun {
  const outcome = one.state === 'done' ? (one.failed > 0 ? 'partly' : 'succeeded') : one.state === 'failed' || one.state === 'cancelled' || one.state === 'running' ? one.state : 'waiting';
  return {
    kind: 'tags', id: one.id, at: one.approvedAt, who: who(one.approvedBy), seconds: secondsBetween(one.startedAt, one.finishedAt), outcome, fault: outcome === 'failed' ? one.error : null,
    undo: one.undoOf !== null || one.kind === 'undo', automatic: one.automatic, added: one.added, removed: one.removed, skipped: one.skipped, failed: one.failed,
  };
}

function exportRun(one: ExportEntry, who: Who): LastRun {
  return {
    kind: 'export', id: one.id, at: one.requestedAt, who: who(one.requestedBy), seconds: null, what: one.kind, rows: one.rows, bytes: one.bytes, fault: null,
    outcome: one.state === 'done' ? 'succeeded' : one.state === 'running' ? 'running' : 'failed',
  };
}
