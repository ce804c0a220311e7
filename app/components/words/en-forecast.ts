import type { ForecastSettings } from '../../forecast/forecast-settings.ts';
import type { ForecastProgress } from '../../forecast/forecast-floor.ts';
import type { Formats } from '../format.ts';
import type { englishFrame } from './en-frame.ts';

/** What a customer is expected to do. */
export function englishForecast(formats: Formats, frame: ReturnType<typeof englishFrame>) {
  const { number, percent, money, day } = formats;
  const { counted } = frame;
  return {
    title: 'Forecast',
    how: 'Worked out each night from all purchases of your customers and your store’s season, and tested on your store’s own past before it is shown. It is an expectation, not a promise.',
    band: { low: 'Low risk of not buying', medium: 'Medium risk of not buying', high: 'High risk of not buying' },
    value: 'Value of the next 12 months',
    valueHow: ({ grossMargin, costPerPurchase, discountRate }: ForecastSettings) =>
      `Expected purchases times what a purchase of theirs is worth: after discounts and refunds, without tax${grossMargin < 1 ? `, of which your margin leaves ${percent(grossMargin)}` : ''}${costPerPurchase > 0 ? `, less ${money(Math.round(costPerPurchase))} for each purchase` : ''}${discountRate > 0 ? `, and ${percent(discountRate)} a year less for money that comes later` : ''}. Of ten customers, about eight stay within the range; fewer where the whole shop’s year turns out better or worse than it looks.`,
    range: (low: number, high: number) => (low === 0 ? `between nothing and ${money(high)}` : `between ${money(low)} and ${money(high)}`),
    mostlyNothing: 'most likely nothing: the value is the mean of the few who come back',
    buys: (days: number) => `Chance to buy in ${counted(days, 'day', 'days')}`,
    buysHow: 'The days are twice the usual time between two purchases in your store, at least 30 and at most 365. The risk of not buying is what is left to 100%: low below 33%, high above 66%.',
    nextOrder: 'Next order expected',
    nextOrderHow: 'If they are still a customer, they have ordered by this day in half of all cases.',
    farAway: 'Not within two years',
    ifStill: (onDay: number) => `${day(onDay)}, if they are still a customer`,
    anyDay: 'Any day now',
    alive: 'Chance still a customer',
    aliveHow: 'By their own rhythm alone. Nobody is ranked by it.',
    purchases: 'Purchases in 12 months',
    restsOn: 'What it rests on',
    history: (purchases: number, last: number, gap: number) => `${counted(purchases, 'purchase', 'purchases')}, the last on ${day(last)}; usually ${counted(gap, 'day', 'days')} between purchases.`,
    accuracy: (auc: number, naive: number | null, cutOffs: number) => `Tested on ${counted(cutOffs, 'day', 'days')} of your store’s past, it told who would buy from who would not in ${percent(auc)} of pairs${naive === null ? '' : `; the best simple rule in ${percent(naive)}`}.`,
    asOf: (onDay: number) => `As of ${day(onDay)}.`,
    reason: {
      'not-yet': 'Appears with the next sorting of your customers.',
      'below-floor': 'Your store has too few buyers, or too short a past, for a forecast that could be trusted. No number is shown until then.',
      'no-model': 'Hardly anybody has bought twice in your store yet, so there is no rhythm to learn a forecast from.',
      unproven: 'Your store’s past is too short to test a forecast on it. No number is shown until it has been tested.',
      loses: 'On your store’s own past the forecast did no better than a simple rule. So no number of it is shown.',
      'no-purchase': 'A forecast begins with the first purchase.',
      excluded: 'This customer carries a tag that you excluded in the settings.',
    },
    progress: (progress: ForecastProgress) => `${number(progress.buyers)} of ${counted(progress.buyersNeeded, 'buyer', 'buyers')}, ${number(progress.days)} of ${counted(progress.daysNeeded, 'day', 'days')} of orders.`,
  };
}
