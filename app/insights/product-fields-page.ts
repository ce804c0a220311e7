import type { FieldTarget, ListField } from '../product-fields/product-field.ts';
import type { FieldRunCause, FieldRunKind } from '../product-fields/run-cause.ts';
import type { Fault } from '../runtime/errors.ts';
import type { StaffName } from '../tags/writing-view.ts';

/** What the screen of lists at products shows, as plain JSON: instants are ISO texts. */
export interface ProductFieldsPage {
  state: 'off' | 'on' | 'held' | 'removing';
  target: FieldTarget;
  /** Since when it is so, and by whom; null: never switched on. */
  switched: { at: string; by: StaffName } | null;
  paused: { at: string; by: StaffName } | null;
  /** All writing is paused, on the page of how tags are written. */
  allPaused: boolean;
  /** Lists were worked out, so that there is something to write. */
  listed: boolean;
  /** Products that have lists, and how many of each. */
  would: { products: number } & Record<ListField, number>;
  /** Products with lists of ours at Shopify, as far as is known. */
  standing: number;
  /** Lists that Shopify refused, and its words. */
  refused: { lists: number; words: string | null };
  /** Fields that are the merchant's, with the first of them. */
  theirs: { fields: number; first: TheirField[] };
  /** When it was last read what stands in the standard fields; null: not yet. */
  looked: string | null;
  example: ListsExample | null;
  running: FieldsProgress | null;
  runs: FieldsRun[];
  /** What stopped the writer last. */
  stopped: Fault | null;
}

export interface ShownProduct {
  id: string;
  title: string;
  imageUrl: string | null;
}

export type ListsExample = { product: ShownProduct } & Record<ListField, ShownProduct[]>;

export interface TheirField {
  product: ShownProduct;
  field: ListField;
  /** Titles of what they have there; null: they took a list of ours away, or it is no list of products. */
  titles: string[] | null;
}

export interface FieldsProgress {
  kind: FieldRunKind;
  cause: FieldRunCause;
  /** Nobody has begun it yet. */
  waiting: boolean;
  done: number;
  of: number;
}

export interface FieldsRun {
  id: number;
  kind: FieldRunKind;
  cause: FieldRunCause;
  state: 'done' | 'cancelled';
  at: string;
  by: StaffName;
  looked: number;
  written: number;
  theirs: number;
  failed: number;
  /** What stood before it was put back. */
  undone: boolean;
  undoable: boolean;
}
