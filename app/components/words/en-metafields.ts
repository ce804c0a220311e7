import type { FieldKey } from '../../metafields/customer-field.ts';
import type { RunCause } from '../../metafields/run-cause.ts';
import type { Formats } from '../format.ts';
import type { englishFrame } from './en-frame.ts';

/** Words of customer metafields: what the app keeps at each customer in Shopify, for workflows, segments and support. */
export function englishMetafields(formats: Formats, frame: ReturnType<typeof englishFrame>) {
  const { number, instant, date } = formats;
  const { countedCustomers } = frame;
  const field: Record<FieldKey, string> = {
    value_tier: 'Value tier', tier: 'RFM tier', rfm_score: 'RFM score', clv_12m: 'Expected spend, 12 months', churn_band: 'Risk of not buying again', churn_risk: 'The same, in percent', next_order_date: 'Next order expected',
  };
  const meaning: Record<FieldKey, string> = {
    value_tier: 'For support to sort by: VIP, high or standard, by what the customer spent.',
    tier: 'Champions, Loyal, At risk and so on, always in English.',
    rfm_score: 'R, F and M as one number: 543 is R 5, F 4, M 3.',
    clv_12m: 'In your store’s currency, to two digits.',
    churn_band: 'low, medium or high.',
    churn_risk: 'In steps of 5.',
    next_order_date: 'The day by which half of customers like this one have ordered.',
  };
  const cause: Record<RunCause, string> = { asked: 'when they were switched on', sorted: 'after a sorting', resumed: 'after a pause', 'fields-gone': 'fields were missing at Shopify' };
  return {
    title: 'Customer metafields',
    back: 'How tags are written',
    card: {
      title: 'Customer metafields',
      what: 'Score, tier, expected spend, risk, next order and value tier as fields of each customer in Shopify, for Flow, segments and support.',
      status: { off: 'Off: nothing is written.', on: 'On: kept up to date.', paused: 'Paused.', removing: 'Being taken off.' },
      open: 'Open customer metafields',
    },
    what: 'Regulars can keep what it knows of a customer in metafields of its own. They stand on the customer’s page in Shopify under Metafields, where you can read and nobody but Regulars can change them; Shopify Flow can ask for them, and text, numbers and dates are filters of customer segments there.',
    off: {
      title: 'Nothing is written yet',
      titleAfter: 'Nothing is written any more',
      would: (customers: number, forecast: number) => `${countedCustomers(customers)} who ${customers === 1 ? 'has' : 'have'} bought would get these fields${forecast === customers ? '' : `; ${number(forecast)} of them with the four that come from the forecast`}.`,
      noForecast: 'Your store has no forecast yet, so the four fields that come from it are left out until it has one.',
      nobody: 'Nobody has bought in your store yet, so there is nothing to write.',
      early: 'Your customers have not been sorted yet. Come back when the first import is done.',
      switchOn: 'Write metafields',
      askTitle: (customers: number) => `Write metafields of ${countedCustomers(customers)}?`,
      ask: 'All of them are written now, and kept up to date from then on: after each night’s sorting, and some seconds after something happens to a customer. You can pause it, or take everything off again.',
      askFlow: 'If a workflow of yours starts when a customer changes, it starts for each of them.',
      started: 'Metafields are being written.',
      left: (customers: number) => `${countedCustomers(customers)} still ${customers === 1 ? 'has' : 'have'} values that Shopify would not take off.`,
      definitions: 'The fields are still defined in Shopify, without values.',
      deleteDefinitions: 'Delete the fields too',
    },
    on: {
      title: 'Metafields are kept up to date',
      since: (who: string, at: string) => `Switched on by ${who} on ${date(at)}.`,
      standing: (customers: number) => `${countedCustomers(customers)} ${customers === 1 ? 'has' : 'have'} them in Shopify.`,
      followed: (customers: number, at: string) => `${countedCustomers(customers)} ${customers === 1 ? 'was' : 'were'} written since because something happened to them, the last on ${instant(at)}.`,
      rule: 'After a night a customer is written only where something changed that matters: a tier or score, expected spend by a fifth, the risk by 5 points, the next order by more than 3 days.',
      refused: (customers: number, words: string) => `Shopify refused the values of ${countedCustomers(customers)}: ${words}`,
      pause: 'Pause',
      pauseDone: 'Nothing more is written until you go on.',
      paused: (who: string, at: string) => `Paused by ${who} on ${instant(at)}. What changes meanwhile is written when you go on.`,
      resume: 'Go on',
      resumed: 'Metafields are written again.',
      allPaused: 'All writing is paused on the page before this one, so nothing is written here either.',
      again: 'Try again',
      stopped: 'Writing stopped.',
      takeOff: 'Take everything off',
    },
    progress: {
      write: 'Metafields are being written',
      remove: 'Metafields are being taken off',
      waiting: 'Begins in a moment.',
      of: (done: number, all: number) => `${number(done)} of ${countedCustomers(all)} looked at.`,
      label: 'Customers looked at',
      leave: 'You can leave this page. It goes on by itself.',
    },
    removal: {
      title: 'Take all metafields off?',
      what: (customers: number) => `The values of ${countedCustomers(customers)} are deleted in Shopify, and none are written any more.`,
      legend: 'And the fields themselves',
      keep: 'Stay, without values',
      keepHelp: 'Workflows and segments that ask for them go on, and find nobody.',
      drop: 'Are deleted too',
      dropHelp: 'Quicker in a large store. Workflows and segments that ask for them stop working.',
      confirm: 'Take everything off',
      started: 'Metafields are being taken off.',
    },
    table: {
      title: 'What is written',
      example: (name: string) => `The example is ${name}.`,
      caption: 'The fields, what they say, and the values of one customer',
      field: 'Field', meaning: 'What it says', value: 'Example', stands: 'In Shopify now', key: 'Key',
      none: 'No value',
      namespace: (namespace: string) => `All of them are in the namespace ${namespace}; Shopify puts the app’s own number in place of $app.`,
    },
    fields: field,
    meaning,
    runs: {
      title: 'Last runs',
      none: 'Nothing was written yet.',
      when: 'When', what: 'What', looked: 'Looked at', written: 'Written', failed: 'Refused', who: 'Who',
      write: (why: RunCause) => `Written, ${cause[why]}`,
      remove: 'Taken off',
      cancelled: 'cancelled',
    },
  };
}
