import { instant, json, number, text } from './export-column.ts';
import { sqlSection, type ExportSection } from './export-section.server.ts';

/** Settings as JSON, one line for each place that keeps some; without the app's own number of the shop. */
const SETTINGS = `(
  SELECT shop_id, 'store' AS area, to_jsonb(s) AS value, updated_at FROM shop_details s
  UNION ALL SELECT shop_id, 'scoring', to_jsonb(s), updated_at FROM shop_settings s
  UNION ALL SELECT shop_id, 'tags', to_jsonb(s), updated_at FROM tag_settings s
  UNION ALL SELECT shop_id, 'writing tags', to_jsonb(s), updated_at FROM tag_writing s
  UNION ALL SELECT shop_id, 'writing customer fields', to_jsonb(s) - 'worker' - 'lease_until', since FROM metafield_writing s
  UNION ALL SELECT shop_id, 'writing lists to products', to_jsonb(s) - 'worker' - 'lease_until', since FROM product_field_writing s
  UNION ALL SELECT shop_id, 'tag choice: ' || rule, to_jsonb(s), chosen_at FROM tag_choices s
  UNION ALL SELECT m.shop_id, 'scoring model in force', m.model, m.created_at FROM scoring_models m JOIN shop_summaries s ON s.shop_id = m.shop_id AND s.model_version = m.version
  UNION ALL SELECT shop_id, 'forecast model in force', to_jsonb(f), fitted_at FROM forecast_models f WHERE version = (SELECT max(version) FROM forecast_models n WHERE n.shop_id = f.shop_id)
  UNION ALL SELECT shop_id, 'figures of the shop', figures, computed_at FROM shop_summaries
) t`;

/** What the merchant chose, and what was done: settings and logs, of several rooms. */
export const SHOP_SECTIONS: readonly ExportSection[] = [
  sqlSection({
    file: 'settings', what: 'Your settings as they are, the scoring and forecast models in force and the figures of Home.', from: SETTINGS, order: 't.area', tables: ['shop_details', 'shop_settings', 'tag_settings', 'tag_writing', 'metafield_writing', 'product_field_writing', 'tag_choices', 'scoring_models', 'forecast_models', 'shop_summaries'],
    columns: [text('area', 'What they are about'), json('value', 'The settings; what is not named has its default', "t.value - 'shop_id'"), instant('updated_at', 'Last change')],
  }),
  sqlSection({
    file: 'settings-changes', what: 'Every change of the settings, with who and when.', from: 'settings_changes t', order: 't.id', tables: ['settings_changes'],
    columns: [number('change_id', 'Number of the change', 't.id'), instant('changed_at', 'When'), text('changed_by', 'Who: Shopify’s number of the staff member'), json('before', 'Settings before', 't.before'), json('after', 'Settings after', 't.after')],
  }),
  sqlSection({
    file: 'staff', what: 'Names of your staff by Shopify’s number, as the history shows them.', from: 'staff_members t', order: 't.user_id', tables: ['staff_members'],
    columns: [text('user_id', 'Shopify’s number of the staff member'), text('name', 'Name'), instant('asked_at', 'When Shopify was asked for it')],
  }),
  sqlSection({
    file: 'imports', what: 'Imports of your store, with what each kind of row came to.', tables: ['import_runs', 'import_parts'], order: 't.id, p.kind',
    from: 'import_runs t JOIN import_parts p ON p.shop_id = t.shop_id AND p.run_id = t.id',
    columns: [
      number('import_id', 'Number of the import', 't.id'), text('status', 'What became of it', 't.status'), text('requested_by', 'Who asked: Shopify’s number of the staff member; empty: the app itself', 't.requested_by'), instant('requested_at', 'When', 't.requested_at'),
      instant('started_at', 'When it began', 't.started_at'), instant('finished_at', 'When it ended', 't.finished_at'), text('kind', 'products, customers, orders or refunds', 'p.kind'), number('read', 'Rows read: inserted + updated + stale + rejected', 'p.read'),
      number('inserted', 'New', 'p.inserted'), number('updated', 'Changed', 'p.updated'), number('stale', 'Not newer than what stood', 'p.stale'), number('rejected', 'Could not be taken over', 'p.rejected'), number('removed', 'Gone at Shopify, and removed', 'p.removed'),
      text('error', 'What stopped it', 't.error_message'),
    ],
  }),
  sqlSection({
    file: 'rejected-rows', what: 'Rows that could not be taken over, of the imports whose rows are still kept.', from: 'import_rejects t', order: 't.run_id, t.kind, t.line_number', tables: ['import_rejects'],
    columns: [number('import_id', 'The import', 't.run_id'), text('kind', 'What the row is'), number('line', 'Its line in Shopify’s file; of a refund, its number', 't.line_number'), text('reason_code', 'Why, as a code'), text('reason', 'Why'), text('raw', 'The row as it came', 't.raw')],
  }),
  sqlSection({
    file: 'rebuilds', what: 'Rebuilds of the profiles.', from: 'profile_rebuilds t', order: 't.id', tables: ['profile_rebuilds'],
    columns: [
      number('rebuild_id', 'Number of the rebuild', 't.id'), text('status', 'What became of it'), text('cause', 'import, nightly, settings, merchant'), text('requested_by', 'Who asked: Shopify’s number of the staff member'), instant('requested_at', 'When'),
      instant('started_at', 'When it began'), instant('finished_at', 'When it ended'), number('customers', 'Customers'), number('inserted', 'New profiles'), number('updated', 'Changed profiles'), number('removed', 'Profiles of customers who are gone'),
      number('moved', 'Customers who changed their tier'), text('error', 'What stopped it', 'error_message'),
    ],
  }),
  sqlSection({
    file: 'saved-views', what: 'Views of the customers that you saved.', from: 'saved_views t', order: 't.id', tables: ['saved_views'],
    columns: [
      number('view_id', 'Number of the view', 't.id'), text('name', 'Its name', 't.name'), json('query', 'Its search, filters and sorting', 't.query'), text('saved_by', 'Who saved it last: Shopify’s number of the staff member'), instant('saved_at', 'When'),
    ],
  }),
  sqlSection({
    file: 'exports', what: 'Files that left the app, with who took them.', from: 'exports t', order: 't.id', tables: ['exports'],
    columns: [
      number('export_id', 'Number of the export', 't.id'), text('kind', 'What it held'), text('file_name', 'Name of the file'), text('requested_by', 'Who: Shopify’s number of the staff member'), instant('requested_at', 'When'), text('state', 'What became of it'),
      instant('finished_at', 'When it ended'), number('rows', 'Rows', 't.rows'), number('bytes', 'Bytes', 't.bytes'),
    ],
  }),
];
