import type { Tier } from '../profiles/tier.ts';
import type { TagRule } from '../tags/tag-rule.ts';
import type { SegmentKey } from './segment-catalogue.ts';

/** What the screen shows of the segments, as plain JSON: instants are ISO texts. */

/** Why a segment cannot be created now. */
export type SegmentBarrier = 'off' | 'not-written' | 'backslash' | 'exists' | 'under-way';

/** A segment that can be asked for. */
export interface SegmentChoice {
  key: SegmentKey;
  tags: { rule: TagRule; name: string }[];
  /** Customers who carry the tags, in any case and whoever gave them: those whom the segment will find. */
  customers: number;
  /** Those of them who carry at least one as a tag of the merchant's own. */
  own: number;
  /** What Shopify would be asked; null where no query can say it. */
  query: string | null;
  barrier: SegmentBarrier | null;
}

/** What a merchant should know of a segment as it stands at Shopify. */
export type SegmentNote =
  | { kind: 'renamed'; from: string }
  /** Its conditions were changed in Shopify. */
  | { kind: 'changed' }
  /** It asks for a name that the tag no longer has. */
  | { kind: 'old-tag' }
  | { kind: 'gone'; at: string };

export interface SegmentLine {
  key: SegmentKey;
  shopifyId: string;
  name: string;
  query: string;
  /** Null until Shopify has counted. */
  members: number | null;
  checkedAt: string;
  ours: boolean;
  notes: SegmentNote[];
}

/** What was last asked of Shopify about one segment, while it is not done. */
export interface OpenSegmentChange {
  key: SegmentKey;
  action: 'create' | 'update' | 'delete';
  name: string;
  /** `stopped`: nobody is at it any more, and it can be tried again. */
  state: 'under-way' | 'stopped' | 'failed';
  message: string | null;
}

export interface SegmentsView {
  choices: SegmentChoice[];
  segments: SegmentLine[];
  open: OpenSegmentChange[];
  tiers: { tier: Tier; customers: number; rule: TagRule | null; tag: string | null }[];
  /** False until the merchant has approved tag changes once. */
  everApproved: boolean;
  /** Whether the store was read and has nobody in it. */
  noCustomers: boolean;
}
