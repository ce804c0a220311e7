import { withTenant, type TenantTransaction } from '../database/tenant.server.ts';
import { enqueue } from '../jobs/queue.server.ts';
import { loadCurrentModel } from '../profiles/profile-store.server.ts';
import { now } from '../runtime/clock.server.ts';
import { InvalidInputError } from '../runtime/errors.ts';
import { addRun, cancelRuns } from './run-store.server.ts';
import { loadMetafieldWriting, lockMetafields, saveMetafieldState, savePause } from './writing-store.server.ts';
import { writeMetafieldsJob } from './write-metafields.job.server.ts';

/** @param options.by the session token's `sub` */
interface Asked {
  shopId: number;
  by: string;
}

/**
 * Switches customers' fields on: all of them are written now and kept up to date from then on. Nothing is written before this.
 * @throws InvalidInputError when they are on, or being taken off; before customers were sorted for the first time
 */
export async function switchMetafieldsOn({ shopId, by }: Asked): Promise<void> {
  await withTenant(shopId, async (tx) => {
    await lockMetafields(tx);
    const writing = await loadMetafieldWriting(tx);
    if (writing?.state === 'on') throw new InvalidInputError('metafields-on', 'Customer fields are written already. Open the page again to see how they stand.');
    if (writing?.state === 'removing') throw new InvalidInputError('metafields-removing', 'Customer fields are being taken off. Wait until that is done, then switch them on again.');
    const current = await loadCurrentModel(tx);
    if (current === null || current.provisional) throw new InvalidInputError('metafields-early', 'Your customers have not been sorted yet, so there is nothing to write. Wait for the end of the first import.');
    await saveMetafieldState(tx, { state: 'on', at: new Date(now()), by });
    await addRun(tx, { kind: 'write', cause: 'asked', by });
    await enqueue(writeMetafieldsJob, { shopId }, { tx });
  });
}

/**
 * Takes all values off again and writes no more.
 * @param options.definitions also deletes the fields themselves, and with them whatever workflows and segments ask of them
 * @throws InvalidInputError when they are off, or being taken off already
 */
export async function switchMetafieldsOff({ shopId, by, definitions }: Asked & { definitions: boolean }): Promise<void> {
  await withTenant(shopId, async (tx) => {
    if (!(await takeMetafieldsOff(tx, { by, definitions }))) throw new InvalidInputError('metafields-off', 'No customer fields are written, so there is nothing to take off. Open the page again to see how they stand.');
  });
}

/** The same in the caller's transaction. @returns false: nothing of ours may stand, or it is going already */
export async function takeMetafieldsOff(tx: TenantTransaction, { by, definitions }: { by: string; definitions: boolean }): Promise<boolean> {
  await lockMetafields(tx);
  const writing = await loadMetafieldWriting(tx);
  // Switched off before, with the definitions kept: those can go yet.
  const standing = writing !== null && (writing.state === 'on' || (writing.state === 'off' && definitions && writing.definedAt !== null) || (writing.state === 'removing' && definitions && !writing.definitionsGo));
  if (!standing) return false;
  await cancelRuns(tx, 'write');
  await saveMetafieldState(tx, { state: 'removing', at: new Date(now()), by, definitionsGo: definitions });
  await addRun(tx, { kind: 'remove', cause: 'asked', by });
  await enqueue(writeMetafieldsJob, { shopId: tx.shopId }, { tx });
  return true;
}

/** Nothing is written until somebody goes on; what happens meanwhile is written then. @throws InvalidInputError when the fields are off */
export async function pauseMetafields({ shopId, by }: Asked): Promise<void> {
  await withTenant(shopId, async (tx) => {
    await lockMetafields(tx);
    await refuseOff(tx);
    await savePause(tx, { at: new Date(now()), by });
  });
}

/** Goes on after a pause, or tries again what stopped. @throws InvalidInputError when the fields are off */
export async function resumeMetafields({ shopId, by }: Asked): Promise<void> {
  await withTenant(shopId, async (tx) => {
    await lockMetafields(tx);
    const writing = await refuseOff(tx);
    await savePause(tx, null);
    if (writing.state === 'on') await addRun(tx, { kind: 'write', cause: 'resumed', by });
    await enqueue(writeMetafieldsJob, { shopId }, { tx });
  });
}

async function refuseOff(tx: TenantTransaction) {
  const writing = await loadMetafieldWriting(tx);
  if (writing === null || writing.state === 'off') throw new InvalidInputError('metafields-off', 'No customer fields are written. Open the page again to see how they stand.');
  return writing;
}
