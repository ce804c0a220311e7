/** The generated store's products, and how they sell: a type's share, Zipf within it, launches, seasons, companions. */
import { COMPANIONS, GIFT_CARD_TITLE, GOODS } from './catalogue-goods.ts';
import type { GoodsRange } from './catalogue-goods.ts';
import type { StoreProduct, StoreVariant } from './model.ts';
import { Random, WeightedDraw } from './random.ts';

const FIRST_PRODUCT_ID = 8_000_001;
const FIRST_VARIANT_ID = 41_000_001;
const DAY_MS = 86_400_000;
/** Zipf's exponent: how steeply sales fall with a product's rank in its type. */
const ZIPF_EXPONENT = 0.9;
const COLOURS = ['Oatmeal', 'Sea Blue', 'Moss', 'Charcoal', 'Heather', 'Cream', 'Rust'];
const DRAFT_EVERY = 83;
const ARCHIVED_EVERY = 37;

export interface CatalogueItem {
  product: StoreProduct;
  goods: GoodsRange;
  /** Sold from and, when archived, until. */
  from: number;
  until: number;
  /** Sold in October, November and December only. */
  seasonal: boolean;
  companion: CatalogueItem | null;
}

export interface Catalogue {
  products: StoreProduct[];
  items: CatalogueItem[];
  giftCard: StoreProduct;
  /** An item on sale at this instant: of the range (index into GOODS), or of any. */
  draw(random: Random, at: number, rangeIndex: number | null): CatalogueItem;
}

/** Makes the catalogue of a shop that opened at `opened`, as it stands at `now`. */
export function makeCatalogue(seed: number, opened: number, now: number): Catalogue {
  const random = new Random(seed, 'catalogue');
  const products: StoreProduct[] = [];
  const items: CatalogueItem[] = [];
  const byRange: { items: CatalogueItem[]; draw: WeightedDraw }[] = [];
  let nextVariantId = FIRST_VARIANT_ID;

  const addProduct = (title: string, goods: Pick<GoodsRange, 'productType' | 'vendor'>, price: number, option: GoodsRange['option'] | 'giftCard'): StoreProduct => {
    const id = FIRST_PRODUCT_ID + products.length;
    const product: StoreProduct = {
      id,
      title,
      handle: title.normalize('NFD').toLowerCase().replace(/[^a-z0-9 -]+/g, '').replace(/ +/g, '-'),
      productType: goods.productType,
      vendor: goods.vendor,
      status: 'ACTIVE',
      tags: [],
      isGiftCard: option === 'giftCard',
      imagePath: `/pictures/${id}.svg`,
      createdAt: opened,
      updatedAt: opened,
      publishedAt: opened,
      variants: [],
      metafields: [],
    };
    variantsOf(option, price, random).forEach(([variantTitle, variantPrice], index) => {
      product.variants.push({
        id: nextVariantId++,
        product,
        title: variantTitle,
        sku: option === 'giftCard' ? null : `KF-${String(products.length + 1).padStart(3, '0')}-${index + 1}`,
        price: variantPrice,
        inventoryQuantity: option === 'giftCard' || random.chance(0.95) ? random.between(3, 240) : 0,
        availableForSale: true,
        position: index + 1,
      });
    });
    products.push(product);
    return product;
  };

  for (const goods of GOODS) {
    const rangeItems: CatalogueItem[] = [];
    for (const entry of goods.goods) {
      const [title = '', price = ''] = entry.split(' | ');
      const product = addProduct(title, goods, Number(price), goods.option);
      const item: CatalogueItem = { product, goods, from: opened, until: Infinity, seasonal: /Christmas|Advent|Winter/.test(title), companion: null };
      if (random.chance(0.25)) item.from = Math.floor(opened + random.uniform() * (now - opened) * 0.9);
      if (products.length % ARCHIVED_EVERY === 0) {
        item.until = Math.floor(item.from + (now - item.from) * 0.7);
        product.status = 'ARCHIVED';
        product.updatedAt = item.until;
      }
      product.createdAt = item.from;
      product.publishedAt = item.from;
      product.updatedAt = Math.max(product.updatedAt, item.from);
      if (products.length % DRAFT_EVERY === 0) {
        product.status = 'DRAFT';
        product.publishedAt = null;
        item.until = -Infinity;
      }
      if (item.seasonal) product.tags.push('seasonal');
      if (now - item.from < 60 * DAY_MS) product.tags.push('new-in');
      rangeItems.push(item);
      items.push(item);
    }
    byRange.push({ items: rangeItems, draw: new WeightedDraw(zipf(rangeItems.length, random)) });
  }
  const giftCard = addProduct(GIFT_CARD_TITLE, { productType: 'Gift card', vendor: 'Kettle & Fern' }, 2500, 'giftCard');
  linkCompanions(items);

  const rangeDraw = new WeightedDraw(GOODS.map((goods) => goods.weight));
  const draw = (source: Random, at: number, rangeIndex: number | null): CatalogueItem => {
    for (let attempt = 0; attempt < 8; attempt++) {
      const ranged = byRange[rangeIndex !== null && attempt < 4 ? rangeIndex : rangeDraw.draw(source)];
      const item = ranged?.items[ranged.draw.draw(source)];
      if (item !== undefined && isOnSale(item, at)) return item;
    }
    const item = items.find((one) => isOnSale(one, at));
    if (item === undefined) throw new Error('The catalogue has nothing on sale.');
    return item;
  };
  return { products, items, giftCard, draw };
}

export function isOnSale(item: CatalogueItem, at: number): boolean {
  return at >= item.from && at < item.until && (!item.seasonal || new Date(at).getUTCMonth() >= 9);
}

/** The variant's price at an instant: prices have risen twice, and end in 0 or 5. */
export function priceAt(variant: StoreVariant, at: number, now: number): number {
  const years = (now - at) / (365 * DAY_MS);
  if (years < 0.9 || variant.product.isGiftCard) return variant.price;
  return Math.round((variant.price * (years < 2.1 ? 0.96 : 0.91)) / 5) * 5;
}

function variantsOf(option: GoodsRange['option'] | 'giftCard', price: number, random: Random): [string, number][] {
  const times = (factor: number): number => Math.round((price * factor) / 5) * 5;
  switch (option) {
    case 'grams':
      return [['100 g', price], ['250 g', times(2.25)], ['500 g', times(4.1)]];
    case 'beans':
      return [['250 g, whole beans', price], ['250 g, ground', price], ['1 kg, whole beans', times(3.6)]];
    case 'size':
      return [['Classic', price], ['Large', times(1.6)]];
    case 'colour': {
      const first = random.below(COLOURS.length);
      return [0, 2, 4].map((step) => [COLOURS[(first + step) % COLOURS.length] ?? 'Cream', price]);
    }
    case 'giftCard':
      return [['€25.00', 2500], ['€50.00', 5000], ['€100.00', 10000]];
    case 'none':
      return [['Default Title', price]];
  }
}

/** Weights by rank, the ranks dealt out at random. */
function zipf(count: number, random: Random): number[] {
  const weights = Array.from({ length: count }, (_, rank) => 1 / (rank + 1.5) ** ZIPF_EXPONENT);
  for (let i = count - 1; i > 0; i--) {
    const j = random.below(i + 1);
    const held = weights[i] ?? 0;
    weights[i] = weights[j] ?? 0;
    weights[j] = held;
  }
  return weights;
}

function linkCompanions(items: CatalogueItem[]): void {
  const byTitle = new Map(items.map((item) => [item.product.title, item]));
  for (const [title, companion] of COMPANIONS) {
    const item = byTitle.get(title);
    const other = byTitle.get(companion);
    if (item === undefined || other === undefined) throw new Error(`Companions name a product that is not there: ${title}, ${companion}.`);
    item.companion = other;
  }
}
