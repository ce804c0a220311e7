import { flag, instant, number, text } from './export-column.ts';
import { sqlSection, type ExportSection } from './export-section.server.ts';

/** Segments at Shopify that ask for the app's tags. Room segments. */
export const SEGMENT_SECTIONS: readonly ExportSection[] = [
  sqlSection({
    file: 'segments', what: 'Segments at Shopify that stand for your tags and tiers.', from: 'segments t', order: 't.key', tables: ['segments'],
    columns: [
      text('for', 'The tag or tier that it stands for', 'key'), number('segment_id', 'Shopify’s number of the segment', 'shopify_id'), flag('ours', 'Made by the app; if not, it was yours before'), text('name', 'Name'), text('query', 'What it asks for'),
      number('members', 'Customers in it, as Shopify counted'), instant('checked_at', 'When Shopify was asked last'), instant('gone_at', 'When it was found deleted'),
    ],
  }),
  sqlSection({
    file: 'segment-changes', what: 'What the app was asked to do to segments, and what came of it.', from: 'segment_changes t', order: 't.id', tables: ['segment_changes'],
    columns: [
      number('change_id', 'Number of the change', 't.id'), text('for', 'The tag or tier', 'key'), text('action', 'create, update, delete'), text('name', 'Name'), text('query', 'What it asks for'), number('segment_id', 'Shopify’s number of the segment', 'shopify_id'),
      text('state', 'planned, sent, done, failed'), text('outcome', 'What came of it'), text('message', 'In Shopify’s words'), text('requested_by', 'Who asked: Shopify’s number of the staff member'), instant('requested_at', 'When'), instant('settled_at', 'When it was settled'),
    ],
  }),
];
