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
