import type { TenantTransaction } from '../database/tenant.server.ts';
import { tagKey } from '../profiles/tag-key.ts';
import type { TagStanding } from './customer-tag-plan.ts';
import { loadLedger } from './ledger-store.server.ts';
import { loadBusyTags, loadMirrorTags } from './proposal-store.server.ts';
import { standingTags } from './standing-tags.ts';

/**
 * Of some customers those whose tags at Shopify are not as the ledger and the wanted tags have them: the merchant has
 * added one or taken one off. Their tags are to be decided on anew though their profile is the same. Tags that a run has
 * sent and not settled are left to the run: nobody can tell yet whose work the mirror shows.
 * @returns their ids
 */
export async function customersWithEditedTags(tx: TenantTransaction, customerIds: readonly number[]): Promise<number[]> {
  if (customerIds.length === 0) return [];
  const { rows: wanted } = await tx.query<{ customer_id: number; tag_key: string; standing: TagStanding }>(
    'SELECT customer_id, tag_key, standing FROM wanted_tags WHERE shop_id = $1 AND customer_id = ANY ($2::bigint[])', [tx.shopId, customerIds],
  );
  const ledger = await loadLedger(tx, customerIds);
  const known = [...new Set([...wanted.map((row) => row.customer_id), ...ledger.keys()])];
  if (known.length === 0) return [];
  const mirror = await loadMirrorTags(tx, known);
  const edited = new Map<number, Set<string>>();
  const compare = (customerId: number, key: string, expected: boolean, stands: ReadonlySet<string>): void => {
    if (stands.has(key) !== expected) edited.set(customerId, (edited.get(customerId) ?? new Set()).add(key));
  };
  const wantedOf = Map.groupBy(wanted, (row) => row.customer_id);
  for (const [customerId, { tags, version }] of mirror) {
    const entries = ledger.get(customerId) ?? [];
    const stands = new Set(standingTags(tags, version, entries).map(tagKey));
    for (const { tag_key: key, standing } of wantedOf.get(customerId) ?? []) compare(customerId, key, standing === 'stands' || standing === 'merchants', stands);
    for (const { entry } of entries) compare(customerId, entry.nameKey, entry.state === 'written' || entry.state === 'merchants', stands);
  }
  if (edited.size === 0) return [];
  const busy = await loadBusyTags(tx, [...edited.keys()]);
  return [...edited].flatMap(([customerId, keys]) => ([...keys].some((key) => busy.get(customerId)?.sent.has(key) !== true) ? [customerId] : []));
}
