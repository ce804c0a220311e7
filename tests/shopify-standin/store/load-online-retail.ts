/**
 * A store from a CSV file of Online Retail II's form (Daqing Chen, UCI Machine Learning Repository, doi
 * 10.24432/C5CG6D), gzipped or not. The rules, each with a test:
 *
 * - Currency GBP, no tax, Europe/London; dates are UTC; prices are rounded half up to the penny. Rows after `now` are
 *   left out before anything else is asked of them.
 * - A row is a product row if its stock code starts with five digits. POST, DOT and C2 are shipping; other codes are
 *   dropped.
 * - An invoice of digits is an order: PAID, processed at its earliest row; its lines are its product rows with quantity
 *   and rounded price above 0. Its customer is the first customer_id among all its rows. Without a line it is no order.
 * - An invoice that starts with C brings returns (`retail-returns.ts`). Other invoices are dropped.
 * - A product is a stock code that was sold; its title is the most frequent description among the lines that sold it,
 *   of equals the first in the file.
 * - Names, e-mail addresses and consent are made up from the customer's id.
 */
import { readCsvRows } from './csv-rows.ts';
import { countryCode } from './country-codes.ts';
import type { LoadOptions, Store, StoreCustomer, StoreLine, StoreOrder, StoreProduct, StoreVariant } from './model.ts';
import { madeUpPerson } from './people.ts';
import { productType } from './product-types.ts';
import { applyReturns } from './retail-returns.ts';
import { RetailRows } from './retail-rows.ts';
import type { OrderDraft, ProductDraft } from './retail-rows.ts';

const CURRENCY = 'GBP';
const DAY_MS = 86_400_000;
/** Apart from the products' own ids, so that the one is never taken for the other. */
const VARIANT_ID_OFFSET = 40_000_000;

/**
 * Loads the file. `now` null: the midnight (UTC) after the last row. Answers the store and the `now` it was loaded for.
 * @throws {CsvError} a missing column or a bad value, with the line and the value.
 */
export async function loadOnlineRetail(
  path: string,
  options: Pick<LoadOptions, 'shopDomain'> & { now: number | null },
): Promise<{ store: Store; now: number }> {
  const rows = new RetailRows(path, options.now ?? Infinity);
  await readCsvRows(path, (fields, line) => rows.take(fields, line));
  const drafts = rows.finish();
  const now = options.now ?? (drafts.latest === -Infinity ? 0 : (Math.floor(drafts.latest / DAY_MS) + 1) * DAY_MS);

  const products = new Map<number, StoreProduct>();
  const variants = new Map<ProductDraft, StoreVariant>();
  for (const draft of drafts.products.values()) {
    const product = makeProduct(draft);
    products.set(product.id, product);
    const variant = product.variants[0];
    if (variant !== undefined) variants.set(draft, variant);
  }

  const inOrder = [...drafts.orders.values()].sort((a, b) => a.processedAt - b.processedAt || a.firstRow - b.firstRow);
  const customers = new Map<number, StoreCustomer>();
  const sourceCustomerIds = new Map<number, string>();
  const orders = new Map<number, StoreOrder>();
  for (const draft of inOrder) {
    let customer: StoreCustomer | null = null;
    if (draft.customerId !== null) {
      customer = customers.get(draft.customerId) ?? null;
      if (customer === null) {
        customer = makeCustomer(draft.customerId, draft);
        customers.set(customer.id, customer);
        sourceCustomerIds.set(customer.id, drafts.sourceCustomerIds.get(customer.id) ?? String(customer.id));
      }
    }
    const order = makeOrder(draft, customer, variants);
    orders.set(order.id, order);
    if (customer !== null) {
      customer.orders.push(order);
      customer.updatedAt = order.processedAt;
    }
  }
  applyReturns(drafts.returns, customers, drafts.dropped);

  const firstOrderAt = inOrder[0]?.processedAt ?? now;
  const store: Store = {
    shop: {
      id: 10_000_001,
      name: 'Online Retail II',
      domain: options.shopDomain,
      email: 'shop@example.com',
      currencyCode: CURRENCY,
      currencyDecimals: 2,
      ianaTimezone: 'Europe/London',
      taxesIncluded: false,
      countryCode: 'GB',
      plan: 'standard',
      createdAt: firstOrderAt,
    },
    customers,
    orders,
    products,
    flowLog: [],
    dropped: drafts.dropped,
    sourceCustomerIds,
  };
  return { store, now };
}

function makeProduct(draft: ProductDraft): StoreProduct {
  let title = draft.code;
  let most = 0;
  for (const [description, count] of draft.descriptions) {
    if (count > most && description.trim() !== '') {
      most = count;
      title = description;
    }
  }
  const product: StoreProduct = {
    id: draft.firstRow,
    title,
    handle: `${title.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '')}-${draft.code.toLowerCase()}`.replace(/^-/, ''),
    productType: productType(title),
    vendor: 'Online Retail',
    status: 'ACTIVE',
    tags: [],
    isGiftCard: false,
    imagePath: `/pictures/${draft.firstRow}.svg`,
    createdAt: 0,
    updatedAt: 0,
    publishedAt: null,
    variants: [],
    metafields: [],
  };
  product.variants.push({
    id: VARIANT_ID_OFFSET + draft.firstRow,
    product,
    title: 'Default Title',
    sku: draft.code,
    price: 0,
    inventoryQuantity: 100,
    availableForSale: true,
    position: 1,
  });
  return product;
}

function makeCustomer(id: number, first: OrderDraft): StoreCustomer {
  const { firstName, lastName, email } = madeUpPerson(id);
  const tags: string[] = [];
  if (id % 7 === 0) tags.push('vip', 'Wholesale');
  if (id % 11 === 0) tags.push('loyal');
  const subscribed = id % 5 !== 0;
  return {
    id,
    firstName,
    lastName,
    email,
    phone: null,
    locale: 'en-GB',
    createdAt: first.processedAt,
    updatedAt: first.processedAt,
    tags,
    note: null,
    state: 'DISABLED',
    emailMarketingState: subscribed ? 'SUBSCRIBED' : 'NOT_SUBSCRIBED',
    smsMarketingState: null,
    consentUpdatedAt: subscribed ? first.processedAt : null,
    countryCode: countryCode(first.country),
    city: null,
    rfmGroup: null,
    metafields: [],
    orders: [],
  };
}

/** Called in the order of time, so that a product's first sale dates it and its last one prices it. */
function makeOrder(draft: OrderDraft, customer: StoreCustomer | null, variants: Map<ProductDraft, StoreVariant>): StoreOrder {
  const lines: StoreLine[] = [];
  for (const line of draft.lines) {
    const variant = variants.get(line.product);
    if (variant === undefined) throw new Error(`Stock code ${line.product.code} has no product.`);
    const product = variant.product;
    if (product.publishedAt === null) {
      product.createdAt = draft.processedAt;
      product.updatedAt = draft.processedAt;
      product.publishedAt = draft.processedAt;
    }
    variant.price = line.unitPrice;
    lines.push({
      id: line.row,
      variant,
      title: product.title,
      variantTitle: null,
      sku: line.product.code,
      vendor: product.vendor,
      isGiftCard: false,
      requiresShipping: true,
      quantity: line.quantity,
      unitPrice: line.unitPrice,
      discount: 0,
      discountAllocations: [],
      tax: 0,
      refundedQuantity: 0,
      removedQuantity: 0,
    });
  }
  return {
    id: Number(draft.invoice),
    name: `#${draft.invoice}`,
    customer,
    email: customer?.email ?? null,
    test: false,
    processedAt: draft.processedAt,
    createdAt: draft.processedAt,
    updatedAt: draft.processedAt,
    cancelledAt: null,
    cancelReason: null,
    closedAt: null,
    financialStatus: 'PAID',
    fulfillmentStatus: 'FULFILLED',
    currencyCode: CURRENCY,
    presentmentCurrencyCode: CURRENCY,
    taxesIncluded: false,
    lines,
    shipping: draft.shipping,
    shippingTax: 0,
    discounts: [],
    sourceName: 'web',
    channelName: 'Online Store',
    fulfilledAt: null,
    deliveredAt: null,
    journey: null,
    refunds: [],
    returns: [],
    tags: [],
    shippingCountryCode: countryCode(draft.country),
  };
}
