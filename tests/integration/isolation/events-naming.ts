import { WEBHOOK_TOPICS, type InboxEvent, type WebhookTopic } from '#app/inbox/inbox-event.ts';
import { payloadCustomer, payloadOrder, payloadProduct, payloadRefund } from '#tests/factories/shopify-payloads.ts';

const AT = '2026-06-14T10:00:00Z';

/** Bodies of each topic that the mirror takes, about a customer, an order and a product of these numbers. */
function bodyOf(topic: WebhookTopic, { customer, order, product }: { customer: number; order: number; product: number }): unknown {
  const gid = (kind: string, id: number): string => `gid://shopify/${kind}/${id}`;
  const told = { updated_at: AT };
  if (topic.endsWith('/delete')) return { id: topic.startsWith('orders') ? order : topic.startsWith('customers') ? customer : product };
  if (topic === 'orders/edited') return { order_edit: { id: 1, order_id: order, created_at: AT, committed_at: AT, line_items: { additions: [], removals: [] } } };
  if (topic.startsWith('orders/')) return payloadOrder(order, { ...told, customer: { id: customer, admin_graphql_api_id: gid('Customer', customer) }, refunds: [payloadRefund(order * 7, order)] });
  if (topic === 'refunds/create') return payloadRefund(order * 7, order);
  if (topic === 'customers/create' || topic === 'customers/update') return payloadCustomer(customer, told);
  if (topic.startsWith('customer.tags_')) return { customerId: gid('Customer', customer), tags: ['taken'], occurredAt: AT };
  if (topic === 'customers_email_marketing_consent/update') return { customer_id: customer, email_address: 'same-0@example.com', email_marketing_consent: { state: 'unsubscribed', opt_in_level: null, consent_updated_at: AT } };
  if (topic === 'customers_marketing_consent/update') return { id: customer, phone: '+4400', sms_marketing_consent: { state: 'unsubscribed', opt_in_level: null, consent_updated_at: AT, consent_collected_from: 'other' } };
  if (topic === 'customers/purchasing_summary') return { customerId: gid('Customer', customer), ordersCount: 1, lastOrderId: gid('Order', order), totalSpent: { amount: '1.00', currencyCode: 'GBP' }, numberOfOrders: 1, amountSpent: { amount: '1.00', currencyCode: 'GBP' }, occurredAt: AT };
  if (topic === 'products/create' || topic === 'products/update') return payloadProduct(product, told);
  return { id: 1 };
}

/** One event of each topic that the mirror takes, in the name of one shop, about rows of these numbers. */
export function eventsNaming(shopDomain: string, ids: { customer: number; order: number; product: number }): InboxEvent[] {
  return Object.entries(WEBHOOK_TOPICS).filter(([, part]) => part === 'mirror').map(([topic], index) => ({
    id: index + 1, shopDomain, topic, eventId: `event-${ids.customer}-${index}`, triggeredAt: new Date(AT), attempts: 0, body: bodyOf(topic as WebhookTopic, ids),
  }));
}
