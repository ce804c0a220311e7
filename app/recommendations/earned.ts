import type { Lift } from './lift.ts';
import type { Block } from './merchant-rules.ts';
import type { Placement } from './shopper-event.ts';

/** What shoppers did with lists, and what came of it. */
export interface EarnedCounts {
  /** Times a block was rendered; products seen on screen; products clicked; products put into the cart from a block. */
  impressions: number;
  views: number;
  clicks: number;
  adds: number;
  /** A product of the list was clicked (or put into the cart from it), and that product bought in the same visit. */
  clicked: BoughtAfter;
  /** The same of products that were seen and not clicked: weaker, since they may have been bought anyway. */
  seen: BoughtAfter;
}

export interface BoughtAfter {
  orders: number;
  lines: number;
  /** Net value of these lines, in minor units of the shop's currency; lines in another currency are counted and in no sum. */
  value: number;
}

export interface Earned {
  /** Days of the shop, ISO, both inside. */
  from: string;
  to: string;
  currencyCode: string;
  total: EarnedCounts;
  blocks: (EarnedCounts & { block: Block; placement: Placement })[];
  days: (EarnedCounts & { day: string })[];
  /** Null where nobody is held out. */
  holdout: { percent: number; since: string; lift: Lift } | null;
}

export function noCounts(): EarnedCounts {
  return { impressions: 0, views: 0, clicks: 0, adds: 0, clicked: { orders: 0, lines: 0, value: 0 }, seen: { orders: 0, lines: 0, value: 0 } };
}
