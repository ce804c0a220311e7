import { withTenant } from '../database/tenant.server.ts';
import { isRetryable } from '../runtime/errors.ts';
import { adminClient, type AdminClient } from '../shopify/admin-client.server.ts';
import { installedShop } from '../shops/shop-store.server.ts';
import { countMembers, readSegments } from './look-at-shopify.server.ts';
import { loadSegments, recordLook } from './segment-store.server.ts';

/**
 * Looks at Shopify how our segments stand: renamed, changed, deleted, and how many customers each holds.
 * @param options.counted false: how many they hold is not asked, a request a segment less
 * @returns how many are listed
 * @throws as the Admin client
 */
export async function checkSegments(options: { shopId: number; counted?: boolean; client?: AdminClient; signal?: AbortSignal }): Promise<{ segments: number }> {
  const { shopId, counted = true, signal } = options;
  const segments = await withTenant(shopId, loadSegments);
  if (segments.length === 0) return { segments: 0 };
  const client = options.client ?? adminClient((await installedShop(shopId)).domain);
  const seen = await readSegments(client, segments.map((segment) => segment.shopifyId), { signal });
  await Promise.all(segments.map(async (segment) => {
    const found = seen.get(segment.shopifyId) ?? null;
    const members = found === null || !counted ? null : await countOrNull(client, found.id, signal);
    await withTenant(shopId, (tx) => recordLook(tx, segment, found === null ? null : { ...found, members }));
  }));
  return { segments: segments.length };
}

/** A query that the merchant wrote may be one that Shopify will not count just now: the last count then stays. */
async function countOrNull(client: AdminClient, id: string, signal: AbortSignal | undefined): Promise<number | null> {
  try {
    return await countMembers(client, id, { signal });
  } catch (error) {
    if (isRetryable(error)) throw error;
    return null;
  }
}
