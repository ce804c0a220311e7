/**
 * How sure a full read is. Shopify's updatedAt counts whole seconds, so that an object may change again within the second that
 * a read shows. Only when the read began after that second was over does it show the last of that version.
 */
export interface ReadMoment {
  /** All that had happened at Shopify by then is in what was read: milliseconds since the epoch. */
  notBefore: number;
}

/** How far this machine's clock and Shopify's may be apart. */
const CLOCKS_APART_MS = 2_000;
const ONE_SECOND = 1_000;

/** Of a query that was sent at this instant by the machine's own clock. */
export function momentOfQuery(sentAt: number): ReadMoment {
  return { notBefore: sentAt - CLOCKS_APART_MS };
}

/** Whether what was read is the last of its version. */
export function isConclusive(moment: ReadMoment, updatedAt: number): boolean {
  return updatedAt + ONE_SECOND <= moment.notBefore;
}

/** Up to when, this instant left out, a read of that version has taken in all that happened to the object. */
export function coveredUntil(moment: ReadMoment, updatedAt: number): number {
  return isConclusive(moment, updatedAt) ? updatedAt + ONE_SECOND : updatedAt;
}
