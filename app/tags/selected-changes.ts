import type { NamedCustomer } from './diff-view.ts';

/** What the open proposal would do to some chosen customers, as plain JSON. */
export interface SelectedChanges {
  /** Null: nothing is proposed for any of them. */
  proposal: { id: number; revision: number } | null;
  /** Of the chosen customers, those with a change. */
  customers: number;
  adds: number;
  removes: number;
  /** A few of them. */
  sample: NamedCustomer[];
  /** Nothing is written until somebody goes on, not even what is approved. */
  paused: boolean;
  /** Additions a day at most; null: all at once. */
  dailyAdditions: number | null;
}
