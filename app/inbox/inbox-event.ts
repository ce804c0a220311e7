/** An event of Shopify as whoever applies it gets it. */
export interface InboxEvent {
  /** Its place in the inbox; grows with arrival, which is not the order in which things happened. */
  id: number;
  shopDomain: string;
  topic: string;
  /** The same for every delivery of one event. */
  eventId: string;
  /** When it happened at Shopify, to be compared in place of arrival: a repetition carries the first payload, up to a day late. */
  triggeredAt: Date;
  /** Tries before this one. */
  attempts: number;
  /** Parsed JSON that nobody has vouched for. Numbers are as JSON.parse gives them; ids also come as admin_graphql_api_id. */
  body: unknown;
}

/** Who deals with a topic; app/pipeline-events.server.ts sends it there. */
export type TopicPart = 'mirror' | 'tags' | 'import' | 'shops' | 'privacy';

/**
 * Every topic that the app takes, by its name in Shopify's header and in shopify.app.toml (a test holds the two together).
 * What comes under another name is answered and forgotten.
 */
export const WEBHOOK_TOPICS = {
  'orders/create': 'mirror',
  'orders/updated': 'mirror',
  'orders/cancelled': 'mirror',
  'orders/edited': 'mirror',
  'orders/delete': 'mirror',
  'refunds/create': 'mirror',
  'customers/create': 'mirror',
  'customers/update': 'mirror',
  'customers/delete': 'mirror',
  'customers/merge': 'tags',
  // Since 2025-01 customers/update says nothing of tags, consent and totals: they have topics of their own.
  'customer.tags_added': 'mirror',
  'customer.tags_removed': 'mirror',
  'customers_email_marketing_consent/update': 'mirror',
  'customers_marketing_consent/update': 'mirror',
  'customers/purchasing_summary': 'mirror',
  'products/create': 'mirror',
  'products/update': 'mirror',
  'products/delete': 'mirror',
  'checkouts/create': 'mirror',
  'checkouts/update': 'mirror',
  'checkouts/delete': 'mirror',
  'bulk_operations/finish': 'import',
  'app/uninstalled': 'shops',
  'app/scopes_update': 'shops',
  'customers/data_request': 'privacy',
  'customers/redact': 'privacy',
  'shop/redact': 'privacy',
} as const satisfies Readonly<Record<string, TopicPart>>;

export type WebhookTopic = keyof typeof WEBHOOK_TOPICS;

/** Shopify wants these of every app in its store; the toml has them under a key of their own. */
export const COMPLIANCE_TOPICS: readonly WebhookTopic[] = ['customers/data_request', 'customers/redact', 'shop/redact'];

export function isWebhookTopic(name: string): name is WebhookTopic {
  return Object.hasOwn(WEBHOOK_TOPICS, name);
}
