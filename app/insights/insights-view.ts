import type { ForecastProgress } from '../forecast/forecast-floor.ts';
import type { ForecastState } from '../forecast/forecast-state.ts';
import { formatDay, parseDay } from '../profiles/calendar.ts';
import type { Kpis } from '../profiles/kpis.ts';
import type { Fault } from '../runtime/errors.ts';
import { FLOW_PRESETS } from './insight-choices.ts';
import type { InsightFigures, TierFlow } from './insight-figures.ts';

/** What Insights > Customers shows, as plain JSON. */
export interface InsightsView {
  /** What of the store is there. */
  store: 'not-yet' | 'no-customers' | 'customers';
  /** Over all history; null before customers have been sorted from the whole store. */
  kpis: Kpis | null;
  /** Null before they were worked out for the first time. */
  figures: Omit<InsightFigures, 'flows'> | null;
  computedAt: string | null;
  /** They are being worked out anew, or something is under way that they follow. */
  working: boolean;
  /** Whether a forecast is shown, and how far the store is towards one; null before the first fit. */
  forecast: { state: ForecastState; progress: ForecastProgress } | null;
  /** Titles of products that groups are named by, as far as the store still has them. */
  products: Record<string, string>;
  /** Day of the store's first order: flows begin there at the earliest. */
  firstOrderDay: number | null;
  choice: FlowChoice;
  /** Null: not worked out, and nobody has asked for it. */
  flow: AskedFlow | null;
}

/** How far a flow of tiers is. */
export type AskedFlow = { state: 'waiting'; share: number } | { state: 'done'; flow: TierFlow } | { state: 'failed'; fault: Fault };

/** Between which days tiers are compared: the last so many days, or two days of the merchant's. */
export type FlowChoice = { kind: 'last'; days: (typeof FLOW_PRESETS)[number] } | { kind: 'between'; fromDay: number; toDay: number };

const USUAL: FlowChoice = { kind: 'last', days: 90 };

/** Reads the choice from an address; what cannot be read is the usual one. */
export function readFlowChoice(parameters: URLSearchParams): FlowChoice {
  const days = FLOW_PRESETS.find((one) => String(one) === parameters.get('days'));
  if (days !== undefined) return { kind: 'last', days };
  try {
    const [fromDay, toDay] = [parseDay(parameters.get('from') ?? ''), parseDay(parameters.get('to') ?? '')];
    return fromDay < toDay ? { kind: 'between', fromDay, toDay } : USUAL;
  } catch {
    return USUAL;
  }
}

/** The address that shows a choice. */
export function flowAddress(choice: FlowChoice): string {
  return choice.kind === 'last' ? `/app/insights?days=${choice.days}` : `/app/insights?from=${formatDay(choice.fromDay)}&to=${formatDay(choice.toDay)}`;
}
