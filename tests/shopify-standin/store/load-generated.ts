/**
 * The generated store: Kettle & Fern, a shop for tea, coffee and what goes with them, three years old at `now`. The
 * same options give the same store on any machine and any day; nothing is read from a clock.
 */
import { fillBasket } from './baskets.ts';
import type { BasketContext, Pantry } from './baskets.ts';
import { drawVisitors } from './buyers.ts';
import type { Buyer } from './buyers.ts';
import { makeCatalogue } from './catalogue.ts';
import { makeCustomers } from './generated-customers.ts';
import { applyDiscounts, applyTaxAndShipping, areTaxesIncluded } from './generated-pricing.ts';
import { drawAfterSale } from './generated-refunds.ts';
import type { AfterSaleIds } from './generated-refunds.ts';
import type { LoadOptions, Store, StoreCustomer, StoreOrder } from './model.ts';
import { Random } from './random.ts';

/** Goes up when the same options give another store than before. */
export const GENERATOR_VERSION = 1;

const DAY_MS = 86_400_000;
const HISTORY_DAYS = 1095;
const FIRST_ORDER_ID = 500_000_001;
const FIRST_LINE_ID = 90_000_001;
const FIRST_ORDER_NUMBER = 1001;
const CURRENCY = 'EUR';
/** The shop began in pounds: orders of its first days stand in a currency that it has left. */
const FORMER_CURRENCY = 'GBP';
const FORMER_CURRENCY_DAYS = 75;
const FORMER_PRICE_PERCENT = 85;

const REFERRALS = [
  { source: 'direct', sourceType: null, referrerUrl: null, utmSource: null, utmMedium: null, utmCampaign: null },
  { source: 'direct', sourceType: null, referrerUrl: null, utmSource: null, utmMedium: null, utmCampaign: null },
  { source: 'Google', sourceType: 'SEO', referrerUrl: 'https://www.google.com/', utmSource: null, utmMedium: null, utmCampaign: null },
  { source: 'Google', sourceType: 'AD', referrerUrl: 'https://www.google.com/', utmSource: 'google', utmMedium: 'cpc', utmCampaign: 'loose-leaf' },
  { source: 'Instagram', sourceType: 'POST', referrerUrl: 'https://l.instagram.com/', utmSource: 'instagram', utmMedium: 'social', utmCampaign: null },
  { source: 'Email', sourceType: 'NEWSLETTER', referrerUrl: null, utmSource: 'newsletter', utmMedium: 'email', utmCampaign: 'monthly-letter' },
  { source: 'Email', sourceType: 'NEWSLETTER', referrerUrl: null, utmSource: 'newsletter', utmMedium: 'email', utmCampaign: 'back-in-stock' },
] as const;
const LANDING_PAGES = ['/', '/collections/black-tea', '/collections/coffee-beans', '/collections/gift-sets', '/pages/brewing-guide'];

/**
 * Makes the store. `options.customers`: how many customer records, prospects among them (guests' orders come on top).
 * @throws {RangeError} a count that is no whole number from 0 up, or an instant or seed that is no number.
 */
export function loadGenerated(options: LoadOptions): Store {
  const { seed, now } = options;
  if (!Number.isSafeInteger(options.customers) || options.customers < 0) throw new RangeError(`A store cannot have ${options.customers} customers: give a whole number from 0 up.`);
  if (!Number.isSafeInteger(seed) || !Number.isSafeInteger(now)) throw new RangeError(`Seed and now are whole numbers, not ${seed} and ${now}.`);
  const opened = now - HISTORY_DAYS * DAY_MS;
  const catalogue = makeCatalogue(seed, opened, now);
  const { buyers, guestVisits } = drawVisitors(seed, options.customers, opened, now);
  const people = makeCustomers(seed, buyers, now);

  const visits: { at: number; buyer: number }[] = guestVisits.map((at) => ({ at, buyer: -1 }));
  buyers.forEach((buyer, index) => {
    for (const at of buyer.visits) visits.push({ at, buyer: index });
  });
  visits.sort((a, b) => a.at - b.at || a.buyer - b.buyer);

  const random = new Random(seed, 'orders');
  const basket: BasketContext = { catalogue, now, nextLineId: FIRST_LINE_ID };
  const ids: AfterSaleIds = { refund: 1_000_001, return: 1_000_001, returnLine: 1_000_001 };
  const pantries: Pantry[] = buyers.map(() => []);
  const orders = new Map<number, StoreOrder>();
  visits.forEach((visit, index) => {
    const buyer = buyers[visit.buyer] ?? null;
    const customer = people[visit.buyer] ?? null;
    const order = startOrder(random, index, visit.at, buyer, customer, opened, now);
    order.lines = fillBasket(random, basket, buyer, pantries[visit.buyer] ?? [], visit.at, order.currencyCode === FORMER_CURRENCY ? FORMER_PRICE_PERCENT : 100);
    applyDiscounts(random, order, buyer, customer !== null && customer.orders.length === 0);
    applyTaxAndShipping(order, order.shippingCountryCode);
    drawAfterSale(random, ids, order, buyer, now);
    orders.set(order.id, order);
    if (customer !== null) {
      customer.orders.push(order);
      customer.updatedAt = Math.max(customer.updatedAt, order.updatedAt);
    }
  });

  return {
    shop: {
      id: 10_000_002,
      name: 'Kettle & Fern',
      domain: options.shopDomain,
      email: 'hello@example.com',
      currencyCode: CURRENCY,
      currencyDecimals: 2,
      ianaTimezone: 'Europe/Dublin',
      taxesIncluded: true,
      countryCode: 'IE',
      plan: 'standard',
      createdAt: opened,
    },
    customers: new Map(people.map((customer) => [customer.id, customer])),
    orders,
    products: new Map(catalogue.products.map((product) => [product.id, product])),
    flowLog: [],
    dropped: {},
    sourceCustomerIds: new Map(),
  };
}

/** An order without lines yet: who, when, where it came in and how it was sent. */
function startOrder(random: Random, index: number, at: number, buyer: Buyer | null, customer: StoreCustomer | null, opened: number, now: number): StoreOrder {
  const channel = drawChannel(random, buyer);
  const inShop = channel.sourceName === 'pos';
  const country = inShop ? 'IE' : (customer?.countryCode ?? (random.chance(0.7) ? 'IE' : random.pick(['GB', 'DE', 'US'])));
  const currencyCode = at < opened + FORMER_CURRENCY_DAYS * DAY_MS ? FORMER_CURRENCY : CURRENCY;
  const sentAt = inShop ? at : at + random.between(4, 70) * 3_600_000;
  const arrivedAt = inShop ? at : sentAt + random.between(20, country === 'IE' || country === 'GB' ? 72 : 190) * 3_600_000;
  const fulfilledAt = sentAt <= now ? sentAt : null;
  const deliveredAt = arrivedAt <= now && !random.chance(0.03) ? arrivedAt : null;
  return {
    id: FIRST_ORDER_ID + index,
    name: `#${FIRST_ORDER_NUMBER + index}`,
    customer,
    email: customer === null ? (inShop ? null : `guest${index + 1}@example.net`) : customer.email,
    test: false,
    processedAt: at,
    createdAt: at,
    updatedAt: Math.max(at, fulfilledAt ?? 0, deliveredAt ?? 0),
    cancelledAt: null,
    cancelReason: null,
    closedAt: deliveredAt,
    financialStatus: 'PAID',
    fulfillmentStatus: fulfilledAt === null ? 'UNFULFILLED' : deliveredAt === null && random.chance(0.05) ? 'PARTIALLY_FULFILLED' : 'FULFILLED',
    currencyCode,
    presentmentCurrencyCode: currencyCode,
    taxesIncluded: areTaxesIncluded(country),
    lines: [],
    shipping: 0,
    shippingTax: 0,
    discounts: [],
    sourceName: channel.sourceName,
    channelName: channel.channelName,
    fulfilledAt,
    deliveredAt,
    journey: channel.sourceName === 'web' && random.chance(0.85) ? { ...random.pick(REFERRALS), landingPage: random.pick(LANDING_PAGES), occurredAt: Math.max(opened, at - random.between(60, 90_000) * 1000) } : null,
    refunds: [],
    returns: [],
    tags: random.chance(0.03) ? [random.pick(['gift', 'Gift note', 'fragile', 'click-and-collect'])] : [],
    shippingCountryCode: country,
  };
}

/** Source names as Shopify gives them: words for its own channels, an app's number for others. */
function drawChannel(random: Random, buyer: Buyer | null): { sourceName: string; channelName: string } {
  if (random.chance(buyer === null ? 0.5 : buyer.inShop ? 0.8 : 0.02)) return { sourceName: 'pos', channelName: 'Point of Sale' };
  if (buyer?.habit === 'wholesale' && random.chance(0.6)) return { sourceName: 'shopify_draft_order', channelName: 'Draft Orders' };
  const draw = random.uniform();
  if (draw < 0.09) return { sourceName: '3890849', channelName: 'Shop' };
  if (draw < 0.12) return { sourceName: '2329312', channelName: 'Facebook & Instagram' };
  if (draw < 0.13) return { sourceName: 'shopify_draft_order', channelName: 'Draft Orders' };
  return { sourceName: 'web', channelName: 'Online Store' };
}
