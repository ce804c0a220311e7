import type { Earned } from './earned.ts';
import type { WhyLeftOut } from './left-out.ts';
import type { ListRunView } from './lists-progress.ts';
import { BLOCKS, type Block, type MerchantRule } from './merchant-rules.ts';
import type { MethodChoice } from './method-choice.ts';
import type { ShownReason } from './compose-list.ts';
import type { PlacedBlocks } from './theme-blocks.ts';

/** What the pages of recommendations show. Instants are ISO texts. JSON. */

export interface PreviewChoice {
  block: Block;
  product: string | null;
  customer: string | null;
  /** What the merchant looks for, a product or a customer. */
  search: string;
}

export function readPreviewChoice(params: URLSearchParams): PreviewChoice {
  const id = (name: string): string | null => (/^[1-9]\d{0,15}$/.test(params.get(name) ?? '') ? params.get(name) : null);
  const customer = id('customer');
  return { block: BLOCKS.find((one) => one === params.get('block')) ?? (customer === null ? 'also' : 'recommended'), product: id('product'), customer, search: (params.get('for') ?? '').replaceAll('\0', '').trim().slice(0, 100) };
}

export function writePreviewChoice(choice: PreviewChoice, change: Partial<PreviewChoice>): string {
  const { block, product, customer, search } = { ...choice, ...change };
  const given = Object.entries({ block, product, customer, for: search }).filter(([, value]) => value !== null && value !== '') as [string, string][];
  return `/app/recommendations?${new URLSearchParams(given).toString()}`;
}

export interface ShownProduct {
  id: string;
  title: string;
  imageUrl: string | null;
}

export interface PreviewItem extends ShownProduct {
  /** Minor units of the shop's currency. */
  price: number | null;
  reason: ShownReason;
  pinnedBy: number | null;
  factor: number;
  /** The boost of this very product. */
  boostedBy: number | null;
}

export interface PreviewView {
  items: PreviewItem[];
  left: (ShownProduct & { why: WhyLeftOut })[];
  /** Titles of products that reasons name. */
  titles: Record<string, string>;
  daysSince: number;
  /** In the experiment this customer is shown none of it. */
  heldOut: boolean;
}

export interface RuleView {
  rule: MerchantRule;
  /** Titles of the products that it names; null: not in the store any more. */
  product: string | null;
  shownWith: string | null;
  madeAt: string;
  madeBy: string;
  undoneAt: string | null;
  undoneBy: string | null;
}

/** Why there is no list: the store is not read yet, or has too few orders for any; null: there are. */
export type NoLists = 'no-customers' | 'importing' | 'too-few' | 'not-yet';

export interface RecommendationsPage {
  none: NoLists | null;
  run: ListRunView;
  choice: PreviewChoice;
  product: ShownProduct | null;
  customer: { id: string; name: string | null; email: string | null } | null;
  /** What was found for `choice.search`. */
  found: { products: ShownProduct[]; customers: { id: string; name: string | null; email: string | null }[] };
  /** Null: the shop's lists cannot be read at the moment. */
  preview: PreviewView | null;
  inForce: RuleView[];
  undone: RuleView[];
}

/** Where blocks stand, as Shopify says, and when the blocks of checkout and account were last seen. */
export interface PlacesView {
  state: 'read' | 'unknown' | 'no-access';
  theme: string | null;
  placed: PlacedBlocks | null;
  links: Record<keyof PlacedBlocks | 'thank-you' | 'order-status', string>;
  seen: { 'thank-you': string | null; 'order-status': string | null };
}

export const PERIODS = [7, 30, 90] as const;
export type PeriodDays = (typeof PERIODS)[number];

export function readPeriod(params: URLSearchParams): PeriodDays {
  return PERIODS.find((days) => String(days) === params.get('days')) ?? 30;
}

export interface ResultsPage {
  none: NoLists | null;
  run: ListRunView;
  days: PeriodDays;
  earned: Earned;
  /** Null before the first lists. */
  methods: { asOf: number; choice: MethodChoice } | null;
  holdout: { percent: number; since: string; by: string; published: boolean } | null;
}
