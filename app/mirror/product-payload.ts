import { instant, integer, requiredInstant, requiredInteger, requiredText, text, textArray, type Cell } from './cells.ts';
import { PRODUCTS, PRODUCT_VARIANTS } from './mirror-tables.ts';
import { enumWord, isObject, object, objects, ownId, payloadId, plainAmount, tagList, type PayloadObject } from './payload-cells.ts';

/** A product as products/create and products/update tell it. */
export interface ProductPayload {
  id: string;
  updatedAt: number;
  /** In the order of PRODUCTS.columns; undefined: not said. */
  cells: (Cell | undefined)[];
  /** Rows of `product_variants`: of a product with very many the first hundred. */
  variants: (Cell | undefined)[][];
  /** All variants that the product has. */
  variantIds: string[];
}

/**
 * Not said: whether it is a gift card, and of variants whether they can be bought (worked out from what is said).
 * @param shopDecimals of the shop's currency, which prices are in
 * @throws RowFault
 */
export function productPayload(body: unknown, shopDecimals: number): ProductPayload {
  const product = object(body, 'The product');
  const id = ownId(product, 'product');
  const said: Readonly<Record<string, Cell | undefined>> = {
    id,
    title: requiredText(product['title'], 'title'),
    handle: requiredText(product['handle'], 'handle'),
    product_type: requiredText(product['product_type'], 'product_type'),
    vendor: requiredText(product['vendor'], 'vendor'),
    status: enumWord(product['status'], 'status') ?? '',
    tags: textArray(tagList(product['tags'], 'tags'), 'tags'),
    image_url: imageOf(product['image']),
    created_at: requiredInstant(product['created_at'], 'created_at'),
    updated_at: requiredInstant(product['updated_at'], 'updated_at'),
    published_at: instant(product['published_at'], 'published_at'),
  };
  const variants = objects(product['variants'], 'variants').map((variant) => variantCells(variant, id, shopDecimals));
  const listed = objects(product['variant_gids'], 'variant_gids').map((one) => payloadId(one['admin_graphql_api_id'], 'variant_gids'));
  return {
    id,
    updatedAt: Date.parse(said['updated_at'] ?? ''),
    cells: PRODUCTS.columns.map(([name]) => said[name]),
    variants: [...new Map(variants.map((row) => [row[1], row])).values()],
    variantIds: [...new Set([...variants.map((row) => String(row[1])), ...listed])],
  };
}

function imageOf(image: unknown): Cell | undefined {
  if (image === undefined) return undefined;
  return isObject(image) ? text(image['src'], 'image.src') : null;
}

function variantCells(variant: PayloadObject, productId: string, decimals: number): (Cell | undefined)[] {
  const said: Readonly<Record<string, Cell | undefined>> = {
    product_id: productId,
    id: ownId(variant, 'variant'),
    price: String(plainAmount(variant['price'], decimals, 'variant.price')),
    position: requiredInteger(variant['position'], 'variant.position'),
    inventory_quantity: integer(variant['inventory_quantity'], 'variant.inventory_quantity'),
    available_for_sale: canBeBought(variant),
    title: requiredText(variant['title'], 'variant.title'),
    sku: text(variant['sku'], 'variant.sku'),
  };
  return PRODUCT_VARIANTS.columns.map(([name]) => said[name]);
}

/** Stock that is not counted, or that may be oversold, is always there. */
function canBeBought(variant: PayloadObject): Cell | undefined {
  if (variant['inventory_policy'] === 'continue' || variant['inventory_management'] === null) return 't';
  const stock = variant['inventory_quantity'];
  return typeof stock === 'number' ? (stock > 0 ? 't' : 'f') : undefined;
}
