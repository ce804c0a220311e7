import { day, flag, instant, json, list, number, text } from './export-column.ts';
import { sqlSection, type ExportSection } from './export-section.server.ts';

/** Tags: whose each is, which are wanted and why, every change that was ever written; and what else happened to customers. */
export const TAG_SECTIONS: readonly ExportSection[] = [
  sqlSection({
    file: 'wanted-tags', what: 'Tags that a customer should have by your rules, and whether they have them.', from: 'wanted_tags t', order: 't.customer_id, t.rule', tables: ['wanted_tags'],
    columns: [
      number('customer_id', 'The customer'), text('rule', 'The rule that wants the tag'), text('tag', 'The tag', 'name'), text('standing', 'stands, to-add, merchants (yours already), held-off'), text('why', 'Why it stands or not, as a code'),
      text('stands_as', 'How it is written where it stands'), json('reason', 'The numbers that the rule went by'),
    ],
  }),
  sqlSection({
    file: 'tag-ledger', what: 'The ledger: whose each tag is that the app has ever had to do with.', from: 'tag_ledger t', order: 't.customer_id, t.tag_key', tables: ['tag_ledger'],
    columns: [
      number('customer_id', 'The customer'), text('tag', 'The tag', 'name'), text('rule', 'The rule that it belongs to'), text('state', 'written (by the app), removed-by-merchant, undone, merchants (yours)'), flag('adopted', 'Yours once, and handed to the app'),
      day('unwanted_since', 'First day on which the rule no longer wanted it', 'unwanted_since_day'), flag('removal_held', 'Not to be removed before its rule has held again'), number('run_id', 'The run that wrote it'),
      instant('state_since', 'Since when it is so'), instant('updated_at', 'Last change of this line'),
    ],
  }),
  sqlSection({
    file: 'tag-runs', what: 'Runs: tag changes that were proposed, approved or undone together.', from: 'tag_runs t', order: 't.id', tables: ['tag_runs'],
    columns: [
      number('run_id', 'Number of the run', 't.id'), text('kind', 'apply or undo'), text('state', 'Where it stands'), flag('automatic', 'Approved in advance by automatic writing'), instant('created_at', 'When it was proposed'),
      instant('approved_at', 'When it was approved'), text('approved_by', 'Who approved it: Shopify’s number of the staff member'), instant('started_at', 'When writing began'), instant('finished_at', 'When it ended'), number('undo_of', 'The run that it undoes'),
      text('undo_rule', 'The rule whose tags it undoes, where it is about one'), number('daily_additions', 'Additions a day at most'), number('adds', 'Tags to add'), number('removes', 'Tags to remove'), number('added', 'Tags added'), number('removed', 'Tags removed'),
      number('skipped', 'Left alone'), number('failed', 'Refused by Shopify'), number('cancelled', 'Cancelled'), text('error', 'What stopped it', 'error_message'),
    ],
  }),
  sqlSection({
    file: 'tag-changes', what: 'Every change of a tag of a customer, run by run.', from: 'tag_changes t', order: 't.id', tables: ['tag_changes'],
    columns: [
      number('change_id', 'Number of the change', 't.id'), number('run_id', 'The run'), number('customer_id', 'The customer'), text('tag', 'The tag', 'name'), text('rule', 'The rule'), text('action', 'add or remove'), text('why', 'Why, as a code'),
      json('reason', 'The numbers that the rule went by'), list('tags_before', 'Tags before', 'before_tags'), list('tags_after', 'Tags after', 'after_tags'), text('state', 'planned, sent, done, skipped, failed, cancelled'),
      text('outcome', 'What came of it, as a code'), text('outcome_message', 'In Shopify’s words'), instant('settled_at', 'When it was settled'), number('undoes', 'The change that it undoes'), number('undone_by', 'The change that undid it'),
    ],
  }),
  sqlSection({
    file: 'tier-changes', what: 'Who moved from one tier or stage to another, and when.', from: 'tier_changes t', order: 't.customer_id, t.id', tables: ['tier_changes'],
    columns: [
      number('customer_id', 'The customer'), instant('changed_at', 'When it was noticed'), day('day', 'The day that it is about', 'day'), text('from_tier', 'Tier before'), text('to_tier', 'Tier after'), text('from_stage', 'Stage before'), text('to_stage', 'Stage after'),
      text('cause', 'customer (what they did, or time), settings, rules (of the app)'), number('merged_from', 'The customer who was merged into this one'),
    ],
  }),
  sqlSection({
    file: 'customer-merges', what: 'Customers who were merged into others at Shopify.', from: 'customer_merges t', order: 't.gone_id', tables: ['customer_merges'],
    columns: [number('gone_id', 'The customer who is gone'), number('kept_id', 'The customer who stays'), instant('merged_at', 'When')],
  }),
];
