/**
 * What a shop's forecast has come to. Numbers of customers are worked out and shown for `shown` alone.
 * `loses`: over the shop's own past a naive forecast did better; `unproven`: no window of the past could be looked at;
 * `no-model`: hardly anybody has bought twice, so that no rhythm can be learnt; `below-floor`: too few buyers, or days.
 */
export const FORECAST_STATES = ['shown', 'loses', 'unproven', 'no-model', 'below-floor'] as const;
export type ForecastState = (typeof FORECAST_STATES)[number];
