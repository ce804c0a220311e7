/** A webhook as it goes into the inbox. Every text in it has been held to its form (app/ingress/webhook-headers.ts). */
export interface ReceivedEvent {
  shopDomain: string;
  topic: string;
  eventId: string;
  webhookId: string;
  apiVersion: string;
  triggeredAt: Date;
  receivedAt: Date;
  /** The raw body, compressed with zstd. */
  payload: Buffer;
  /** Of the raw body. */
  payloadBytes: number;
}

/** What events are told apart by, and the order in which they are written: two processes that write the same ones at the same moment wait for each other in one direction only. */
export function byIdentity(a: ReceivedEvent, b: ReceivedEvent): number {
  return compare(a.shopDomain, b.shopDomain) || compare(a.eventId, b.eventId) || compare(a.topic, b.topic);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
