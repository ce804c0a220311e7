import type { ChurnBand } from '../forecast/predict-customer.ts';
import type { Stage } from '../profiles/stage.ts';
import type { Tier } from '../profiles/tier.ts';
import type { TagRule } from '../tags/tag-rule.ts';

/** What the list can be sorted by. */
export const CUSTOMER_SORTS = ['last-order', 'net-spend', 'orders', 'name', 'tier', 'value', 'risk', 'next-order'] as const;
/** Those that go by what is expected of customers; whoever has no forecast comes last. */
export const FORECAST_SORTS: readonly CustomerSort[] = ['value', 'risk', 'next-order'];
/** Of not buying. */
export const RISKS = ['low', 'medium', 'high'] as const satisfies readonly ChurnBand[];
export type CustomerSort = (typeof CUSTOMER_SORTS)[number];
export type SortDirection = 'asc' | 'desc';

export const LONGEST_SEARCH = 200;
export const LONGEST_TAG = 255;
/** As many can be marked one by one; whoever wants more takes all that match. */
export const MOST_MARKED = 1_000;

/** Which customers, in which order. */
export interface CustomerQuery {
  /** A part of the name, the e-mail or a tag, in any case; empty: everybody. */
  search: string;
  /** Any of these; none: all. */
  tiers: readonly Tier[];
  stages: readonly Stage[];
  /** A whole tag, in any case, that they carry or that is proposed for them; null: all. */
  tag: string | null;
  /** The rule of any of these tags holds for them, whether they carry the tag or not; none: all. */
  fits: readonly TagRule[];
  /** Any of these risks of not buying; none: all. */
  risks: readonly ChurnBand[];
  /** Whose order is due this week (app/forecast/due-orders.ts); by `next-order` they are then sorted by that day. */
  due: boolean;
  sort: CustomerSort;
  direction: SortDirection;
}

/** One line of the list. Ids are digits, money minor units, days day numbers. */
export interface CustomerLine {
  id: string;
  /** Null where Shopify shows the app no names. */
  name: string | null;
  email: string | null;
  /** Null for an excluded customer. */
  tier: Tier | null;
  stage: Stage | null;
  lastPurchaseDay: number | null;
  orders: number;
  netSpend: number;
  tags: string[];
  /** What is expected of them; null without a forecast. The next order's day is null too where the risk is high. */
  forecast: { clv12m: number; churnBand: ChurnBand; nextOrderDay: number | null } | null;
  /** Where the list is narrowed to those whose order is due: the day, and the product that they need again, if it is due for that. */
  due: { day: number; product: string | null } | null;
}

export interface CustomerPage {
  rows: CustomerLine[];
  /** Cursors of the pages beside this one; null where there is none. */
  previous: string | null;
  next: string | null;
  /** How many match; null where counting them would take too long. */
  matching: number | null;
  /** Customers with a profile. */
  customers: number;
  /** How many of each tier match everything but the choice of tiers; a tier without any is left out. */
  tierCounts: Partial<Record<Tier, number>>;
  /** Whether the shop has forecasts, to sort and filter by. */
  forecasts: boolean;
}
