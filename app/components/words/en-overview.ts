import type { Formats } from '../format.ts';
import type { englishFrame } from './en-frame.ts';

/** Words of Home's charts and of what needs attention. */
export function englishOverview(formats: Formats, frame: ReturnType<typeof englishFrame>) {
  const { number, money, calendarMonth: month } = formats;
  const { counted } = frame;
  return {
    months: {
      title: 'New and returning',
      what: 'A buyer is new in the month of their first purchase and returning in each later month with one. All that they spend in a month is on the same side.',
      buyers: 'Buyers by month',
      revenue: 'Net revenue by month',
      newBuyers: 'New',
      returningBuyers: 'Returning',
      other: 'Without a customer',
      otherHow: 'Orders without a customer, and those of customers you excluded.',
      table: 'All months as a table',
      caption: 'New and returning buyers and their net revenue by month, the latest first',
      month: 'Month',
      columns: { newBuyers: 'New buyers', returningBuyers: 'Returning buyers', newRevenue: 'Revenue from new', returningRevenue: 'Revenue from returning', otherRevenue: 'Without a customer' },
      soFar: (of: number) => `${month(of)} so far`,
      loading: 'The chart is being drawn',
      drawnBuyers: (from: number, to: number, newest: { month: number; newBuyers: number; returningBuyers: number }) =>
        `New and returning buyers by month, ${month(from)} to ${month(to)}. ${month(newest.month)}: ${number(newest.newBuyers)} new, ${number(newest.returningBuyers)} returning. The table has every month.`,
      drawnRevenue: (from: number, to: number, newest: { month: number; newRevenue: number; returningRevenue: number }) =>
        `Net revenue from new and from returning buyers by month, ${month(from)} to ${month(to)}. ${month(newest.month)}: ${money(newest.newRevenue, { whole: true })} from new, ${money(newest.returningRevenue, { whole: true })} from returning buyers. The table has every month.`,
    },
    attention: {
      title: 'What needs attention',
      slipping: (customers: number) => `${counted(customers, 'of your VIPs is', 'of your VIPs are')} slipping away`,
      worth: (minor: number) => `They spent ${money(minor, { whole: true })} in the last year, and are past their usual time to order again.`,
      vipHow: 'A VIP has bought at least twice, and is in the top tenth by what they spent in the last year. Slipping away: at risk or lapsed by their own rhythm.',
      term: 'VIPs slipping away',
      nobody: 'None of your VIPs is slipping away.',
      off: 'The VIP tag is switched off, so VIPs are not watched.',
      toSettings: 'Open the settings',
      caption: 'VIPs who are slipping away, the latest first',
      customer: 'Customer',
      stage: 'Stage',
      since: 'Since',
      lastOrder: 'Last purchase',
      spend: 'Spent in the last year',
      all: 'See them in the list',
    },
  };
}
