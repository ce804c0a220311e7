import { hash } from 'node:crypto';
import { isDigestHeldOut, type Holdout } from './holdout.ts';

/**
 * Whether a shopper is shown no list of Regulars; sticky, see holdout.ts.
 * @param unit who is assigned: a customer's number as text
 */
export function isHeldOut(unit: string, { salt, percent }: Holdout): boolean {
  return isDigestHeldOut(hash('sha256', unit + salt, 'hex'), percent);
}
