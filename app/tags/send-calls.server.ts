import { withTenant } from '../database/tenant.server.ts';
import { TerminalError } from '../runtime/errors.ts';
import type { AdminClient } from '../shopify/admin-client.server.ts';
import { customerGid } from '../shopify/customer-gid.ts';
import { TagsAddDocument } from '../shopify/generated/tags-add.ts';
import { TagsRemoveDocument } from '../shopify/generated/tags-remove.ts';
import { loadSentChanges, markPlannedAgain, markSent } from './change-store.server.ts';
import type { TagCall } from './prepare-writes.server.ts';
import { freshTagsOf, readCustomerTags } from './read-customer-tags.server.ts';
import { settleChanges, type Settlement } from './settle-changes.server.ts';
import { tagKey } from '../profiles/tag-key.ts';
import type { WriterContext } from './write-step.ts';

/** An answer of tagsAdd or tagsRemove. */
export interface TagsAnswer {
  node: unknown;
  userErrors: readonly { message: string }[];
}

/** Makes calls one after the other, each with its intent before it and its answer recorded after it. */
export async function sendCalls(context: WriterContext<AdminClient>, calls: readonly TagCall[]): Promise<void> {
  for (const call of calls) await sendCall(context, call);
}

async function sendCall(context: WriterContext<AdminClient>, call: TagCall): Promise<void> {
  const { shopId, client, signal, onStep } = context;
  signal.throwIfAborted();
  await withTenant(shopId, (tx) => markSent(tx, call.changes.map((change) => ({ ...change, batch: null, line: null }))));
  await onStep('sent');
  const ids = call.changes.map((change) => change.id);
  let answer: TagsAnswer | null;
  try {
    answer = await askShopify(client, call, signal);
  } catch (error) {
    // Refused before anything was done: the intent is a plan again, for when access is given.
    if (error instanceof TerminalError && error.code === 'access-denied') await withTenant(shopId, (tx) => markPlannedAgain(tx, ids));
    throw error;
  }
  await onStep('answered');
  await settleAnswers(context, [{ changeIds: ids, answer }]);
  await onStep('settled');
}

/** Makes one call and nothing else: the intent is kept before it. */
export async function askShopify(client: AdminClient, call: TagCall, signal: AbortSignal): Promise<TagsAnswer | null> {
  const variables = { id: customerGid(call.customerId), tags: call.changes.map((change) => change.name) };
  return call.action === 'add'
    ? (await client.request(TagsAddDocument, variables, { signal })).tagsAdd
    : (await client.request(TagsRemoveDocument, variables, { signal })).tagsRemove;
}

/**
 * Records answers. A call of several tags that Shopify refused is made again tag by tag, so that one bad tag does not
 * keep the others off.
 */
export async function settleAnswers(context: Pick<WriterContext<AdminClient>, 'shopId' | 'runId'>, answers: readonly { changeIds: readonly number[]; answer: TagsAnswer | null }[]): Promise<void> {
  const { settlements, again } = settlementsOf(answers);
  if (again.length > 0) await withTenant(context.shopId, (tx) => markPlannedAgain(tx, again, { alone: true }));
  await settleChanges(context.shopId, context.runId, settlements);
}

/** What answers say of the changes that they are about; `again`: refused together, and to be sent once more one by one. */
export function settlementsOf(answers: readonly { changeIds: readonly number[]; answer: TagsAnswer | null }[]): { settlements: Settlement[]; again: number[] } {
  const settlements: Settlement[] = [];
  const again: number[] = [];
  for (const { changeIds, answer } of answers) {
    const fresh = freshTagsOf(answer?.node);
    const refusals = answer?.userErrors ?? [];
    if (answer !== null && refusals.length === 0 && fresh !== null) {
      for (const changeId of changeIds) settlements.push({ changeId, kind: 'done', fresh });
    } else if (refusals.length > 0 && changeIds.length > 1) {
      again.push(...changeIds);
    } else {
      const message = refusals.map((refusal) => refusal.message).join('; ');
      for (const changeId of changeIds) settlements.push({ changeId, kind: 'failed', outcome: refusals.length > 0 ? 'refused' : 'unanswered', message: message === '' ? null : message });
    }
  }
  return { settlements, again };
}

/**
 * Settles sent changes whose answer was lost, by a look at Shopify: a tag that now is as it was meant to be counts as our
 * work, since it was read to be otherwise just before it was sent; anything else is a plan again. (A merchant who added
 * the very tag between a crash and the resume would have it taken for ours: nothing at Shopify tells the two apart.)
 * @param batch as for loadSentChanges
 * @returns how many turned out to be done
 */
export async function settleByReading(context: WriterContext<AdminClient>, batch: number | null): Promise<number> {
  const { shopId, runId, client, signal } = context;
  const sent = await withTenant(shopId, (tx) => loadSentChanges(tx, runId, batch));
  if (sent.length === 0) return 0;
  const fresh = await readCustomerTags(shopId, client, [...new Set(sent.map((change) => change.customerId))], { signal });
  const settlements: Settlement[] = [];
  const again: number[] = [];
  for (const change of sent) {
    const read = fresh.get(change.customerId);
    const stands = read?.tags.some((tag) => tagKey(tag) === change.nameKey) ?? false;
    if (read !== undefined && stands === (change.action === 'add')) settlements.push({ changeId: change.id, kind: 'done', fresh: read });
    else again.push(change.id);
  }
  if (again.length > 0) await withTenant(shopId, (tx) => markPlannedAgain(tx, again));
  await settleChanges(shopId, runId, settlements);
  return settlements.length;
}
