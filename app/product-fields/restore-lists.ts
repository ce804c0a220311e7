import type { FieldOf } from './field-settlement.ts';

/** What a run changed of one field. Null: nothing stood, or stands. */
export interface FieldChangeOf extends FieldOf {
  runId: number;
  before: readonly number[] | null;
  after: readonly number[] | null;
}

/** What stood before a run in every field that it, or a run after it, has changed. @param changes of these runs, in any order */
export function listsBefore(changes: readonly FieldChangeOf[], runId: number): (FieldOf & { list: readonly number[] | null })[] {
  const earliest = new Map<string, FieldChangeOf>();
  for (const change of changes) {
    if (change.runId < runId) continue;
    const key = `${change.productId} ${change.field}`;
    const known = earliest.get(key);
    if (known === undefined || change.runId < known.runId) earliest.set(key, change);
  }
  return [...earliest.values()].map(({ productId, field, before }) => ({ productId, field, list: before }));
}
