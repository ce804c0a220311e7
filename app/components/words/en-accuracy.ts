import type { BackTestMetric, NaiveName } from '../../forecast/back-test-metrics.ts';
import type { FitPhase } from '../../forecast/fit-progress.ts';
import type { MeanMetric } from '../../forecast/mean-metrics.ts';
import type { CalibrationBin } from '../../math/accuracy.ts';
import type { Formats } from '../format.ts';
import type { englishFrame } from './en-frame.ts';

type Held = Pick<MeanMetric, 'model' | 'naives'>;

/** Words of Insights > Accuracy, and of how the fit of the forecast goes. */
export function englishAccuracy(formats: Formats, frame: ReturnType<typeof englishFrame>) {
  const { number, percent, day, instant, duration } = formats;
  const { counted } = frame;
  const rules: Record<NaiveName, string> = { recency: 'recency', rfm: 'RFM', 'last-window': 'the last 90 days' };
  /** Of the rules that say something. */
  const instead = (naives: Held['naives']): string => {
    const each = (Object.entries(naives) as [NaiveName, number][]).map(([name, value]) => `${rules[name]} ${percent(value)}`);
    return each.length === 0 ? '' : ` Simple rules would have come to: ${each.join(', ')}.`;
  };
  return {
    title: 'How well the forecast holds',
    how: (horizon: number) => `For each of up to six days in your store’s past, 30 days apart, the forecast is made anew from what was known at the end of that day alone, and held against what your customers did in the ${number(horizon)} days after it. Each figure stands beside what anybody could have said without a forecast.`,
    naiveHow: (horizon: number) => `The simple rules: recency goes by how long ago the last purchase was; RFM by the sum of the scores of recency, frequency and money; the last ${number(horizon)} days by what somebody bought in them. Where a rule has to name a chance or an amount, it says what customers who stood alike did in the ${number(horizon)} days before.`,
    shown: 'Shown',
    notShown: 'Not shown',
    underWay: 'A forecast is being worked out',
    isShown: 'The forecast is shown on your screens: on your store’s own past it did at least as well as the best simple rule at telling who buys, with what chance, and how often.',
    isLost: (measures: string[]) => `The forecast is not shown anywhere, since on your store’s own past a simple rule did better: ${measures.join('; ')}. It is worked out and tested anew every night.`,
    alsoLost: (measures: string[]) => `Where the best simple rule came closer: ${measures.join('; ')}.`,
    likeliest: ({ model, naives }: Held) => `Of the 10% of customers that the forecast thought likeliest to buy, ${percent(model)} did.${instead(naives)}`,
    pairs: ({ model, naives }: Held) => `Of two customers, one who bought and one who did not, the forecast gave the buyer the higher chance in ${percent(model)} of all pairs; 50% would be luck.${instead(naives)}`,
    spend: ({ model, naives }: Held, horizon: number) => `The 10% from whom it expected most brought ${percent(model)} of the revenue of the ${number(horizon)} days.${instead(naives)}`,
    revenue: ({ model, naives }: Held) => `The revenue of all customers together was off by ${percent(model)} on average.${instead(naives)}`,
    fitted: (at: string) => `Worked out for ${formats.date(at)}.`,
    looked: (cutOffs: number) => `Tested on ${counted(cutOffs, 'day', 'days')} of your store’s past.`,
    buyers: 'Buyers',
    days: 'Days of orders',
    of: (have: string, needed: string) => `${have} of ${needed}`,
    model: 'Forecast',
    naive: { recency: 'Recency', rfm: 'RFM', 'last-window': 'Last 90 days' } as Record<NaiveName, string>,
    calibration: {
      title: 'Did the chances hold?',
      what: 'Customers in ten groups of equal size by the chance that they were given, those of all days together. A group of whom 30% were expected to buy should have bought to 30%: on the dashed line the two are the same.',
      expected: 'Chance given',
      happened: 'Share that bought',
      same: 'As expected',
      group: 'Group',
      customers: 'Customers',
      nth: (place: number) => (place === 1 ? '1, least likely' : number(place)),
      table: 'The groups as a table',
      drawn: (lowest: CalibrationBin, highest: CalibrationBin) =>
        `Chance given and share that bought, ten groups. Of the least likely tenth ${percent(lowest.expected)} were expected to buy and ${percent(lowest.happened)} did; of the likeliest ${percent(highest.expected)} and ${percent(highest.happened)}. The table has every group.`,
    },
    cutOffs: {
      title: 'Pairs told apart, day by day',
      cutOff: 'Last known day',
      table: 'The days as a table',
      drawn: (from: number, to: number, first: number, last: number) => `Pairs told apart by the forecast and by each simple rule, from ${day(from)} (${percent(first)}) to ${day(to)} (${percent(last)}). The table has every day.`,
    },
    all: 'All figures',
    allWhat: (cutOffs: number) => `Means over ${counted(cutOffs, 'day', 'days')} of the past; of what is too much or too little, the size.`,
    at: (cutOff: number, customers: number, bought: number) => `As of ${day(cutOff)}: ${number(bought)} of ${counted(customers, 'customer', 'customers')} bought afterwards`,
    leftOut: {
      'no-model': (cutOff: number) => `${day(cutOff)} is left out: no forecast could be learnt from what was known then.`,
      'window-not-over': (cutOff: number) => `${day(cutOff)} is left out: the days after it are not over yet.`,
    },
    measure: 'Measure',
    better: 'Forecast at least as good?',
    yes: 'Yes',
    no: 'No',
    metric: {
      auc: { name: 'Pairs told apart', how: 'Of all pairs of one customer who bought and one who did not: the share in which the buyer was given the higher chance, a tie counting half. 50% is luck. (Area under the ROC curve, AUC.)' },
      'top-tenth-bought': { name: 'Buyers among the likeliest tenth', how: 'Of the 10% of customers with the highest chance, the share that bought.' },
      brier: { name: 'Error of the chances', how: 'Mean square of the difference between the chance and what happened (1 bought, 0 did not). 0 is perfect; saying 50% of everybody gives 0.25. (Brier score.)' },
      'calibration-error': { name: 'Chances too high or too low', how: 'Customers in ten groups of equal size by their chance: by how much the share that bought differed from the chance, on average. (Expected calibration error.)' },
      'purchases-mae': { name: 'Error of purchases', how: 'Mean difference between expected purchase days and those that came, a customer. Most customers buy nothing, so whoever says “nothing” of nearly everybody does well here. (MAE.)' },
      'purchases-rmse': { name: 'Error of purchases, large ones weighing more', how: 'Root of the mean square of that difference. (RMSE.)' },
      'purchases-bias': { name: 'All purchases, too many or too few', how: 'Expected purchases of all customers together, less those that came, as a share of these.' },
      'revenue-mae': { name: 'Error of revenue', how: 'Mean difference between expected and actual net revenue, a customer.' },
      'revenue-bias': { name: 'All revenue, too much or too little', how: 'Expected net revenue of all customers together, less what came, as a share of it.' },
      'top-tenth': { name: 'Revenue of the best tenth', how: 'Share of the revenue that came from the 10% of customers from whom most was expected.' },
    } as Record<BackTestMetric, { name: string; how: string }>,
    fit: {
      title: 'Forecast',
      what: 'Worked out from all orders and tested on your store’s past after each sorting of your customers. Nothing waits for it: what was expected before stands meanwhile.',
      queued: 'It begins in a moment.',
      phases: { orders: 'Reading orders', learning: 'Learning, testing', writing: 'Writing' } as Record<FitPhase, string>,
      stands: 'What was expected before stands until it is done.',
      stalled: 'There has been no sign of it for a while. It goes on by itself once a worker takes it up again.',
      triedBefore: (why: string) => `The last try broke off: ${why}`,
      failed: (why: string) => `The last forecast could not be worked out: ${why} The one before stands.`,
      last: (at: string, seconds: number) => `Last worked out: ${instant(at)}, in ${duration(seconds)}.`,
      never: 'Not worked out yet. It follows the sorting of your customers.',
      state: {
        shown: 'It is shown on your screens.',
        loses: 'It is not shown: on your store’s past a simple rule did better.',
        unproven: 'It is not shown: your store’s past is too short to test it on.',
        'no-model': 'There is none: hardly anybody has bought twice yet.',
        'below-floor': 'There is none yet: your store has too few buyers, or too short a past.',
      },
      accuracy: 'How well it holds',
    },
  };
}
