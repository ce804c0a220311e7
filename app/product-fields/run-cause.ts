/** What a run does: reads what stands, writes what has changed, puts back what stood before a run, or takes everything of ours off. */
export type FieldRunKind = 'look' | 'write' | 'undo' | 'remove';

/** What sets it going. */
export type FieldRunCause = 'asked' | 'lists' | 'products' | 'rules' | 'resumed' | 'fields-gone';
