import { applyRules, type MerchantRule, type RuledProduct } from '../recommendations/merchant-rules.ts';
import { MOST_LISTED, type ListField } from './product-field.ts';

/** What rules and the shop say of products. */
export interface ListedProducts {
  /** Whether shoppers may see it: active, published, no gift card. */
  showable(product: number): boolean;
  productOf(product: string): RuledProduct | null;
}

/**
 * The list that is to stand at a product, the best first: what goes with it by its shop's orders, as the merchant's rules
 * have it, without what may not be shown. Whether something is in stock is asked where it is shown, as that changes by the hour.
 */
export function wantedList(items: readonly { product: string; score: number }[], field: ListField, shownWith: number, rules: readonly MerchantRule[], products: ListedProducts): number[] {
  const ruled = applyRules(items, rules, {
    block: field, shownWith: [String(shownWith)], productOf: (product) => products.productOf(product), pinned: (product) => ({ product, score: Number.POSITIVE_INFINITY }),
  });
  return ruled.items.map(({ item }) => Number(item.product)).filter((product) => products.showable(product)).slice(0, MOST_LISTED);
}
