import type { Cart, CartLine } from '../cart.ts';
import { constants, LiquidObject } from '../liquid-object.ts';
import { cents } from '../money.ts';
import type { ObjectPlace } from './object-place.ts';
import { productObject, variantObject } from './products.ts';

export function cartObject(cart: Cart, place: ObjectPlace): LiquidObject {
  const { shop } = place.live.store;
  const total = cents(cart.total(), shop);
  return new LiquidObject('cart', {
    ...constants({
      item_count: cart.itemCount(), total_price: total, original_total_price: total, items_subtotal_price: total, checkout_charge_amount: total, total_discount: 0, note: cart.note, total_weight: 0,
      'empty?': cart.lines().length === 0, requires_shipping: cart.lines().some((line) => !line.variant.product.isGiftCard), taxes_included: shop.taxesIncluded, duties_included: false,
      cart_level_discount_applications: [], discount_applications: [], discounts: [],
    }),
    attributes: () => new LiquidObject('cart.attributes', {}, { other: (key) => cart.attributes.get(key) ?? null, items: () => [...cart.attributes], json: () => Object.fromEntries(cart.attributes) }),
    currency: () => currencyObject(place),
    items: () => cart.lines().map((line) => lineObject(line, place)),
  }, { json: () => cartJson(cart, place) });
}

export function currencyObject(place: ObjectPlace): LiquidObject {
  const { currencyCode } = place.live.store.shop;
  return new LiquidObject('currency', constants({ iso_code: currencyCode, name: currencyCode, symbol: new Intl.NumberFormat('en', { style: 'currency', currency: currencyCode }).formatToParts(1).find((part) => part.type === 'currency')?.value ?? currencyCode }), { text: () => currencyCode });
}

function lineObject(line: CartLine, place: ObjectPlace): LiquidObject {
  const { variant, quantity } = line;
  const price = cents(variant.price, place.live.store.shop);
  return new LiquidObject('line_item', {
    ...constants({
      id: variant.id, key: lineKey(line), quantity, price, final_price: price, original_price: price, line_price: price * quantity, final_line_price: price * quantity, original_line_price: price * quantity,
      variant_id: variant.id, product_id: variant.product.id, sku: variant.sku, vendor: variant.product.vendor, title: lineTitle(line), gift_card: variant.product.isGiftCard,
      requires_shipping: !variant.product.isGiftCard, taxable: true, properties: [], grams: 0, discounts: [], message: null, options_with_values: [], total_discount: 0,
      line_level_discount_allocations: [], discount_allocations: [], unit_price: null, error_message: null, selling_plan_allocation: null,
      url: `${place.root}products/${variant.product.handle}?variant=${variant.id}`, url_to_remove: `${place.root}cart/change?id=${lineKey(line)}&quantity=0`,
    }),
    product: () => productObject(variant.product, place),
    variant: () => variantObject(variant, place),
    image: () => productObject(variant.product, place).liquidMethodMissing('featured_image'),
  }, { json: () => lineJson(line, place) });
}

function lineKey({ variant }: CartLine): string {
  return `${variant.id}:${variant.product.id.toString(16).padStart(16, '0')}`;
}

function lineTitle({ variant }: CartLine): string {
  return variant.title === 'Default Title' ? variant.product.title : `${variant.product.title} - ${variant.title}`;
}

/** As /cart.js has it. */
export function cartJson(cart: Cart, place: ObjectPlace): Record<string, unknown> {
  const { shop } = place.live.store;
  const total = cents(cart.total(), shop);
  return {
    token: cart.token, note: cart.note, attributes: Object.fromEntries(cart.attributes), original_total_price: total, total_price: total, total_discount: 0, total_weight: 0, item_count: cart.itemCount(),
    items: cart.lines().map((line) => lineJson(line, place)), requires_shipping: cart.lines().some((line) => !line.variant.product.isGiftCard), currency: shop.currencyCode,
    items_subtotal_price: total, cart_level_discount_applications: [], discount_codes: [],
  };
}

export function lineJson(line: CartLine, place: ObjectPlace): Record<string, unknown> {
  const { variant, quantity } = line;
  const { product } = variant;
  const price = cents(variant.price, place.live.store.shop);
  return {
    id: variant.id, properties: {}, quantity, variant_id: variant.id, key: lineKey(line), title: lineTitle(line), price, original_price: price, discounted_price: price, line_price: price * quantity,
    original_line_price: price * quantity, total_discount: 0, discounts: [], sku: variant.sku, grams: 0, vendor: product.vendor, taxable: true, product_id: product.id, product_has_only_default_variant: variant.title === 'Default Title',
    gift_card: product.isGiftCard, final_price: price, final_line_price: price * quantity, url: `${place.root}products/${product.handle}?variant=${variant.id}`,
    image: product.imagePath === null ? null : `${place.origin}/cdn/shop/products/${product.id}.svg`, handle: product.handle, requires_shipping: !product.isGiftCard, product_type: product.productType,
    product_title: product.title, product_description: '', variant_title: variant.title === 'Default Title' ? null : variant.title, variant_options: [variant.title], options_with_values: [], line_level_discount_allocations: [],
  };
}
