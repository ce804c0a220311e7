import { medianDoubled } from '../math/median.ts';
import type { ValueSpread } from './insight-figures.ts';

/** Bars end where 95 of 100 customers are, so that a few large ones do not press the rest into one bar. */
const WITHIN_BARS = 0.95;
const MOST_BARS = 20;

/**
 * The histogram, sum and median of whole amounts. Bars are as wide as 1, 2 or 5 times a power of ten units of the
 * currency, so that 20 of them at most hold 95% of the customers from 0 up; whoever is below is counted by themselves.
 * @param unit minor units in a unit of the currency
 * @throws RangeError when they add up to more than a number holds exactly
 */
export function spreadOf(amounts: Float64Array, unit: number): ValueSpread {
  const sorted = amounts.slice().sort();
  const customers = sorted.length;
  let total = 0;
  for (const amount of sorted) total += amount;
  if (!Number.isSafeInteger(total)) throw new RangeError(`Amounts add up to ${total} minor units, which is no exact number.`);
  const most = customers === 0 ? 0 : Math.max(0, sorted[Math.ceil(WITHIN_BARS * customers) - 1] as number);
  const step = barWidth(most, unit);
  const bars = new Array<number>(Math.floor(most / step) + 1).fill(0);
  let [below, beyond] = [0, 0];
  for (const amount of sorted) {
    if (amount < 0) {
      below += 1;
      continue;
    }
    const bar = Math.floor(amount / step);
    if (bar < bars.length) bars[bar] = (bars[bar] as number) + 1;
    else beyond += 1;
  }
  return { customers, total, medianDoubled: medianDoubled(sorted), step, bars: customers === 0 ? [] : bars, below, beyond };
}

/** The narrowest width, 1, 2 or 5 times a power of ten units, of which MOST_BARS reach beyond the amount. */
function barWidth(most: number, unit: number): number {
  for (let power = unit; ; power *= 10) {
    for (const times of [1, 2, 5]) if (times * power * MOST_BARS > most) return times * power;
  }
}

/** Mean amount, not rounded; null of nobody. */
export function meanOf({ customers, total }: Pick<ValueSpread, 'customers' | 'total'>): number | null {
  return customers === 0 ? null : total / customers;
}
