import type { TagRule } from './tag-rule.ts';

/** A part of a proposal: the changes of these tags, of these customers, or of these tags at these customers. Left out: all. */
export interface TagSelection {
  rules?: readonly TagRule[];
  customerIds?: readonly number[];
}

/** Whether it leaves nothing out. */
export function selectsAll(selection: TagSelection): boolean {
  return selection.rules === undefined && selection.customerIds === undefined;
}
