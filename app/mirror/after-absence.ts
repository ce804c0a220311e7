/** Longer than this a shop was without the app: reading everything costs less than asking what has changed, and Shopify may have forgotten deletions. */
const LONGEST_ABSENCE_MS = 7 * 24 * 60 * 60 * 1000;

/**
 * How a shop that installs the app again is caught up with. Its data is still here: Shopify has it deleted two days after an uninstall,
 * and then there is nothing to catch up with but a first import.
 * @param awayMs how long it was uninstalled
 */
export function catchUpAfter(awayMs: number): 'look' | 'import' {
  return awayMs <= LONGEST_ABSENCE_MS ? 'look' : 'import';
}
