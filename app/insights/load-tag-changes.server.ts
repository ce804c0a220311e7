import { withTenant } from '../database/tenant.server.ts';
import { unfinishedJobs } from '../jobs/unfinished-jobs.server.ts';
import { storeRead } from '../mirror/load-import-progress.server.ts';
import { rebuildProfilesJob } from '../profiles/rebuild-profiles.job.server.ts';
import { loadTagCollisions } from '../tags/choose-collision.server.ts';
import { listTagRuns } from '../tags/list-tag-runs.server.ts';
import { loadDiffRows, loadTagDiff } from '../tags/load-tag-diff.server.ts';
import { loadTagWriting } from '../tags/load-tag-writing.server.ts';
import { proposeTagsJob } from '../tags/propose-tags.job.server.ts';
import type { TagRule } from '../tags/tag-rule.ts';
import type { TagChangesView } from './tag-changes.ts';

const RUNS = 10;
const ROWS = 25;

/** All that the screen of tag changes shows: the proposal by tag and line by line, the run under way, the history. */
export async function loadTagChanges(options: { shopId: number; rule?: TagRule; after?: number; before?: number; olderThan?: number }): Promise<TagChangesView> {
  const { shopId, rule, after, before, olderThan } = options;
  // Asked first: a proposal that is made in between is then seen, and not taken for nothing.
  const underWay = await unfinishedJobs([rebuildProfilesJob, proposeTagsJob], String(shopId));
  const [diff, page, runs, [newest], writing, collisions, store] = await Promise.all([
    loadTagDiff({ shopId }),
    loadDiffRows({ shopId, rule, after, before, limit: ROWS }),
    listTagRuns({ shopId, before: olderThan, limit: RUNS + 1 }),
    listTagRuns({ shopId, limit: 1 }),
    withTenant(shopId, loadTagWriting),
    loadTagCollisions({ shopId }),
    withTenant(shopId, storeRead),
  ]);
  const shown = runs.slice(0, RUNS);
  return { diff, page, runs: shown, olderThan: runs.length > RUNS ? shown.at(-1)?.id ?? null : null, proposing: underWay.length > 0, newest: newest ?? null, writing, collisions, store };
}
