import type { AccessKind } from './access-log.ts';
import type { KeepLogDays } from './retention.ts';

/** What the screen Privacy shows, as plain JSON: instants are ISO texts. */
export interface PrivacyPageView {
  requests: RequestView[];
  accesses: AccessView[];
  keepLogDays: KeepLogDays;
  leaving: LeavingView;
}

interface Person {
  name: string | null;
  id: string;
}

export interface RequestView {
  id: number;
  kind: 'data' | 'redact';
  /** Shopify's number, and the name while it is held; null: somebody who ordered as a guest. */
  customer: { id: string; name: string | null } | null;
  askedAt: string;
  dueAt: string;
  /** done: its file was downloaded, or the data was deleted; deleted: the file went with the data; over: the time for it has passed. */
  state: 'open' | 'done' | 'deleted' | 'over';
  doneAt: string | null;
  doneBy: Person | null;
  /** Whether its file can be downloaded. */
  hasFile: boolean;
}

export interface AccessView {
  id: number;
  at: string;
  who: Person | null;
  what: AccessKind;
  customer: { id: string; name: string | null } | null;
}

export interface LeavingView {
  /** Tags of ours at customers. */
  written: number;
  /** Those that are being taken off now. */
  toTakeOff: number;
  failed: number;
  automatic: boolean;
  /** Segments of ours, by name. */
  segments: {
    asWritten: string[];
    /** By the merchant: they stay. */
    changed: string[];
    toDelete: number;
    failed: number;
  };
  /** Customers with metafields of ours; whether any may stand, and whether they are going now. */
  metafields: { customers: number; stand: boolean; going: boolean };
  /** The same of lists at products. */
  lists: { products: number; stand: boolean; going: boolean };
}
