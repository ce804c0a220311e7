import { flag, instant, json, number, text } from './export-column.ts';
import { sqlSection, type ExportSection } from './export-section.server.ts';

/** The app's own fields on customers at Shopify. Room metafields. */
export const METAFIELD_SECTIONS: readonly ExportSection[] = [
  sqlSection({
    file: 'customer-fields', what: 'The ledger of customer fields: what Regulars wrote of each customer, as Shopify has answered.', from: 'metafield_ledger t', order: 't.customer_id', tables: ['metafield_ledger'],
    columns: [
      number('customer_id', 'The customer'), json('stands', 'Values that stand, by field'), flag('unsure', 'It is not known what stands; all is written the next time'), json('intended', 'Values on their way'), json('refused', 'Values that Shopify refused'),
      text('refusal', 'In Shopify’s words'), instant('written_at', 'When it was last written'),
    ],
  }),
  sqlSection({
    file: 'customer-field-runs', what: 'Runs over all customers that wrote fields or took them off.', from: 'metafield_runs t', order: 't.id', tables: ['metafield_runs'],
    columns: [
      number('run_id', 'Number of the run', 't.id'), text('kind', 'write or remove'), text('cause', 'asked (by you), sorted (after a sorting), resumed (after a pause), fields-gone (they were missing at Shopify)'), text('state', 'Where it stands'),
      instant('requested_at', 'When it was asked for'), text('requested_by', 'Who: Shopify’s number of the staff member'), instant('started_at', 'When it began'), instant('finished_at', 'When it ended'),
      number('customers', 'Customers to look at'), number('looked', 'Looked at'), number('written', 'Customers written'), number('failed', 'Refused by Shopify'),
    ],
  }),
];
