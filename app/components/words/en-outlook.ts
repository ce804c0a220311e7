import type { Formats } from '../format.ts';
import type { englishFrame } from './en-frame.ts';

/** What the shop can expect of its customers, on Home. */
export function englishOutlook(formats: Formats, frame: ReturnType<typeof englishFrame>) {
  const { percent, money, day } = formats;
  const { counted } = frame;
  return {
    title: 'The next 90 days',
    asOf: (onDay: number) => `Expected as of ${day(onDay)}.`,
    accuracy: 'How well the forecast holds',
    underWay: 'Your store’s forecast is being worked out and tested on its past. That takes seconds to minutes.',
    atRisk: 'Revenue at risk',
    atRiskHow: 'What is still expected in the next 90 days of customers who are at risk or lapsed by their own rhythm: expected purchases times what a purchase of theirs is worth, after discounts and refunds, without tax. It is what you lose if none of them comes back. Of 90 days, since that is what the forecast was tested on.',
    shareOf: (share: number, all: number) => `${percent(share)} of the ${money(all, { whole: true })} expected of all customers`,
    part: (stage: string, customers: number) => `${stage}, ${counted(customers, 'customer', 'customers')}`,
    due: 'Reorders due this week',
    dueHow: 'Customers whose next order is expected within these seven days; and those on time by their own rhythm who are due to need a product again that they have bought three times or more, by how often they and your other customers come back for it. Left out are those who will most likely not buy, and whoever has ordered since.',
    week: (from: number, to: number) => `From ${day(from)} to ${day(to)}`,
    see: 'See them in the list',
  };
}
