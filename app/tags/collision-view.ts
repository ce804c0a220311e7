import type { TagRule } from './tag-rule.ts';

export const COLLISION_CHOICES = ['leave', 'adopt', 'rename'] as const;
/** What becomes of a tag that stood before and has the name of one of ours: it stays the merchant's, becomes ours, or ours gets another name. */
export type CollisionChoice = (typeof COLLISION_CHOICES)[number];

/** A tag of ours that meets one that stood before, as plain JSON. */
export interface TagCollision {
  rule: TagRule;
  /** Our tag's name now. */
  name: string;
  /** How it is spelt at Shopify; a few. */
  spellings: string[];
  /** Customers who carry theirs, for whom the rule holds and does not hold. */
  fitting: number;
  unfitting: number;
  /** Customers whose tag was handed over. */
  adopted: number;
  /** Customers who carry one that we wrote. */
  written: number;
  choice: CollisionChoice;
  /** Chosen, and not carried out yet: the next proposal does. */
  pending: boolean;
}

/** What another name would come to. */
export interface RenameEffect {
  name: string;
  /** Why it cannot be used; null: it can. */
  problem: string | null;
  /** Customers who carry a tag of that name already. */
  carriers: number;
}
