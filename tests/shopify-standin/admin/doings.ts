/** What the forms of the admin's pages do. Each answers with where to go next, or throws why it cannot be done. */
import { cancelOrder, deleteOrder, deliverOrder, editOrder, fulfilOrder, payOrder, refundOrder } from '../store/after-sale.ts';
import { createCustomer, deleteCustomer, redactCustomer, requestCustomerData, setConsent, updateCustomer } from '../store/customer-desk.ts';
import type { LiveStore } from '../store/live-store.ts';
import type { StoreCustomer, StoreProduct } from '../store/model.ts';
import { currencyDecimals } from '../store/order-money.ts';
import { placeOrder } from '../store/place-order.ts';
import { deleteProduct, updateProduct } from '../store/product-desk.ts';
import { Refused } from '../store/store-change.ts';

/** The path below the shop's admin to go to. */
type Doing = (live: LiveStore, id: number, form: URLSearchParams) => string;

const orderDoings: Record<string, Doing> = {
  refund: (live, id, form) => {
    refundOrder(live, id, { units: units(form, 'units-'), shipping: form.has('shipping'), restock: form.has('restock'), goodwill: minorUnits(form.get('goodwill'), live) });
    return `/orders/${id}`;
  },
  pay: (live, id) => `/orders/${payOrder(live, id).id}`,
  fulfil: (live, id) => `/orders/${fulfilOrder(live, id).id}`,
  deliver: (live, id) => `/orders/${deliverOrder(live, id).id}`,
  edit: (live, id, form) => {
    const quantity = whole(form.get('quantity'), 'Quantity');
    editOrder(live, id, { remove: units(form, 'remove-'), add: quantity === 0 ? [] : [{ variantId: number(form.get('variant')), quantity }] });
    return `/orders/${id}`;
  },
  cancel: (live, id, form) => `/orders/${cancelOrder(live, id, { refund: form.has('refund') }).id}`,
  delete: (live, id) => {
    deleteOrder(live, id);
    return '/orders';
  },
};

const customerDoings: Record<string, Doing> = {
  edit: (live, id, form) => {
    const text = (name: string): string | null => (form.get(name) ?? '').trim() || null;
    updateCustomer(live, id, { firstName: text('firstName'), lastName: text('lastName'), email: text('email'), phone: text('phone'), note: text('note') });
    return `/customers/${id}`;
  },
  consent: (live, id, form) => {
    const state = (['SUBSCRIBED', 'UNSUBSCRIBED', 'NOT_SUBSCRIBED'] as const).find((one) => one === form.get('state')) ?? ('NOT_SUBSCRIBED' satisfies StoreCustomer['emailMarketingState']);
    setConsent(live, id, form.get('channel') === 'sms' ? 'sms' : 'email', state);
    return `/customers/${id}`;
  },
  'request-data': (live, id) => {
    requestCustomerData(live, id);
    return `/customers/${id}`;
  },
  redact: (live, id) => `/customers/${redactCustomer(live, id).id}`,
  delete: (live, id) => {
    deleteCustomer(live, id);
    return '/customers';
  },
};

const productDoings: Record<string, Doing> = {
  edit: (live, id, form) => {
    const status = (['ACTIVE', 'DRAFT', 'ARCHIVED'] as const).find((one) => one === form.get('status')) ?? ('ACTIVE' satisfies StoreProduct['status']);
    updateProduct(live, id, { title: form.get('title') ?? '', productType: form.get('productType') ?? '', status });
    return `/products/${id}`;
  },
  delete: (live, id) => {
    deleteProduct(live, id);
    return '/products';
  },
};

const doings: Record<string, Record<string, Doing>> = { orders: orderDoings, customers: customerDoings, products: productDoings };

/**
 * Does what a page's form asks. @returns the path to go to below the shop's admin, or null where there is no such doing
 * @throws {Refused}
 */
export function doAtPage(live: LiveStore, section: string, id: string, doing: string | undefined, form: URLSearchParams): string | null {
  if (section === 'orders' && id === 'place' && doing === undefined) return `/orders/${place(live, form)}`;
  if (section === 'customers' && id === 'new' && doing === undefined) {
    const text = (name: string): string | null => (form.get(name) ?? '').trim() || null;
    return `/customers/${createCustomer(live, { firstName: text('firstName'), lastName: text('lastName'), email: text('email') }).id}`;
  }
  const known = doing === undefined ? undefined : doings[section]?.[doing];
  return known === undefined ? null : known(live, Number(id), form);
}

function place(live: LiveStore, form: URLSearchParams): number {
  const customer = (form.get('customer') ?? '').trim();
  const code = (form.get('code') ?? '').trim();
  return placeOrder(live, {
    customer: customer === '' ? null : number(customer),
    lines: [{ variantId: number(form.get('variant')), quantity: whole(form.get('quantity'), 'Quantity') }],
    ...(code === '' ? {} : { discountCode: { code, percentage: 10 } }),
    test: form.has('test'),
  }).id;
}

/** The number at the beginning of what was chosen or typed; -1 where there is none. */
function number(value: string | null): number {
  return Number(/^\s*(\d+)/.exec(value ?? '')?.[1] ?? -1);
}

/** @throws {Refused} */
function whole(value: string | null, name: string): number {
  const text = (value ?? '').trim();
  if (!/^\d{0,6}$/.test(text)) throw new Refused(`${name} must be a whole number.`);
  return Number(text || 0);
}

function units(form: URLSearchParams, prefix: string): { lineId: number; quantity: number }[] {
  return [...form].filter(([name]) => name.startsWith(prefix))
    .map(([name, value]) => ({ lineId: Number(name.slice(prefix.length)), quantity: whole(value, 'Units') }))
    .filter(({ quantity }) => quantity > 0);
}

/** @throws {Refused} */
function minorUnits(value: string | null, live: LiveStore): number {
  const text = (value ?? '').trim();
  if (!/^\d*(\.\d{1,3})?$/.test(text)) throw new Refused('Goodwill must be an amount, such as 5.00.');
  return Math.round(Number(text || 0) * 10 ** currencyDecimals(live.store.shop.currencyCode));
}
