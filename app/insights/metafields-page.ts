import type { FieldKey, FieldValues } from '../metafields/customer-field.ts';
import type { RunCause } from '../metafields/run-cause.ts';
import type { StaffName } from '../tags/writing-view.ts';
import type { Fault } from '../runtime/errors.ts';

/** What the screen of customer metafields shows, as plain JSON: instants are ISO texts. */
export interface MetafieldsPage {
  state: 'off' | 'on' | 'removing';
  /** Since when, and by whom; null: never switched on. */
  switched: { at: string; by: StaffName } | null;
  paused: { at: string; by: StaffName } | null;
  /** All writing is paused, on the page of how tags are written. */
  allPaused: boolean;
  /** Customers were sorted, so that there is something to write. */
  sorted: boolean;
  /** Who would have fields: customers who have bought, those of them with a forecast, and with a next order in sight. */
  would: { customers: number; forecast: number; nextOrder: number };
  /** Customers with values at Shopify, as far as is known, and those whose values Shopify refused. */
  standing: number;
  refused: { customers: number; words: string | null };
  /** Fields are defined at Shopify, though nothing is written of them any more. */
  definitionsLeft: boolean;
  example: MetafieldsExample | null;
  running: MetafieldsProgress | null;
  runs: MetafieldsRun[];
  /** Written because something happened to them, since it was switched on. */
  followed: { customers: number; at: string } | null;
  /** What stopped the writer last. */
  stopped: Fault | null;
}

export interface MetafieldsExample {
  customerId: string;
  name: string | null;
  /** What would be written, or is wanted now; and what stands. */
  wanted: FieldValues;
  stands: FieldValues;
}

export interface MetafieldsProgress {
  kind: 'write' | 'remove';
  cause: RunCause;
  /** Nobody has begun it yet. */
  waiting: boolean;
  done: number;
  of: number;
}

export interface MetafieldsRun {
  id: number;
  kind: 'write' | 'remove';
  cause: RunCause;
  state: 'done' | 'cancelled';
  at: string;
  by: StaffName;
  looked: number;
  written: number;
  failed: number;
}

/** The fields in the order in which they are shown. */
export const SHOWN_FIELDS: readonly FieldKey[] = ['value_tier', 'tier', 'rfm_score', 'clv_12m', 'churn_band', 'churn_risk', 'next_order_date'];
