import type { AdminClient } from '../shopify/admin-client.server.ts';
import { ProductFieldsDocument } from '../shopify/generated/product-fields.ts';
import { productGid, productIdOf } from '../shopify/product-gid.ts';
import type { FieldRead } from './field-judgement.ts';
import { FIELD_PLACES, type FieldTarget, type ListField } from './product-field.ts';

/** Share of the shop's points that is left to whatever cannot wait: tags that follow an order, above all. */
export const LEFT_TO_OTHERS = 0.5;

/** Products of one question: some 250 of the 1,000 points that one may cost. */
const PRODUCTS_A_QUESTION = 80;

/** What stands at products just now; a product that Shopify has no more is left out. */
export async function readFields(client: AdminClient, target: FieldTarget, productIds: readonly number[], signal: AbortSignal): Promise<Map<number, Record<ListField, FieldRead>>> {
  const { namespace, keys } = FIELD_PLACES[target];
  const read = new Map<number, Record<ListField, FieldRead>>();
  for (let from = 0; from < productIds.length; from += PRODUCTS_A_QUESTION) {
    signal.throwIfAborted();
    const ids = productIds.slice(from, from + PRODUCTS_A_QUESTION).map(productGid);
    const { nodes } = await client.request(ProductFieldsDocument, { ids, namespace, ...keys }, { signal, leaves: LEFT_TO_OTHERS });
    for (const node of nodes) {
      if (node === null || !('id' in node)) continue;
      const id = productIdOf(node.id);
      const one = (field: { value: string; compareDigest: string } | null): FieldRead => (field === null ? null : { value: field.value, digest: field.compareDigest });
      if (id !== null) read.set(id, { together: one(node.together), also: one(node.also) });
    }
  }
  return read;
}
