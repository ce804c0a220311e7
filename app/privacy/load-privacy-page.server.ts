import { withTenant, type TenantTransaction } from '../database/tenant.server.ts';
import { whoOf } from '../insights/load-imports.server.ts';
import { countWithValues } from '../metafields/ledger-store.server.ts';
import { loadMetafieldWriting } from '../metafields/writing-store.server.ts';
import { countWithLists } from '../product-fields/ledger-store.server.ts';
import { loadFieldWriting } from '../product-fields/writing-store.server.ts';
import { machineNow } from '../runtime/clock.server.ts';
import { loadSegmentsLeft } from '../segments/delete-own-segments.server.ts';
import { loadTagsLeft } from '../tags/leave-cleanly.server.ts';
import { flushAccess, listAccess } from './access-log.server.ts';
import type { PrivacyPageView, RequestView } from './privacy-page.ts';
import { listRequests, type ListedRequest } from './request-store.server.ts';
import { loadKeepLogDays } from './retention.server.ts';

const REQUESTS = 50;
const ACCESSES = 50;

/** All that Privacy shows. What was seen a moment ago is written first, so that it is there. */
export async function loadPrivacyPage(options: { shopId: number }): Promise<PrivacyPageView> {
  await flushAccess();
  // What Shopify asks is dated by the world's clock, and is due by it.
  const at = machineNow();
  return withTenant(options.shopId, async (tx) => {
    const requests = await listRequests(tx, { most: REQUESTS });
    const accesses = await listAccess(tx, { most: ACCESSES });
    const named = await namesOf(tx, [...requests, ...accesses].flatMap((one) => one.customerId ?? []));
    const who = await whoOf(tx, [...requests.map((one) => one.doneBy), ...accesses.map((one) => one.by)]);
    const customer = (id: number | null) => (id === null ? null : { id: String(id), name: named.get(id) ?? null });
    return {
      requests: requests.map((one) => ({
        id: one.id, kind: one.kind, customer: customer(one.customerId), askedAt: one.requestedAt.toISOString(), dueAt: one.dueAt.toISOString(),
        state: stateOf(one, at), doneAt: one.doneAt?.toISOString() ?? null, doneBy: who(one.doneBy), hasFile: one.kind === 'data' && !one.redacted && one.dueAt.getTime() > at,
      })),
      accesses: accesses.map((one) => ({ id: one.id, at: one.at.toISOString(), who: who(one.by), what: one.what, customer: customer(one.customerId) })),
      keepLogDays: await loadKeepLogDays(tx),
      leaving: { ...(await loadTagsLeft(tx)), segments: await loadSegmentsLeft(tx), metafields: await metafieldsLeft(tx), lists: await listsLeft(tx) },
    };
  });
}

/** What of the app's customer metafields may stand: values, or their definitions alone. */
async function metafieldsLeft(tx: TenantTransaction): Promise<PrivacyPageView['leaving']['metafields']> {
  const writing = await loadMetafieldWriting(tx);
  if (writing === null) return { customers: 0, stand: false, going: false };
  return { customers: await countWithValues(tx), stand: writing.state === 'on' || writing.definedAt !== null, going: writing.state === 'removing' && writing.definitionsGo };
}

/** What of the app's lists at products may stand: values, or the app's own definitions alone. */
async function listsLeft(tx: TenantTransaction): Promise<PrivacyPageView['leaving']['lists']> {
  const writing = await loadFieldWriting(tx);
  if (writing === null) return { products: 0, stand: false, going: false };
  const products = await countWithLists(tx);
  const on = writing.state === 'on' || writing.state === 'held';
  return { products, stand: on || products > 0 || (writing.target === 'own' && writing.definedAt !== null), going: writing.state === 'removing' && (writing.definitionsGo || writing.target === 'standard') };
}

function stateOf(request: ListedRequest, at: number): RequestView['state'] {
  if (request.kind === 'data' && request.redacted) return 'deleted';
  if (request.doneAt !== null) return 'done';
  return request.dueAt.getTime() > at ? 'open' : 'over';
}

/** Names of customers who are held, else their e-mail addresses. */
async function namesOf(tx: TenantTransaction, ids: readonly number[]): Promise<Map<number, string>> {
  if (ids.length === 0) return new Map();
  const { rows } = await tx.query<{ id: number; name: string | null }>(
    `SELECT id, coalesce(nullif(concat_ws(' ', first_name, last_name), ''), email) AS name FROM customers WHERE shop_id = $1 AND id = ANY ($2::bigint[])`, [tx.shopId, [...new Set(ids)]],
  );
  return new Map(rows.flatMap((row) => (row.name === null ? [] : [[row.id, row.name] as const])));
}
