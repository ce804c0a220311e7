import { performance } from 'node:perf_hooks';
import { closePools } from '#app/database/pools.server.ts';
import { loadInsights } from '#app/insights/load-insights.server.ts';
import { refreshInsights } from '#app/insights/refresh-insights.server.ts';
import { rebuildProfiles } from '#app/profiles/rebuild-profiles.server.ts';
import { closeJobQueue } from '#app/jobs/queue.server.ts';
import { measured } from '../measured-process.ts';

export interface InsightsInput {
  shopId: number;
  now: number;
  /** What is measured: a rebuild, what follows it, or what the page reads of that. */
  what: 'rebuild' | 'refresh' | 'page';
}

export interface InsightsOutcome {
  seconds: number;
  /** Longest time that the process answered nobody. */
  longestMs: number;
  /** Characters of what the page is given. */
  characters: number;
}

/** Pages asked for, of which the middle one counts. */
const PAGES = 21;

measured<InsightsInput, InsightsOutcome>(async ({ shopId, now, what }) => {
  let longestMs = 0;
  let last = performance.now();
  const watching = setInterval(() => {
    longestMs = Math.max(longestMs, performance.now() - last - 10);
    last = performance.now();
  }, 10);
  let characters = 0;
  const times: number[] = [];
  for (let turn = 0; turn < (what === 'page' ? PAGES : 1); turn += 1) {
    const began = performance.now();
    if (what === 'rebuild') await rebuildProfiles({ shopId, now });
    else if (what === 'refresh') await refreshInsights({ shopId, now });
    else characters = JSON.stringify(await loadInsights({ shopId, choice: { kind: 'last', days: 90 } })).length;
    times.push((performance.now() - began) / 1000);
  }
  clearInterval(watching);
  await closeJobQueue(0);
  await closePools();
  return { seconds: times.sort((a, b) => a - b)[times.length >> 1] ?? 0, longestMs, characters };
});
