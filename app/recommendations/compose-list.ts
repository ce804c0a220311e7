import { applyRules, type Block, type MerchantRule } from './merchant-rules.ts';
import type { ProductCard } from './product-card.ts';
import type { ListedReason } from './reasons.ts';
import type { ListItem } from './work-out-lists.ts';

/** Why a product is shown: what the orders say, or that the merchant put it there. */
export type ShownReason = ListedReason | { kind: 'picked' };

export interface ComposedItem {
  card: ProductCard;
  reason: ShownReason;
  /** The merchant's rule that put it in front, and by what its score was multiplied. */
  pinnedBy: number | null;
  factor: number;
}

export interface ComposeOptions {
  block: Block;
  /** Lists in the order in which they are asked: one follows where those before it do not suffice. */
  stages: readonly (readonly ListItem[])[];
  rules: readonly MerchantRule[];
  /** The products that the list stands beside, or that are in the cart. */
  shownWith: readonly string[];
  /** What is not to be shown to this customer: just bought, or sent back. */
  away: ReadonlySet<string>;
  cardOf(product: string): ProductCard | null;
  limit: number;
}

interface Candidate {
  product: string;
  score: number;
  reason: ShownReason;
}

/**
 * A list as it is shown: the stages one behind the other, the merchant's rules applied to all of it, and of that what can
 * be shown at all: each product once, none that stands beside it, and no more than asked for.
 */
export function composeList(options: ComposeOptions): ComposedItem[] {
  const { block, rules, shownWith, away, cardOf, limit } = options;
  if (rules.length === 0) return composeUnruled(options);
  const showable = (product: string): boolean => !away.has(product) && cardOf(product)?.canBeShown === true;
  const candidates = oneBehindTheOther(options.stages.map((stage) => stage.filter(({ product }) => showable(product))));
  const ruled = applyRules<Candidate>(candidates, rules, { block, shownWith, productOf: cardOf, pinned: (product) => ({ product, score: 0, reason: { kind: 'picked' } }) });
  const seen = new Set(shownWith);
  const shown: ComposedItem[] = [];
  for (const { item, pinnedBy, factor } of ruled.items) {
    if (shown.length >= limit) break;
    const card = cardOf(item.product);
    // A pin may name what cannot be shown.
    if (card === null || seen.has(item.product) || !showable(item.product)) continue;
    seen.add(item.product);
    shown.push({ card, reason: item.reason, pinnedBy, factor });
  }
  return shown;
}

/** The same where the merchant has no rules, as in most shops: nothing is moved, so the first that can be shown are taken. */
function composeUnruled({ stages, shownWith, away, cardOf, limit }: ComposeOptions): ComposedItem[] {
  const seen = new Set(shownWith);
  const shown: ComposedItem[] = [];
  for (const stage of stages) {
    for (const { product, reason } of stage) {
      if (shown.length >= limit) return shown;
      const card = cardOf(product);
      if (card?.canBeShown !== true || away.has(product) || seen.has(product)) continue;
      seen.add(product);
      shown.push({ card, reason, pinnedBy: null, factor: 1 });
    }
  }
  return shown;
}

/** Scores of different lists have different units: each list begins where the one before it ended, and keeps its own proportions. */
function oneBehindTheOther(stages: readonly (readonly ListItem[])[]): Candidate[] {
  const all: Candidate[] = [];
  const there = new Set<string>();
  let ceiling = 1;
  for (const stage of stages) {
    const highest = Math.max(0, ...stage.map(({ score }) => score));
    const begin = ceiling;
    for (const item of stage) {
      if (there.has(item.product)) continue;
      there.add(item.product);
      const score = highest > 0 ? begin * (Math.max(0, item.score) / highest) : begin;
      ceiling = Math.min(ceiling, score);
      all.push({ ...item, score });
    }
  }
  return all;
}
