/** `extensions.cost` of an Admin API answer (https://shopify.dev/docs/api/usage/limits): points, and points a second. */
export interface QueryCost {
  requestedQueryCost?: number;
  throttleStatus?: { maximumAvailable: number; currentlyAvailable: number; restoreRate: number };
}

/**
 * Milliseconds until the bucket holds what the refused request asked for: exactly what is missing, at the rate that
 * Shopify says, plus a tick for rounding.
 * @returns undefined when Shopify did not say enough to compute it; the caller then backs off.
 */
export function throttleWaitMs(cost: QueryCost | undefined): number | undefined {
  const status = cost?.throttleStatus;
  if (cost?.requestedQueryCost === undefined || status === undefined || status.restoreRate <= 0) return undefined;
  const missing = Math.min(cost.requestedQueryCost, status.maximumAvailable) - status.currentlyAvailable;
  return Math.max(50, Math.ceil((missing / status.restoreRate) * 1000) + 20);
}

/** What a shop's bucket held when Shopify last said so. */
export interface SeenBucket {
  available: number;
  maximum: number;
  restoreRate: number;
  /** By the machine's clock, in ms. */
  at: number;
}

/** The bucket of an answer; null where it does not say. @param at when it came, in ms */
export function seenBucket(cost: QueryCost | undefined, at: number): SeenBucket | null {
  const status = cost?.throttleStatus;
  return status === undefined || !(status.restoreRate > 0) ? null : { available: status.currentlyAvailable, maximum: status.maximumAvailable, restoreRate: status.restoreRate, at };
}

/**
 * Milliseconds until a bucket is full to a share, if nobody takes of it meanwhile: what can wait leaves the rest to what cannot.
 * @param share 0 to 1
 * @param now in ms
 */
export function restMs(bucket: SeenBucket | null, share: number, now: number): number {
  if (bucket === null) return 0;
  const available = Math.min(bucket.maximum, bucket.available + (Math.max(0, now - bucket.at) / 1000) * bucket.restoreRate);
  return Math.max(0, Math.ceil(((share * bucket.maximum - available) / bucket.restoreRate) * 1000));
}
