/** What is shown of a product. */
export interface ProductCard {
  id: string;
  title: string;
  handle: string;
  productType: string;
  vendor: string;
  tags: readonly string[];
  imageUrl: string | null;
  /** It is active, published and no gift card, and a variant of it can be bought. */
  canBeShown: boolean;
  /** The first variant that can be bought; null: none can. Its price in minor units of the shop's currency. */
  variantId: string | null;
  price: number | null;
}
