import { instant, number, text } from './export-column.ts';
import { sqlSection, type ExportSection } from './export-section.server.ts';

/** What buyers answered. Room reviews. */
export const REVIEW_SECTIONS: readonly ExportSection[] = [
  sqlSection({
    file: 'order-answers', what: 'What buyers were asked about an order, and what they answered of it as a whole.', from: 'order_answers t', order: 't.order_id', tables: ['order_answers'],
    columns: [
      number('order_id', 'The order'), number('customer_id', 'Who answered, where they were logged in'), instant('asked_at', 'When they were first shown the questions on what they bought'),
      text('due_from', 'What the day of asking was counted from: delivered, shipped, ordered'), instant('answered_at', 'The last change of stars, words or score'), number('nps', 'How likely they are to recommend the shop, 0 to 10'),
      text('nps_words', 'Their words on that'), text('source', 'How they found the shop: search, social, friend, advert, press, before, other'), text('source_words', 'Their words on that'), instant('source_at', 'When they said so'),
    ],
  }),
  sqlSection({
    file: 'line-answers', what: 'Stars and words on lines of orders.', from: 'line_answers t', order: 't.order_id, t.line_id', tables: ['line_answers'],
    columns: [
      number('order_id', 'The order'), number('line_id', 'The line'), number('customer_id', 'Who answered'), number('product_id', 'The product'), text('title', 'Its title then'), number('stars', '1 to 5'), text('words', 'Their words'),
      instant('answered_at', 'The last change'),
    ],
  }),
];
