/** What the merchant does to products. */
import type { LiveStore } from './live-store.ts';
import type { StoreProduct, StoreVariant } from './model.ts';
import { Refused } from './store-change.ts';

export interface NewProduct {
  title: string;
  productType?: string;
  vendor?: string;
  status?: StoreProduct['status'];
  tags?: readonly string[];
  isGiftCard?: boolean;
  /** Without any: one of this price, "Default Title". */
  variants?: readonly { title: string; price: number; sku?: string | null }[];
  /** Minor units. */
  price?: number;
  sku?: string | null;
}

export type ProductParticulars = Partial<Pick<StoreProduct, 'title' | 'productType' | 'vendor' | 'status' | 'tags'>> & { /** of every variant, in minor units */ price?: number };

/** @throws {Refused} */
export function createProduct(live: LiveStore, request: NewProduct): StoreProduct {
  if (request.title.trim() === '') throw new Refused("Title can't be blank.");
  return live.change((at) => {
    const id = live.ids.next('Product');
    const product: StoreProduct = {
      id,
      title: request.title,
      handle: request.title.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '') || `product-${id}`,
      productType: request.productType ?? '',
      vendor: request.vendor ?? live.store.shop.name,
      status: request.status ?? 'ACTIVE',
      tags: [...(request.tags ?? [])],
      isGiftCard: request.isGiftCard ?? false,
      imagePath: `/pictures/${id}.svg`,
      createdAt: at,
      updatedAt: at,
      publishedAt: (request.status ?? 'ACTIVE') === 'ACTIVE' ? at : null,
      variants: [],
      metafields: [],
    };
    const variants = request.variants ?? [{ title: 'Default Title', price: request.price ?? 1000, sku: request.sku ?? null }];
    product.variants = variants.map(({ title, price, sku }, index): StoreVariant => ({
      id: live.ids.next('ProductVariant'), product, title, sku: sku ?? null, price, inventoryQuantity: 100, availableForSale: true, position: index + 1,
    }));
    return { step: { products: [product], tell: [{ kind: 'product', did: 'created', product, at }] }, result: product };
  });
}

/** @throws {Refused} */
export function updateProduct(live: LiveStore, id: number, change: ProductParticulars): StoreProduct {
  const product = known(live, id);
  const { price, ...own } = change;
  return live.change((at) => {
    for (const [name, value] of Object.entries(own)) if (value !== undefined) Object.assign(product, { [name]: value });
    if (price !== undefined) for (const variant of product.variants) variant.price = price;
    if (product.status !== 'ACTIVE') product.publishedAt = null;
    else product.publishedAt ??= at;
    return { step: { products: [product], tell: [{ kind: 'product', did: 'updated', product, at }] }, result: product };
  });
}

/** Orders keep what was bought by its title; what it was a variant of is gone. @throws {Refused} */
export function deleteProduct(live: LiveStore, id: number): void {
  const product = known(live, id);
  live.change((at) => ({ step: { gone: [{ type: 'Product', id }], tell: [{ kind: 'product', did: 'deleted', product, at }] }, result: undefined }));
}

function known(live: LiveStore, id: number): StoreProduct {
  const product = live.product(id);
  if (product === undefined) throw new Refused(`There is no product ${id}.`);
  return product;
}
