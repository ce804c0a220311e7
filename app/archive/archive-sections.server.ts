import type { ExportSection } from './export-section.server.ts';
import { FORECAST_SECTIONS } from './forecast-section.server.ts';
import { METAFIELD_SECTIONS } from './metafield-sections.server.ts';
import { PRODUCT_FIELD_SECTIONS } from './product-field-sections.server.ts';
import { PROFILE_SECTION } from './profile-section.server.ts';
import { RECOMMENDATION_SECTIONS } from './recommendation-sections.server.ts';
import { REVIEW_SECTIONS } from './review-sections.server.ts';
import { SEGMENT_SECTIONS } from './segment-sections.server.ts';
import { SHOPPER_SECTIONS } from './shopper-sections.server.ts';
import { SHOP_SECTIONS } from './shop-sections.server.ts';
import { STORE_SECTIONS } from './store-sections.server.ts';
import { TAG_SECTIONS } from './tag-sections.server.ts';

/** All that the archive holds, in the order of its files. */
export const ARCHIVE_SECTIONS: readonly ExportSection[] = [...STORE_SECTIONS, PROFILE_SECTION, ...FORECAST_SECTIONS, ...RECOMMENDATION_SECTIONS, ...SHOPPER_SECTIONS, ...TAG_SECTIONS, ...METAFIELD_SECTIONS, ...PRODUCT_FIELD_SECTIONS, ...REVIEW_SECTIONS, ...SEGMENT_SECTIONS, ...SHOP_SECTIONS];

/** Tables of a shop that are left out, each with the reason. A test asks that every tenant table is here or in a section. */
export const LEFT_OUT: Readonly<Record<string, string>> = {
  customer_changes: 'a queue: empty when all is done',
  customer_tag_changes: 'the last events about tags, until the next read of them; what came of them is in the customers\' tags',
  early_customer_facts: 'consent and totals that were told before their customer, until the customer is',
  deleted_records: 'ids of what was deleted at Shopify, and when',
  order_moves: 'notes of orders that changed their customer, until the merge is written down',
  reconciliations: 'checks for missed changes; Data shows them', reconciliation_parts: 'how far each of those checks has come', read_until: 'up to where changes were read',
  redactions: 'numbers of customers who are to stay forgotten',
  redacted_orders: 'numbers of orders that are to stay without a person',
  privacy_requests: 'requests about people’s data, which have files of their own',
  access_log: 'who looked at people’s data, for whoever answers for it; Privacy shows it',
  privacy_settings: 'how long logs are kept',
  first_steps: 'which hints on Home were put away',
  gone_customers: 'notes of customers who have just gone, until their tags are handed on or forgotten',
  shop_attention: 'what Home points at, worked out anew at each rebuild',
  forecast_outlooks: 'sums over forecasts, worked out anew with each forecast',
  forecast_fits: 'how far the forecast has come; Data shows it',
  list_versions: 'which lists are in force',
  list_runs: 'how far the lists have come; Data shows it',
  shop_insights: 'what Insights shows, worked out anew after each rebuild',
  tier_flows: 'moves between tiers of two days, worked out when somebody asks for them',
  import_seen: 'notes of an import under way',
  import_held: 'notes of an import under way',
  profile_products: 'sums over order-lines, worked out anew at each rebuild',
  product_figures: 'sums over order-lines, worked out anew at each rebuild',
  metafield_batches: 'how a run was cut for Shopify; what came of it is in customer-fields',
  tag_batches: 'how a run was cut for Shopify; what came of it is in tag-changes',
  tag_collisions: 'counts over tags and ledger, worked out anew with each proposal',
};
