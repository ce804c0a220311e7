import type { CustomerForecastView } from '../forecast/customer-forecast-view.ts';
import type { CustomerFacts } from '../profiles/customer-facts.ts';
import type { ProspectReason, StageReason, TierReason } from '../profiles/reasons.ts';
import type { Profile } from '../profiles/score-customer.ts';
import type { ScoreDistributions } from '../profiles/score-distribution.ts';
import type { CustomerTaste } from '../profiles/taste.ts';
import type { TimelinePage } from './timeline.ts';

/** All that is shown of one customer beside their tags. Ids are digits, money minor units, days day numbers, instants ISO texts. */
export interface CustomerView {
  id: string;
  /** Null where Shopify shows the app no names. */
  name: string | null;
  email: string | null;
  createdAt: string;
  /** Shopify's own RFM group, as it calls it; null where there is none. */
  shopifyRfmGroup: string | null;
  /** Null while the customer has no profile yet: they came after the last rebuild. */
  profile: CustomerProfile | null;
  /** What they are expected to do, or why nothing is said; null without a profile. */
  forecast: CustomerForecastView | null;
  timeline: TimelinePage;
}

/** A customer whom the mirror does not hold, and what became of them: the one they were merged into; null: they are gone from Shopify. */
export interface GoneCustomer {
  id: string;
  mergedInto: { id: string; name: string | null; email: string | null } | null;
}

export interface CustomerProfile {
  facts: CustomerFacts;
  scores: Profile;
  reasons: { stage: StageReason; tier: TierReason } | ProspectReason | null;
  /** How the shop's buyers spread over what the scores measure; null before the next sorting. */
  distributions: ScoreDistributions | null;
  /** Of an excluded customer: the tags that leave them out, as they carry them. */
  excludedBy: string[];
  /** The day that facts and scores stand for. */
  day: number;
  /** Counted orders by channel, the most frequent first. */
  channels: { name: string; orders: number }[];
  /** The products most often ordered, a few. */
  products: { id: string; title: string; orders: number; units: number; lastDay: number; imageUrl: string | null }[];
  /** How they buy and what to do next; null before the first sorting of the whole store. */
  taste: CustomerTaste | null;
}
