import { sameList } from './product-field.ts';

/** What most blocks show at a time. */
const IN_SIGHT = 4;
/** A list that has at least this share of the new one's products is as good. */
const AS_GOOD = 0.7;

/**
 * Whether a new list is worth writing. Lists of a large shop change in their last places every night, and each write is a
 * change of the product that Shopify tells every app of. Worth it is one that differs in sight by more than one product, that
 * is longer where the old one did not fill what is in sight, or of which less than seven in ten stand already; and always
 * where something stands that may be shown no more.
 * @param stands what stands now; null for nothing
 * @param wanted the best first; empty: nothing is to stand
 * @param options.exact every difference counts: the merchant has asked, or changed a rule
 * @param options.showable whether a product may be shown at all
 */
export function isWorthWriting(stands: readonly number[] | null, wanted: readonly number[], options: { exact: boolean; showable: (product: number) => boolean }): boolean {
  if (sameList(stands, wanted)) return false;
  if (options.exact || stands === null || stands.length === 0 || wanted.length === 0) return true;
  if (!stands.every(options.showable)) return true;
  if (stands.length < IN_SIGHT && wanted.length > stands.length) return true;
  const inSight = new Set(stands.slice(0, IN_SIGHT));
  if (wanted.slice(0, IN_SIGHT).filter((product) => !inSight.has(product)).length > 1) return true;
  const standing = new Set(stands);
  return wanted.filter((product) => standing.has(product)).length < AS_GOOD * wanted.length;
}
