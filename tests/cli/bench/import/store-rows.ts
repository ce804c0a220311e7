import type { Random } from '#tests/shopify-standin/store/random.ts';

/**
 * Rows of a store as Shopify's bulk files have them, worked out one at a time from a seed: no list of a million orders
 * is ever held. Field by field they are what the app's own bulk queries ask for (a test holds them against the answer
 * of the local Shopify), in sizes that its generated store has: an order of 1.5 kB with 1.8 lines, 45 customers for 100
 * orders, one order in fourteen a guest's, one in fourteen refunded, half of the lines taxed, a fifth discounted.
 */
export interface StoreSize {
  orders: number;
  customers: number;
  products: number;
}

export function storeOf(orders: number): StoreSize {
  return { orders, customers: Math.max(1, Math.round(orders * 0.45)), products: Math.min(5_000, Math.max(40, Math.round(orders / 100))) };
}

const VARIANTS = 3;
const FIRST_NAMES = ['Ada', 'Beatrice', 'Cem', 'Zoë', 'Eva', 'Fay', 'George', 'Håkon', 'Ida', 'José', 'Kim', 'Leonie', 'Mia', 'Noa', 'Ольга', 'Pia'];
const LAST_NAMES = ['Ashworth', 'Baker', 'Çelik', 'Dubois', 'Evans', 'Fischer', 'Hughes', 'Ivanova', 'Johansson', 'Kowalski', 'Müller', 'O’Brien', 'Rossi', 'Schröder', 'Turner', 'Young'];
const PLACES = [['GB', 'London'], ['GB', 'Leeds'], ['IE', 'Dublin'], ['DE', 'München'], ['FR', 'Lyon'], ['SE', 'Malmö'], ['US', 'Portland']] as const;
const GOODS = ['Harbour Mug', 'Irish Breakfast No. 1', 'Knock Box', 'Walnut Tray', 'Linen Apron', 'Cold Brew Jug, 1 l', 'Paper Filters (100)', 'Honey "Heather" 340 g'];
const TYPES = ['Mugs', 'Black tea', 'Brewing', 'Trays', 'Aprons', 'Filters', 'Pantry'];
const VENDORS = ['Kettle & Fern', 'Fernhill Pottery', 'Lantern Coffee Roasters'];
const OPENED = Date.UTC(2023, 10, 3, 9);
const DAYS = 1_090;

const gid = (type: string, id: number): string => `gid://shopify/${type}/${id}`;
const at = (instant: number): string => `${new Date(instant).toISOString().slice(0, 19)}Z`;
/** Minor units as Shopify writes them: without zeros at the end, but one. */
const amount = (minor: number): string => `${Math.trunc(minor / 100)}.${String(minor % 100).padStart(2, '0').replace(/0$/, '')}`;
const money = (minor: number): { s: { a: string } } => ({ s: { a: amount(minor) } });

const productId = (product: number): number => 8_000_001 + product;
const titleOf = (product: number): string => `${GOODS[product % GOODS.length] ?? ''}${product < GOODS.length ? '' : `, ${product}`}`;
const priceOf = (product: number): number => 399 + ((product * 7919) % 97) * 50;

/** A product and its variants. */
export function productRows(product: number): object[] {
  const id = gid('Product', productId(product));
  return [
    {
      id, title: titleOf(product), handle: `product-${product}`, productType: TYPES[product % TYPES.length], vendor: VENDORS[product % VENDORS.length], status: 'ACTIVE', tags: product % 5 === 0 ? ['bestseller', 'giftable'] : [],
      isGiftCard: false, createdAt: at(OPENED), updatedAt: at(OPENED), publishedAt: at(OPENED), featuredMedia: { preview: { image: { url: `https://cdn.example.com/pictures/${productId(product)}.jpg` } } },
    },
    ...Array.from({ length: VARIANTS }, (_, variant) => ({
      id: gid('ProductVariant', 41_000_001 + product * VARIANTS + variant), title: ['Small', 'Medium', 'Large'][variant], sku: `KF-${product}-${variant}`, price: amount(priceOf(product)), position: variant + 1,
      inventoryQuantity: (product * 31) % 400, availableForSale: true, __parentId: id,
    })),
  ];
}

export function customerRow(customer: number, random: Random): object {
  const firstName = FIRST_NAMES[random.below(FIRST_NAMES.length)];
  const lastName = LAST_NAMES[random.below(LAST_NAMES.length)];
  const [countryCodeV2, city] = PLACES[random.below(PLACES.length)] ?? PLACES[0];
  const since = at(OPENED + random.below(DAYS) * 86_400_000);
  const subscribed = random.chance(0.6);
  return {
    id: gid('Customer', 700_000_001 + customer), firstName, lastName, locale: countryCodeV2 === 'DE' ? 'de-DE' : 'en-GB', state: random.chance(0.5) ? 'ENABLED' : 'DISABLED',
    tags: random.chance(0.3) ? ['newsletter', ...(random.chance(0.2) ? ['vip'] : [])] : [], createdAt: since, updatedAt: since, numberOfOrders: String(1 + random.below(4)),
    amountSpent: { amount: amount(random.below(40_000)), currencyCode: 'GBP' },
    defaultEmailAddress: {
      emailAddress: `customer${customer}@example.com`, marketingState: subscribed ? 'SUBSCRIBED' : 'NOT_SUBSCRIBED', marketingOptInLevel: subscribed ? 'SINGLE_OPT_IN' : null, marketingUpdatedAt: subscribed ? since : null,
    },
    defaultPhoneNumber: random.chance(0.2) ? { phoneNumber: `+4479${String(10_000_000 + customer).slice(0, 8)}`, smsMarketingConsent: null } : null,
    defaultAddress: { countryCodeV2, city }, statistics: { rfmGroup: random.chance(0.7) ? 'LOYAL' : null, predictedSpendTier: null },
  };
}

/** An order with its lines, which carry the order's id. */
export function orderRows(order: number, size: StoreSize, random: Random): { order: object; lines: object[] } {
  const id = gid('Order', 500_000_001 + order);
  // As a shop's file has them: in the order of the ids, which is about that of the days.
  const made = OPENED + Math.floor((order / size.orders) * DAYS * 86_400_000) + random.below(3_600_000);
  const percentage = random.chance(0.2) ? 10 : 0;
  const refunded = random.chance(0.07);
  const taxed = random.chance(0.5);
  const lines: object[] = [];
  let subtotal = 0;
  let discounts = 0;
  let taxes = 0;
  for (let line = random.chance(0.55) ? 1 : 2 + random.below(3); line > 0; line -= 1) {
    const product = Math.floor(random.uniform() ** 3 * size.products);
    const quantity = random.chance(0.8) ? 1 : 2;
    const price = priceOf(product) * quantity;
    const discount = Math.floor((price * percentage) / 100);
    const tax = taxed ? Math.floor((price - discount) / 6) : 0;
    const gone = refunded && lines.length === 0;
    subtotal += price - discount;
    discounts += discount;
    taxes += tax;
    lines.push({
      id: gid('LineItem', 90_000_001 + order * 8 + lines.length), product: { id: gid('Product', productId(product)) }, variant: { id: gid('ProductVariant', 41_000_001 + product * VARIANTS) },
      title: titleOf(product), option: product % 2 === 0 ? 'Small' : null, sku: `KF-${product}-0`, vendor: VENDORS[product % VENDORS.length], quantity, current: gone ? 0 : quantity, refundable: gone ? 0 : quantity,
      gift: false, ships: true, unit: { s: { a: amount(priceOf(product)), c: 'GBP' } }, total: money(price),
      net: money(gone ? 0 : price - discount - tax), taxes: taxed ? [{ price: money(tax) }] : [],
      off: percentage === 0 ? [] : [{ amount: money(discount), by: { __typename: 'DiscountCodeApplication', index: 0, method: 'ACROSS', target: 'ALL', value: { percentage }, code: 'WELCOME10' } }],
      __parentId: id,
    });
  }
  const shipping = subtotal > 4_000 ? 0 : 495;
  const back = refunded ? Math.floor(subtotal / lines.length) : 0;
  const updated = at(made + (refunded ? 12 : 4) * 86_400_000);
  return {
    lines,
    order: {
      id, name: `#${1_001 + order}`, customer: random.chance(0.07) ? null : { id: gid('Customer', 700_000_001 + Math.floor(random.uniform() ** 1.6 * size.customers)) },
      processedAt: at(made), createdAt: at(made), updatedAt: updated, cancelledAt: null, cancelReason: null, closedAt: at(made + 4 * 86_400_000), test: false,
      paid: refunded ? 'PARTIALLY_REFUNDED' : 'PAID', sent: 'FULFILLED', returned: 'NO_RETURN', currency: 'GBP', shownIn: 'GBP', taxIn: true,
      subtotal: money(subtotal), discounts: money(discounts), shipping: money(shipping), tax: money(taxes), total: money(subtotal + shipping), subtotalNow: money(subtotal - back),
      discountsNow: money(discounts), taxNow: money(taxes), totalNow: money(subtotal + shipping - back), refunded: money(back), shippingBack: money(0),
      codes: percentage === 0 ? [] : ['WELCOME10'], source: 'web', app: { name: 'Online Store' }, channel: { name: 'Online Store' },
      journey: {
        visit: random.chance(0.5) ? null : { at: at(made - 7_200_000), source: 'Google', type: 'SEO', page: '/collections/black-tea', from: 'https://www.google.com/', utm: random.chance(0.3) ? { source: 'newsletter', medium: 'email', campaign: 'spring' } : null },
      },
      sends: [{ at: at(made + 86_400_000), arrived: at(made + 3 * 86_400_000) }], to: { country: PLACES[random.below(PLACES.length)]?.[0] }, tags: [],
      refunds: refunded ? [{ id: gid('Refund', 1_000_001 + order), createdAt: updated, processedAt: updated, note: null, total: money(back), return: null }] : [],
    },
  };
}
