import { formatDay } from './calendar.ts';
import type { NextAction } from './next-action.ts';

/** What a sentence needs to write its numbers. */
export interface SentenceFormats {
  number(value: number): string;
  percent(share: number): string;
  day(day: number): string;
}

const days = (count: number, { number }: SentenceFormats): string => `${number(count)} ${count === 1 ? 'day' : 'days'}`;

/** Why an action is suggested, in English, with the numbers that it follows from. */
export function actionReason(action: NextAction, formats: SentenceFormats): string {
  const { number, percent, day } = formats;
  switch (action.action) {
    case 'ask why':
      switch (action.because) {
        case 'sizing': return `${number(action.sizingLines)} of ${number(action.lines)} lines sent back look like a question of size: offer help with sizes`;
        case 'serial': return `about ${percent(action.mean)} of what they buy comes back (${number(action.unitsRefunded)} of ${number(action.unitsBought)} units; ${percent(action.shopMean)} in the shop), of several kinds or late: ask what does not suit`;
        case 'sent-back': return `${number(action.unitsRefunded)} of the ${number(action.units)} units of their last order were sent back on ${day(action.day)}`;
      }
    case 'win back': {
      const by = action.favourite === null ? '' : `; they have come back for ${action.favourite}`;
      return action.because === 'late'
        ? `${days(action.days, formats)} since the last order, usually ${number(action.usualDays)}, late after ${number(action.lateDays)}; ${number(action.purchases)} purchases before${by}`
        : `${days(action.days, formats)} since the last order, usually ${number(action.usualDays)}; a chance of ${percent(action.chance)} to buy within ${days(action.horizonDays, formats)}${by}`;
    }
    case 'reorder': {
      const due = action.overdueDays === 0 ? `around ${day(action.dueDay)}` : `was due around ${day(action.dueDay)}, ${days(action.overdueDays, formats)} ago`;
      return action.times === 1
        ? `${action.title} ${due}: bought on ${day(action.lastDay)}, and those who buy it again do so after ${days(action.intervalDays, formats)}`
        : `${action.title} ${due}: bought ${number(action.times)} times, last on ${day(action.lastDay)}, about every ${days(action.intervalDays, formats)}`;
    }
    case 'thank': return action.because === 'back' ? `they came back ${days(action.days, formats)} ago after a long time`
      : action.because === 'milestone' ? `their ${number(action.purchases)}th purchase was ${days(action.days, formats)} ago`
        : `${days(action.days, formats)} after a purchase of one of your best customers`;
    case 'try': return action.sampled
      ? `${action.title}: of ${number(action.customers)} customers looked at, ${number(action.both)} of ${number(action.buyersOfLike)} buyers of ${action.like} bought it too, ${percent(action.buyers / action.customers)} of all of them did`
      : `${action.title}: ${number(action.both)} of ${number(action.buyersOfLike)} buyers of ${action.like} bought it too, ${percent(action.buyers / action.customers)} of all customers did`;
    case 'leave alone':
      switch (action.because) {
        case 'no-purchase': return 'no purchase yet';
        case 'excluded': return 'excluded in the settings';
        case 'gone': return `one purchase, ${days(action.days, formats)} ago, lapsed after ${number(action.lostDays)}`;
        case 'in-rhythm': return `${days(action.days, formats)} since the last order, usually ${number(action.usualDays)}; ${action.overdueDays === 0
          ? `next expected around ${day(action.nextDay)}` : `the next was expected around ${day(action.nextDay)}, ${days(action.overdueDays, formats)} ago`}`;
        case 'no-rhythm': return `${days(action.days, formats)} since the last order; too few customers have come back yet to say when the next is due`;
      }
  }
}

const PLAIN: SentenceFormats = { number: String, percent: (share) => `${Math.round(1000 * share) / 10}%`, day: formatDay };

/** "reorder: Tea around 2011-12-20: ..." : what a file has. The code before the first colon is one of NextAction's and does not change. */
export function actionSentence(action: NextAction): string {
  return `${action.action}: ${actionReason(action, PLAIN)}`;
}
