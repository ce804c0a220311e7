import { withTenant, type TenantTransaction } from '../database/tenant.server.ts';
import { enqueue } from '../jobs/queue.server.ts';
import { now } from '../runtime/clock.server.ts';
import { InvalidInputError } from '../runtime/errors.ts';
import { loadShopSettings } from '../shops/shop-store.server.ts';
import { lockTags } from './ledger-store.server.ts';
import { proposeTagsJob } from './propose-tags.job.server.ts';
import { releaseAdditions } from './release-additions.server.ts';
import { writeTagsJob } from './write-tags.job.server.ts';
import { loadWriting, saveWriting } from './writing-store.server.ts';

/** Who asks. `by`: the session token's `sub`. */
interface Asked {
  shopId: number;
  by: string;
}

function requirePerson(by: string): void {
  if (by.trim() === '') throw new InvalidInputError('approval', 'A change of how tags are written needs to say who made it.');
}

/**
 * Has proposals approved by themselves from now on, on the word of whoever asks; that begins with what is proposed now.
 * Once more while it is on: the word is theirs from now on, and a brake that held is let go.
 * @throws InvalidInputError before the shop's first approval
 */
export async function switchAutomaticOn({ shopId, by }: Asked): Promise<void> {
  requirePerson(by);
  await withTenant(shopId, async (tx) => {
    await lockTags(tx);
    if ((await loadShopSettings(tx)).firstApprovalAt === null) {
      throw new InvalidInputError('automatic', 'Approve tag changes once before you have them approved by themselves, so that you have seen what they do.');
    }
    await saveWriting(tx, { automatic: { at: new Date(now()), by }, brake: null });
    await enqueue(proposeTagsJob, { shopId }, { tx });
  });
}

/** Each proposal waits for a person again. What was approved is written all the same. */
export async function switchAutomaticOff({ shopId }: { shopId: number }): Promise<void> {
  await withTenant(shopId, async (tx) => {
    await lockTags(tx);
    await saveWriting(tx, { automatic: null, brake: null });
  });
}

/** From the next safe point on nothing is written in this shop, by whomever it was approved. Paused already: nothing changes. */
export async function pauseWriting({ shopId, by }: Asked): Promise<void> {
  requirePerson(by);
  await withTenant(shopId, async (tx) => {
    await lockTags(tx);
    if ((await loadWriting(tx)).paused === null) await saveWriting(tx, { paused: { at: new Date(now()), by } });
  });
}

/** Goes on with what was being written, and with what would have been approved by itself meanwhile. */
export async function resumeWriting({ shopId, by }: Asked): Promise<void> {
  requirePerson(by);
  await withTenant(shopId, async (tx) => {
    await lockTags(tx);
    if ((await loadWriting(tx)).paused === null) return;
    await saveWriting(tx, { paused: null });
    await enqueue(writeTagsJob, { shopId }, { tx });
    await enqueue(proposeTagsJob, { shopId }, { tx });
  });
}

/** @throws InvalidInputError for what is no share or no number of customers */
export async function setSafetyBrake(options: { shopId: number; percent: number; customers: number }): Promise<void> {
  const { shopId, percent, customers } = options;
  if (!(Number.isInteger(percent) && percent >= 1 && percent <= 100)) throw new InvalidInputError('brake', 'Give the share of customers as a whole number of percent from 1 to 100.');
  if (!(Number.isInteger(customers) && customers >= 0 && customers <= 1_000_000_000)) throw new InvalidInputError('brake', 'Give the number of customers as a whole number, 0 or more.');
  await withTenant(shopId, async (tx) => {
    await lockTags(tx);
    await saveWriting(tx, { brakePercent: percent, brakeCustomers: customers });
  });
}

/**
 * How many additions are written a day from now on, by runs that wait and by those to come; null: all at once, and what
 * waits is written now.
 * @throws InvalidInputError for what is no number above zero
 */
export async function setDailyAdditions(options: { shopId: number; dailyAdditions: number | null }): Promise<void> {
  const { shopId, dailyAdditions } = options;
  if (dailyAdditions !== null && !(Number.isInteger(dailyAdditions) && dailyAdditions > 0 && dailyAdditions < 2 ** 31)) {
    throw new InvalidInputError('daily-additions', 'Say how many additions a day you want as a whole number above zero, or write them all at once.');
  }
  await withTenant(shopId, async (tx) => {
    await lockTags(tx);
    await saveWriting(tx, { dailyAdditions });
    const { rows } = await tx.query<{ id: number }>(
      "UPDATE tag_runs SET daily_additions = $2 WHERE shop_id = $1 AND state IN ('approved', 'running', 'waiting', 'paused', 'failed') AND released_through IS NOT NULL RETURNING id", [shopId, dailyAdditions],
    );
    if (dailyAdditions === null) for (const { id } of rows) await letThrough(tx, id, 'rest');
  });
}

/**
 * Writes a whole batch more now, or all that is left, whatever the day has had.
 * @throws InvalidInputError when the run has nothing that waits for its day
 */
export async function writeBatchNow(options: { shopId: number; runId: number; how: 'next batch' | 'rest'; after?: number | undefined }): Promise<{ additions: number }> {
  const { shopId, runId, how, after } = options;
  return withTenant(shopId, async (tx) => {
    await lockTags(tx);
    if (after !== undefined && !(await beginsAfter(tx, runId, after))) {
      throw new InvalidInputError('batch-moved', 'The batch that you saw here was let through in the meantime. Look at how the run stands now, and ask for the next one if you still want it.');
    }
    const additions = await letThrough(tx, runId, how);
    if (additions === 0) throw new InvalidInputError('batch', `Run ${runId} has no additions that wait for their day. Open Tag changes again to see how it stands.`);
    return { additions };
  });
}

/** Whether the next batch is still the one that somebody saw. */
async function beginsAfter(tx: TenantTransaction, runId: number, after: number): Promise<boolean> {
  const { rowCount } = await tx.query('SELECT FROM tag_runs WHERE shop_id = $1 AND id = $2 AND released_through = $3', [tx.shopId, runId, after]);
  return rowCount === 1;
}

async function letThrough(tx: TenantTransaction, runId: number, how: 'next batch' | 'rest'): Promise<number> {
  const additions = await releaseAdditions(tx, runId, how);
  await enqueue(writeTagsJob, { shopId: tx.shopId }, { tx });
  return additions;
}
