import { withTenant } from '../database/tenant.server.ts';
import { takeMetafieldsOff } from '../metafields/switch-metafields.server.ts';
import { takeProductFieldsOff } from '../product-fields/switch-product-fields.server.ts';
import { checkSegments } from '../segments/check-segments.server.ts';
import { deleteOwnSegments } from '../segments/delete-own-segments.server.ts';
import { takeTagsOff } from '../tags/leave-cleanly.server.ts';

/**
 * Takes everything of the app out of the store, for whoever is going to uninstall it: its tags come off, the segments that it
 * made are deleted, and so are its metafields of customers and products with their values, which nobody else could write; of the
 * standard fields of products what it wrote goes, and what is the merchant's stays. What the merchant has made
 * of tags and segments since is theirs and stays, so Shopify is asked first how the segments stand.
 * @param options.by the session token's `sub`
 * @throws InvalidInputError while tags are being written or a segment is being changed; as the Admin client; nothing is begun then
 */
export async function leaveStore(options: { shopId: number; by: string }): Promise<{ runs: number; segments: number; metafields: boolean; lists: boolean }> {
  const { shopId, by } = options;
  await checkSegments({ shopId, counted: false });
  return withTenant(shopId, async (tx) => {
    const { runs } = await takeTagsOff(tx, { by });
    const segments = await deleteOwnSegments(tx, { by });
    return { runs, segments, metafields: await takeMetafieldsOff(tx, { by, definitions: true }), lists: await takeProductFieldsOff(tx, { by, definitions: true }) };
  });
}
