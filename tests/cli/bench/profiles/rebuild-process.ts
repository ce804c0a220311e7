import { performance } from 'node:perf_hooks';
import { closePools } from '#app/database/pools.server.ts';
import { rebuildProfiles, type RebuildResult } from '#app/profiles/rebuild-profiles.server.ts';
import { measured } from '../measured-process.ts';

export interface RebuildInput {
  shopId: number;
  now: number;
}

export type RebuildOutcome = RebuildResult & { seconds: number };

/** A whole rebuild as the worker does it: facts, model, scores, write-back, products, summary. */
measured<RebuildInput, RebuildOutcome>(async ({ shopId, now }) => {
  const began = performance.now();
  const result = await rebuildProfiles({ shopId, now });
  const seconds = (performance.now() - began) / 1000;
  await closePools();
  return { ...result, seconds };
});
