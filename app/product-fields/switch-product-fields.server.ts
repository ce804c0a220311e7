import { withTenant, type TenantTransaction } from '../database/tenant.server.ts';
import { enqueue } from '../jobs/queue.server.ts';
import { now } from '../runtime/clock.server.ts';
import { InvalidInputError } from '../runtime/errors.ts';
import { forgetTheirs } from './ledger-store.server.ts';
import { hasLists } from './load-wanted.server.ts';
import type { FieldTarget } from './product-field.ts';
import { addFieldRun, cancelFieldRuns } from './run-store.server.ts';
import { loadFieldWriting, lockProductFields, saveFieldPause, saveFieldsLooked, saveFieldState, type ProductFieldWriting } from './writing-store.server.ts';
import { writeProductFieldsJob } from './write-product-fields.job.server.ts';

/** @param options.by the session token's `sub` */
interface Asked {
  shopId: number;
  by: string;
}

async function inTurn(shopId: number, change: (tx: TenantTransaction, writing: ProductFieldWriting | null) => Promise<void>): Promise<void> {
  await withTenant(shopId, async (tx) => {
    await lockProductFields(tx);
    await change(tx, await loadFieldWriting(tx));
    await enqueue(writeProductFieldsJob, { shopId }, { tx });
  });
}

/**
 * Chooses where lists would be written, while nothing is. What stands in the standard fields is looked at at once, so that the
 * merchant sees what of it is theirs before anything is switched on.
 * @throws InvalidInputError while lists are written, or being taken off
 */
export async function chooseFieldTarget({ shopId, by, target }: Asked & { target: FieldTarget }): Promise<void> {
  await inTurn(shopId, async (tx, writing) => {
    refuseOn(writing);
    await forgetTheirs(tx);
    await cancelFieldRuns(tx, ['look']);
    await saveFieldState(tx, { state: 'off', target, at: new Date(now()), by });
    await saveFieldsLooked(tx, null);
    if (target === 'standard') await addFieldRun(tx, { kind: 'look', cause: 'asked', by, exact: true });
  });
}

/** Looks again at what stands in the standard fields. @throws InvalidInputError where the app's own are chosen: nobody else writes those */
export async function lookAgain({ shopId, by }: Asked): Promise<void> {
  await inTurn(shopId, async (tx, writing) => {
    if (writing?.target !== 'standard') throw new InvalidInputError('product-fields-own', 'Only Regulars writes these fields, so there is nothing to look at. Open the page again to see how they stand.');
    if (writing.state === 'off') await forgetTheirs(tx);
    await addFieldRun(tx, { kind: 'look', cause: 'asked', by, exact: true });
  });
}

/**
 * Switches lists on: all of them are written now and kept up to date from then on. Nothing is written before this.
 * @throws InvalidInputError when they are on, or being taken off; before there are any; before what stands in the standard fields was looked at
 */
export async function switchProductFieldsOn({ shopId, by }: Asked): Promise<void> {
  await inTurn(shopId, async (tx, writing) => {
    refuseOn(writing);
    if (!(await hasLists(tx))) throw new InvalidInputError('product-fields-early', 'No lists have been worked out yet, so there is nothing to write. Come back after the first import.');
    const target = writing?.target ?? 'own';
    if (target === 'standard' && (writing?.lookedAt ?? null) === null) throw new InvalidInputError('product-fields-unseen', 'What stands in these fields has not been looked at yet. Wait until that is done, then switch them on.');
    await cancelFieldRuns(tx, ['look']);
    await saveFieldState(tx, { state: 'on', target, at: new Date(now()), by });
    await addFieldRun(tx, { kind: 'write', cause: 'asked', by, exact: true });
  });
}

function refuseOn(writing: ProductFieldWriting | null): void {
  if (writing?.state === 'on' || writing?.state === 'held') throw new InvalidInputError('product-fields-on', 'Lists are written already. Open the page again to see how they stand.');
  if (writing?.state === 'removing') throw new InvalidInputError('product-fields-removing', 'Lists are being taken off. Wait until that is done.');
}

/**
 * Takes all lists of ours off again and writes no more; what is the merchant's stays.
 * @throws InvalidInputError when they are off, or being taken off already
 */
export async function switchProductFieldsOff({ shopId, by }: Asked): Promise<void> {
  await withTenant(shopId, async (tx) => {
    if (!(await takeProductFieldsOff(tx, { by, definitions: false }))) throw new InvalidInputError('product-fields-off', 'No lists are written. Open the page again to see how they stand.');
  });
}

/**
 * The same in the caller's transaction.
 * @param options.definitions deletes the app's own definitions too; standard ones are the store's and stay
 * @returns false: nothing of ours may stand, or it is going already
 */
export async function takeProductFieldsOff(tx: TenantTransaction, { by, definitions }: { by: string; definitions: boolean }): Promise<boolean> {
  await lockProductFields(tx);
  const writing = await loadFieldWriting(tx);
  if (writing === null) return false;
  const on = writing.state === 'on' || writing.state === 'held';
  const { rows } = await tx.query<{ left: boolean }>('SELECT EXISTS (SELECT FROM product_field_ledger WHERE shop_id = $1 AND stands IS NOT NULL) AS left', [tx.shopId]);
  const more = definitions && writing.target === 'own' && ((writing.state === 'off' && writing.definedAt !== null) || (writing.state === 'removing' && !writing.definitionsGo));
  if (!on && !more && !(writing.state === 'off' && rows[0]?.left === true)) return false;
  await cancelFieldRuns(tx, ['look', 'write', 'undo']);
  await saveFieldState(tx, { state: 'removing', target: writing.target, at: new Date(now()), by, definitionsGo: definitions });
  await addFieldRun(tx, { kind: 'remove', cause: 'asked', by, exact: true });
  await enqueue(writeProductFieldsJob, { shopId: tx.shopId }, { tx });
  return true;
}

/**
 * Puts back what stood before a run, and holds it so until somebody goes on.
 * @throws InvalidInputError when lists are off, or the run is none that can be undone
 */
export async function undoFieldRun({ shopId, by, runId }: Asked & { runId: number }): Promise<void> {
  await inTurn(shopId, async (tx, writing) => {
    const standing = refuseOff(writing);
    const { rows } = await tx.query("SELECT FROM product_field_runs WHERE shop_id = $1 AND id = $2 AND kind IN ('write', 'undo') AND state <> 'waiting'", [shopId, runId]);
    if (rows.length === 0) throw new InvalidInputError('product-fields-no-run', 'This run cannot be undone any more. Open the page again to see the last runs.');
    await cancelFieldRuns(tx, ['write', 'undo']);
    await saveFieldState(tx, { state: 'held', target: standing.target, at: new Date(now()), by });
    await addFieldRun(tx, { kind: 'undo', cause: 'asked', by, exact: true, backTo: runId });
  });
}

/** Nothing is written until somebody goes on. @throws InvalidInputError when lists are off */
export async function pauseProductFields({ shopId, by }: Asked): Promise<void> {
  await withTenant(shopId, async (tx) => {
    await lockProductFields(tx);
    refuseOff(await loadFieldWriting(tx));
    await saveFieldPause(tx, { at: new Date(now()), by });
  });
}

/** Goes on after a pause or an undo, or tries again what stopped. @throws InvalidInputError when lists are off */
export async function resumeProductFields({ shopId, by }: Asked): Promise<void> {
  await inTurn(shopId, async (tx, writing) => {
    const { state, target, pausedAt } = refuseOff(writing);
    await saveFieldPause(tx, null);
    // A pause that was made while something undone was held is over first.
    if (state === 'held' && pausedAt === null) await saveFieldState(tx, { state: 'on', target, at: new Date(now()), by });
    if (state === 'on' || (state === 'held' && pausedAt === null)) await addFieldRun(tx, { kind: 'write', cause: 'resumed', by, exact: true });
  });
}

function refuseOff(writing: ProductFieldWriting | null): ProductFieldWriting {
  if (writing === null || writing.state === 'off') throw new InvalidInputError('product-fields-off', 'No lists are written. Open the page again to see how they stand.');
  return writing;
}
