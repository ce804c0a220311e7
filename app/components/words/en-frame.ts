import type { Formats } from '../format.ts';

/** Words that several screens share. */
export function englishFrame(formats: Formats) {
  const { number } = formats;
  const plural = new Intl.PluralRules(formats.locale);
  const counted = (count: number, one: string, many: string) => `${number(count)} ${plural.select(count) === 'one' ? one : many}`;
  return {
    counted,
    number,
    app: 'Regulars',
    home: 'Home',
    customers: 'Customers',
    tagChanges: 'Tag changes',
    segments: 'Segments',
    settings: 'Settings',
    cancel: 'Cancel',
    close: 'Close',
    tryAgain: 'Try again',
    previousPage: 'Previous page',
    nextPage: 'Next page',
    paging: 'Pages',
    loading: 'Loading',
    noName: 'No name',
    customerNumber: (id: string) => `Customer ${id}`,
    how: 'How is this computed?',
    explain: (term: string) => `What does “${term}” mean?`,
    countedCustomers: (count: number) => counted(count, 'customer', 'customers'),
    countedOrders: (count: number) => counted(count, 'order', 'orders'),
    countedPurchases: (count: number) => counted(count, 'purchase', 'purchases'),
    countedDays: (count: number) => counted(count, 'day', 'days'),
    countedTags: (count: number) => counted(count, 'tag', 'tags'),
    countedChanges: (count: number) => counted(count, 'change', 'changes'),
    countedUnits: (count: number) => counted(count, 'unit', 'units'),
    days: (count: number) => counted(count, 'day', 'days'),
    none: 'None',
    unknown: 'Unknown',
    error: {
      title: 'This page could not be shown',
      what: 'Something on our side went wrong while this page was put together. Nothing was changed in your store.',
      offline: 'The app could not be reached. Please check your connection and try again.',
      next: 'Try again. If it happens again, wait a minute: the app may be restarting.',
      notFound: 'There is nothing at this address',
      notFoundNext: 'The link may be old. Go on from Home.',
      outsideNext: 'The link may be old. Open Regulars from your store’s admin, under Apps.',
      toHome: 'Go to Home',
      refused: 'That did not work',
      unexpected: 'Something went wrong on our side, and nothing was changed. Please try again.',
    },
    tierName: {
      Champions: 'Champions', Loyal: 'Loyal', Active: 'Active', Promising: 'Promising', New: 'New', 'Needs attention': 'Needs attention',
      'At risk': 'At risk', 'Almost lost': 'Almost lost', 'Previously loyal': 'Previously loyal', Dormant: 'Dormant', Prospects: 'Prospects',
    },
    tierMeaning: {
      Champions: 'On time or only a little late, and among your best by number of orders and spend.',
      Loyal: 'Buy often or spend well, and are not more than late.',
      Active: 'Order in their rhythm, with middling orders and spend.',
      Promising: 'Order in their rhythm, so far few orders or little spend.',
      New: 'One purchase ever, on time, at most 90 days ago.',
      'Needs attention': 'Late by their own rhythm, with middling or little orders and spend.',
      'At risk': 'Past their late limit, with a history worth winning back.',
      'Almost lost': 'Past their late limit or lapsed, with a smaller history.',
      'Previously loyal': 'Lapsed, and once among your best.',
      Dormant: 'Lapsed, with few orders or little spend.',
      Prospects: 'No purchase yet, or none with a value left after refunds.',
    },
    stageName: {
      Prospect: 'Prospect', 'First-time': 'First-time', Repeat: 'Repeat', Regular: 'Regular', 'Won back': 'Won back', 'At risk': 'At risk', Lapsed: 'Lapsed',
    },
    excluded: 'Not scored',
    excludedMeaning: 'Carries a tag that you excluded in the settings: no score, no tier, no tags.',
    /** R 5 to R 1. */
    recencyName: ['On time', 'A little late', 'Late', 'At risk', 'Lapsed'],
    /** FM 5, 4, 3, 1-2. */
    worthName: ['Highest', 'High', 'Middle', 'Lower'],
    recency: 'Recency (R)',
    frequency: 'Frequency (F)',
    monetary: 'Money (M)',
    recencyMeaning: 'R says how a customer stands by their own rhythm: 5 on time, 4 a little late, 3 late, 2 at risk, 1 lapsed.',
    frequencyMeaning: 'F says how often they bought in the window that counts: the more purchases, the higher, up to 5.',
    monetaryMeaning: 'M says how much they spent in the window that counts, after discounts, refunds and tax, up to 5.',
    worthMeaning: 'FM is F and M together: the mean of both scores, rounded half up.',
  };
}
