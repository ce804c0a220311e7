import { setImmediate as nextTurn } from 'node:timers/promises';
import { machineNow } from './clock.server.ts';

/** Milliseconds after which others are let in. */
const TURN_MS = 8;

/** Long work in slices of some milliseconds, so that the process answers others meanwhile: a generator's steps, or a loop that asks for a turn. */
export interface Slices {
  /** @throws the signal's reason once it was aborted */
  check(): void;
  turn(): Promise<void> | void;
  drain<Result>(steps: Generator<void, Result>): Promise<Result>;
}

/** @param signal ends the work at its next slice */
export function createSlices(signal: AbortSignal | undefined): Slices {
  let since = machineNow();
  const turn = (): Promise<void> | void => {
    if (machineNow() - since < TURN_MS) return undefined;
    signal?.throwIfAborted();
    return nextTurn().then(() => {
      since = machineNow();
    });
  };
  return {
    turn,
    check: () => signal?.throwIfAborted(),
    async drain(steps) {
      for (;;) {
        const step = steps.next();
        if (step.done) return step.value;
        await turn();
      }
    },
  };
}
