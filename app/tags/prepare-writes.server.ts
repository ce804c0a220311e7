import { recordCustomerTags } from '../mirror/customer-tags.server.ts';
import { withTenant, type TenantTransaction } from '../database/tenant.server.ts';
import { now } from '../runtime/clock.server.ts';
import type { AdminClient } from '../shopify/admin-client.server.ts';
import type { ChangeOutcome } from './change-outcome.ts';
import { loadPlannedChanges, type SendingChange } from './change-store.server.ts';
import { loadLedger, lockTags, writeLedger, type LedgerWrite } from './ledger-store.server.ts';
import { readCustomerTags } from './read-customer-tags.server.ts';
import { countOutcomes } from './run-store.server.ts';
import type { FreshTags } from './settle-changes.server.ts';
import { decideWrites, type IntendedChange } from './write-decision.ts';
import type { WriterContext } from './write-step.ts';

/** Changes taken up at once: bounds memory, a bulk file (Shopify takes 100 MB; tags of 255 characters make 2 KB a line at most) and the time between reading a tag and writing it. */
export const CHUNK_CHANGES = 20_000;

/** One call of tagsAdd or tagsRemove: all tags of one customer that go the same way. */
export interface TagCall {
  customerId: number;
  action: 'add' | 'remove';
  changes: Omit<SendingChange, 'batch' | 'line'>[];
}

/**
 * Takes the next changes of a run, reads their customers' tags at Shopify and decides on each once more. What needs no
 * writing is settled here, with what the ledger and the mirror learn from the fresh look.
 * @returns calls to be made, removals first (they make room); null when nothing was left to take
 */
export async function prepareWrites(context: WriterContext<AdminClient>): Promise<TagCall[] | null> {
  const { shopId, runId, client, signal, onStep } = context;
  const changes = await withTenant(shopId, (tx) => loadPlannedChanges(tx, runId, CHUNK_CHANGES));
  if (changes.length === 0) return null;
  const fresh = await readCustomerTags(shopId, client, [...new Set(changes.map((change) => change.customerId))], { signal });
  await onStep('tags read');

  const calls = await withTenant(shopId, async (tx) => {
    await lockTags(tx);
    return decideCalls(tx, runId, changes, fresh);
  });
  await onStep('decided');
  return calls;
}

/**
 * Decides on changes once more, with their customers' tags as Shopify just gave them, in the caller's transaction, which
 * holds `lockTags`. What needs no writing is settled here.
 * @returns calls to be made, removals first
 */
export async function decideCalls(tx: TenantTransaction, runId: number, changes: readonly IntendedChange[], fresh: ReadonlyMap<number, FreshTags>): Promise<TagCall[]> {
  const calls: TagCall[] = [];
  const byCustomer = Map.groupBy(changes, (change) => change.customerId);
  const ledgers = await loadLedger(tx, [...byCustomer.keys()]);
  const wanted = await loadWantedKeys(tx, [...byCustomer.keys()]);
  const skipped: { id: number; outcome: ChangeOutcome; before_tags: string[] | null }[] = [];
  const writes: LedgerWrite[] = [];
  for (const [customerId, theirs] of byCustomer) {
    const read = fresh.get(customerId) ?? null;
    const ledger = (ledgers.get(customerId) ?? []).map(({ entry }) => entry);
    const decisions = decideWrites(theirs, read?.tags ?? null, ledger, wanted.get(customerId) ?? NOTHING, String(runId));
    const sending = new Map<IntendedChange, TagCall['changes'][number]>();
    for (const change of theirs) {
      const decision = decisions.get(change.id);
      if (decision?.kind === 'write') {
        sending.set(change, { id: change.id, name: decision.name, beforeTags: read?.tags ?? [], entryBefore: decision.entryBefore, entryAfter: decision.entryAfter });
      } else if (decision !== undefined) {
        skipped.push({ id: change.id, outcome: decision.outcome, before_tags: read?.tags ?? null });
        if (read !== null) writes.push({ customerId, nameKey: change.nameKey, entry: decision.ledger, version: read.updatedAt.getTime() });
      }
    }
    calls.push(...callsOf(customerId, sending));
  }
  if (skipped.length > 0) {
    await tx.query(
      `UPDATE tag_changes c SET state = 'skipped', outcome = n.outcome, before_tags = coalesce(n.before_tags, c.before_tags), settled_at = $3
         FROM jsonb_to_recordset($2::jsonb) AS n (id bigint, outcome text, before_tags text[]) WHERE c.shop_id = $1 AND c.id = n.id AND c.state = 'planned'`,
      [tx.shopId, JSON.stringify(skipped), new Date(now())],
    );
    await countOutcomes(tx, runId, { added: 0, removed: 0, skipped: skipped.length, failed: 0 });
  }
  await writeLedger(tx, writes);
  await recordCustomerTags(tx, [...fresh.values()]);
  return calls.sort((a, b) => Number(a.action === 'add') - Number(b.action === 'add') || a.customerId - b.customerId);
}

const NOTHING: ReadonlySet<string> = new Set();

/** Keys of the tags that customers should carry by the last proposal. */
async function loadWantedKeys(tx: TenantTransaction, customerIds: readonly number[]): Promise<Map<number, Set<string>>> {
  const { rows } = await tx.query<{ customer_id: number; tag_key: string }>('SELECT customer_id, tag_key FROM wanted_tags WHERE shop_id = $1 AND customer_id = ANY ($2::bigint[])', [tx.shopId, customerIds]);
  const wanted = new Map<number, Set<string>>();
  for (const row of rows) {
    const keys = wanted.get(row.customer_id);
    if (keys === undefined) wanted.set(row.customer_id, new Set([row.tag_key]));
    else keys.add(row.tag_key);
  }
  return wanted;
}

/** Tags that go the same way share a call; those that Shopify refused together go alone. */
function callsOf(customerId: number, sending: ReadonlyMap<IntendedChange, TagCall['changes'][number]>): TagCall[] {
  const calls: TagCall[] = [];
  for (const action of ['remove', 'add'] as const) {
    const together: TagCall['changes'] = [];
    for (const [change, one] of sending) {
      if (change.action !== action) continue;
      if (change.alone) calls.push({ customerId, action, changes: [one] });
      else together.push(one);
    }
    if (together.length > 0) calls.push({ customerId, action, changes: together });
  }
  return calls;
}
