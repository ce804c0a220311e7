import { json, number, text } from './export-column.ts';
import { sqlSection, type ExportSection } from './export-section.server.ts';

const ITEMS = 'best first; each a product, its score, why, and the numbers of that';

/** What shoppers are shown. Room recommendations. */
export const RECOMMENDATION_SECTIONS: readonly ExportSection[] = [sqlSection({
  file: 'product-lists', what: 'What goes with each product.', from: 'product_lists t', order: 't.product_id, t.kind', tables: ['product_lists'],
  columns: [number('product_id', 'The product'), text('kind', 'together (in the same basket) or also (by the same customers)'), json('items', `Products, ${ITEMS}`)],
}), sqlSection({
  file: 'customer-lists', what: 'What each customer is recommended.', from: 'customer_lists t', order: 't.customer_id', tables: ['customer_lists'],
  columns: [number('customer_id', 'The customer'), json('reorder', `Of what they had, ${ITEMS}`), json('discover', `Of what they never had, ${ITEMS}`)],
}), sqlSection({
  file: 'shop-lists', what: 'What sells, for anybody.', from: 'shop_lists t', order: 't.kind, t.product_type', tables: ['shop_lists'],
  columns: [text('kind', 'bestsellers, rising, fresh (new in the store), or type (bestsellers of a product type)'), text('product_type', 'Of kind type'), json('items', `Products, ${ITEMS}`)],
})];
