/** What goes into a basket at the generated store: repeats, favourites, companions, and what is popular. */
import type { Buyer } from './buyers.ts';
import { isOnSale, priceAt } from './catalogue.ts';
import type { Catalogue, CatalogueItem } from './catalogue.ts';
import type { StoreLine } from './model.ts';
import type { StoreVariant } from './model.ts';
import type { Random } from './random.ts';

const MAX_LINES = 9;
const REMEMBERED = 6;
/** Sold once, deleted since: the order's line is all that is left of them. */
const DELETED_GOODS: readonly [string, number][] = [['Matcha Latte Mix', 1150], ['Copper Teaspoon', 850], ['Smoked Oolong', 1350]];
const EIGHTEEN_MONTHS_MS = 548 * 86_400_000;

/** What a buyer has bought that is bought again: kept from order to order. */
export type Pantry = { item: CatalogueItem; variant: StoreVariant }[];

export interface BasketContext {
  catalogue: Catalogue;
  now: number;
  /** The next line's id; counted up. */
  nextLineId: number;
}

/** Fills a basket at `at`. `priceFactor` (of 100) turns the shop's prices into an older currency's. */
export function fillBasket(random: Random, context: BasketContext, buyer: Buyer | null, pantry: Pantry, at: number, priceFactor: number): StoreLine[] {
  const lines: StoreLine[] = [];
  const spend = buyer?.spend ?? 0.8;
  if (random.chance(0.012)) {
    lines.push(makeLine(context, random.pick(context.catalogue.giftCard.variants), 1, at, priceFactor));
    // Most who buy a gift card buy nothing else.
    if (random.chance(0.7)) return lines;
  }
  if (context.now - at > EIGHTEEN_MONTHS_MS && random.chance(0.015)) {
    const [title, price] = random.pick(DELETED_GOODS);
    lines.push(plainLine(context.nextLineId++, title, Math.round((price * priceFactor) / 100)));
  }
  const wanted = Math.min(MAX_LINES, 1 + Math.floor(random.exponential(1 / (0.35 + 1.15 * spend))));
  let last: CatalogueItem | null = null;
  for (let i = 0; i < wanted; i++) {
    const choice = chooseItem(random, context.catalogue, buyer, pantry, last, at);
    last = choice.item;
    const quantity = chooseQuantity(random, choice.item, buyer);
    const same = lines.find((line) => line.variant === choice.variant);
    if (same !== undefined) {
      same.quantity += quantity;
      continue;
    }
    lines.push(makeLine(context, choice.variant, quantity, at, priceFactor));
    if (choice.item.goods.consumable && buyer !== null) remember(pantry, choice);
  }
  return lines;
}

function chooseItem(random: Random, catalogue: Catalogue, buyer: Buyer | null, pantry: Pantry, last: CatalogueItem | null, at: number): Pantry[number] {
  if (pantry.length > 0 && random.chance(0.42)) {
    const again = random.pick(pantry);
    if (isOnSale(again.item, at)) return again;
  }
  const companion = last?.companion ?? null;
  const item =
    companion !== null && isOnSale(companion, at) && random.chance(0.3)
      ? companion
      : catalogue.draw(random, at, buyer !== null && random.chance(0.5) ? buyer.favourite : null);
  // Small packs sell more than large ones; colours alike.
  const variants = item.product.variants;
  const index = item.goods.option === 'colour' ? random.below(variants.length) : Math.min(variants.length - 1, Math.floor(random.exponential(1.4 / (buyer?.spend ?? 1))));
  const variant = variants[index];
  if (variant === undefined) throw new Error(`${item.product.title} has no variant.`);
  return { item, variant };
}

function chooseQuantity(random: Random, item: CatalogueItem, buyer: Buyer | null): number {
  if (buyer?.habit === 'wholesale') return random.between(4, 18);
  const draw = random.uniform();
  if (item.goods.consumable) return draw < 0.74 ? 1 : draw < 0.93 ? 2 : 3;
  if (item.goods.productType === 'Mugs & cups') return draw < 0.5 ? 1 : draw < 0.85 ? 2 : 4;
  return draw < 0.9 ? 1 : 2;
}

function remember(pantry: Pantry, choice: Pantry[number]): void {
  if (pantry.some((one) => one.variant === choice.variant)) return;
  if (pantry.length >= REMEMBERED) pantry.shift();
  pantry.push(choice);
}

function makeLine(context: BasketContext, variant: StoreVariant, quantity: number, at: number, priceFactor: number): StoreLine {
  const product = variant.product;
  return {
    ...plainLine(context.nextLineId++, product.title, Math.round((priceAt(variant, at, context.now) * priceFactor) / 100)),
    variant,
    variantTitle: variant.title === 'Default Title' ? null : variant.title,
    sku: variant.sku,
    vendor: product.vendor,
    isGiftCard: product.isGiftCard,
    requiresShipping: !product.isGiftCard,
    quantity,
  };
}

function plainLine(id: number, title: string, unitPrice: number): StoreLine {
  return {
    id, variant: null, title, variantTitle: null, sku: null, vendor: 'Kettle & Fern', isGiftCard: false, requiresShipping: true, quantity: 1, unitPrice,
    discount: 0, discountAllocations: [], tax: 0, refundedQuantity: 0, removedQuantity: 0,
  };
}
