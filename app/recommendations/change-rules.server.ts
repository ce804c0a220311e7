import { withTenant, type TenantTransaction } from '../database/tenant.server.ts';
import { InvalidInputError } from '../runtime/errors.ts';
import { noteListsChanged } from './list-store.server.ts';
import { MAX_FACTOR, MIN_FACTOR, type MerchantRule } from './merchant-rules.ts';
import { insertRule, loadRules, lockRules, markUndone, type NewRule } from './rule-store.server.ts';

/** Rules in force at a time: every list that is served goes through all of them. */
export const MOST_RULES = 200;

/**
 * Makes a pin, an exclusion or a boost; it holds from the next list that is served.
 * @param options.by the session token's `sub`
 * @throws InvalidInputError with the reason in words: no such product, pinned beside itself, the same rule stands, too many rules
 */
export async function addRule(options: { shopId: number; by: string; rule: NewRule }): Promise<{ id: number }> {
  const { shopId, by, rule } = options;
  if (rule.kind === 'pin' && rule.product === rule.shownWith) throw new InvalidInputError('rule-itself', 'A product is not recommended beside itself. Choose another product to pin.');
  return withTenant(shopId, async (tx) => {
    await lockRules(tx);
    await refuseUnknown(tx, productsOf(rule));
    if (rule.kind === 'boost' && !(rule.factor >= MIN_FACTOR && rule.factor <= MAX_FACTOR)) throw new InvalidInputError('rule-factor', `A boost multiplies by ${MIN_FACTOR} to ${MAX_FACTOR}.`);
    const standing = await loadRules(tx);
    if (standing.some((one) => isSame(one, rule))) throw new InvalidInputError('rule-stands', 'This rule stands already. Undo it first if you want another.');
    if (standing.length >= MOST_RULES) throw new InvalidInputError('rule-many', `There are ${MOST_RULES} rules, which is as many as a list is checked against. Undo some that are no longer needed.`);
    const id = await insertRule(tx, rule, by);
    await noteListsChanged(tx);
    return { id };
  });
}

/** Takes a rule back; it stays in the history. @throws InvalidInputError when it is not in force */
export async function undoRule(options: { shopId: number; by: string; id: number }): Promise<{ id: number }> {
  return withTenant(options.shopId, async (tx) => {
    await lockRules(tx);
    if (!(await markUndone(tx, options.id, options.by))) throw new InvalidInputError('rule-gone', 'This rule is not in force any more. Open Recommendations again to see those that are.');
    await noteListsChanged(tx);
    return { id: options.id };
  });
}

function productsOf(rule: NewRule): string[] {
  if (rule.kind === 'boost') return rule.by === 'product' ? [rule.value] : [];
  return rule.kind === 'pin' && rule.shownWith !== null ? [rule.product, rule.shownWith] : [rule.product];
}

async function refuseUnknown(tx: TenantTransaction, products: readonly string[]): Promise<void> {
  if (products.length === 0) return;
  const { rows } = await tx.query<{ known: number }>('SELECT count(*)::integer AS known FROM products WHERE shop_id = $1 AND id = ANY ($2::bigint[])', [tx.shopId, products]);
  if (rows[0]?.known !== products.length) throw new InvalidInputError('rule-product', 'This product is not in your store any more, or not yet in Regulars. Choose another one.');
}

/** A second boost of the same thing would be overlooked behind the first. */
function isSame(one: MerchantRule, other: NewRule): boolean {
  if (one.kind === 'pin' && other.kind === 'pin') return one.block === other.block && one.product === other.product && one.shownWith === other.shownWith;
  if (one.kind === 'exclude' && other.kind === 'exclude') return one.product === other.product;
  return one.kind === 'boost' && other.kind === 'boost' && one.by === other.by && one.value.toLowerCase() === other.value.toLowerCase();
}
