import { isConclusive, type ReadMoment } from './read-moment.ts';

/** Which version of a customer, order or product stands in the mirror; instants in milliseconds since the epoch. */
export interface RowVersion {
  updatedAt: number;
  /** It says less than a full read, or the read was not conclusive. */
  partial: boolean;
  /** When the payload that wrote it was triggered; null after a full read of another version. */
  payloadAt: number | null;
}

/**
 * Whether a payload is to be written over what stands. Several changes may share a version, as Shopify counts whole
 * seconds: of two payloads the one that was triggered later is the newer, and against a conclusive read none is.
 */
export function payloadIsNewer(standing: RowVersion | null, payload: { updatedAt: number; triggeredAt: number }): boolean {
  if (standing === null || standing.updatedAt !== payload.updatedAt) return standing === null || standing.updatedAt < payload.updatedAt;
  return standing.partial && (standing.payloadAt === null || standing.payloadAt < payload.triggeredAt);
}

/**
 * Whether a full read is to be written over what stands. Of the same version a sure one sets right what differs; another completes
 * a partial row, unless a payload has told since of what the read may not show.
 */
export function readIsNewer(standing: RowVersion | null, read: { updatedAt: number; moment: ReadMoment }): boolean {
  if (standing === null || standing.updatedAt !== read.updatedAt) return standing === null || standing.updatedAt < read.updatedAt;
  return isConclusive(read.moment, read.updatedAt) || (standing.partial && (standing.payloadAt === null || standing.payloadAt <= read.moment.notBefore));
}
