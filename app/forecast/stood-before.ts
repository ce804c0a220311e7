import type { ForecastModel } from './fit-forecast.ts';
import { growingNumbers } from './growing-numbers.ts';
import type { RiskStanding } from './risk-line.ts';

/** Where all customers with a forecast stood towards the risk line before a fit, in columns: 20 bytes each. */
export interface StoodBefore {
  /** What said so; null before the first. */
  model: ForecastModel | null;
  /** The merchant's line now, in percent. */
  riskLine: number;
  /** Ascending. */
  customerIds: Float64Array<ArrayBuffer>;
  /** P(buys) in millionths. */
  millionths: Int32Array<ArrayBuffer>;
  /** The line that they were held against, in percent; below 0: they stood past it. */
  lines: Int32Array<ArrayBuffer>;
}

/** Gathers them, in the order of their ids. */
export function createStood(): { add(customerId: number, stood: RiskStanding): void; finish(): Pick<StoodBefore, 'customerIds' | 'millionths' | 'lines'> } {
  const [customerIds, millionths, lines] = [growingNumbers(Float64Array), growingNumbers(Int32Array), growingNumbers(Int32Array)];
  return {
    add(customerId, { pBuy, pastLine, riskLine }) {
      customerIds.push(customerId);
      millionths.push(Math.round(pBuy * 1e6));
      lines.push(pastLine ? -riskLine : riskLine);
    },
    finish: () => ({ customerIds: customerIds.held(), millionths: millionths.held(), lines: lines.held() }),
  };
}

/** Finds where a customer stood; to be asked in the order of their ids. */
export function readerOfStood({ customerIds, millionths, lines }: Pick<StoodBefore, 'customerIds' | 'millionths' | 'lines'>): (customerId: number) => RiskStanding | null {
  let at = 0;
  return (customerId) => {
    while (at < customerIds.length && (customerIds[at] as number) < customerId) at += 1;
    if (customerIds[at] !== customerId) return null;
    const line = lines[at] as number;
    return { pBuy: (millionths[at] as number) / 1e6, pastLine: line < 0, riskLine: Math.abs(line) };
  };
}
