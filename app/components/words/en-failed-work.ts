import type { Formats } from '../format.ts';
import type { englishFrame } from './en-frame.ts';

/** Words of what failed for good, and of its line under Data. */
export function englishFailedWork(formats: Formats, frame: ReturnType<typeof englishFrame>) {
  const { number } = formats;
  const { counted } = frame;
  const pieces = (count: number) => counted(count, 'piece of work', 'pieces of work');
  return {
    title: 'Work that failed',
    onData: (count: number) => `${pieces(count)} failed and will not be tried again without you. See which, and why.`,
    what: 'Each of these was tried several times. Once its reason is gone, have it tried again: nothing is done twice.',
    shown: (shown: number, all: number) => `The latest ${number(shown)} of ${number(all)} are shown.`,
    noneTitle: 'Nothing has failed',
    none: 'All that Regulars was told by Shopify has been dealt with, or is still being tried.',
    caption: 'Work that failed, the latest first',
    columns: { what: 'What', when: 'Last tried', tries: 'Tries', why: 'Why', todo: 'What you can do' },
    unknown: 'The reason was not kept.',
    retry: 'Try again',
    retryAll: 'Try all again',
    retryOne: (what: string, when: string) => `Try again: ${what}, ${when}`,
    retried: (count: number) => (count === 1 ? 'It is tried again.' : `${pieces(count)} are tried again.`),
    leaveOut: 'Leave out',
    leaveOutOne: (what: string, when: string) => `Leave out: ${what}, ${when}`,
    leaveOutTitle: 'Leave this out?',
    leaveOutEvent: 'What Shopify told us here is forgotten. The hourly comparison with Shopify still finds out what changed.',
    leaveOutJob: 'This work is not tried again. The nightly run does most of it anew.',
    dismissed: 'Left out.',
    jobs: {
      'import-shop': 'Import', 'rebuild-profiles': 'Rebuild of profiles', 'sketch-profiles': 'First look at profiles', 'refresh-profiles': 'Profiles of customers who changed',
      'propose-tags': 'Comparison of tags', 'write-tags': 'Writing tags', 'forgotten-writing': 'Writing tags', 'next-tag-batch': 'Daily batch of tags', 'change-segments': 'Segments at Shopify',
      'refresh-attention': 'Who needs attention', 'fit-forecast': 'Forecast', 'refresh-recommendations': 'Recommendations', 'refresh-insights': 'Figures of Insights', 'tier-flow': 'Moves between tiers', 'tidy-shop': 'Tidying up', 'erase-again': 'Looking again for data of a deleted customer', 'erase-shop': 'Deletion of the store’s data',
    } as Record<string, string>,
    otherJob: 'Work in the background',
    topics: {
      'orders/create': 'A new order', 'orders/updated': 'A change of an order', 'orders/cancelled': 'A cancelled order', 'orders/edited': 'An edited order', 'orders/delete': 'A deleted order', 'refunds/create': 'A refund',
      'customers/create': 'A new customer', 'customers/update': 'A change of a customer', 'customers/delete': 'A deleted customer', 'customers/merge': 'Two customers merged',
      'customer.tags_added': 'Tags added to a customer', 'customer.tags_removed': 'Tags removed from a customer', 'customers_email_marketing_consent/update': 'A consent to e-mails', 'customers_marketing_consent/update': 'A consent to text messages',
      'customers/purchasing_summary': 'A customer’s totals', 'products/create': 'A new product', 'products/update': 'A change of a product', 'products/delete': 'A deleted product', 'bulk_operations/finish': 'The end of a bulk operation',
      'app/uninstalled': 'The app was uninstalled', 'app/scopes_update': 'A change of what the app may do', 'customers/data_request': 'A customer’s request for their data', 'customers/redact': 'The deletion of a customer’s data', 'shop/redact': 'The deletion of the store’s data',
    } as Record<string, string>,
    otherTopic: 'News from Shopify',
  };
}
