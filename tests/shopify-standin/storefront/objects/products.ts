import { gidNumber } from '../../store/model.ts';
import type { StoreProduct, StoreVariant } from '../../store/model.ts';
import { isAvailable, isShown } from '../catalogue.ts';
import type { Collection } from '../catalogue.ts';
import { constants, LiquidObject } from '../liquid-object.ts';
import { cents } from '../money.ts';
import { metafieldsObject } from './metafields.ts';
import type { ObjectPlace } from './object-place.ts';

/** A product as Liquid has it; the same one at every call of a page. */
export function productObject(product: StoreProduct, place: ObjectPlace): LiquidObject {
  const known = place.products.get(product);
  if (known !== undefined) return known;
  const { shop } = place.live.store;
  const url = `${place.root}products/${product.handle}`;
  const variants = (): LiquidObject[] => product.variants.map((variant) => variantObject(variant, place));
  const prices = product.variants.map((variant) => cents(variant.price, shop));
  const first = (): StoreVariant | undefined => product.variants.find((variant) => variant.availableForSale) ?? product.variants[0];
  const selected = (): StoreVariant | undefined => product.variants.find((variant) => variant.id === place.selectedVariant);
  const wrapped = (variant: StoreVariant | undefined): LiquidObject | null => (variant === undefined ? null : variantObject(variant, place));
  const made: LiquidObject = new LiquidObject('product', {
    ...constants({
      id: product.id, title: product.title, handle: product.handle, url, type: product.productType, vendor: product.vendor, tags: product.tags, description: '', content: '',
      price: Math.min(...prices), price_min: Math.min(...prices), price_max: Math.max(...prices), price_varies: new Set(prices).size > 1,
      compare_at_price: null, compare_at_price_min: 0, compare_at_price_max: 0, available: isAvailable(product), 'gift_card?': product.isGiftCard,
      requires_selling_plan: false, has_only_default_variant: product.variants.length === 1 && product.variants[0]?.title === 'Default Title',
      created_at: new Date(product.createdAt).toISOString(), published_at: product.publishedAt === null ? null : new Date(product.publishedAt).toISOString(), template_suffix: null,
      variants_count: product.variants.length, options: ['Title'],
    }),
    variants,
    featured_image: () => imageObject(product, place),
    featured_media: () => imageObject(product, place),
    images: () => [imageObject(product, place)].filter((image) => image !== null),
    media: () => [imageObject(product, place)].filter((image) => image !== null),
    image_facts: () => imageObject(product, place)?.liquidMethodMissing('image_facts') ?? null,
    first_available_variant: () => wrapped(product.variants.find((variant) => variant.availableForSale)),
    selected_variant: () => wrapped(selected()),
    selected_or_first_available_variant: () => wrapped(selected() ?? first()),
    collections: () => place.collections().filter((one) => one.products.includes(product)).map((one) => collectionObject(one, place)),
    metafields: () => metafieldsObject(product.metafields, { own: place.ownNamespace, reference: (gid) => productReference(gid, place) }),
  }, { text: () => product.title, json: () => productJson(product, place) });
  place.products.set(product, made);
  return made;
}

/** A product that a metafield points to; null where shoppers do not see it, as Shopify leaves those out. */
function productReference(gid: string, place: ObjectPlace): LiquidObject | null {
  const id = gidNumber('Product', gid);
  const product = id === null ? undefined : place.live.product(id);
  return product === undefined || !isShown(product) ? null : productObject(product, place);
}

export function variantObject(variant: StoreVariant, place: ObjectPlace): LiquidObject {
  const { product } = variant;
  const price = cents(variant.price, place.live.store.shop);
  return new LiquidObject('variant', {
    ...constants({
      id: variant.id, title: variant.title, sku: variant.sku, price, compare_at_price: null, available: variant.availableForSale, inventory_quantity: variant.inventoryQuantity,
      inventory_management: 'shopify', inventory_policy: 'continue', requires_shipping: !product.isGiftCard, taxable: true, selected: variant.id === place.selectedVariant,
      url: `${place.root}products/${product.handle}?variant=${variant.id}`, option1: variant.title, options: [variant.title], featured_image: null, featured_media: null, requires_selling_plan: false,
    }),
    product: () => productObject(product, place),
    image: () => imageObject(product, place),
  }, { text: () => variant.title, json: () => variantJson(variant, place) });
}

/** Pictures are drawn squares. */
function imageObject(product: StoreProduct, place: ObjectPlace): LiquidObject | null {
  if (product.imagePath === null) return null;
  const src = `/cdn/shop/products/${product.id}.svg`;
  return new LiquidObject('image', constants({
    id: product.id, src, alt: product.title, width: 600, height: 600, aspect_ratio: 1, media_type: 'image', position: 1, product_id: product.id, image_facts: { src: place.origin + src, alt: product.title, ratio: 1 },
  }), { text: () => src, json: () => src });
}

export function collectionObject(collection: Collection, place: ObjectPlace): LiquidObject {
  const products = (): LiquidObject[] => collection.products.map((product) => productObject(product, place));
  return new LiquidObject('collection', {
    ...constants({
      id: collection.id, handle: collection.handle, title: collection.title, url: `${place.root}collections/${collection.handle}`, description: '', image: null, featured_image: null,
      products_count: collection.products.length, all_products_count: collection.products.length, sort_by: 'best-selling', default_sort_by: 'best-selling', template_suffix: null,
    }),
    products,
  }, { text: () => collection.title });
}

/** `collections['handle']` and a loop over all of them. */
export function collectionsObject(place: ObjectPlace): LiquidObject {
  return new LiquidObject('collections', {}, {
    items: () => place.collections().map((one) => collectionObject(one, place)),
    other: (handle) => {
      const found = place.collections().find((one) => one.handle === handle);
      return found === undefined ? null : collectionObject(found, place);
    },
  });
}

/** Shopify lets a page ask for this many handles. */
const mostHandles = 20;

/** `all_products['handle']`, for at most 20 different handles a page, as at Shopify; beyond that, and for what is not there, nil. */
export function allProductsObject(place: ObjectPlace): LiquidObject {
  const asked = new Set<string>();
  return new LiquidObject('all_products', {}, { other: (handle) => {
    asked.add(handle);
    if (asked.size > mostHandles) return null;
    const product = place.byHandle(handle);
    return product === undefined ? null : productObject(product, place);
  } });
}

/** As `product | json` and /products/<handle>.js have it. */
export function productJson(product: StoreProduct, place: ObjectPlace): Record<string, unknown> {
  const prices = product.variants.map((variant) => cents(variant.price, place.live.store.shop));
  const image = product.imagePath === null ? null : `${place.origin}/cdn/shop/products/${product.id}.svg`;
  return {
    id: product.id, title: product.title, handle: product.handle, description: '', published_at: product.publishedAt === null ? null : new Date(product.publishedAt).toISOString(),
    created_at: new Date(product.createdAt).toISOString(), vendor: product.vendor, type: product.productType, tags: product.tags, price: Math.min(...prices), price_min: Math.min(...prices),
    price_max: Math.max(...prices), available: isAvailable(product), price_varies: new Set(prices).size > 1, compare_at_price: null, compare_at_price_min: 0, compare_at_price_max: 0,
    compare_at_price_varies: false, variants: product.variants.map((variant) => variantJson(variant, place)), images: image === null ? [] : [image], featured_image: image,
    options: [{ name: 'Title', position: 1, values: product.variants.map((variant) => variant.title) }], url: `${place.root}products/${product.handle}`, requires_selling_plan: false, selling_plan_groups: [],
  };
}

function variantJson(variant: StoreVariant, place: ObjectPlace): Record<string, unknown> {
  return {
    id: variant.id, title: variant.title, option1: variant.title, sku: variant.sku, requires_shipping: !variant.product.isGiftCard, taxable: true, featured_image: null, available: variant.availableForSale,
    name: variant.title === 'Default Title' ? variant.product.title : `${variant.product.title} - ${variant.title}`, options: [variant.title], price: cents(variant.price, place.live.store.shop),
    weight: 0, compare_at_price: null, inventory_management: 'shopify', barcode: null,
  };
}
