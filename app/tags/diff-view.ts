import type { TagRule } from './tag-rule.ts';
import type { TagWhy } from './tag-diff.ts';
import type { TagReason } from './wanted-tags.ts';

/** What the screens show of a proposal, as plain JSON: instants are ISO texts. */

/** A customer named in a summary. */
export interface NamedCustomer {
  customerId: number;
  /** Null where Shopify shows the app no names. */
  customerName: string | null;
}

/** One tag of the catalogue in the screen's summary. */
export interface TagSummary {
  rule: TagRule;
  name: string;
  on: boolean;
  /** Customers for whom the rule holds, and how it stands with them. */
  wanted: number;
  stands: number;
  /** It stood before, or the merchant put it back: theirs, and left alone. */
  merchants: number;
  /** The merchant or an undo took it off, or the customer has all the tags that Shopify allows. */
  heldOff: number;
  /** Written by us and no longer wanted, but not for long enough to be removed. */
  leaving: number;
  /** What the open proposal would do. */
  adds: number;
  removes: number;
  /** A few customers with a change of this tag. */
  sample: NamedCustomer[];
}

export interface TagDiff {
  /** Null: nothing is to be changed. */
  proposal: { id: number; revision: number; createdAt: string; adds: number; removes: number; customers: number } | null;
  tags: TagSummary[];
  /** Null: nothing was ever written, and nothing will be before the first approval. */
  firstApprovalAt: string | null;
}

/** Why a change is made: by a rule, or because a run is undone. */
export type ChangeCause = TagWhy | 'as it was before the run';

/** One customer's line in a diff. */
export interface DiffRow extends NamedCustomer {
  before: string[];
  after: string[];
  /** Why: as a code with the numbers behind it, and as an English sentence. */
  changes: { id: number; action: 'add' | 'remove'; rule: TagRule; name: string; cause: ChangeCause; reason: TagReason | null; why: string }[];
}

export interface DiffPage {
  rows: DiffRow[];
  /** Give them back as `before` and `after` for the pages beside this one; null at either end. */
  previous: number | null;
  next: number | null;
}
