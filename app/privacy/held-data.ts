/**
 * Everything that the app keeps, table by table: what of it is about a person, how it is found, and what becomes of it when that person,
 * or the whole shop, is to be forgotten. A person's file (write-person-file.server.ts), a redaction (erase-person.server.ts) and the end of
 * a shop (erase-shop.server.ts) work through this list and know no table by themselves. A test compares it with the database's
 * own catalogue: a table that nobody has thought about fails it.
 */
export interface HeldTable {
  /** What it is, as the person's file and docs/privacy.md call it. */
  title: string;
  /** SQL, of rows `t` of the shop $1: which are of the customers $2 (bigint[]). Null: no row is of a customer. */
  of: string | null;
  /**
   * What a redaction does with those rows: `rows` are deleted; `person` is taken out of them by the mirror, which keeps the numbers
   * (app/mirror/without-person.ts); `number`: the customer's number is taken out; `kept`: it is only a number that says that nothing may come back.
   */
  redaction: 'rows' | 'person' | 'number' | 'kept' | 'none';
  /** Text columns in which the person could be named though the row is not theirs: where they are, the text goes. */
  texts?: readonly string[];
  /** Left out of the person's file: notes of work under way, or numbers without meaning outside. */
  inFile?: false;
}

const BY_CUSTOMER = 't.customer_id = ANY ($2::bigint[])';
const BY_ID = 't.id = ANY ($2::bigint[])';
const BY_ORDER = `t.order_id IN (SELECT id FROM orders WHERE shop_id = $1 AND customer_id = ANY ($2::bigint[]))`;

/** Visits of these customers: while they were logged in, or by what they ordered in them (as a guest too). A redacted order has lost its customer. */
const THEIR_ORDER = `(${BY_ORDER} OR t.order_id IN (SELECT order_id FROM redacted_orders WHERE shop_id = $1))`;
const ORDERED_IN = `(SELECT t.session FROM order_sessions t WHERE t.shop_id = $1 AND ${THEIR_ORDER})`;
const VISITS = `(SELECT v.session FROM shopper_sessions v WHERE v.shop_id = $1 AND v.customer_id = ANY ($2::bigint[]) UNION ${ORDERED_IN})`;

const nobody = (title: string, more: Partial<HeldTable> = {}): HeldTable => ({ title, of: null, redaction: 'none', inFile: false, ...more });
/** Whose an answer is says the order, or the token that it came with. A redacted order has no customer any more. */
const BY_ANSWER = `(${BY_CUSTOMER} OR ${BY_ORDER} OR t.order_id IN (SELECT order_id FROM redacted_orders WHERE shop_id = $1))`;

const rows = (title: string, of: string = BY_CUSTOMER, more: Partial<HeldTable> = {}): HeldTable => ({ title, of, redaction: 'rows', ...more });
const order = (title: string): HeldTable => ({ title, of: BY_ORDER, redaction: 'person' });

/** Tables of a shop, behind its lock. */
export const HELD_DATA: Readonly<Record<string, HeldTable>> = {
  // First to go with a shop: one that installs the app again in the midst of it is imported anew.
  import_runs: nobody('Imports', { texts: ['error_message'] }),
  customers: rows('Customer', BY_ID),
  customer_tag_changes: rows('Tags told by events'),
  early_customer_facts: rows('Consent and totals told before the customer'),
  orders: { title: 'Orders', of: BY_CUSTOMER, redaction: 'person' },
  order_lines: order('Order lines'),
  refunds: order('Refunds'),
  refund_lines: { ...order('Refund lines'), redaction: 'none' },
  refund_adjustments: { ...order('Refund adjustments'), redaction: 'none' },
  returns: { ...order('Returns'), redaction: 'none' },
  return_lines: order('Return lines'),
  profiles: rows('Profile'),
  profile_products: rows('Products bought'),
  customer_forecasts: rows('What they are expected to do'),
  risk_events: rows('Risks that rose past your line', `(${BY_CUSTOMER} OR t.merged_from = ANY ($2::bigint[]))`),
  due_orders: rows('Orders due this week'),
  customer_lists: rows('What they are recommended'),
  tier_changes: rows('Moves between tiers', `(${BY_CUSTOMER} OR t.merged_from = ANY ($2::bigint[]))`),
  wanted_tags: rows('Tags that their profile asks for'),
  tag_ledger: rows('Tags that Regulars wrote'),
  tag_changes: rows('Tag changes'),
  metafield_ledger: rows('Customer fields that Regulars wrote'),
  order_answers: rows('Answers about an order: how they found the shop, how likely they are to recommend it', BY_ANSWER, { texts: ['nps_words', 'source_words'] }),
  line_answers: rows('Answers about what they bought: stars and words', BY_ANSWER, { texts: ['words'] }),
  // Found by the visits below, so they go before those.
  shopper_events: rows('What they did with recommendations', `t.session IN ${VISITS}`),
  shopper_sessions: rows('Visits to the storefront', `(${BY_CUSTOMER} OR t.session IN ${ORDERED_IN})`),
  order_sessions: rows('Visits in which they ordered', THEIR_ORDER),
  holdout_exposures: rows('Whether they were shown recommendations'),
  customer_changes: rows('Notes of changes to follow', BY_CUSTOMER, { inFile: false }),
  customer_merges: rows('Merges with other customers', '(t.gone_id = ANY ($2::bigint[]) OR t.kept_id = ANY ($2::bigint[]))'),
  order_moves: rows('Notes of orders that changed their customer', '(t.from_customer_id = ANY ($2::bigint[]) OR t.to_customer_id = ANY ($2::bigint[]))', { inFile: false }),
  gone_customers: rows('Notes of customers who have just gone', BY_ID),
  // The number stands among the redactions from then on, which hold for every version.
  deleted_records: rows('Deletions', `(t.kind = 'customer' AND ${BY_ID})`, { inFile: false }),
  shop_attention: rows('Who needs attention', `EXISTS (SELECT FROM jsonb_path_query(t.attention, '$.latest[*].customerId') AS named WHERE (named #>> '{}')::bigint = ANY ($2::bigint[]))`, { inFile: false }),
  import_seen: rows('Notes of an import under way', `(t.kind = 'customers' AND ${BY_ID})`, { inFile: false }),
  import_held: rows('Order lines that wait for their order', `(t.raw::json->>'order_id')::bigint IN (SELECT order_id FROM redacted_orders WHERE shop_id = $1)`, { inFile: false }),
  import_rejects: rows('Rows that an import could not take over', `(substring(t.raw from 'gid://shopify/Customer/([0-9]+)')::bigint = ANY ($2::bigint[])
      OR substring(t.raw from 'gid://shopify/Order/([0-9]+)')::bigint IN (SELECT order_id FROM redacted_orders WHERE shop_id = $1))`, { texts: ['raw', 'reason'] }),
  privacy_requests: { title: 'Requests about their data', of: BY_CUSTOMER, redaction: 'kept' },
  redactions: { title: 'Redactions', of: BY_CUSTOMER, redaction: 'kept', inFile: false },
  access_log: { title: 'Who looked at their data', of: BY_CUSTOMER, redaction: 'number' },
  redacted_orders: nobody('Orders without a person'),
  exports: nobody('Files that were downloaded', { texts: ['filter', 'error_message'] }),
  saved_views: nobody('Saved views', { texts: ['query', 'name', 'name_key'] }),
  profile_rebuilds: nobody('Rebuilds', { texts: ['error_message'] }),
  tag_runs: nobody('Tag runs', { texts: ['error_message'] }),
  metafield_writing: nobody('Whether customer fields are written', { texts: ['error_message'] }),
  metafield_runs: nobody('Runs of customer fields'),
  metafield_batches: nobody('Calls to Shopify for customer fields'),
  recommendation_rules: nobody('Pins, exclusions and boosts of recommendations'),
  recommendation_days: nobody('What shoppers did with recommendations, counted by day'),
  holdouts: nobody('How many customers see no lists of Regulars'),
  product_field_writing: nobody('Whether lists are written to products', { texts: ['error_message'] }),
  product_field_ledger: nobody('Lists that stand at products'),
  product_field_runs: nobody('Runs of lists at products'),
  product_field_changes: nobody('What those runs changed'),
  segment_changes: nobody('Changes of segments', { texts: ['message'] }),
  products: nobody('Products'),
  product_variants: nobody('Product variants'),
  import_parts: nobody('Parts of imports'),
  scoring_models: nobody('Scoring models'),
  forecast_models: nobody('Forecast models and how they held'),
  forecast_outlooks: nobody('What is expected of all customers together'),
  forecast_fits: nobody('How the forecast is being worked out', { texts: ['error_message'] }),
  product_lists: nobody('What goes with each product'),
  shop_lists: nobody('What sells, for anybody'),
  list_versions: nobody('Which lists are in force'),
  list_runs: nobody('How lists are being worked out', { texts: ['error_message'] }),
  shop_summaries: nobody('Figures of the shop'),
  shop_insights: nobody('Figures of all customers together'),
  tier_flows: nobody('How many moved between tiers from one day to another', { texts: ['error_message'] }),
  product_figures: nobody('Figures of products'),
  shop_details: nobody('The shop’s own details'),
  shop_settings: nobody('Settings'),
  staff_members: nobody('Names of staff'),
  first_steps: nobody('First steps'),
  segments: nobody('Segments'),
  settings_changes: nobody('Changes of settings'),
  tag_settings: nobody('Names of tags'),
  tag_batches: nobody('Calls to Shopify'),
  tag_writing: nobody('How tags are written'),
  tag_choices: nobody('Choices about tags'),
  tag_collisions: nobody('Tags that stood before'),
  reconciliations: nobody('Looks at Shopify for lost events', { texts: ['error_message'] }),
  reconciliation_parts: nobody('Parts of such looks'),
  read_until: nobody('Up to when changes were read'),
  privacy_settings: nobody('How long logs are kept'),
};

/** Tables of no shop's own, with what is done there by the rooms that own them. */
export const SYSTEM_DATA: Readonly<Record<string, { title: string; redaction: string; shopEnd: string }>> = {
  shops: { title: 'Shops by their domain', redaction: 'holds no person', shopEnd: 'the row goes, last of all' },
  sessions: { title: 'Sessions and encrypted tokens of staff', redaction: 'holds no customer', shopEnd: 'deleted' },
  inbox_events: { title: 'Events of Shopify', redaction: 'payloads that name the person go (by number, address, telephone, first and last name together; what Shopify asks about others stays); one that fails later and is about them keeps none; those dealt with have none', shopEnd: 'deleted' },
  inbox_turns: { title: 'Which events are being dealt with, by number', redaction: 'holds no person', shopEnd: 'deleted' },
  worker_ticks: { title: 'When a worker was last there', redaction: 'holds no person', shopEnd: 'holds nothing of a shop' },
  _prisma_migrations: { title: 'Migrations', redaction: 'holds no person', shopEnd: 'holds nothing of a shop' },
};
