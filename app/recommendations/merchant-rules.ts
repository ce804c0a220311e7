/** The lists that shoppers see. */
export const BLOCKS = ['recommended', 'buy-again', 'together', 'also', 'complementary', 'bestsellers', 'rising'] as const;
export type Block = (typeof BLOCKS)[number];

/** What a boost can be of: one product, or all of a type, a vendor or a tag. Names are compared without case. */
export type BoostBy = 'product' | 'product-type' | 'vendor' | 'tag';

export const MIN_FACTOR = 0.25;
export const MAX_FACTOR = 4;

export type MerchantRule =
  /** The product stands at the front of a block's lists: of all, or of those beside one shown product. */
  | { id: number; kind: 'pin'; block: Block; product: string; shownWith: string | null }
  /** Never shown in any block. */
  | { id: number; kind: 'exclude'; product: string }
  /** Scores are multiplied: above 1 it stands higher, below lower. */
  | { id: number; kind: 'boost'; by: BoostBy; value: string; factor: number };

/** What a boost asks of a product. */
export interface RuledProduct {
  productType: string;
  vendor: string;
  tags: readonly string[];
}

/** What rules do to a list, and what they need to know of it. */
export interface RuleFacts<Item> {
  block: Block;
  /** The products that the list stands beside: the page's, or those in the cart. They are not recommended. */
  shownWith: readonly string[];
  productOf(product: string): RuledProduct | null;
  /** The item of a pinned product that the list did not hold. */
  pinned(product: string): Item;
}

export interface RuledItem<Item> {
  item: Item;
  /** The rule that put it in front; null: none. */
  pinnedBy: number | null;
  /** By what its score was multiplied in all. */
  factor: number;
}

export interface RuledList<Item> {
  items: RuledItem<Item>[];
  /** What a rule took out, with the rule. */
  excluded: { item: Item; by: number }[];
}

/**
 * The list as the merchant wants it: what is excluded goes, whatever pins it; boosts change the order of the rest; pins
 * stand in front, those for the shown product before those for all, each in the order in which they were made. Among
 * equals the order of the list stays.
 *
 * A pin brings a product in that the list did not hold, but not into *buy again*: nobody is told to buy again what they never had.
 * @param items the best first
 */
export function applyRules<Item extends { product: string; score: number }>(items: readonly Item[], rules: readonly MerchantRule[], facts: RuleFacts<Item>): RuledList<Item> {
  const exclusions = new Map<string, number>();
  for (const rule of rules) if (rule.kind === 'exclude' && !exclusions.has(rule.product)) exclusions.set(rule.product, rule.id);
  const shown = new Set(facts.shownWith);
  const excluded: RuledList<Item>['excluded'] = [];
  const kept: RuledItem<Item>[] = [];
  for (const item of items) {
    const by = exclusions.get(item.product);
    if (by !== undefined) excluded.push({ item, by });
    else if (!shown.has(item.product)) kept.push({ item, pinnedBy: null, factor: factorOf(item.product, rules, facts) });
  }
  const pins = pinsOf(rules, facts).filter(({ product }) => !exclusions.has(product) && !shown.has(product));
  const front = pins.flatMap(({ id, product }): RuledItem<Item>[] => {
    const held = kept.find(({ item }) => item.product === product);
    if (held !== undefined) return [{ ...held, pinnedBy: id }];
    return facts.block === 'buy-again' ? [] : [{ item: facts.pinned(product), pinnedBy: id, factor: 1 }];
  });
  const inFront = new Set(front.map(({ item }) => item.product));
  // Sorting is stable.
  const rest = kept.filter(({ item }) => !inFront.has(item.product)).sort((a, b) => weighed(b) - weighed(a));
  return { items: [...front, ...rest], excluded };
}

/** A score below 0 that is boosted comes nearer to 0: it still stands higher. */
function weighed({ item, factor }: RuledItem<{ score: number }>): number {
  return item.score < 0 ? item.score / factor : item.score * factor;
}

interface Pin {
  id: number;
  product: string;
}

/** The pins of a block, each product once: for the shown product first. */
function pinsOf(rules: readonly MerchantRule[], { block, shownWith }: Pick<RuleFacts<unknown>, 'block' | 'shownWith'>): Pin[] {
  const pins = rules.filter((rule) => rule.kind === 'pin' && rule.block === block) as Extract<MerchantRule, { kind: 'pin' }>[];
  const before = pins.filter((pin) => pin.shownWith !== null && shownWith.includes(pin.shownWith));
  const seen = new Set<string>();
  return [...before, ...pins.filter((pin) => pin.shownWith === null)].filter(({ product }) => !seen.has(product) && seen.add(product));
}

/** All boosts that a product falls under, multiplied, within the bounds of one. */
function factorOf(product: string, rules: readonly MerchantRule[], facts: Pick<RuleFacts<unknown>, 'productOf'>): number {
  let factor = 1;
  let known: RuledProduct | null | undefined;
  for (const rule of rules) {
    if (rule.kind !== 'boost') continue;
    if (rule.by === 'product' ? rule.value === product : isOf(rule, (known ??= facts.productOf(product)))) factor *= rule.factor;
  }
  return Math.min(MAX_FACTOR, Math.max(MIN_FACTOR, factor));
}

function isOf({ by, value }: { by: BoostBy; value: string }, product: RuledProduct | null): boolean {
  if (product === null) return false;
  const wanted = value.toLowerCase();
  switch (by) {
    case 'product-type':
      return product.productType.toLowerCase() === wanted;
    case 'vendor':
      return product.vendor.toLowerCase() === wanted;
    case 'tag':
      return product.tags.some((tag) => tag.toLowerCase() === wanted);
    case 'product':
      return false;
  }
}
