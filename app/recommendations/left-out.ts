import type { ComposeOptions } from './compose-list.ts';

/** Why a product that a list holds is not shown. */
export type WhyLeftOut =
  /** By this rule of the merchant. */
  | { kind: 'excluded'; rule: number }
  /** Not active, not published, a gift card, sold out, or not in the store any more. */
  | { kind: 'unavailable' }
  /** This customer has just bought it, or sent it back. */
  | { kind: 'away' };

export interface LeftOut {
  product: string;
  why: WhyLeftOut;
}

/**
 * What a list would show but for a rule, the catalogue or the customer's last orders, in the order of the list; products
 * that only stand too far down are none of it. Pins that cannot be shown are.
 * @param shown what is shown
 */
export function leftOut({ block, stages, rules, shownWith, away, cardOf }: Omit<ComposeOptions, 'limit'>, shown: ReadonlySet<string>, most: number): LeftOut[] {
  const left = new Map<string, LeftOut>();
  const look = (product: string): void => {
    if (left.has(product) || shown.has(product) || shownWith.includes(product)) return;
    const excluded = rules.find((rule) => rule.kind === 'exclude' && rule.product === product);
    if (excluded !== undefined) left.set(product, { product, why: { kind: 'excluded', rule: excluded.id } });
    else if (cardOf(product)?.canBeShown !== true) left.set(product, { product, why: { kind: 'unavailable' } });
    else if (away.has(product)) left.set(product, { product, why: { kind: 'away' } });
  };
  for (const rule of rules) if (rule.kind === 'pin' && rule.block === block && (rule.shownWith === null || shownWith.includes(rule.shownWith))) look(rule.product);
  for (const stage of stages) for (const { product } of stage) look(product);
  return [...left.values()].slice(0, most);
}
