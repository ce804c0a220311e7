import type { TenantTransaction } from '../database/tenant.server.ts';
import { enqueue } from '../jobs/queue.server.ts';
import { InvalidInputError } from '../runtime/errors.ts';
import { changeSegmentsJob } from './change-segments.job.server.ts';
import { loadLastChanges, loadOpenChanges, loadSegments, planChange } from './segment-store.server.ts';
import { isAsWritten } from './segment-notes.ts';

/** What of our segments stands in the store. Names, as Shopify had them when it was last asked. */
export interface SegmentsLeft {
  /** Those that stand as we wrote them. */
  asWritten: string[];
  /** Those that the merchant has made something else of: they are theirs. */
  changed: string[];
  /** How many are being deleted. */
  toDelete: number;
  /** Of those that stand as we wrote them: where Shopify refused the last time. */
  failed: number;
}

export async function loadSegmentsLeft(tx: TenantTransaction): Promise<SegmentsLeft> {
  const standing = (await loadSegments(tx)).filter((segment) => segment.ours && segment.goneAt === null);
  const deletions = (await loadLastChanges(tx)).filter((change) => change.action === 'delete');
  const among = (state: (one: string) => boolean) => new Set(deletions.filter((change) => state(change.state)).map((change) => change.key));
  const open = among((state) => state === 'planned' || state === 'sent');
  const refused = among((state) => state === 'failed');
  const asWritten = standing.filter((segment) => isAsWritten(segment) && !open.has(segment.key));
  return {
    asWritten: asWritten.map((segment) => segment.name),
    changed: standing.filter((segment) => !isAsWritten(segment)).map((segment) => segment.name),
    toDelete: open.size,
    failed: asWritten.filter((segment) => refused.has(segment.key)).length,
  };
}

/**
 * Asks Shopify, through the ledger, to delete every segment of ours that stands as we wrote it. One that the merchant has changed stays.
 * Asked again it takes up what stopped on the way, and asks for nothing twice.
 * @param options.by the session token's `sub`
 * @returns how many are going
 * @throws InvalidInputError while a segment is being created or updated
 */
export async function deleteOwnSegments(tx: TenantTransaction, options: { by: string }): Promise<number> {
  const open = await loadOpenChanges(tx);
  if (open.some((change) => change.action !== 'delete')) throw new InvalidInputError('segment-busy', 'A segment is being changed at Shopify at the moment. Wait until that is done, then leave.');
  const going = new Set(open.map((change) => change.key));
  for (const segment of await loadSegments(tx)) {
    const { key, name, query, shopifyId } = segment;
    if (!segment.ours || segment.goneAt !== null || !isAsWritten(segment) || going.has(key)) continue;
    await planChange(tx, { key, action: 'delete', name, query, shopifyId, by: options.by });
    going.add(key);
  }
  if (going.size > 0) await enqueue(changeSegmentsJob, { shopId: tx.shopId }, { tx });
  return going.size;
}
