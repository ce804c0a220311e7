import { createHash } from 'node:crypto';

/** Shopify's apps have numbers; ours follow from the client id. */
export function appNumber(clientId: string): number {
  return 1_000_000 + (createHash('sha256').update(clientId).digest().readUInt32BE(0) % 900_000_000);
}
