import type { ProductsBulkQuery } from '../shopify/generated/products.bulk.ts';
import { amount, flag, idOf, instant, integer, requiredInstant, requiredInteger, requiredText, text, textArray, type Cell } from './cells.ts';

type BulkProduct = ProductsBulkQuery['products']['edges'][number]['node'];
/** A product and a variant as the bulk query and a single query give them. */
export type ShopifyProduct = Omit<BulkProduct, 'variants'>;
export type ShopifyVariant = BulkProduct['variants']['edges'][number]['node'];

/** A product as a row of `products`. @throws RowFault */
export function productRow(product: ShopifyProduct): Cell[] {
  return [
    idOf(product.id, 'Product'),
    requiredText(product.title, 'title'),
    requiredText(product.handle, 'handle'),
    requiredText(product.productType, 'productType'),
    requiredText(product.vendor, 'vendor'),
    requiredText(product.status, 'status'),
    textArray(product.tags, 'tags'),
    flag(product.isGiftCard, 'isGiftCard'),
    text(product.featuredMedia?.preview?.image?.url, 'image.url'),
    requiredInstant(product.createdAt, 'createdAt'),
    requiredInstant(product.updatedAt, 'updatedAt'),
    instant(product.publishedAt, 'publishedAt'),
  ];
}

/** A variant as a row of `product_variants`. @param decimals of the shop's currency, which its price is in. @throws RowFault */
export function variantRow(variant: ShopifyVariant, productId: string, decimals: number): Cell[] {
  return [
    productId,
    idOf(variant.id, 'ProductVariant'),
    String(amount(variant.price, decimals, 'price')),
    requiredInteger(variant.position, 'position'),
    integer(variant.inventoryQuantity, 'inventoryQuantity'),
    flag(variant.availableForSale, 'availableForSale'),
    requiredText(variant.title, 'title'),
    text(variant.sku, 'sku'),
  ];
}
