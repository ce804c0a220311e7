/** The objects that every template has. */
import type { StoreCustomer, StoreOrder } from '../../store/model.ts';
import { totalPrice } from '../../store/order-money.ts';
import type { Cart } from '../cart.ts';
import { isShown } from '../catalogue.ts';
import { unservedGlobals } from '../liquid-engine.ts';
import { constants, LiquidObject } from '../liquid-object.ts';
import { cents } from '../money.ts';
import { cartObject, currencyObject } from './cart.ts';
import { metafieldsObject } from './metafields.ts';
import type { ObjectPlace } from './object-place.ts';
import { allProductsObject, collectionsObject, productObject } from './products.ts';

export interface PageFacts {
  cart: Cart;
  customer: StoreCustomer | null;
  /** `index`, `product`, ...: also the name of the template. */
  pageType: string;
  path: string;
  host: string;
  title: string;
  page: number;
  /** config/settings_data.json's current settings. */
  settings: Record<string, unknown>;
  /** Languages that the storefront is published in. */
  locales: readonly string[];
}

export function globalObjects(place: ObjectPlace, facts: PageFacts): Record<string, unknown> {
  const { shop } = place.live.store;
  const language = (locale: string): LiquidObject => new LiquidObject('shop_locale', constants({ iso_code: locale, name: locale, endonym_name: locale, primary: locale === facts.locales[0], root_url: locale === facts.locales[0] ? '/' : `/${locale}` }), { text: () => locale });
  const country = new LiquidObject('country', { ...constants({ iso_code: shop.countryCode, name: shop.countryCode }), currency: () => currencyObject(place) }, { text: () => shop.countryCode });
  const path = (name: string): string => `${place.root}${name}`;
  return Object.assign(unservedGlobals(), {
    shop: new LiquidObject('shop', {
      ...constants({
        id: shop.id, name: shop.name, currency: shop.currencyCode, money_format: '{{amount}}', email: shop.email, domain: facts.host, permanent_domain: shop.domain, url: place.origin, secure_url: place.origin,
        description: '', customer_accounts_enabled: true, customer_accounts_optional: true, taxes_included: shop.taxesIncluded, brand: null, products_count: place.live.store.products.size,
        enabled_payment_types: [], policies: [], password_message: '',
      }),
      published_locales: () => facts.locales.map(language),
      metafields: () => metafieldsObject([], { own: place.ownNamespace, reference: () => null }),
    }, { text: () => shop.name }),
    request: new LiquidObject('request', { ...constants({ page_type: facts.pageType, path: facts.path, host: facts.host, origin: place.origin, design_mode: false, visual_preview_mode: false }), locale: () => language(place.locale) }),
    localization: new LiquidObject('localization', { ...constants({ country, available_countries: [country], market: null }), language: () => language(place.locale), available_languages: () => facts.locales.map(language) }),
    routes: new LiquidObject('routes', constants({
      root_url: place.root === '/' ? '/' : place.root.slice(0, -1), account_url: path('account'), account_login_url: path('account/login'), account_logout_url: path('account/logout'), all_products_collection_url: path('collections/all'),
      collections_url: path('collections'), cart_url: path('cart'), cart_add_url: path('cart/add'), cart_change_url: path('cart/change'), cart_update_url: path('cart/update'), cart_clear_url: path('cart/clear'),
      search_url: path('search'), product_recommendations_url: path('recommendations/products'),
    })),
    settings: new LiquidObject('settings', constants(facts.settings)),
    template: new LiquidObject('template', constants({ name: facts.pageType, suffix: null, directory: null }), { text: () => facts.pageType }),
    cart: cartObject(facts.cart, place),
    customer: facts.customer === null ? null : customerObject(facts.customer, place),
    collections: collectionsObject(place),
    all_products: allProductsObject(place),
    page_title: facts.title, page_description: null, page_image: null, handle: null, current_page: facts.page, canonical_url: place.origin + facts.path, powered_by_link: 'A local stand-in for Shopify',
  });
}

function customerObject(customer: StoreCustomer, place: ObjectPlace): LiquidObject {
  const { shop } = place.live.store;
  const { id, firstName, lastName, email, tags } = customer;
  const spent = (): number => customer.orders.reduce((sum, order) => sum + (order.cancelledAt === null && !order.test ? cents(totalPrice(order), shop) : 0), 0);
  return new LiquidObject('customer', {
    ...constants({
      id, email, tags, first_name: firstName, last_name: lastName, name: [firstName, lastName].filter((part) => part !== null).join(' '), phone: customer.phone, orders_count: customer.orders.length,
      has_account: true, accepts_marketing: customer.emailMarketingState === 'SUBSCRIBED', tax_exempt: false, addresses_count: 0, addresses: [], default_address: null, 'b2b?': false, 'has_avatar?': false,
    }),
    total_spent: spent,
    orders: () => [...customer.orders].reverse().slice(0, mostOrders).map((order) => orderObject(order, place)),
    metafields: () => metafieldsObject(customer.metafields, { own: place.ownNamespace, reference: () => null }),
  }, { text: () => String(id) });
}

/** Shopify gives Liquid a page of them. */
const mostOrders = 50;

function orderObject(order: StoreOrder, place: ObjectPlace): LiquidObject {
  const { shop } = place.live.store;
  return new LiquidObject('order', {
    ...constants({
      id: order.id, name: order.name, created_at: new Date(order.processedAt).toISOString(), total_price: cents(totalPrice(order), shop), cancelled: order.cancelledAt !== null, email: order.email,
      financial_status: order.financialStatus.toLowerCase(), fulfillment_status: order.fulfillmentStatus.toLowerCase(), tags: order.tags, item_count: order.lines.reduce((sum, line) => sum + line.quantity, 0),
    }),
    line_items: () => order.lines.map((line) => new LiquidObject('line_item', {
      ...constants({ id: line.id, title: line.title, quantity: line.quantity, sku: line.sku, vendor: line.vendor, gift_card: line.isGiftCard, final_price: cents(line.unitPrice, shop), variant_id: line.variant?.id ?? null, product_id: line.variant?.product.id ?? null }),
      product: () => (line.variant === null || !isShown(line.variant.product) ? null : productObject(line.variant.product, place)),
    })),
  });
}

/** `recommendations`, of /recommendations/products alone: elsewhere nothing was performed. */
export function recommendationsObject(place: ObjectPlace, performed: { products: readonly Parameters<typeof productObject>[0][]; intent: string } | null): LiquidObject {
  return new LiquidObject('recommendations', {
    ...constants({ performed: performed !== null, 'performed?': performed !== null, products_count: performed?.products.length ?? 0, intent: performed?.intent ?? null }),
    products: () => performed?.products.map((product) => productObject(product, place)) ?? [],
  });
}
