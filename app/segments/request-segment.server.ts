import { withTenant, type TenantTransaction } from '../database/tenant.server.ts';
import { enqueue } from '../jobs/queue.server.ts';
import { InvalidInputError } from '../runtime/errors.ts';
import { changeSegmentsJob } from './change-segments.job.server.ts';
import { loadSegmentChoices } from './load-segments.server.ts';
import type { SegmentKey } from './segment-catalogue.ts';
import { describeNameProblem, segmentNameProblem } from './segment-query.ts';
import { forgetSegment, loadLastChanges, loadSegments, planChange, type StoredSegment } from './segment-store.server.ts';
import type { SegmentBarrier } from './segment-view.ts';

const BARRIERS: Readonly<Record<SegmentBarrier, string>> = {
  exists: 'This segment stands at Shopify already, so there is no need for another.',
  'under-way': 'This segment is being changed at Shopify already. Wait until that is done.',
  off: 'The tag of this segment is switched off, so nobody would be in it. Switch the tag on in Settings first.',
  'not-written': 'No customer carries the tag of this segment yet. Approve tag changes first.',
  backslash: 'The tag of this segment has a backslash in its name, which a segment at Shopify cannot ask for reliably. Give the tag another name first.',
};

/**
 * Asks for a segment at Shopify: the intent and its job commit together.
 * @param options.by the session token's `sub`
 * @throws InvalidInputError with the reason in words: a name that is none, a tag that nobody carries, one that stands already
 */
export async function createSegment(options: { shopId: number; key: SegmentKey; name: string; by: string }): Promise<{ key: SegmentKey }> {
  const { shopId, key, by } = options;
  const problem = segmentNameProblem(options.name);
  if (problem !== null) throw new InvalidInputError('segment-name', describeNameProblem(problem));
  return withTenant(shopId, async (tx) => {
    const choice = (await loadSegmentChoices(tx, await loadSegments(tx), await loadLastChanges(tx))).find((one) => one.key === key);
    if (choice === undefined || choice.query === null || choice.barrier !== null) throw new InvalidInputError('segment', BARRIERS[choice?.barrier ?? 'backslash']);
    await plan(tx, { key, action: 'create', name: options.name.trim(), query: choice.query, shopifyId: null, by });
    return { key };
  });
}

/** Asks Shopify to have the segment follow its tag's new name. @throws InvalidInputError when it is not ours, or is not there */
export async function updateSegment(options: { shopId: number; key: SegmentKey; by: string }): Promise<{ key: SegmentKey }> {
  const { shopId, key, by } = options;
  return withTenant(shopId, async (tx) => {
    const segments = await loadSegments(tx);
    const segment = own(segments, key);
    const query = (await loadSegmentChoices(tx, segments, [])).find((one) => one.key === key)?.query ?? null;
    if (query === null) throw new InvalidInputError('segment', BARRIERS.backslash);
    await plan(tx, { key, action: 'update', name: segment.name, query, shopifyId: segment.shopifyId, by });
    return { key };
  });
}

/** Deletes a segment of ours at Shopify. One that is gone there, or that the merchant made, is only no longer listed. */
export async function deleteSegment(options: { shopId: number; key: SegmentKey; by: string }): Promise<{ key: SegmentKey }> {
  const { shopId, key, by } = options;
  return withTenant(shopId, async (tx) => {
    const segments = await loadSegments(tx);
    const segment = segments.find((one) => one.key === key);
    if (segment !== undefined && (!segment.ours || segment.goneAt !== null)) await forgetSegment(tx, key);
    else {
      const { name, query, shopifyId } = own(segments, key);
      await plan(tx, { key, action: 'delete', name, query, shopifyId, by });
    }
    return { key };
  });
}

/** Takes up again what stopped on the way. */
export async function resumeSegments(options: { shopId: number }): Promise<object> {
  await enqueue(changeSegmentsJob, options);
  return {};
}

async function plan(tx: TenantTransaction, change: Parameters<typeof planChange>[1]): Promise<void> {
  await planChange(tx, change);
  await enqueue(changeSegmentsJob, { shopId: tx.shopId }, { tx });
}

function own(segments: readonly StoredSegment[], key: SegmentKey): StoredSegment {
  const segment = segments.find((one) => one.key === key && one.goneAt === null && one.ours);
  if (segment === undefined) throw new InvalidInputError('segment', 'This segment is not there any more, or it is not one that Regulars made. Open Segments again.');
  return segment;
}
