import { productGid, productIdOf } from '../shopify/product-gid.ts';

/** The lists that stand at a product, by the block that shows them. */
export const LIST_FIELDS = ['together', 'also'] as const;
export type ListField = (typeof LIST_FIELDS)[number];

/** Where lists are written: in fields of the app's own, or in Shopify's standard ones, which the merchant fills too. */
export type FieldTarget = 'own' | 'standard';

/** Items of a list. Shopify shows ten related or complementary products at most. */
export const MOST_LISTED = 10;

/** What every field holds. */
export const LIST_TYPE = 'list.product_reference';

/** Container and keys of a target's fields. In `$app` Shopify puts the app's own id, so that no other app can write there. Keys are for ever: themes ask for them. */
export const FIELD_PLACES: Readonly<Record<FieldTarget, { namespace: string; keys: Readonly<Record<ListField, string>> }>> = {
  own: { namespace: '$app:regulars', keys: { together: 'bought_together', also: 'also_bought' } },
  standard: { namespace: 'shopify--discovery--product_recommendation', keys: { together: 'complementary_products', also: 'related_products' } },
};

/** Names and descriptions of the app's own fields, as the merchant reads them on a product's page. */
export const OWN_DEFINITIONS: Readonly<Record<string, { type: string; name: string; description: string }>> = {
  bought_together: { type: LIST_TYPE, name: 'Bought together', description: 'Products that are bought in the same order. From Regulars.' },
  also_bought: { type: LIST_TYPE, name: 'Also bought', description: 'Products that the same customers buy. From Regulars.' },
};

/** A list as the field's value. */
export function valueOf(products: readonly number[]): string {
  return JSON.stringify(products.map(productGid));
}

/** The list that a value holds; null where it is no list of products. */
export function listOf(value: string): number[] | null {
  try {
    const list: unknown = JSON.parse(value);
    if (!Array.isArray(list)) return null;
    const products = list.map((one) => (typeof one === 'string' ? productIdOf(one) : null));
    return products.every((one) => one !== null) ? products : null;
  } catch {
    return null;
  }
}

/** Whether two lists are the same, nothing at all (null) being as good as an empty one. */
export function sameList(one: readonly number[] | null, other: readonly number[] | null): boolean {
  const [first, second] = [one ?? [], other ?? []];
  return first.length === second.length && first.every((product, at) => product === second[at]);
}
