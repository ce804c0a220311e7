import { gid, gidNumber } from '../../store/model.ts';
import type { StoreProduct, StoreVariant } from '../../store/model.ts';
import { decimalAmount } from '../../store/order-money.ts';
import { NotServed } from '../errors.ts';
import { connection, inOrder } from '../paging.ts';
import { booleanFilter, compileSearch, numberFilter, tagFilter, textFilter, timeFilter } from '../search.ts';
import type { Filters } from '../search.ts';
import { dateTime, servedType, Typed, withArgs } from '../serving.ts';
import type { Args, Rows, ServedField, ServedType, Serving } from '../serving.ts';
import { countRows } from './counts.ts';
import { metafieldFields } from './metafields.ts';

interface Image {
  id: string;
  url: string;
  altText: string;
}

/** The picture of a product; null when it has none. */
export function productImage(product: StoreProduct, serving: Serving): Image | null {
  if (product.imagePath === null) return null;
  return { id: gid('ProductImage', product.id), url: serving.pictureUrl + product.imagePath, altText: product.title };
}

const filters: Filters<StoreProduct> = {
  id: numberFilter('id', (product) => product.id),
  created_at: timeFilter('created_at', (product) => product.createdAt),
  updated_at: timeFilter('updated_at', (product) => product.updatedAt),
  published_at: timeFilter('published_at', (product) => product.publishedAt),
  status: textFilter('status', (product) => product.status, { list: true }),
  product_type: textFilter('product_type', (product) => product.productType, { list: true }),
  handle: textFilter('handle', (product) => product.handle, { list: true }),
  vendor: textFilter('vendor', (product) => product.vendor),
  title: textFilter('title', (product) => product.title),
  gift_card: booleanFilter('gift_card', (product) => product.isGiftCard),
  tag: tagFilter('tag', (product) => product.tags, true),
  tag_not: tagFilter('tag_not', (product) => product.tags, false),
};

const sortValues = {
  ID: (product: StoreProduct) => product.id,
  CREATED_AT: (product: StoreProduct) => product.createdAt,
  UPDATED_AT: (product: StoreProduct) => product.updatedAt,
  TITLE: (product: StoreProduct) => product.title,
} as const;

function productRows(_: unknown, args: Args, serving: Serving): Rows<StoreProduct> {
  const sortKey = String(args.sortKey ?? 'ID');
  if (!Object.hasOwn(sortValues, sortKey)) throw new NotServed(`products(sortKey: ${sortKey})`);
  const key = sortKey as keyof typeof sortValues;
  return {
    list: serving.live.list('products', key),
    id: (product) => product.id,
    value: sortValues[key],
    keep: compileSearch(args.query, filters, 'products'),
    reverse: args.reverse === true,
  };
}

const variantFilters: Filters<StoreVariant> = {
  id: numberFilter('id', (variant) => variant.id),
  product_id: numberFilter('product_id', (variant) => variant.product.id),
  sku: textFilter('sku', (variant) => variant.sku),
};

function variantRows(_: unknown, args: Args, serving: Serving): Rows<StoreVariant> {
  const sortKey = String(args.sortKey ?? 'ID');
  if (sortKey !== 'ID') throw new NotServed(`productVariants(sortKey: ${sortKey})`);
  const list = serving.live.list('products', 'ID').flatMap((product) => product.variants).sort((a, b) => a.id - b.id);
  const id = (variant: StoreVariant): number => variant.id;
  return { list, id, value: id, keep: compileSearch(args.query, variantFilters, 'productVariants'), reverse: args.reverse === true };
}

export const productRoots: Record<string, ServedField<unknown>> = {
  product: withArgs(['id'], (_, args, serving) => {
    const id = gidNumber('Product', String(args.id));
    return id === null ? null : (serving.live.product(id) ?? null);
  }),
  products: connection(productRows, ['query', 'sortKey']),
  productsCount: withArgs(['query', 'limit'], (root, args, serving) => countRows(productRows(root, args, serving), args)),
  productVariant: withArgs(['id'], (_, args, serving) => {
    const id = gidNumber('ProductVariant', String(args.id));
    return id === null ? null : (serving.live.variant(id) ?? null);
  }),
  productVariants: connection(variantRows, ['query', 'sortKey']),
};

function currency(serving: Serving): string {
  return serving.live.store.shop.currencyCode;
}

function priceRange(product: StoreProduct, serving: Serving): { min: { minor: number; currency: string }; max: { minor: number; currency: string } } {
  const prices = product.variants.map((variant) => variant.price);
  const at = (minor: number) => ({ minor, currency: currency(serving) });
  return { min: at(Math.min(...prices)), max: at(Math.max(...prices)) };
}

export const productTypes: Record<string, ServedType> = {
  Product: servedType<StoreProduct>({
    ...metafieldFields,
    id: (product) => gid('Product', product.id),
    legacyResourceId: (product) => String(product.id),
    title: (product) => product.title,
    handle: (product) => product.handle,
    productType: (product) => product.productType,
    vendor: (product) => product.vendor,
    status: (product) => product.status,
    tags: (product) => product.tags,
    isGiftCard: (product) => product.isGiftCard,
    createdAt: (product) => dateTime(product.createdAt),
    updatedAt: (product) => dateTime(product.updatedAt),
    publishedAt: (product) => dateTime(product.publishedAt),
    totalInventory: (product) => product.variants.reduce((units, variant) => units + variant.inventoryQuantity, 0),
    hasOnlyDefaultVariant: (product) => product.variants.length === 1 && product.variants[0]?.title === 'Default Title',
    variantsCount: (product) => ({ count: product.variants.length, precision: 'EXACT' }),
    featuredImage: (product, _, serving) => productImage(product, serving),
    featuredMedia: (product) => (product.imagePath === null ? null : new Typed('MediaImage', product)),
    onlineStoreUrl: (product, _, serving) =>
      product.publishedAt === null ? null : `https://${serving.live.store.shop.domain}/products/${product.handle}`,
    priceRangeV2: (product, _, serving) => priceRange(product, serving),
    variants: connection<StoreProduct, StoreVariant>(
      (product, args) => {
        const sortKey = String(args.sortKey ?? 'POSITION');
        if (sortKey !== 'POSITION') throw new NotServed(`Product.variants(sortKey: ${sortKey})`);
        return inOrder(product.variants, (variant) => variant.id, args);
      },
      ['sortKey'],
    ),
  }),
  ProductPriceRangeV2: servedType<ReturnType<typeof priceRange>>({
    minVariantPrice: (range) => range.min,
    maxVariantPrice: (range) => range.max,
  }),
  ProductVariant: servedType<StoreVariant>({
    id: (variant) => gid('ProductVariant', variant.id),
    legacyResourceId: (variant) => String(variant.id),
    title: (variant) => variant.title,
    displayName: (variant) => `${variant.product.title} - ${variant.title}`,
    sku: (variant) => variant.sku,
    price: (variant, _, serving) => decimalAmount(variant.price, currency(serving)),
    position: (variant) => variant.position,
    inventoryQuantity: (variant) => variant.inventoryQuantity,
    availableForSale: (variant) => variant.availableForSale,
    createdAt: (variant) => dateTime(variant.product.createdAt),
    updatedAt: (variant) => dateTime(variant.product.updatedAt),
    product: (variant) => variant.product,
    image: (variant, _, serving) => productImage(variant.product, serving),
  }),
  MediaImage: servedType<StoreProduct>({
    id: (product) => gid('MediaImage', product.id),
    alt: (product) => product.title,
    mediaContentType: () => 'IMAGE',
    status: () => 'READY',
    image: (product, _, serving) => productImage(product, serving),
    preview: (product) => product,
  }),
  MediaPreviewImage: servedType<StoreProduct>({
    image: (product, _, serving) => productImage(product, serving),
    status: () => 'READY',
  }),
  Image: servedType<Image>({
    id: (image) => image.id,
    altText: (image) => image.altText,
    // The pictures are drawn (SVG), so any transform gives the same one.
    url: withArgs(['transform'], (image) => image.url),
    src: (image) => image.url,
    originalSrc: (image) => image.url,
  }),
};
