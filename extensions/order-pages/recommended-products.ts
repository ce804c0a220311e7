import { askRegulars, type TokenSource } from './ask-regulars.ts';

/** A product as the buyer's own market has it. */
export interface ShownProduct {
  id: string;
  title: string;
  url: string;
  image: { url: string; altText: string | null } | null;
  price: { amount: string; currencyCode: string };
  /** From more than one price on. */
  from: boolean;
  /** Why it is shown, in the page's language; null where Shopify chose it. */
  reason: string | null;
}

export interface Recommended {
  products: ShownProduct[];
  /** Names the list to our app when it is told what was seen; null: Shopify's own. */
  list: string | null;
}

export interface ProductSource extends TokenSource {
  query<Data>(query: string, options?: { variables?: Record<string, unknown> }): Promise<{ data?: Data; errors?: unknown }>;
  shop: { storefrontUrl?: string };
}

export interface Wanted {
  /** Numbers of the products that were bought. */
  bought: readonly string[];
  placement: 'thank-you' | 'order-status';
  limit: number;
  language: string;
}

/** What the app says that is to be shown. */
interface Answer {
  list?: string | null;
  items: { product_id: string; reason?: { text?: string } | null }[];
}

interface StorefrontProduct {
  id: string;
  title: string;
  handle: string;
  onlineStoreUrl: string | null;
  availableForSale: boolean;
  featuredImage: { url: string; altText: string | null } | null;
  priceRange: { minVariantPrice: { amount: string; currencyCode: string }; maxVariantPrice: { amount: string } };
}

const FIELDS = 'id title handle onlineStoreUrl availableForSale featuredImage { url altText } priceRange { minVariantPrice { amount currencyCode } maxVariantPrice { amount } }';
const BY_ID = `query RegularsProducts($ids: [ID!]!) { nodes(ids: $ids) { ... on Product { ${FIELDS} } } }`;
const SHOPIFYS = `query RegularsFallback($id: ID!) { productRecommendations(productId: $id, intent: RELATED) { ${FIELDS} } }`;

/**
 * Which products fit what was bought: by our app, and where it does not answer, by Shopify. Titles, pictures and prices are Shopify's own,
 * of the buyer's market. Never what was just bought.
 * @returns an empty list where there is nothing to show, which is no error
 */
export async function recommendedProducts(shopify: ProductSource, wanted: Wanted): Promise<Recommended> {
  const first = wanted.bought[0];
  if (first === undefined) return { products: [], list: null };
  const query = new URLSearchParams({ block: 'complementary', products: wanted.bought.slice(0, 20).join(','), limit: String(wanted.limit), placement: wanted.placement, locale: wanted.language, format: 'json' });
  let answer: Answer;
  try {
    answer = await askRegulars<Answer>(shopify, `/recommendations?${query.toString()}`, { waitMs: 2_500 });
  } catch {
    const { data } = await shopify.query<{ productRecommendations: StorefrontProduct[] | null }>(SHOPIFYS, { variables: { id: `gid://shopify/Product/${first}` } });
    return { products: (data?.productRecommendations ?? []).flatMap((one) => shown(one, null, shopify, wanted)).slice(0, wanted.limit), list: null };
  }
  if (answer.items.length === 0) return { products: [], list: null };
  const reasons = new Map(answer.items.map((item) => [`gid://shopify/Product/${item.product_id}`, item.reason?.text ?? null]));
  const { data } = await shopify.query<{ nodes: (StorefrontProduct | null)[] }>(BY_ID, { variables: { ids: [...reasons.keys()] } });
  const products = (data?.nodes ?? []).flatMap((one) => (one === null ? [] : shown(one, reasons.get(one.id) ?? null, shopify, wanted)));
  return { products, list: answer.list ?? null };
}

/** A product that can be bought and was not just bought. */
function shown(product: StorefrontProduct, reason: string | null, shopify: ProductSource, { bought }: Wanted): ShownProduct[] {
  const { minVariantPrice, maxVariantPrice } = product.priceRange;
  if (!product.availableForSale || bought.some((id) => product.id.endsWith(`/${id}`))) return [];
  return [{
    id: product.id, title: product.title, url: product.onlineStoreUrl ?? `${(shopify.shop.storefrontUrl ?? '').replace(/\/$/, '')}/products/${product.handle}`,
    image: product.featuredImage, price: minVariantPrice, from: Number(maxVariantPrice.amount) > Number(minVariantPrice.amount), reason,
  }];
}
