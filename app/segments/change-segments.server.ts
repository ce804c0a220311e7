import { withTenant } from '../database/tenant.server.ts';
import { TerminalError } from '../runtime/errors.ts';
import { adminClient, type AdminClient } from '../shopify/admin-client.server.ts';
import { SegmentCreateDocument } from '../shopify/generated/segment-create.ts';
import { SegmentDeleteDocument } from '../shopify/generated/segment-delete.ts';
import { SegmentUpdateDocument } from '../shopify/generated/segment-update.ts';
import { installedShop } from '../shops/shop-store.server.ts';
import { checkSegments } from './check-segments.server.ts';
import { findSegmentByQuery, readSegments, segmentGid, segmentNumber, type SeenSegment } from './look-at-shopify.server.ts';
import { isAsWritten } from './segment-notes.ts';
import { endChange, forgetSegment, loadOpenChanges, loadSegments, markChangeSent, recordLook, saveSegment, type SegmentChange } from './segment-store.server.ts';

/** Where a crash can fall between two effects: for tests. */
export type SegmentStep = 'looked' | 'sent' | 'answered';

interface Context {
  shopId: number;
  client: AdminClient;
  signal: AbortSignal | undefined;
  onStep: (step: SegmentStep) => void;
}

/**
 * Does at Shopify what the ledger says is to be done, and looks how the segments stand then.
 *
 * Shopify takes two segments of one name without a word ("VIP (2)"), so nothing is created blindly: before each try we look
 * for a segment that asks the same. If we had sent ours before (a crash took the answer), it is ours; if not, the merchant
 * had made it, and it is listed as theirs.
 * @throws RetryableError for something passing; what Shopify refuses ends its own change and not the others
 */
export async function changeSegments(options: { shopId: number; client?: AdminClient; signal?: AbortSignal; onStep?: (step: SegmentStep) => void }): Promise<void> {
  const { shopId, signal, onStep = () => {} } = options;
  const client = options.client ?? adminClient((await installedShop(shopId)).domain);
  const context: Context = { shopId, client, signal, onStep };
  for (const change of await withTenant(shopId, loadOpenChanges)) {
    signal?.throwIfAborted();
    try {
      if (change.action === 'create') await create(context, change);
      else if (change.action === 'delete' && await becameTheirs(context, change)) continue;
      else await edit(context, change);
    } catch (error) {
      if (!(error instanceof TerminalError)) throw error;
      await fail(context, change, error.message);
    }
  }
  await checkSegments({ shopId, client, signal });
}

async function create(context: Context, change: SegmentChange): Promise<void> {
  const { client, signal, onStep } = context;
  const standing = await findSegmentByQuery(client, change.query, { signal });
  onStep('looked');
  if (standing !== null) return stands(context, change, standing, change.state === 'sent');
  await withTenant(context.shopId, (tx) => markChangeSent(tx, change.id));
  onStep('sent');
  const { segmentCreate } = await client.request(SegmentCreateDocument, { name: change.name, query: change.query }, { signal });
  onStep('answered');
  const refusals = segmentCreate?.userErrors ?? [];
  if (segmentCreate?.segment == null) return fail(context, change, words(refusals));
  return stands(context, change, { ...segmentCreate.segment, id: segmentNumber(segmentCreate.segment.id) }, true);
}

/**
 * Whether a segment that was to be deleted as we had written it has become the merchant's meanwhile: it then stays. One that
 * they had changed before they asked for its end themselves is none of it.
 */
async function becameTheirs(context: Context, change: SegmentChange): Promise<boolean> {
  const { client, signal, shopId } = context;
  const ours = (await withTenant(shopId, loadSegments)).find((one) => one.key === change.key && one.shopifyId === change.shopifyId);
  if (ours === undefined || !isAsWritten({ ...ours, name: change.name, query: change.query })) return false;
  const seen = (await readSegments(client, [ours.shopifyId], { signal })).get(ours.shopifyId);
  if (seen === undefined || isAsWritten({ ...ours, name: seen.name, query: seen.query })) return false;
  await withTenant(shopId, async (tx) => {
    await recordLook(tx, ours, { ...seen, members: null });
    await endChange(tx, change.id, { state: 'done', outcome: 'kept' });
  });
  return true;
}

/** A new query for a segment, or its end. Both may be asked of Shopify twice without harm. */
async function edit(context: Context, change: SegmentChange): Promise<void> {
  const { client, signal, onStep, shopId } = context;
  const shopifyId = change.shopifyId ?? '';
  await withTenant(shopId, (tx) => markChangeSent(tx, change.id));
  onStep('sent');
  const refusals = change.action === 'delete'
    ? (await client.request(SegmentDeleteDocument, { id: segmentGid(shopifyId) }, { signal })).segmentDelete?.userErrors ?? []
    : await update(context, change, shopifyId);
  onStep('answered');
  if (refusals.length > 0 && (await readSegments(client, [shopifyId], { signal })).has(shopifyId)) return fail(context, change, words(refusals));
  await withTenant(shopId, async (tx) => {
    if (change.action === 'delete') await forgetSegment(tx, change.key);
    else if (refusals.length > 0) await recordLook(tx, { key: change.key, shopifyId }, null);
    await endChange(tx, change.id, { state: 'done', outcome: refusals.length > 0 ? 'gone' : change.action === 'delete' ? 'deleted' : 'updated' });
  });
}

async function update(context: Context, change: SegmentChange, shopifyId: string): Promise<readonly { message: string }[]> {
  const { segmentUpdate } = await context.client.request(SegmentUpdateDocument, { id: segmentGid(shopifyId), query: change.query }, { signal: context.signal });
  const segment = segmentUpdate?.segment;
  if (segment != null) await withTenant(context.shopId, (tx) => saveSegment(tx, { key: change.key, shopifyId, ours: true, name: segment.name, query: segment.query }));
  return segmentUpdate?.userErrors ?? [];
}

async function stands(context: Context, change: SegmentChange, segment: SeenSegment, ours: boolean): Promise<void> {
  await withTenant(context.shopId, async (tx) => {
    await saveSegment(tx, { key: change.key, shopifyId: segment.id, ours, name: segment.name, query: segment.query });
    await endChange(tx, change.id, { state: 'done', outcome: ours ? 'created' : 'found' });
  });
}

async function fail(context: Context, change: SegmentChange, message: string): Promise<void> {
  await withTenant(context.shopId, (tx) => endChange(tx, change.id, { state: 'failed', outcome: 'refused', message }));
}

function words(refusals: readonly { message: string }[]): string {
  return refusals.length === 0 ? 'Shopify gave no segment back.' : refusals.map((refusal) => refusal.message).join(' ');
}
