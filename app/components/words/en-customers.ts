import type { Formats } from '../format.ts';
import { englishCustomerViews } from './en-customer-views.ts';
import { englishExport } from './en-export.ts';
import type { englishFrame } from './en-frame.ts';
import { englishMarkedTags } from './en-marked-tags.ts';

/** Words of the list of customers. */
export function englishCustomers(formats: Formats, frame: ReturnType<typeof englishFrame>) {
  const { number, day } = formats;
  const { counted } = frame;
  return {
    title: 'Customers',
    search: 'Search by name, e-mail or tag',
    searchLabel: 'Search customers',
    clearSearch: 'Clear search',
    filters: 'Filters',
    tier: 'Tier',
    stage: 'Stage',
    tag: 'Tag',
    tagPlaceholder: 'The whole tag, such as VIP',
    tagApply: 'Apply',
    tierCount: (name: string, customers: number) => `${name} (${number(customers)})`,
    tierIs: (names: string) => `Tier: ${names}`,
    stageIs: (names: string) => `Stage: ${names}`,
    tagIs: (name: string) => `Tag: ${name}`,
    fits: 'Fits',
    risk: 'Risk',
    riskIs: (names: string) => `Risk of not buying: ${names}`,
    riskName: { low: 'Low', medium: 'Medium', high: 'High' },
    due: 'Due',
    dueIs: 'Order due this week',
    dueWeek: 'This week',
    fitsIs: (names: string) => `Fits ${names}`,
    remove: (filter: string) => `${filter}: remove this filter`,
    clearAll: 'Clear all',
    sortBy: 'Sort by',
    sort: {
      'last-order desc': 'Last order, newest first',
      'last-order asc': 'Last order, oldest first',
      'net-spend desc': 'Net spend, highest first',
      'net-spend asc': 'Net spend, lowest first',
      'orders desc': 'Orders, most first',
      'orders asc': 'Orders, fewest first',
      'name asc': 'Name, A to Z',
      'name desc': 'Name, Z to A',
      'tier asc': 'Tier, best first',
      'tier desc': 'Tier, last first',
      'value desc': 'Expected value, highest first',
      'value asc': 'Expected value, lowest first',
      'risk desc': 'Risk of not buying, highest first',
      'risk asc': 'Risk of not buying, lowest first',
      'next-order asc': 'Next order, soonest first',
      'next-order desc': 'Next order, latest first',
    },
    sortColumn: (column: string) => `Sort by ${column}`,
    column: { name: 'Customer', tier: 'Tier', stage: 'Stage', lastOrder: 'Last order', orders: 'Orders', netSpend: 'Net spend', tags: 'Tags', value: 'Next 12 months', risk: 'Risk', nextOrder: 'Next order' },
    caption: 'Customers',
    lastOrder: (onDay: number) => day(onDay),
    noOrder: 'No purchase',
    matching: (count: number) => counted(count, 'customer', 'customers'),
    matchingOf: (count: number, all: number) => `${number(count)} of ${counted(all, 'customer', 'customers')}`,
    moreTags: (count: number) => `${number(count)} more`,
    views: englishCustomerViews(),
    ...englishExport(formats, frame),
    markedTags: englishMarkedTags(formats, frame),
    empty: {
      noneTitle: 'No customers yet',
      none: 'Regulars has not read any customers from your store. The import on Home brings them in.',
      toHome: 'Go to Home',
      filteredTitle: 'No customer matches',
      filtered: 'Nobody fits this search and these filters together. Take one of them away to see more.',
      clear: 'Clear search and filters',
    },
  };
}
