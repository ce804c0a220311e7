/** From what happened in a store to the webhooks that Shopify would send of it. */
import type { LiveStore } from '../store/live-store.ts';
import type { StoreShop } from '../store/model.ts';
import type { StoreChange } from '../store/store-change.ts';
import { checkoutDeletePayload, checkoutPayload } from './payloads/checkouts.ts';
import { customerDeletePayload, customerPayload, emailConsentPayload, mergePayload, purchasesPayload, smsConsentPayload, tagsPayload } from './payloads/customers.ts';
import { orderDeletePayload, orderEditPayload, orderPayload } from './payloads/orders.ts';
import { productDeletePayload, productPayload } from './payloads/products.ts';
import { refundPayload } from './payloads/refunds.ts';
import { customerRedactPayload, dataRequestPayload } from './payloads/shop.ts';

export interface WebhookEvent {
  /** As the header X-Shopify-Topic has it. */
  topic: string;
  /** What it is about: events of one subject are sent in their order. */
  subject: string;
  /** Made only when somebody has subscribed. */
  payload: () => Record<string, unknown>;
}

const orderTopics = { created: 'orders/create', updated: 'orders/updated', paid: 'orders/paid', cancelled: 'orders/cancelled', fulfilled: 'orders/fulfilled', deleted: 'orders/delete' } as const;

/** The webhooks of one change, none where Shopify has none. `pictureUrl`: where a browser finds the store's pictures. */
export function webhookEvents(change: StoreChange, live: LiveStore, pictureUrl: string): WebhookEvent[] {
  const { shop } = live.store;
  const one = (topic: string, subject: string, payload: WebhookEvent['payload']): WebhookEvent[] => [{ topic, subject, payload }];
  switch (change.kind) {
    case 'order': {
      const { order } = change;
      return one(orderTopics[change.did], `order ${order.id}`, () => (change.did === 'deleted' ? orderDeletePayload(order.id) : orderPayload(order, shop)));
    }
    case 'order-edit':
      return one('orders/edited', `order ${change.order.id}`, () => orderEditPayload(change.order, change.edit, shop, change.at));
    case 'refund':
      return one('refunds/create', `order ${change.order.id}`, () => refundPayload(change.order, change.refund, shop));
    case 'customer': {
      const { customer } = change;
      if (change.did === 'deleted') return one('customers/delete', `customer ${customer.id}`, () => customerDeletePayload(customer.id));
      return one(change.did === 'created' ? 'customers/create' : 'customers/update', `customer ${customer.id}`, () => customerPayload(customer, shop));
    }
    case 'consent': {
      const { customer } = change;
      return change.channel === 'email'
        ? one('customers_email_marketing_consent/update', `customer ${customer.id}`, () => emailConsentPayload(customer, shop))
        : one('customers_marketing_consent/update', `customer ${customer.id}`, () => smsConsentPayload(customer, shop));
    }
    case 'purchases':
      return one('customers/purchasing_summary', `customer ${change.customer.id}`, () => purchasesPayload(change.customer, shop, change.at));
    case 'merge': {
      const kept = live.customer(change.keptId);
      return [
        ...one('customers/merge', `customer ${change.keptId}`, () => mergePayload(change.keptId, change.goneId, change.at)),
        ...(kept === undefined ? [] : one('customers/update', `customer ${kept.id}`, () => customerPayload(kept, shop))),
      ];
    }
    case 'product': {
      const { product } = change;
      if (change.did === 'deleted') return one('products/delete', `product ${product.id}`, () => productDeletePayload(product.id));
      return one(change.did === 'created' ? 'products/create' : 'products/update', `product ${product.id}`, () => productPayload(product, shop, pictureUrl));
    }
    case 'checkout': {
      const { checkout } = change;
      if (change.did === 'deleted') return one('checkouts/delete', `checkout ${checkout.id}`, () => checkoutDeletePayload(checkout, shop));
      return one(change.did === 'created' ? 'checkouts/create' : 'checkouts/update', `checkout ${checkout.id}`, () => checkoutPayload(checkout, shop));
    }
    case 'tags':
      return tagEvents(change, live, pictureUrl);
    case 'metafield':
      return updateOf(change.type, change.id, live, pictureUrl);
    case 'privacy':
      return privacyEvents(change, shop);
  }
}

function tagEvents(change: Extract<StoreChange, { kind: 'tags' }>, live: LiveStore, pictureUrl: string): WebhookEvent[] {
  const events = updateOf(change.type, change.id, live, pictureUrl);
  if (change.type !== 'Customer') return events;
  const subject = `customer ${change.id}`;
  if (change.added.length > 0) events.unshift({ topic: 'customer.tags_added', subject, payload: () => tagsPayload(change.id, change.added, change.at) });
  if (change.removed.length > 0) events.unshift({ topic: 'customer.tags_removed', subject, payload: () => tagsPayload(change.id, change.removed, change.at) });
  return events;
}

function updateOf(type: 'Customer' | 'Order' | 'Product', id: number, live: LiveStore, pictureUrl: string): WebhookEvent[] {
  const { shop } = live.store;
  if (type === 'Customer') {
    const customer = live.customer(id);
    return customer === undefined ? [] : [{ topic: 'customers/update', subject: `customer ${id}`, payload: () => customerPayload(customer, shop) }];
  }
  if (type === 'Order') {
    const order = live.order(id);
    return order === undefined ? [] : [{ topic: 'orders/updated', subject: `order ${id}`, payload: () => orderPayload(order, shop) }];
  }
  const product = live.product(id);
  return product === undefined ? [] : [{ topic: 'products/update', subject: `product ${id}`, payload: () => productPayload(product, shop, pictureUrl) }];
}

function privacyEvents(change: Extract<StoreChange, { kind: 'privacy' }>, shop: StoreShop): WebhookEvent[] {
  const subject = `customer ${change.customer.id}`;
  return change.asked === 'data'
    ? [{ topic: 'customers/data_request', subject, payload: () => dataRequestPayload(shop, change.customer, change.orderIds, change.requestId) }]
    : [{ topic: 'customers/redact', subject, payload: () => customerRedactPayload(shop, change.customer, change.orderIds) }];
}
