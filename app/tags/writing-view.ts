/** How tags are written in a shop, as plain JSON for the screens: instants are ISO texts. */

/** Who did something, at Shopify: `name` is null where Shopify has not told it. */
export interface StaffName {
  id: string;
  name: string | null;
}

export interface TagWritingView {
  /**
   * never: nothing was ever approved, so nothing was ever written; by-approval: each proposal waits for a person;
   * automatic: proposals are approved by themselves.
   */
  mode: 'never' | 'by-approval' | 'automatic';
  automatic: { since: string; by: StaffName } | null;
  /** Nothing is written, automatic or not, until somebody resumes. */
  paused: { since: string; by: StaffName } | null;
  /** Automatic approval waits for a person, since it would touch so many customers of so many. */
  brake: { since: string; touched: number; of: number } | null;
  brakeRule: { percent: number; customers: number };
  /** Additions a day at most; null: all at once. */
  dailyAdditions: number | null;
  /** Runs that wait for their next daily batch, the oldest first. */
  waiting: WaitingRun[];
  /** The clock stands still, so that no next day comes by itself: batches wait for a person. */
  clockStands: boolean;
}

export interface WaitingRun {
  runId: number;
  /** Additions written or settled otherwise, of all. */
  done: number;
  adds: number;
  /** How many come next, and when. */
  next: number;
  nextAt: string;
  /** After which change the next batch begins: by it a screen that was left open is told from one that knows. */
  after: number;
}
