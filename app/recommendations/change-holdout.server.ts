import { withTenant } from '../database/tenant.server.ts';
import { enqueue } from '../jobs/queue.server.ts';
import { now } from '../runtime/clock.server.ts';
import { InvalidInputError } from '../runtime/errors.ts';
import { MAX_HOLDOUT_PERCENT } from './holdout.ts';
import { insertHoldout, loadHoldout, lockHoldout } from './holdout-store.server.ts';
import { noteListsChanged } from './list-store.server.ts';
import { newSalt, publishedValue } from './publish-holdout.server.ts';
import { publishHoldoutJob } from './publish-holdout.job.server.ts';

/**
 * Holds out another share of customers, or draws them anew. Either begins an experiment: who came before is not counted
 * with who comes after, since the two were not drawn alike. The theme hears of it within moments.
 * @param options.drawAgain others are held out than before: only when the merchant asks for that
 * @param options.by the session token's `sub`
 * @throws InvalidInputError with the reason in words
 */
export async function changeHoldout(options: { shopId: number; by: string; percent: number; drawAgain: boolean }): Promise<object> {
  const { shopId, by, percent, drawAgain } = options;
  if (!Number.isInteger(percent) || percent < 0 || percent > MAX_HOLDOUT_PERCENT) throw new InvalidInputError('holdout-percent', `Give a whole number of percent from 0 to ${MAX_HOLDOUT_PERCENT}.`);
  await withTenant(shopId, async (tx) => {
    await lockHoldout(tx);
    const standing = await loadHoldout(tx);
    const salt = standing === null || drawAgain ? newSalt() : standing.salt;
    if (standing !== null && publishedValue(standing) === publishedValue({ salt, percent })) return;
    await insertHoldout(tx, { salt, percent, at: new Date(now()), by });
    await enqueue(publishHoldoutJob, { shopId }, { tx });
    await noteListsChanged(tx);
  });
  return {};
}
