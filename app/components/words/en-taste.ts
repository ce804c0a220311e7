import type { ChurnSignals } from '../../profiles/churn-signals.ts';
import { HOURS_TOGETHER } from '../../profiles/habits.ts';
import { actionReason } from '../../profiles/taste-sentences.ts';
import type { NextAction } from '../../profiles/next-action.ts';
import type { CustomerTaste } from '../../profiles/taste.ts';
import type { Formats } from '../format.ts';
import type { englishFrame } from './en-frame.ts';
import { weekdayName } from './weekday-name.ts';

type Signal = ChurnSignals['signals'][number];
type Priced = NonNullable<CustomerTaste['priceBand']>;

/** What one customer likes, sends back, how they change, and what to do about it. */
export function englishTaste(formats: Formats, frame: ReturnType<typeof englishFrame>) {
  const { number, percent, money, day } = formats;
  const { counted, countedDays: days } = frame;
  const hour = (at: number) => `${String(at % 24).padStart(2, '0')}:00`;
  return {
    none: 'Appears with the next sorting of your customers.',
    likes: {
      title: 'What they like',
      nothing: 'Too few orders to tell.',
      types: 'Product types',
      products: 'Products',
      affinityHow: 'Bought more often than your customers do, counting each product in each order once. The share is pulled towards your shop’s, the more so the fewer orders there are; shown from two on, and from 1.25 times as often.',
      affinity: (picks: number, of: number, lift: number) => `${number(picks)} of ${number(of)}, ${number(Math.round(10 * lift) / 10)} times your shop’s share`,
      basket: 'Usual basket',
      basketHow: 'The median of their purchases: half of them are larger.',
      basketOf: (units: number, value: number | null) => `${counted(units, 'unit', 'units')}${value === null ? '' : `, ${money(value)}`}`,
      price: 'Price band',
      priceHow: (band: Priced) => `The median unit price before discounts of ${counted(band.lines, 'line', 'lines')}. A quarter of your shop’s lines are below ${money(band.lower)}, a quarter above ${money(band.upper)}.`,
      priceOf: (band: Priced) => `${{ low: 'Lower quarter', middle: 'Middle', high: 'Upper quarter' }[band.band]}, ${money(Math.round(band.medianDoubled / 2))}`,
      time: 'Usual time',
      timeHow: 'Shown where evenly spread orders would come to it by chance at most once in twenty, from five orders on. In your shop’s time zone.',
      weekday: (place: number, orders: number, of: number) => `${weekdayName(formats.locale, place)} (${number(orders)} of ${number(of)})`,
      hours: (from: number, orders: number, of: number) => `${hour(from)}–${hour(from + HOURS_TOGETHER)} (${number(orders)} of ${number(of)})`,
      discounts: 'Discounts',
      discountsHow: 'The share of their orders with a discount, as though five orders of your shop’s share had come before. 20 points above or below your shop’s stand out.',
      discountsOf: { discount: 'Mostly at a discount', 'full price': 'Mostly at full price', 'as the shop': 'As in your shop' },
      discountShare: (discounted: number, orders: number, shop: number) => `${number(discounted)} of ${number(orders)}, ${percent(shop)} in your shop`,
      again: 'Buys again',
      againHow: 'The median days between purchases of the product, pulled towards those of your other customers as by three of their gaps. Not for what was sent back altogether, nor from half an interval after it was due.',
      againOf: (interval: number, due: number, overdue: number) => `every ${days(interval)}, ${overdue === 0 ? `next around ${day(due)}` : `was due around ${day(due)}, ${days(overdue)} ago`}`,
    },
    returns: {
      title: 'Returns',
      none: 'Nothing sent back.',
      share: 'Expected share sent back',
      shareHow: 'What is usual in your shop and what this customer sent back, weighed together: few units prove little. The range holds the true share in nine of ten cases.',
      shareOf: (mean: number, low: number, high: number, shop: number) => `${percent(mean)} (${percent(low)} to ${percent(high)}); ${percent(shop)} in your shop`,
      pattern: 'Looks like',
      patternHow: 'Size: half of the lines sent back or more name it as the reason, or were exchanged or bought again within 60 days in another variant, or, where the product has several, as another product of its type. Frequent: four lines or more of three orders, at least 35% and twice your shop’s share, of several kinds or after 21 days or more. No customer is treated worse for it.',
      kind: { sizing: 'A question of size', serial: 'Frequent returns', neither: 'No pattern' },
      counts: (lines: number, orders: number) => `${counted(lines, 'line', 'lines')} from ${counted(orders, 'order', 'orders')}`,
      delay: 'Sent back after',
      delayOf: (delay: number) => days(delay),
      reasons: 'Reasons',
      reason: (name: string, lines: number) => `${name} (${number(lines)})`,
      advice: { sizing: 'Help with choosing a size may save both of you the way.', serial: 'Ask what does not suit before you offer more.' },
    },
    signals: {
      title: 'Trends and signals',
      how: 'Each sign takes its part of what still speaks for the customer; together they come to the strength. Calm below 25, worth a look from 25, act from 55. It is a fixed rule over their own history, not a chance.',
      level: { calm: 'Calm', watch: 'Worth a look', act: 'Act' },
      strength: (strength: number) => `Strength ${number(strength)} of 100`,
      none: 'Nothing stands out: no lengthening gaps, shrinking baskets or rising discounts.',
      heaviness: { strong: 'strong', moderate: 'moderate', weak: 'weak' },
      signal: (one: Signal): string => {
        switch (one.signal) {
          case 'lapsed': return `${days(one.days)} since the last purchase: lapsed after ${number(one.limitDays)}, usually ${number(one.usualDays)}`;
          case 'late': return `${days(one.days)} since the last purchase: late after ${number(one.limitDays)}, usually ${number(one.usualDays)}`;
          case 'little-late': return `${days(one.days)} since the last purchase, usually ${number(one.usualDays)}`;
          case 'gaps-lengthening': return `Gaps grow: typically ${number(one.trend.before / 2)} days, then ${number(one.trend.after / 2)} (the last ${number(one.trend.count)} gaps)`;
          case 'basket-shrinking': return `Baskets shrink: typically ${money(one.trend.before / 2)}, then ${money(one.trend.after / 2)} (the last ${number(one.trend.count)} purchases)`;
          case 'discounts-rising': return `More discounts: ${number(one.trend.before)} of ${number(one.trend.ofBefore ?? 0)} orders, then ${number(one.trend.after)} of ${number(one.trend.ofAfter ?? 0)}`;
          case 'sent-back': return `${number(one.unitsRefunded)} of ${counted(one.units, 'unit', 'units')} of the last order sent back`;
          case 'product-stopped': return `${one.title}: bought ${number(one.times)} times, about every ${days(one.intervalDays)}, and not since it was due on ${day(one.dueDay)}`;
        }
      },
    },
    course: {
      gaps: 'Days between purchases',
      values: 'Value of each purchase',
      drawnGaps: (bars: number, from: number, to: number) => `A bar for each of ${counted(bars, 'gap', 'gaps')} between purchases, ${day(from)} to ${day(to)}. The table below has the numbers.`,
      drawnValues: (bars: number, from: number, to: number) => `A bar for each of ${counted(bars, 'purchase', 'purchases')}, ${day(from)} to ${day(to)}. The table below has the numbers.`,
      days: (count: number) => days(count),
      table: 'Latest purchases as a table',
      day: 'Date',
      gap: 'Days since the one before',
      value: 'Net value',
      discounted: 'With a discount',
      otherCurrency: 'Another currency',
      yes: 'Yes',
      no: 'No',
    },
    suggestion: {
      title: 'Suggestion',
      how: 'The first that fits: ask why after a return; win back who is late, or past the usual gap with a high risk in the forecast; a product that is due, or was less than half its interval ago, habits due this week first, then what they come back for, the nearest to today; thanks after a purchase that stands out; a product that buyers like them bought; else leave alone.',
      action: { 'ask why': 'Ask why', 'win back': 'Win back', reorder: 'Remind of a reorder', thank: 'Thank', try: 'Suggest a product', 'leave alone': 'Leave alone' },
      reason: (action: NextAction) => { const reason = actionReason(action, formats); return `${reason.charAt(0).toUpperCase()}${reason.slice(1)}.`; },
      tier: 'Support',
      tierHow: 'VIP: two purchases or more, and in the top tenth by spend of the last year. High: M 5, or M 4 with two purchases or more. By money alone: nobody waits longer for being late or for a return.',
      tierName: { VIP: 'VIP', high: 'High', standard: 'Standard' },
    },
  };
}
