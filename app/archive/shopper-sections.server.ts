import { flag, instant, number, text } from './export-column.ts';
import { sqlSection, type ExportSection } from './export-section.server.ts';

/** Rules of the merchant, what shoppers did, and who was held out. Room recommendations. */
export const SHOPPER_SECTIONS: readonly ExportSection[] = [
  sqlSection({
    file: 'recommendation-rules', what: 'Your pins, exclusions and boosts of recommendations, with those that were undone.', from: 'recommendation_rules t', order: 't.id', tables: ['recommendation_rules'],
    columns: [
      number('rule_id', 'Number of the rule', 't.id'), text('kind', 'pin, exclude or boost'), text('block', 'Of a pin: the block'), number('product_id', 'Of a pin or an exclusion: the product'), number('shown_with', 'Of a pin: only beside this product; empty: beside all'),
      text('boost_by', 'Of a boost: product, product-type, vendor or tag', 't.boost_by'), text('value', 'Of a boost: which', 't.value'), number('factor', 'Of a boost: what scores are multiplied by', 't.factor'),
      instant('made_at', 'When it was made'), text('made_by', 'Who: Shopify’s number of the staff member'), instant('undone_at', 'When it was undone'), text('undone_by', 'Who: Shopify’s number of the staff member'),
    ],
  }),
  sqlSection({
    file: 'recommendation-days', what: 'What shoppers did with recommendations, counted by day, block and place.', from: 'recommendation_days t', order: 't.day, t.block, t.placement', tables: ['recommendation_days'],
    columns: [
      text('day', 'Day of the shop', 't.day::text'), text('block', 'The block', 't.block'), text('placement', 'Where it stood', 't.placement'), number('impressions', 'Times it was rendered', 't.impressions'), number('views', 'Products seen on screen', 't.views'),
      number('clicks', 'Products clicked', 't.clicks'), number('adds', 'Products put into the cart', 't.adds'),
    ],
  }),
  sqlSection({
    file: 'recommendation-events', what: 'What shoppers did with recommendations, as long as it is kept.', from: 'shopper_events t LEFT JOIN shopper_sessions s ON s.shop_id = t.shop_id AND s.session = t.session', order: 't.at, t.id', tables: ['shopper_events', 'shopper_sessions'],
    columns: [
      text('event_id', 'Made by the storefront', 't.id::text'), text('session', 'The visit', 't.session'), number('customer_id', 'Who was logged in; empty: nobody', 's.customer_id'), text('type', 'impression, view, click or add', 't.type'), text('block', 'The block', 't.block'),
      text('placement', 'Where it stood', 't.placement'), number('product_id', 'The product', 't.product_id'), number('position', 'Its place in the list, from 0', 't.position'), instant('at', 'When', 't.at'),
    ],
  }),
  sqlSection({
    file: 'order-visits', what: 'The visit in which an order was made, where its cart told of it.', from: 'order_sessions t', order: 't.order_id', tables: ['order_sessions'],
    columns: [number('order_id', 'The order'), text('session', 'The visit'), instant('noted_at', 'When it was noted')],
  }),
  sqlSection({
    file: 'holdouts', what: 'How many of your customers saw no lists of Regulars, with every change.', from: 'holdouts t', order: 't.id', tables: ['holdouts'],
    columns: [
      number('holdout_id', 'Number of the experiment', 't.id'), number('percent', 'Percent of customers held out'), text('salt', 'What they are drawn by'), instant('since', 'Since when'), text('by', 'Who: Shopify’s number of the staff member; empty: the app itself', 't."by"'),
      instant('published_at', 'When it stood at Shopify for the theme to read'),
    ],
  }),
  sqlSection({
    file: 'holdout-customers', what: 'Customers who came to a place where recommendations stand, and whether they were shown them.', from: 'holdout_exposures t', order: 't.holdout_id, t.customer_id', tables: ['holdout_exposures'],
    columns: [number('holdout_id', 'Number of the experiment'), number('customer_id', 'The customer'), flag('held_out', 'Shown none'), text('block', 'The first block'), text('placement', 'Where it stood'), instant('first_at', 'When they first came')],
  }),
];
