/**
 * Which shoppers are shown no list of Regulars, so that what the lists earn can be measured against them. The answer
 * depends on the shopper and the salt alone, so theme, element and server come to it alike without asking each other:
 * Liquid compares `{{ customer.id | append: salt | sha256 | slice: 0, 2 }}` with the prefixes.
 */
export interface Holdout {
  /** Another salt draws other shoppers: a new experiment. */
  salt: string;
  /** 0 to 50. */
  percent: number;
}

export const DEFAULT_HOLDOUT_PERCENT = 10;
export const MAX_HOLDOUT_PERCENT = 50;
const PREFIXES = 256;

/**
 * The first two hex digits of a digest that are held out. A higher percentage keeps all prefixes of a lower one, so that
 * nobody who is held out is let in by raising it.
 * @returns ascending; as many of the 256 as come nearest to the percentage, and one at least where it is above 0
 */
export function holdoutPrefixes(percent: number): string[] {
  return Array.from({ length: prefixCount(percent) }, (_, at) => at.toString(16).padStart(2, '0'));
}

/** @param digest the SHA-256 of the shopper's number and the salt, in hex: held-out.server.ts */
export function isDigestHeldOut(digest: string, percent: number): boolean {
  return Number.parseInt(digest.slice(0, 2), 16) < prefixCount(percent);
}

function prefixCount(percent: number): number {
  const bounded = Math.min(MAX_HOLDOUT_PERCENT, Math.max(0, percent));
  return bounded === 0 ? 0 : Math.max(1, Math.round((bounded / 100) * PREFIXES));
}
