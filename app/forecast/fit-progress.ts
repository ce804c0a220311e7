import type { Fault } from '../runtime/errors.ts';
import type { ForecastState } from './forecast-state.ts';

/** What a fit does: it reads the orders, learns from them and is tested on the past, and writes what it says of everybody. */
export const FIT_PHASES = ['orders', 'learning', 'writing'] as const;
export type FitPhase = (typeof FIT_PHASES)[number];

/** How the fit of a shop's forecast goes, and how the last one went. Instants are ISO texts of the machine's clock. JSON. */
export interface FitView {
  /** `queued`: it waits for its turn, or for another try. Null: none is to be made. */
  underWay: 'queued' | 'running' | null;
  phase: FitPhase | null;
  /** How much of the phase is done, 0 to 1. */
  share: number;
  /** Running, but without a sign of life. */
  stalled: boolean;
  /** What the last try came upon, if that broke off. */
  fault: Fault | null;
  /** The last that came to its end, and what it came to; null where none did. */
  last: { at: string; seconds: number; state: ForecastState | null } | null;
}
