import type { BetaGeometric } from '../math/beta-geometric.ts';
import type { BtydSummary } from '../math/btyd-summary.ts';
import { fitBgNbd, fitMbgNbd } from '../math/fit-beta-geometric.ts';
import type { FitFailure } from '../math/fit.ts';
import type { PurchaseView } from './order-histories.ts';
import type { ClockReader } from './seasonal-clock.ts';

/** More customers than this add nothing to four parameters: every so-manyeth is taken then. */
const MOST_CUSTOMERS = 60_000;

/** Recency and frequency of the customers of a view, in weeks of a clock; of every `stride`-th of them. */
export function summaryOn(view: PurchaseView, read: ClockReader, stride = 1): BtydSummary {
  const size = Math.ceil(view.size / stride);
  const summary = { size, frequency: new Float64Array(size), recency: new Float64Array(size), age: new Float64Array(size) };
  const now = read(view.throughDay);
  for (let row = 0, i = 0; row < size; row += 1, i += stride) {
    const from = view.starts[i] as number;
    const to = view.starts[i + 1] as number;
    const first = read(view.days[from] as number);
    summary.frequency[row] = to - from - 1;
    summary.recency[row] = read(view.days[to - 1] as number) - first;
    summary.age[row] = now - first;
  }
  return summary;
}

export type BuyingFit = { converged: true; parameters: BetaGeometric } | { converged: false; reason: FitFailure };

/** Fits a buy-till-you-die model to the customers of a view, on a clock. `start`: parameters of a like fit, from the night before say. */
export function fitBuying(model: BetaGeometric['model'], view: PurchaseView, read: ClockReader, start?: BetaGeometric): BuyingFit {
  const summary = summaryOn(view, read, Math.max(1, Math.ceil(view.size / MOST_CUSTOMERS)));
  const fit = model === 'bg-nbd'
    ? fitBgNbd(summary, start?.model === 'bg-nbd' ? { start: { ...start, model: 'bg-nbd' } } : {})
    : fitMbgNbd(summary, start?.model === 'mbg-nbd' ? { start: { ...start, model: 'mbg-nbd' } } : {});
  return fit.converged ? { converged: true, parameters: fit.parameters } : { converged: false, reason: fit.reason };
}
