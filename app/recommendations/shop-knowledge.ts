import { fitEase, type EaseModel, type EaseOptions } from './ease.ts';
import { interactionsThrough, type Interactions } from './interactions.ts';
import { productDemand, type ProductDemand } from './product-demand.ts';

/** All that a recommendation may stand on: what was known at the end of one day, and what follows from it. */
export interface ShopKnowledge {
  cutOff: number;
  seen: Interactions;
  demand: ProductDemand;
  ease: EaseModel;
}

/** Chosen on Online Retail II as of 2011-06-12 (decision 142). */
const EASE: EaseOptions = { products: 1500, days: 60, lambda: 500 };

/** @param all may hold later days too; they are not looked at */
export function shopKnowledge(all: Interactions, cutOff: number): ShopKnowledge {
  const seen = interactionsThrough(all, cutOff);
  return { cutOff, seen, demand: productDemand(seen, cutOff), ease: fitEase(seen, cutOff, EASE) };
}
