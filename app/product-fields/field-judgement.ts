import { listOf, sameList, type FieldTarget } from './product-field.ts';

/** A field as Shopify has it just now; null: without a value. */
export type FieldRead = { value: string; digest: string } | null;

/** What is known of a field, with a write of it under way. */
export interface FieldUnderWay {
  /** What stands of ours, as last answered; null: nothing. */
  stands: readonly number[] | null;
  /** What is to stand; empty: nothing. */
  intended: readonly number[];
  /** Shopify may have been asked for it already. */
  sent: boolean;
}

export type FieldJudgement =
  /** It is to be written over what was read. */
  | { kind: 'write'; digest: string | null }
  /** It stands already. */
  | { kind: 'done' }
  /** It is the merchant's, or another app's: what was read; null where ours was taken away. */
  | { kind: 'theirs'; value: string | null };

/**
 * Whose a field is, by what stands in it, and so what becomes of a write. In the app's own fields nobody else writes. In the
 * standard ones a value is ours only while it is the very one that we wrote: any other stood before, or was made of ours, and
 * one of ours that is gone was taken away.
 */
export function judgeField(target: FieldTarget, { stands, intended, sent }: FieldUnderWay, read: FieldRead): FieldJudgement {
  const current = read === null ? [] : listOf(read.value);
  if (current !== null && sameList(current, intended) && (target === 'own' || sent || intended.length === 0 || sameList(current, stands))) return { kind: 'done' };
  if (target === 'own' || (current !== null && sameList(current, stands) && (read === null || stands !== null))) return { kind: 'write', digest: read?.digest ?? null };
  return { kind: 'theirs', value: read?.value ?? null };
}
