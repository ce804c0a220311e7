import { flag, instant, json, number, text } from './export-column.ts';
import { sqlSection, type ExportSection } from './export-section.server.ts';

/** Lists of products that stand at products at Shopify. Room product-fields. */
export const PRODUCT_FIELD_SECTIONS: readonly ExportSection[] = [
  sqlSection({
    file: 'product-fields', what: 'The ledger of lists at products: what Regulars wrote, as Shopify has answered, and what of it is yours.', from: 'product_field_ledger t', order: 't.product_id, t.field', tables: ['product_field_ledger'],
    columns: [
      number('product_id', 'The product'), text('field', 'together or also'), json('stands', 'The list of Regulars that stands, by product number, the best first'), flag('theirs', 'It is yours, or another app’s, and left alone'),
      text('their_value', 'What you have there, as last read'), json('intended', 'The list on its way'), json('refused', 'The list that Shopify refused'), text('refusal', 'In Shopify’s words'), instant('written_at', 'When it was last written'),
    ],
  }),
  sqlSection({
    file: 'product-field-runs', what: 'Runs over products that wrote lists, put back what stood, took them off, or looked at what stands.', from: 'product_field_runs t', order: 't.id', tables: ['product_field_runs'],
    columns: [
      number('run_id', 'Number of the run', 't.id'), text('kind', 'look, write, undo or remove'), text('cause', 'asked (by you), lists (worked out anew), products (some may be shown no more), rules (you changed one), resumed (after a pause), fields-gone (they were missing at Shopify)'),
      number('back_to', 'Of an undo: the run before which everything stands again'), text('state', 'Where it stands'), instant('requested_at', 'When it was asked for'), text('requested_by', 'Who: Shopify’s number of the staff member'),
      instant('started_at', 'When it began'), instant('finished_at', 'When it ended'), number('products', 'Products to look at'), number('looked', 'Looked at'), number('written', 'Lists written'), number('theirs', 'Lists found to be yours'), number('failed', 'Refused by Shopify'),
    ],
  }),
  sqlSection({
    file: 'product-field-changes', what: 'What each of those runs changed.', from: 'product_field_changes t', order: 't.run_id, t.product_id, t.field', tables: ['product_field_changes'],
    columns: [number('run_id', 'Number of the run'), number('product_id', 'The product'), text('field', 'together or also'), json('before', 'What stood before', 't.before'), json('after', 'What stood after', 't.after')],
  }),
];
