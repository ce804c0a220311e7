import type { Fault } from '../runtime/errors.ts';

/** What the working out of lists does: it reads the orders, learns from them, and writes what is shown. */
export const LIST_PHASES = ['orders', 'learning', 'writing'] as const;
export type ListPhase = (typeof LIST_PHASES)[number];

/** How the working out goes, and how the last went. Instants are ISO texts of the machine's clock. JSON. */
export interface ListRunView {
  /** `queued`: it waits for its turn, or for another try. Null: none is to be made. */
  underWay: 'queued' | 'running' | null;
  phase: ListPhase | null;
  /** Running, but without a sign of life. */
  stalled: boolean;
  /** What the last try came upon, if that broke off. */
  fault: Fault | null;
  /** The last that came to its end; null where none did. */
  last: { at: string; seconds: number; products: number; customers: number } | null;
}
