import type { TagRule } from './tag-rule.ts';

/** What undoing a tag over all runs would come to, as plain JSON. */
export interface TagUndoPreview {
  rule: TagRule;
  /** The tag's name now, and whether it is on. */
  name: string;
  on: boolean;
  /** The names that it was written under. */
  names: string[];
  /** Customers whom it is taken off. */
  written: number;
  /** Stood before and were handed over: they stay, and are the merchant's again. */
  adopted: number;
  /** Approved additions that wait, and are cancelled. */
  waiting: number;
}
