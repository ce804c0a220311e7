import type { IncomingHttpHeaders } from 'node:http';

/** Where events are taken; shopify.app.toml says the same. */
export const WEBHOOKS_PATH = '/webhooks';

/** What Shopify says of an event beside its body. */
export interface WebhookHeaders {
  topic: string;
  shopDomain: string;
  eventId: string;
  webhookId: string;
  apiVersion: string;
  triggeredAt: Date;
}

// Narrow forms: these go into an array literal of the database's, into logs and into labels. A header that came twice has a comma in it, and passes none of them.
const TOPIC = /^[a-z_.]{1,60}(\/[a-z_]{1,60})?$/;
const SHOP_DOMAIN = /^[a-z0-9][a-z0-9-]{0,62}\.myshopify\.com$/;
const ID = /^[A-Za-z0-9_:.=-]{1,200}$/;
const API_VERSION = /^[a-z0-9-]{1,20}$/;
/** Shopify gives nanoseconds: 2026-11-28T12:00:00.123456789Z */
const INSTANT = /^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/;

/** @returns the headers, or the name of the first that is missing or not of its form */
export function readWebhookHeaders(headers: IncomingHttpHeaders): WebhookHeaders | string {
  const topic = one(headers, 'x-shopify-topic');
  if (!TOPIC.test(topic)) return 'X-Shopify-Topic';
  const shopDomain = one(headers, 'x-shopify-shop-domain').toLowerCase();
  if (!SHOP_DOMAIN.test(shopDomain)) return 'X-Shopify-Shop-Domain';
  const eventId = one(headers, 'x-shopify-event-id');
  if (!ID.test(eventId)) return 'X-Shopify-Event-Id';
  const triggered = one(headers, 'x-shopify-triggered-at');
  const triggeredAt = new Date(INSTANT.test(triggered) ? triggered : Number.NaN);
  if (Number.isNaN(triggeredAt.getTime())) return 'X-Shopify-Triggered-At';
  // Kept for whoever asks Shopify about a delivery; nothing is decided by them.
  const webhookId = one(headers, 'x-shopify-webhook-id');
  const apiVersion = one(headers, 'x-shopify-api-version');
  return { topic, shopDomain, eventId, triggeredAt, webhookId: ID.test(webhookId) ? webhookId : '', apiVersion: API_VERSION.test(apiVersion) ? apiVersion : '' };
}

function one(headers: IncomingHttpHeaders, name: string): string {
  const value = headers[name];
  return typeof value === 'string' ? value : '';
}
