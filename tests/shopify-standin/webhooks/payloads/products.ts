import { gid } from '../../store/model.ts';
import type { StoreProduct, StoreShop, StoreVariant } from '../../store/model.ts';
import { decimalAmount } from '../../store/order-money.ts';
import { zoned } from './written.ts';

type Json = Record<string, unknown>;

/** products/create and /update. `pictureUrl`: the address under which a browser reaches pictures. */
export function productPayload(product: StoreProduct, shop: StoreShop, pictureUrl: string): Json {
  const at = (instant: number | null): string | null => zoned(instant, shop.ianaTimezone);
  const image = product.imagePath === null ? null : {
    id: product.id, alt: product.title, position: 1, product_id: product.id, created_at: at(product.createdAt), updated_at: at(product.createdAt),
    admin_graphql_api_id: gid('ProductImage', product.id), width: 640, height: 640, src: pictureUrl + product.imagePath, variant_ids: [],
  };
  return {
    admin_graphql_api_id: gid('Product', product.id),
    body_html: null,
    created_at: at(product.createdAt),
    handle: product.handle,
    id: product.id,
    product_type: product.productType,
    published_at: at(product.publishedAt),
    template_suffix: null,
    title: product.title,
    updated_at: at(product.updatedAt),
    vendor: product.vendor,
    status: product.status.toLowerCase(),
    published_scope: 'web',
    tags: product.tags.join(', '),
    variants: product.variants.map((variant) => variantPayload(variant, shop)),
    options: [{ name: 'Title', id: product.id, product_id: product.id, position: 1, values: product.variants.map((variant) => variant.title) }],
    images: image === null ? [] : [image],
    image,
    media: [],
    variant_gids: product.variants.map((variant) => ({ admin_graphql_api_id: gid('ProductVariant', variant.id), updated_at: new Date(product.updatedAt).toISOString() })),
    has_variants_that_requires_components: false,
    category: null,
  };
}

function variantPayload(variant: StoreVariant, shop: StoreShop): Json {
  const { product } = variant;
  return {
    admin_graphql_api_id: gid('ProductVariant', variant.id), barcode: null, compare_at_price: null, created_at: zoned(product.createdAt, shop.ianaTimezone), id: variant.id,
    inventory_policy: 'deny', position: variant.position, price: decimalAmount(variant.price, shop.currencyCode), product_id: product.id, sku: variant.sku, taxable: true,
    title: variant.title, updated_at: zoned(product.updatedAt, shop.ianaTimezone), option1: variant.title, option2: null, option3: null, image_id: null,
    inventory_item_id: variant.id, inventory_quantity: variant.inventoryQuantity, old_inventory_quantity: variant.inventoryQuantity,
  };
}

export function productDeletePayload(id: number): Json {
  return { id };
}
