/** What sets a run over all customers going. */
export type RunCause = 'asked' | 'sorted' | 'resumed' | 'fields-gone';
