/** The control API's part for what happens in the shop: each name does one thing that a buyer or the merchant might do. */
import { HttpError } from './http-body.ts';
import { cancelOrder, closeReturn, deleteOrder, deliverOrder, editOrder, fulfilOrder, payOrder, refundOrder, returnOrder } from './store/after-sale.ts';
import type { RefundRequest, Units } from './store/after-sale.ts';
import { abandonCheckout } from './store/checkouts.ts';
import { keptCustomer } from './store/customer-merge.ts';
import { createCustomer, deleteCustomer, redactCustomer, requestCustomerData, setConsent, updateCustomer } from './store/customer-desk.ts';
import type { CustomerParticulars, NewCustomer } from './store/customer-desk.ts';
import type { LiveStore } from './store/live-store.ts';
import type { StoreCustomer, StoreOrder, StoreProduct } from './store/model.ts';
import { currentTotalPrice, netPayment, refundTotal, totalPrice } from './store/order-money.ts';
import { placeOrder } from './store/place-order.ts';
import type { NewOrder } from './store/place-order.ts';
import { createProduct, deleteProduct, updateProduct } from './store/product-desk.ts';
import type { NewProduct, ProductParticulars } from './store/product-desk.ts';
import { Random } from './store/random.ts';
import { shopAtRandom } from './store/random-shopping.ts';
import { Refused } from './store/store-change.ts';

type Fields = Record<string, unknown>;

/** What is done by `POST /__standin/<name>`; fields are those of the function that does it. */
const doings: Record<string, (live: LiveStore, fields: Fields) => object> = {
  'place-order': (live, fields) => orderAnswer(placeOrder(live, { ...(fields as unknown as NewOrder), customer: (fields['customer'] ?? null) as NewOrder['customer'], lines: list(fields, 'lines') as NewOrder['lines'] })),
  'pay-order': (live, fields) => orderAnswer(payOrder(live, id(fields))),
  'fulfil-order': (live, fields) => orderAnswer(fulfilOrder(live, id(fields))),
  'deliver-order': (live, fields) => orderAnswer(deliverOrder(live, id(fields))),
  'edit-order': (live, fields) => orderAnswer(editOrder(live, id(fields), fields as Parameters<typeof editOrder>[2])),
  'refund-order': (live, fields) => {
    const refund = refundOrder(live, id(fields), fields as RefundRequest);
    return { refund: { id: refund.id, total: refundTotal(refund) } };
  },
  'cancel-order': (live, fields) => orderAnswer(cancelOrder(live, id(fields), fields as Parameters<typeof cancelOrder>[2])),
  'return-order': (live, fields) => {
    const one = returnOrder(live, id(fields), { ...fields, units: list(fields, 'units') as Units[] });
    return { return: { id: one.id, name: one.name, status: one.status } };
  },
  'close-return': (live, fields) => ({ return: { id: closeReturn(live, id(fields), Number(fields['returnId'])).id, status: 'CLOSED' } }),
  'delete-order': (live, fields) => {
    deleteOrder(live, id(fields));
    return { deleted: id(fields) };
  },
  'abandon-checkout': (live, fields) => {
    const checkout = abandonCheckout(live, { customer: (fields['customer'] ?? null) as number | null, lines: list(fields, 'lines') as NewOrder['lines'] });
    return { checkout: { id: checkout.id, token: checkout.token } };
  },
  'create-customer': (live, fields) => customerAnswer(createCustomer(live, fields as NewCustomer)),
  'update-customer': (live, fields) => customerAnswer(updateCustomer(live, id(fields), particulars(fields))),
  'delete-customer': (live, fields) => {
    deleteCustomer(live, id(fields));
    return { deleted: id(fields) };
  },
  'redact-customer': (live, fields) => customerAnswer(redactCustomer(live, id(fields))),
  'request-data': (live, fields) => ({ requestId: requestCustomerData(live, id(fields)) }),
  consent: (live, fields) => customerAnswer(setConsent(live, id(fields), fields['channel'] === 'sms' ? 'sms' : 'email', fields['state'] as StoreCustomer['emailMarketingState'])),
  'merge-customers': (live, fields) => {
    const [one, two] = [live.customer(Number(fields['one'])), live.customer(Number(fields['two']))];
    if (one === undefined || two === undefined || one === two) throw new Refused('`one` and `two` must be two customers of the store.');
    const kept = keptCustomer(one, two);
    live.mergeCustomers(kept === one ? two.id : one.id, kept.id);
    return { kept: kept.id };
  },
  'create-product': (live, fields) => productAnswer(createProduct(live, fields as unknown as NewProduct)),
  'update-product': (live, { id: _, ...change }) => productAnswer(updateProduct(live, Number(_), change as ProductParticulars)),
  'delete-product': (live, fields) => {
    deleteProduct(live, id(fields));
    return { deleted: id(fields) };
  },
  'shop-at-random': (live, fields) => {
    const random = new Random(Number(fields['seed'] ?? 1), 'shopping');
    const steps = Math.min(Number(fields['steps'] ?? 1), 10_000);
    const done: Record<string, number> = {};
    for (let step = 0; step < steps; step++) {
      const name = shopAtRandom(live, random) ?? 'refused';
      done[name] = (done[name] ?? 0) + 1;
    }
    return { done };
  },
};

/** @returns null where there is no such doing. @throws {HttpError} 422 with the reason, where it cannot be done */
export function doInShop(live: LiveStore, name: string, fields: Fields): object | null {
  const doing = Object.hasOwn(doings, name) ? doings[name] : undefined;
  if (doing === undefined) return null;
  try {
    return doing(live, fields);
  } catch (error) {
    if (error instanceof Refused) throw new HttpError(422, error.message);
    throw error;
  }
}

function id(fields: Fields): number {
  const value = Number(fields['id']);
  if (!Number.isInteger(value)) throw new HttpError(400, '`id` must be a number.');
  return value;
}

function list(fields: Fields, name: string): unknown[] {
  const value = fields[name];
  if (!Array.isArray(value)) throw new HttpError(400, `\`${name}\` must be a list.`);
  return value;
}

function particulars({ id: _, ...change }: Fields): CustomerParticulars {
  const known = ['firstName', 'lastName', 'email', 'phone', 'locale', 'note', 'city', 'countryCode'];
  for (const name of Object.keys(change)) if (!known.includes(name)) throw new HttpError(400, `\`${name}\` is nothing that can be changed; there are ${known.join(', ')}.`);
  return change as CustomerParticulars;
}

function orderAnswer(order: StoreOrder): object {
  return {
    order: {
      id: order.id, name: order.name, customerId: order.customer?.id ?? null, financialStatus: order.financialStatus, totalPrice: totalPrice(order),
      currentTotalPrice: currentTotalPrice(order), netPayment: netPayment(order), lines: order.lines.map((line) => ({ id: line.id, title: line.title, quantity: line.quantity })),
      updatedAt: new Date(order.updatedAt).toISOString(),
    },
  };
}

function customerAnswer(customer: StoreCustomer): object {
  const { firstName, lastName, email, tags } = customer;
  return { customer: { id: customer.id, firstName, lastName, email, tags, orders: customer.orders.length, updatedAt: new Date(customer.updatedAt).toISOString() } };
}

function productAnswer(product: StoreProduct): object {
  return { product: { id: product.id, title: product.title, variants: product.variants.map((variant) => ({ id: variant.id, title: variant.title, price: variant.price })) } };
}
