import type { TagRule } from './tag-rule.ts';
import type { TagWhy } from './tag-diff.ts';
import type { TagReason } from './wanted-tags.ts';

/** A tag that a customer carries, wants, or is kept from. */
export interface CustomerTag {
  name: string;
  /** ours: the app wrote it; merchants: they did, or it stood before; absent: it does not stand. */
  owner: 'ours' | 'merchants' | 'absent';
  /** The rule it stands for; null for tags that are none of ours. */
  rule: TagRule | null;
  /** Why it is wanted, as numbers and as an English sentence; null when it is not. */
  reason: TagReason | null;
  why: string | null;
  /**
   * stays: nothing will change; to-add and to-remove: proposed; writing: an approved run is yet to add it; leaving:
   * unwanted, and proposed for removal from `removalDay` on; held-off: stays off; off: its rule fits and is switched off.
   */
  outlook: 'stays' | 'to-add' | 'writing' | 'to-remove' | 'leaving' | 'held-off' | 'off';
  /** What it is taken off for; null where it is not proposed to be. */
  removedFor: TagWhy | null;
  /** What holds it off. */
  heldOffBy: TagWhy | null;
  /** Day number (days since 1970-01-01 in the shop's zone). */
  removalDay: number | null;
}
