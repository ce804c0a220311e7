/** Tries of one event before it is put aside for a person. With the pauses below they span about an hour. */
export const MOST_TRIES = 10;

/** Deaths of a process with one event in its hands until that is put aside: the first may have been of any event of its turn, from the second on it had the event alone. */
export const MOST_CRASHES = 4;

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 10 * 60_000;

/**
 * Milliseconds until an event that failed is tried again: four times as long each time, less up to a quarter, so that
 * many that failed for one reason do not come back at one moment.
 * @param tries made so far, this one included
 * @param options.random from 0 to 1
 * @param options.atLeastMs what the other side asked for
 * @returns null when it has had its tries
 */
export function pauseBeforeNextTry(tries: number, options: { random: number; atLeastMs?: number | undefined }): number | null {
  if (tries >= MOST_TRIES) return null;
  const pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 4 ** (tries - 1));
  return Math.max(options.atLeastMs ?? 0, Math.round(pause * (1 - options.random / 4)));
}
