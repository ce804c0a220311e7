import { bestOf } from './best-of.ts';
import { fitEase, type EaseModel, type EaseOptions } from './ease.ts';
import { interactionsThrough, type Interactions } from './interactions.ts';
import { productDemand, type ProductDemand } from './product-demand.ts';
import { sellingScores } from './shop-lists.ts';

/** All that a recommendation may stand on: what was known at the end of one day, and what follows from it. */
export interface ShopKnowledge {
  cutOff: number;
  seen: Interactions;
  demand: ProductDemand;
  ease: EaseModel;
  /** For each product of EASE its trend, to the power that discoveries are chosen by. */
  trendPower: Float64Array;
  /** How much each product sells by, and all that sell, best first. */
  selling: Float64Array;
  bestsellers: Int32Array;
  /** Baskets as `selling` counts them. */
  baskets28: number;
}

/** Chosen on Online Retail II as of 2011-06-12 and three earlier days (decisions 142 and 143). */
const EASE: EaseOptions = { products: 1500, days: 60, lambda: 500, halfLife: 240, least: 0.2 };

const TREND_POWER = 1.5;

/** @param all may hold later days too; they are not looked at */
export function shopKnowledge(all: Interactions, cutOff: number): ShopKnowledge {
  const seen = interactionsThrough(all, cutOff);
  const demand = productDemand(seen, cutOff);
  const selling = sellingScores(demand);
  const sold = Int32Array.from(selling.keys()).filter((product) => (demand.salesEver[product] as number) > 0);
  const bestsellers = Int32Array.from(bestOf(sold, Float64Array.from(sold, (product) => selling[product] as number), sold.length), (at) => sold[at] as number);
  const ease = fitEase(seen, cutOff, EASE);
  const trendPower = Float64Array.from(ease.products, (product) => (demand.trend14[product] as number) ** TREND_POWER);
  return { cutOff, seen, demand, ease, trendPower, selling, bestsellers, baskets28: basketsWithin(seen, cutOff, 28) + (basketsWithin(seen, cutOff, 364) * 28) / 364 };
}

function basketsWithin(seen: Interactions, cutOff: number, days: number): number {
  return seen.basketDay.reduce((count, day) => count + (cutOff - day < days ? 1 : 0), 0);
}
