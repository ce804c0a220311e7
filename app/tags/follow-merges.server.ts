import { forgetGone, findMerges } from '../mirror/find-merges.server.ts';
import type { AdminClient } from '../shopify/admin-client.server.ts';
import { mergeCustomers, type OnMerged } from './merge-customers.server.ts';

/**
 * After an import, and before profiles and tags are worked out from it: looks which of the customers whom it did not find
 * any more were merged into others, and has what is known of them follow.
 * @param options.client for tests; the shop's own otherwise
 * @param options.onMerged as for mergeCustomers
 * @returns how many merges were followed
 * @throws as the Admin client; what was not followed yet is found again by the next try
 */
export async function followMerges(options: { shopId: number; client?: AdminClient; signal?: AbortSignal; onMerged?: OnMerged }): Promise<number> {
  const { shopId, signal, onMerged } = options;
  const merges = await findMerges(options);
  for (const merge of merges) {
    signal?.throwIfAborted();
    await mergeCustomers({ shopId, ...merge, mirrorIsAfter: true, ...(onMerged === undefined ? {} : { onMerged }) });
  }
  await forgetGone(shopId);
  return merges.length;
}
